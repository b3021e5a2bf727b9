"""Everything about one building on one page: who is in it, its ratings, its loads, its orders, as far as one may read.

A fixed number of questions, whatever was recorded of it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework.desk.things import issued_inspections
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.listing import Wanted, orders_of_building
from accord.records.factory import Building, Factory, Floor, Occupant, Zone
from accord.records.inspection import InspectedBuilding, Inspection, Measurement
from accord.records.order import SafetyOrder
from accord.rules.desk.access import Thing
from accord.rules.desk.actions import Action
from accord.rules.desk.measurements import Quantity, load_to_compare
from accord.rules.moments import Moment
from accord.rules.vocabulary import Source

Place = tuple[int | None, int | None]
"""A floor and a zone by their ids; no zone: the floor as a whole."""


@dataclass(frozen=True)
class BuildingOverview:
    """What the page shows."""

    building: Building
    floors: tuple[Floor, ...]
    """The highest first."""
    occupants: tuple[Occupant, ...]
    """Those of today first, then those that have left."""
    links: frozenset[int]
    """Ids of the factories whose pages the visitor may open."""
    rated: tuple[InspectedBuilding, ...]
    """The latest inspection first."""
    loads: dict[Place, Measurement]
    """The last load that was measured at each place."""
    elsewhere: tuple[Measurement, ...]
    """Loads of the building whose place is told in words, the latest first."""
    orders: tuple[SafetyOrder, ...]
    """Open and past, the latest first."""
    sees_landlord: bool
    """Brands do not: it may be the name of a person."""


def thing_of_building(session: Session, building: Building, *, moment: Moment) -> Thing:
    """Return the building as a thing of the factories that are in it today."""
    query = (
        select(Factory)
        .join(Occupant, Occupant.factory_id == Factory.id)
        .where(Occupant.building_id == building.id, Occupant.to_on.is_(None) | (Occupant.to_on > moment.today))
        .options(joinedload(Factory.merged_into))
    )
    return Thing(frozenset((each.merged_into or each).id for each in session.scalars(query).unique()))


def building_overview(session: Session, building: Building, *, who: Visitor, moment: Moment) -> BuildingOverview:
    """Return the building as this visitor may see it."""
    thing = thing_of_building(session, building, moment=moment)
    occupants = _occupants(session, building, moment)
    rated = _rated(session, building)
    measured = _measured(session, building)
    inspections = [*(each.inspection for each in rated), *(each.inspection for each in measured)]
    readable = _readable(session, inspections, who)
    seen = [each for each in measured if each.inspection_id in readable]
    loads: dict[Place, Measurement] = {}
    for each in seen:
        if each.floor_id is not None:
            loads.setdefault((each.floor_id, each.zone_id), each)
    return BuildingOverview(
        building=building,
        floors=tuple(_floors(session, building)),
        occupants=occupants,
        links=_links(occupants, who),
        rated=tuple(each for each in rated if each.inspection_id in readable),
        loads=loads,
        elsewhere=tuple(each for each in seen if each.floor_id is None),
        orders=tuple(orders_of_building(session, who, Wanted(is_open=None, building=building.id))),
        sees_landlord=who.may(Action.READ_FACTORY, Thing(thing.factories, is_issued=False)),
    )


def compared_kpa(measurement: Measurement, allowed_kpa: float | None) -> float:
    """Return the measured load as it is compared with what is allowed there now."""
    typed = Decimal(measurement.typed_value)
    return load_to_compare(measurement.value, typed=typed, unit=measurement.typed_unit, allowable_kpa=allowed_kpa)


def allowed_kpa(floor: Floor, zone: Zone | None = None) -> float | None:
    """Return the load that is allowed: that of the zone, else of its floor; None where no load plan says it."""
    if zone is not None and zone.allowable_load_kpa is not None:
        return zone.allowable_load_kpa
    return floor.allowable_load_kpa


def _floors(session: Session, building: Building) -> Sequence[Floor]:
    query = (
        select(Floor)
        .where(Floor.building_id == building.id)
        .options(selectinload(Floor.zones))
        .order_by(Floor.level.desc())
    )
    return session.scalars(query).all()


def _occupants(session: Session, building: Building, moment: Moment) -> tuple[Occupant, ...]:
    query = select(Occupant).where(Occupant.building_id == building.id).options(joinedload(Occupant.factory))
    found = session.scalars(query.order_by(Occupant.from_on.desc(), Occupant.id)).all()
    here = [each for each in found if each.stay.includes(moment.today)]
    return (*here, *(each for each in found if each not in here))


def _links(occupants: Iterable[Occupant], who: Visitor) -> frozenset[int]:
    ids = {each.factory_id for each in occupants if each.factory_id is not None}
    return frozenset(each for each in ids if who.may(Action.READ_FACTORY, Thing(frozenset({each}))))


def _rated(session: Session, building: Building) -> Sequence[InspectedBuilding]:
    query = (
        select(InspectedBuilding)
        .join(Inspection)
        .where(InspectedBuilding.building_id == building.id, Inspection.removed_at.is_(None))
        .options(joinedload(InspectedBuilding.inspection).joinedload(Inspection.factory))
        .order_by(Inspection.inspected_on.desc(), Inspection.id.desc())
    )
    return session.scalars(query).all()


def _measured(session: Session, building: Building) -> Sequence[Measurement]:
    query = (
        select(Measurement)
        .join(Inspection)
        .where(
            Measurement.building_id == building.id,
            Measurement.quantity == Quantity.LOAD,
            Inspection.removed_at.is_(None),
        )
        .options(joinedload(Measurement.inspection))
        .order_by(Inspection.inspected_on.desc(), Measurement.id.desc())
    )
    return session.scalars(query).all()


def _readable(session: Session, inspections: Collection[Inspection], who: Visitor) -> frozenset[int]:
    """Return those inspections of which the visitor may read: of one's own factories all, else what was issued."""
    issued = issued_inspections(session, [each.id for each in inspections])
    return frozenset(each.id for each in inspections if _may_read(each, who, is_issued=each.id in issued))


def _may_read(inspection: Inspection, who: Visitor, *, is_issued: bool) -> bool:
    factories = frozenset({inspection.factory_id})
    is_known = is_issued or inspection.source is Source.IMPORTED
    thing = Thing(factories, inspection.discipline, is_issued=is_known)
    # A safety committee reads no reports; what was issued of its own factory it does.
    return who.may(Action.READ_REPORT, thing) or (is_known and who.may(Action.READ_FACTORY, thing))
