"""What a record belongs to, as the access table asks for it."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.records.cap import CapVersion
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.inspection import Inspection, Report
from accord.records.photo import Photo
from accord.rules.desk.access import Action, Thing
from accord.rules.desk.reports import ReportState
from accord.rules.vocabulary import CapState, Source

APPROVED = (CapState.TECHNICALLY_APPROVED, CapState.FINANCE_PLAN_AGREED)


def thing_of_factory(factory: Factory) -> Thing:
    """Return the factory as a thing of its own."""
    return Thing(frozenset({factory.id}))


def thing_of_hazard(session: Session, hazard: Hazard) -> Thing:
    """Return the hazard with all factories that it counts for; it is issued with the report that tells of it."""
    factories = session.scalars(
        select(HazardFactory.factory_id).where(HazardFactory.hazard_id == hazard.id, HazardFactory.removed_at.is_(None))
    )
    is_issued = hazard.source is Source.IMPORTED or (
        hazard.inspection_id is None or _is_issued(session, hazard.inspection_id)
    )
    return Thing(frozenset(factories), hazard.discipline, is_issued=is_issued)


def thing_of_photo(session: Session, photo: Photo) -> Thing:
    """Return a photo of a hazard; one of a later visit is issued with the report of that visit."""
    thing = thing_of_hazard(session, photo.hazard)
    is_told = photo.inspection_id is None or _is_issued(session, photo.inspection_id)
    return replace(thing, is_issued=thing.is_issued and is_told)


def reads_only_what_is_issued(who: Visitor, action: Action, thing: Thing) -> bool:
    """Return whether the visitor reaches the thing only as far as it was issued to the parties."""
    return not who.may(action, replace(thing, is_issued=False))


def issued_inspections(session: Session, ids: Iterable[int | None]) -> frozenset[int]:
    """Return those of the inspections whose report was issued."""
    asked = sorted({id_ for id_ in ids if id_ is not None})
    query = select(Report.inspection_id).where(Report.inspection_id.in_(asked), Report.state == ReportState.ISSUED)
    return frozenset(session.scalars(query))


def thing_of_inspection(session: Session, inspection: Inspection) -> Thing:
    """Return the inspection; it is issued with its report, or was made known elsewhere before it was imported."""
    is_issued = inspection.source is Source.IMPORTED or _is_issued(session, inspection.id)
    return Thing(frozenset({inspection.factory_id}), inspection.discipline, is_issued=is_issued)


def thing_of_version(version: CapVersion) -> Thing:
    """Return a version of a CAP; the parties are given it when it was approved."""
    return Thing(frozenset({version.factory_id}), version.discipline, is_issued=version.state in APPROVED)


def _is_issued(session: Session, inspection_id: int) -> bool:
    issued = exists().where(Report.inspection_id == inspection_id, Report.state == ReportState.ISSUED)
    return bool(session.scalar(select(issued)))
