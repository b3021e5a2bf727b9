"""Reads reports: those that wait for somebody, those that were issued, and how a revision differs from the last one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework.desk.visitors import Visitor
from accord.records.hazard import Hazard
from accord.records.inspection import Inspection, InspectionEngineer, Report, ReportStep
from accord.rules.desk.actions import Action
from accord.rules.desk.reports import ReportState

MOST_LISTED = 100
"""Of each state; more are no list to work through."""

WORDS = ("summary", "summary_bn", "scope", "limitations")
"""What authors write into a report."""


@dataclass(frozen=True)
class ReportDiffers:
    """How a revision differs from the one before it."""

    former: Report
    words: tuple[tuple[str, str | None, str | None], ...]
    """Field, what stood there, what stands there now."""
    hazards: tuple[Hazard, ...]
    """Recorded after the former one was issued."""


@dataclass(frozen=True)
class ReportList:
    """The reports of one state that concern somebody: how many, and as many of them as a list can show."""

    count: int
    reports: Sequence[Report]


def reports_in_state(session: Session, state: ReportState, who: Visitor) -> ReportList:
    """Return the reports in a state that the visitor may read, the earliest inspections first; issued: the latest.

    Of drafts an engineer is shown the own ones, of those to be checked the ones of the own disciplines.
    """
    query = _readable(who).where(Report.state == state, *_concerning(who, state))
    order = Inspection.inspected_on.desc() if state is ReportState.ISSUED else Inspection.inspected_on
    return ReportList(
        count=session.scalar(query.with_only_columns(func.count(Report.id))) or 0,
        reports=session.scalars(query.order_by(order, Report.id).limit(MOST_LISTED)).all(),
    )


def _concerning(who: Visitor, state: ReportState) -> list[ColumnElement[bool]]:
    if not who.disciplines:
        return []
    if state is ReportState.DRAFT:
        own = select(InspectionEngineer.inspection_id).where(InspectionEngineer.person_id == who.id)
        return [Report.inspection_id.in_(own)]
    return [Inspection.discipline.in_(who.disciplines)] if state is ReportState.FOR_CHECKING else []


def reports_with_ids(session: Session, ids: Sequence[int]) -> Sequence[Report]:
    """Return the reports with these ids."""
    return session.scalars(select(Report).where(Report.id.in_(ids)).order_by(Report.id)).all()


def steps_of(session: Session, inspection: Inspection) -> Sequence[ReportStep]:
    """Return every step of every revision, in the order in which they were made."""
    query = (
        select(ReportStep)
        .join(Report)
        .where(Report.inspection_id == inspection.id)
        .options(joinedload(ReportStep.person), joinedload(ReportStep.report))
        .order_by(ReportStep.id)
    )
    return session.scalars(query).all()


def differs_from_former(session: Session, report: Report) -> ReportDiffers | None:
    """Return how a revision differs from the one before it; None for the first."""
    former = session.scalar(
        select(Report).where(Report.inspection_id == report.inspection_id, Report.number == report.number - 1)
    )
    if former is None:
        return None
    words = tuple(
        (name, getattr(former, name), getattr(report, name))
        for name in WORDS
        if getattr(former, name) != getattr(report, name)
    )
    return ReportDiffers(former, words, tuple(_recorded_after(session, former)))


def _recorded_after(session: Session, former: Report) -> Sequence[Hazard]:
    issued_at: datetime | None = session.scalar(
        select(func.max(ReportStep.recorded_at)).where(
            ReportStep.report_id == former.id, ReportStep.state == ReportState.ISSUED
        )
    )
    if issued_at is None:
        return []
    query = select(Hazard).where(Hazard.inspection_id == former.inspection_id, Hazard.recorded_at > issued_at)
    return session.scalars(query.order_by(Hazard.item)).all()


def _readable(who: Visitor) -> Select[Report]:
    query = (
        select(Report)
        .join(Inspection)
        .options(
            joinedload(Report.inspection).joinedload(Inspection.factory),
            joinedload(Report.inspection).selectinload(Inspection.engineers).joinedload(InspectionEngineer.person),
            selectinload(Report.steps),
        )
    )
    sight = who.sight(Action.READ_REPORT)
    if not sight.everywhere:
        query = query.where(Inspection.factory_id.in_(sight.factories | sight.issued_of))
    return query
