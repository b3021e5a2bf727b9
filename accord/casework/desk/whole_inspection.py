"""Reads an inspection with all that belongs to it, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework.buildings import SharedBuilding, shared_with
from accord.casework.desk.visitors import Visitor
from accord.records.danger import DangerToConfirm
from accord.records.factory import Building, Factory, Floor
from accord.records.hazard import Hazard
from accord.records.inspection import (
    InspectedBuilding,
    Inspection,
    InspectionEngineer,
    Measurement,
    Report,
    Visit,
)
from accord.records.photo import Photo
from accord.rules.desk.rounds import VisitState
from accord.rules.moments import Moment

MOST_LISTED = 60
"""The latest inspections on one page."""


@dataclass(frozen=True)
class WholeInspection:
    """An inspection with all that was recorded of it."""

    inspection: Inspection
    factory: Factory
    people: Sequence[InspectionEngineer]
    buildings: Sequence[Building]
    """In which the factory was on that day."""
    shared: Sequence[SharedBuilding]
    inspected: dict[int, InspectedBuilding]
    """By the id of the building."""
    measurements: Sequence[Measurement]
    hazards: Sequence[Hazard]
    photos: dict[int, Sequence[Photo]]
    """Of each hazard that has any, by its id: those that were not taken out."""
    reports: Sequence[Report]
    """The latest revision first."""


def whole(session: Session, inspection: Inspection) -> WholeInspection:
    """Return the inspection with all that was recorded of it."""
    factory = session.get_one(Factory, inspection.factory_id)
    shared = shared_with(session, factory, day=inspection.inspected_on)
    buildings = [each.building for each in shared]
    inspected = session.scalars(
        select(InspectedBuilding)
        .where(InspectedBuilding.inspection_id == inspection.id)
        .options(joinedload(InspectedBuilding.building))
    ).all()
    there = {building.id for building in buildings}
    buildings += [each.building for each in inspected if each.building_id not in there]
    hazards = session.scalars(
        select(Hazard)
        .where(Hazard.inspection_id == inspection.id)
        .options(joinedload(Hazard.building))
        .order_by(Hazard.item.desc(), Hazard.id.desc())
    ).all()
    return WholeInspection(
        inspection=inspection,
        factory=factory,
        people=_people(session, inspection),
        buildings=buildings,
        shared=shared,
        inspected={each.building_id: each for each in inspected},
        measurements=measurements_of(session, inspection),
        hazards=hazards,
        photos=_photos(session, inspection),
        reports=session.scalars(
            select(Report).where(Report.inspection_id == inspection.id).order_by(Report.number.desc())
        ).all(),
    )


def measurements_of(session: Session, inspection: Inspection) -> Sequence[Measurement]:
    """Return what was measured, in the order in which it was written down."""
    query = (
        select(Measurement)
        .where(Measurement.inspection_id == inspection.id)
        .options(joinedload(Measurement.building), joinedload(Measurement.floor), joinedload(Measurement.zone))
        .order_by(Measurement.id)
    )
    return session.scalars(query).all()


def buildings_with_floors(session: Session, building_ids: Sequence[int]) -> Sequence[Building]:
    """Return the buildings with their floors and zones, by name."""
    query = (
        select(Building)
        .where(Building.id.in_(building_ids))
        .options(selectinload(Building.floors).selectinload(Floor.zones))
        .order_by(Building.name, Building.id)
    )
    return session.scalars(query).all()


def latest_inspections(session: Session, who: Visitor) -> Sequence[Inspection]:
    """Return the latest inspections that the visitor may read about, one's own or not, the latest first."""
    query = (
        select(Inspection)
        .where(Inspection.removed_at.is_(None))
        .options(
            joinedload(Inspection.factory),
            selectinload(Inspection.engineers).joinedload(InspectionEngineer.person),
            selectinload(Inspection.reports),
        )
        .order_by(Inspection.inspected_on.desc(), Inspection.id.desc())
        .limit(MOST_LISTED)
    )
    if who.disciplines:
        query = query.where(Inspection.discipline.in_(who.disciplines))
    return session.scalars(query).all()


def visits_waiting(session: Session, who: Visitor, *, moment: Moment) -> Sequence[Visit]:
    """Return the engineer's own planned visits up to today, for which no inspection was recorded yet."""
    query = (
        select(Visit)
        .where(Visit.engineer_id == who.id, Visit.state == VisitState.PLANNED, Visit.planned_on <= moment.today)
        .options(joinedload(Visit.factory))
        .order_by(Visit.planned_on.desc(), Visit.id)
        .limit(MOST_LISTED)
    )
    return session.scalars(query).all()


def dangers_waiting(session: Session, inspection: Inspection, building_ids: Sequence[int]) -> Sequence[DangerToConfirm]:
    """Return the dangers of the factory in the discipline that nobody has decided on yet."""
    query = (
        select(DangerToConfirm)
        .where(
            (DangerToConfirm.factory_id == inspection.factory_id) | DangerToConfirm.building_id.in_(building_ids),
            DangerToConfirm.discipline == inspection.discipline,
            DangerToConfirm.settled_at.is_(None),
        )
        .options(joinedload(DangerToConfirm.building), joinedload(DangerToConfirm.hazard))
        .order_by(DangerToConfirm.id.desc())
    )
    return session.scalars(query).all()


def _people(session: Session, inspection: Inspection) -> Sequence[InspectionEngineer]:
    query = (
        select(InspectionEngineer)
        .where(InspectionEngineer.inspection_id == inspection.id)
        .options(joinedload(InspectionEngineer.person))
        .order_by(InspectionEngineer.person_id)
    )
    return session.scalars(query).all()


def _photos(session: Session, inspection: Inspection) -> dict[int, Sequence[Photo]]:
    query = (
        select(Photo)
        .join(Hazard, Hazard.id == Photo.hazard_id)
        .where(Hazard.inspection_id == inspection.id, Photo.taken_out_at.is_(None))
        .order_by(Photo.id)
    )
    photos: dict[int, list[Photo]] = {}
    for photo in session.scalars(query):
        photos.setdefault(photo.hazard_id, []).append(photo)
    return {**photos}
