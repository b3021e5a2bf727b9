"""The steps that concern a hazard without being its own: of reports that tell of it, of plans, and accidents.

A fixed number of queries, whatever has happened to the hazard.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from accord.casework.desk.incidents import thing_of_incident
from accord.casework.desk.things import APPROVED, thing_of_version
from accord.casework.desk.visitors import Visitor
from accord.records.cap import CapStep, CapVersion
from accord.records.hazard import Hazard
from accord.records.incident import Incident, IncidentHazard
from accord.records.inspection import Inspection, Report, ReportStep
from accord.rules.desk.access import Thing
from accord.rules.desk.actions import Action
from accord.rules.desk.reports import ReportState
from accord.rules.vocabulary import Source


@dataclass(frozen=True)
class Accident:
    """An accident, and whether the hazard is on record as having had to do with it."""

    incident: Incident
    is_linked: bool


@dataclass(frozen=True)
class HazardSteps:
    """What happened around a hazard, as far as the visitor may read it, each the earliest first."""

    reports: tuple[ReportStep, ...]
    plans: tuple[CapStep, ...]
    accidents: tuple[Accident, ...]


def hazard_steps(
    session: Session,
    hazard: Hazard,
    *,
    inspections: Collection[int | None],
    versions: Iterable[CapVersion],
    who: Visitor,
) -> HazardSteps:
    """Return the steps of the reports of these inspections and of these versions of plans, and the accidents."""
    return HazardSteps(
        _of_reports(session, sorted(id_ for id_ in inspections if id_ is not None), who),
        _of_plans(session, {version.id: version for version in versions}, who),
        _accidents(session, hazard, who),
    )


def _of_reports(session: Session, inspections: Sequence[int], who: Visitor) -> tuple[ReportStep, ...]:
    """Return every step to those who write and decide; the parties are told of what was issued, and when."""
    steps = session.scalars(
        select(ReportStep)
        .join(Report)
        .where(Report.inspection_id.in_(inspections))
        .options(joinedload(ReportStep.report).joinedload(Report.inspection))
        .order_by(ReportStep.id)
    ).all()
    if who.may_at_all(Action.READ_VISITS):
        told = tuple(steps)
    else:
        told = tuple(step for step in steps if step.state is ReportState.ISSUED)
    issued = {step.report.inspection_id for step in steps if step.state is ReportState.ISSUED}
    return tuple(
        step
        for step in told
        if who.may(
            Action.READ_REPORT,
            _thing(step.report.inspection, is_issued=step.report.inspection_id in issued),
        )
    )


def _thing(inspection: Inspection, *, is_issued: bool) -> Thing:
    is_known = is_issued or inspection.source is Source.IMPORTED
    return Thing(frozenset({inspection.factory_id}), inspection.discipline, is_issued=is_known)


def _of_plans(session: Session, versions: dict[int, CapVersion], who: Visitor) -> tuple[CapStep, ...]:
    """Return the steps of versions that the visitor may read; who is given approved plans only, their approvals."""
    steps = session.scalars(
        select(CapStep)
        .where(CapStep.version_id.in_(sorted(versions)))
        .options(joinedload(CapStep.version))
        .order_by(CapStep.id)
    ).all()
    drafts = {
        id_
        for id_, version in versions.items()
        if who.may(Action.READ_PLAN, replace(thing_of_version(version), is_issued=False))
    }
    return tuple(step for step in steps if step.state in APPROVED or step.version_id in drafts)


def _accidents(session: Session, hazard: Hazard, who: Visitor) -> tuple[Accident, ...]:
    """Return the accidents that it had to do with, and those in its building since it was found."""
    linked = select(IncidentHazard.incident_id).where(IncidentHazard.hazard_id == hazard.id)
    concerns: ColumnElement[bool] = Incident.id.in_(linked)
    if hazard.building_id is not None:
        in_building = and_(Incident.building_id == hazard.building_id, Incident.happened_on >= hazard.found_on)
        concerns = or_(concerns, in_building)
    found = session.execute(
        select(Incident, Incident.id.in_(linked)).where(concerns).order_by(Incident.happened_on, Incident.id)
    ).all()
    return tuple(
        Accident(incident, bool(is_linked))
        for incident, is_linked in found
        if who.may(Action.READ_FACTORY, thing_of_incident(incident))
    )
