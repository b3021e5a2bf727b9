"""The building of a referral: its floors and loads, who is in it, how it was rated, what was measured there."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework.buildings import occupants_on
from accord.casework.orders.recipients import called
from accord.casework.orders.referral.dossier import (
    BuildingTold,
    FloorTold,
    MeasurementTold,
    OccupantTold,
    RatingTold,
    Said,
    ZoneTold,
)
from accord.casework.orders.referral.order_told import place_told
from accord.records.factory import Building, Factory, Floor, Occupant
from accord.records.inspection import Inspection, Measurement
from accord.rules.desk.measurements import UNITS, Unit
from accord.rules.public.public_text import public_text
from accord.rules.vocabulary import Discipline


def building_told(session: Session, building: Building, factories: Sequence[Factory], *, day: date) -> BuildingTold:
    """Return what the Review Panel is told of the building, as it is on that day."""
    floors = session.scalars(
        select(Floor)
        .where(Floor.building_id == building.id)
        .options(selectinload(Floor.zones))
        .order_by(Floor.level.desc(), Floor.id)
    )
    ids = [each.id for each in factories]
    return BuildingTold(
        name=Said(building.name, building.name_bn),
        storeys=building.storeys,
        construction=building.construction,
        year_built=building.year_built,
        landlord=building.landlord,
        floors=tuple(_floor(each) for each in floors),
        occupants=tuple(_occupant(each) for each in occupants_on(session, building, day=day)),
        ratings=_ratings(session, ids, day),
        measurements=_measurements(session, building, ids, day),
    )


def _floor(floor: Floor) -> FloorTold:
    return FloorTold(
        level=floor.level,
        name=Said(floor.name, floor.name_bn) if floor.name else None,
        allowable_load_kpa=floor.allowable_load_kpa,
        zones=tuple(
            ZoneTold(Said(each.name, each.name_bn), each.allowable_load_kpa)
            for each in sorted(floor.zones, key=lambda zone: (zone.name, zone.id))
        ),
    )


def _occupant(occupant: Occupant) -> OccupantTold:
    factory = occupant.factory
    return OccupantTold(
        name=Said(called(factory), factory.name_bn) if factory else Said(occupant.other_name or "?"),
        factory_number=factory.number if factory else None,
        workers=factory.workers if factory else None,
        use=occupant.other_use,
        from_on=occupant.from_on,
    )


def _ratings(session: Session, factory_ids: Collection[int], day: date) -> tuple[RatingTold, ...]:
    query = (
        select(Inspection)
        .where(
            Inspection.factory_id.in_(factory_ids),
            Inspection.discipline == Discipline.STRUCTURAL,
            Inspection.rating.is_not(None),
            Inspection.removed_at.is_(None),
            Inspection.inspected_on <= day,
        )
        .options(joinedload(Inspection.factory))
        .order_by(Inspection.inspected_on.desc(), Inspection.id.desc())
    )
    return tuple(
        RatingTold(each.factory.number, each.inspected_on, each.rating)
        for each in session.scalars(query)
        if each.rating is not None
    )


def _measurements(
    session: Session, building: Building, factory_ids: Collection[int], day: date
) -> tuple[MeasurementTold, ...]:
    query = (
        select(Measurement)
        .join(Inspection, Measurement.inspection_id == Inspection.id)
        .where(
            Inspection.factory_id.in_(factory_ids),
            Inspection.discipline == Discipline.STRUCTURAL,
            Inspection.removed_at.is_(None),
            Inspection.inspected_on <= day,
            # Of a factory in several buildings only what was measured in this one, or nobody said where.
            Measurement.building_id.is_(None) | (Measurement.building_id == building.id),
        )
        .options(
            joinedload(Measurement.inspection).joinedload(Inspection.factory),
            joinedload(Measurement.floor),
            joinedload(Measurement.zone),
        )
        .order_by(Inspection.inspected_on.desc(), Measurement.id)
    )
    return tuple(_measurement(each) for each in session.scalars(query))


def _measurement(measured: Measurement) -> MeasurementTold:
    unit = UNITS[measured.quantity][0]
    typed = "" if measured.typed_unit is Unit.NONE else f" {measured.typed_unit.value}"
    place = place_told(measured.floor, measured.zone) if measured.floor else None
    return MeasurementTold(
        measured_on=measured.inspection.inspected_on,
        factory_number=measured.inspection.factory.number,
        place=place or (Said(public_text(measured.place)) if measured.place else None),
        quantity=measured.quantity,
        value=measured.value,
        unit="" if unit is Unit.NONE else unit.value,
        as_typed=f"{measured.typed_value}{typed}",
        allowable_kpa=measured.allowable_kpa,
        method=public_text(measured.method),
    )
