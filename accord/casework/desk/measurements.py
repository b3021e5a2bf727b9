"""What was found of a building on an inspection: its rating, and what was measured in it.

A rating or a load that puts people in danger is recorded together with that danger, or not at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework.buildings import buildings_of
from accord.casework.desk.danger import DangerPreview, preview_of_load, preview_of_rating, raise_order
from accord.casework.desk.inspections import note_inspection, require_draft
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.records.danger import DangerToConfirm
from accord.records.factory import Building, Floor, Zone
from accord.records.inspection import InspectedBuilding, Inspection, Measurement
from accord.records.order import OrderCause, SafetyOrder
from accord.rules.desk.measurements import Quantity, Unit, load_to_compare, stored_value
from accord.rules.desk.visits import worst_rating
from accord.rules.moments import Moment
from accord.rules.orders.words import CauseKind
from accord.rules.vocabulary import Discipline, Rating


class OnlyStructural(Told):
    """A rating was given on an inspection of another discipline."""

    sentence = N_("Only a structural inspection rates a building.")


class NotItsBuilding(Told):
    """A building was named in which the factory was not on the day of the inspection."""

    sentence = N_("The factory was not in this building on the day of the inspection.")


class CannotBeMeasured(Told):
    """A value was typed that the quantity cannot have, or in a unit that is not its own."""

    sentence = N_("This value and unit do not fit what was measured. Type a plain number, with a point: 4.1")


class SayWhere(Told):
    """A measurement was recorded without saying where."""

    sentence = N_("Say where it was measured: choose the floor or zone, or write the place.")


class PeopleWereTold(Told):
    """The measured load is the cause of an order, and people were told to take loads down because of it."""

    sentence = N_(
        "People were told of a danger because of this load: "
        "only the chief safety officer and a second engineer can end that."
    )


class LookAtTheDanger(Told):
    """A danger was to be recorded that whoever records it was not shown as it is now."""

    sentence = N_("Read what will be raised, then save again.")

    def __init__(self, preview: DangerPreview) -> None:
        self.preview = preview
        super().__init__()


@dataclass(frozen=True)
class Place:
    """A building, one of its floors or a zone of it."""

    building: Building
    floor: Floor | None = None
    zone: Zone | None = None

    @property
    def allowable_kpa(self) -> float | None:
        """The load that is allowed there: that of the zone, else of its floor; None where no load plan says it."""
        if self.zone is not None and self.zone.allowable_load_kpa is not None:
            return self.zone.allowable_load_kpa
        return self.floor.allowable_load_kpa if self.floor else None

    @property
    def key(self) -> str:
        """A word for the place in a form: "b3", "f12", "z7"."""
        if self.zone is not None:
            return f"z{self.zone.id}"
        return f"f{self.floor.id}" if self.floor else f"b{self.building.id}"


@dataclass(frozen=True)
class Reading:
    """What was measured, as typed."""

    quantity: Quantity
    unit: Unit
    number: Decimal
    method: str
    place: Place | None
    where: str | None


def places_of(buildings: Iterable[Building]) -> list[Place]:
    """Return every place in the buildings, from the ground up, each zone after its floor."""
    return [place for building in buildings for place in _places_in(building)]


def inspect_building(
    session: Session,
    inspection: Inspection,
    building: Building,
    *,
    rating: Rating | None,
    limits_loads: bool,
    use: str | None,
    height_m: float | None,
    shown: str | None,
    who: Visitor,
    moment: Moment,
) -> InspectedBuilding:
    """Record that a building was inspected, its use and height, and on a structural inspection its rating.

    `shown` is the word of the danger that was read before saving. Raises LookAtTheDanger where a new rating puts
    people in danger and that was not what was read.
    """
    require_draft(session, inspection)
    if rating is not None and inspection.discipline is not Discipline.STRUCTURAL:
        raise OnlyStructural
    found = session.get(InspectedBuilding, (inspection.id, building.id), with_for_update=True)
    if found is None and building not in buildings_of(session, inspection.factory, day=inspection.inspected_on):
        raise NotItsBuilding
    former = found.rating if found else None
    preview = preview_of_rating(
        session,
        factory=inspection.factory,
        building=building,
        rating=rating,
        has_load_limit=limits_loads,
        moment=moment,
    )
    is_known = (rating is former and rating is Rating.RED) or _is_said(session, preview)
    danger = None if is_known else _read(preview, shown)
    if found is None:
        found = InspectedBuilding(inspection_id=inspection.id, building_id=building.id)
        session.add(found)
    found.rating, found.use, found.height_m = rating, use, height_m
    session.flush()
    inspection.rating = worst_rating(
        session.scalars(select(InspectedBuilding.rating).where(InspectedBuilding.inspection_id == inspection.id))
    )
    if danger is not None:
        raise_order(session, danger, inspection=inspection, who=who, moment=moment)
    details: dict[str, object] = {
        "building": building.id,
        "rating": [former.value if former else None, rating.value if rating else None],
        "use": use,
        "height_m": height_m,
    }
    note_inspection(session, "recorded a building as inspected", inspection, details, who=who, moment=moment)
    return found


def record_measurement(
    session: Session, inspection: Inspection, reading: Reading, *, shown: str | None, who: Visitor, moment: Moment
) -> Measurement:
    """Record what was measured; a load above the allowable one together with the danger that it is.

    Raises LookAtTheDanger where that danger is not the one that was read before saving.
    """
    require_draft(session, inspection)
    value = stored_value(reading.quantity, reading.unit, reading.number)
    if value is None:
        raise CannotBeMeasured
    place = reading.place
    if place is None and not reading.where:
        raise SayWhere
    is_load = reading.quantity is Quantity.LOAD
    allowable = place.allowable_kpa if place and is_load else None
    danger = None
    if is_load:
        compared = load_to_compare(value, typed=reading.number, unit=reading.unit, allowable_kpa=allowable)
        preview = preview_of_load(
            session,
            factory=inspection.factory,
            building=place.building if place else None,
            measured_kpa=compared,
            allowable_kpa=allowable,
            moment=moment,
        )
        danger = _read(preview, shown)
    measurement = Measurement(
        inspection_id=inspection.id,
        building_id=place.building.id if place else None,
        floor_id=place.floor.id if place and place.floor else None,
        zone_id=place.zone.id if place and place.zone else None,
        place=reading.where,
        quantity=reading.quantity,
        value=value,
        typed_value=f"{reading.number:f}",
        typed_unit=reading.unit,
        method=reading.method,
        allowable_kpa=allowable,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(measurement)
    session.flush()
    if danger is not None:
        raise_order(session, danger, inspection=inspection, measurement=measurement, who=who, moment=moment)
    note_inspection(session, "recorded a measurement", inspection, _told(measurement), who=who, moment=moment)
    return measurement


def take_out_measurement(
    session: Session, inspection: Inspection, measurement: Measurement, *, who: Visitor, moment: Moment
) -> None:
    """Take out what was measured wrongly, unless people were told to act because of it."""
    require_draft(session, inspection)
    if session.scalar(select(exists().where(OrderCause.measurement_id == measurement.id))):
        raise PeopleWereTold
    details = _told(measurement)
    session.delete(measurement)
    session.flush()
    note_inspection(session, "took out a measurement", inspection, details, who=who, moment=moment)


def word_of(preview: DangerPreview) -> str:
    """Return the word by which a form says which danger it has shown: whom it reaches is part of it."""
    kinds = ",".join(kind.value for kind in preview.kinds)
    numbers = ",".join(str(factory.number) for factory in preview.factories)
    building = preview.building.id if preview.building else ""
    joins = ",".join(str(order.id) for order in preview.joins)
    told = f"{numbers}|{len(preview.others)}|{preview.signatories}|{joins}"
    return f"{preview.danger.because.value}|{kinds}|{building}|{told}"


def _read(preview: DangerPreview | None, shown: str | None) -> DangerPreview | None:
    if preview is not None and shown != word_of(preview):
        raise LookAtTheDanger(preview)
    return preview


def _is_said(session: Session, preview: DangerPreview | None) -> bool:
    """Return whether the building has an open order because of such a rating already, or a danger to be confirmed."""
    if preview is None or preview.building is None:
        return False
    waits = exists().where(
        DangerToConfirm.building_id == preview.building.id,
        DangerToConfirm.because == preview.danger.because.value,
        DangerToConfirm.settled_at.is_(None),
    )
    raised = exists().where(
        SafetyOrder.building_id == preview.building.id,
        SafetyOrder.kind.in_(preview.kinds),
        SafetyOrder.next_due_at.is_not(None),
        OrderCause.order_id == SafetyOrder.id,
        OrderCause.kind == CauseKind.RATING,
    )
    return bool(session.scalar(select(waits | raised)))


def _places_in(building: Building) -> list[Place]:
    places = [Place(building)]
    for floor in building.floors:
        places.append(Place(building, floor))
        places += [Place(building, floor, zone) for zone in sorted(floor.zones, key=lambda each: each.name)]
    return places


def _told(measurement: Measurement) -> dict[str, object]:
    return {
        "measurement": measurement.id,
        "quantity": measurement.quantity.value,
        "value": measurement.value,
        "typed": f"{measurement.typed_value} {measurement.typed_unit}",
        "allowable_kpa": measurement.allowable_kpa,
    }
