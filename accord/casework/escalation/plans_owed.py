"""Disciplines in which a factory has no approved plan, long after its initial report went to the parties."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from accord.casework.desk.limits import limit
from accord.casework.progress import APPROVED
from accord.records.cap import CapStep, CapVersion
from accord.records.inspection import Inspection, Report, ReportStep
from accord.rules.desk.reports import ReportState
from accord.rules.escalation.evidence import Evidence
from accord.rules.escalation.words import Lost, Trigger
from accord.rules.figures.factory_status import REQUIRED_DISCIPLINES
from accord.rules.spells import Spell, days_of, spells_in, within
from accord.rules.vocabulary import CapState, Discipline, InspectionKind

ONE_DAY = timedelta(days=1)
WITH_THE_PROGRAMME = frozenset({CapState.SUBMITTED})
"""While a plan is handed in the programme owes an answer."""

Key = tuple[int, Discipline]


def plans_owed(session: Session, factories: Select[int], *, today: date) -> Mapping[int, Sequence[Evidence]]:
    """Return by factory the disciplines without an approved plan, in four questions.

    Owed from the day on which the report of the initial inspection went to the parties; where that is not on record
    (it was imported), from the day by which it should have.
    """
    owed, lost = _owed(session, factories, today=today)
    found: dict[int, list[Evidence]] = defaultdict(list)
    for key, day in sorted(owed.items()):
        factory_id, discipline = key
        days = _days_lost(lost.get(key, ()), day, today=today)
        found[factory_id].append(Evidence(Trigger.PLAN_NOT_FINAL, discipline.value, day, programme_days=days))
    return found


def why_plans_lost(session: Session, factories: Select[int], *, today: date) -> Mapping[str, Mapping[Lost, int]]:
    """Return by discipline how many days the programme itself lost, of one factory, since its plan was owed."""
    owed, lost = _owed(session, factories, today=today)
    return {
        discipline.value: {Lost.PLAN: days}
        for (factory_id, discipline), day in owed.items()
        if (days := _days_lost(lost.get((factory_id, discipline), ()), day, today=today))
    }


def _days_lost(spells: Sequence[Spell], owed_on: date, *, today: date) -> int:
    since = within(spells, [Spell(owed_on + ONE_DAY, None)], today=today + ONE_DAY)
    return days_of(since, today=today + ONE_DAY)


def _owed(
    session: Session, factories: Select[int], *, today: date
) -> tuple[Mapping[Key, date], Mapping[Key, Sequence[Spell]]]:
    """Return since when each plan is owed, and when it lay with the programme."""
    approved = {
        (factory_id, discipline)
        for factory_id, discipline in session.execute(
            select(CapVersion.factory_id, CapVersion.discipline).where(
                CapVersion.factory_id.in_(factories), CapVersion.state.in_(APPROVED)
            )
        )
    }
    reported = _reported_on(session, factories, today=today)
    owed = {key: day for key, day in reported.items() if key not in approved and day < today}
    return owed, _spells(session, factories, owed)


def _reported_on(session: Session, factories: Select[int], *, today: date) -> dict[Key, date]:
    issued = (
        select(Report.inspection_id, func.min(ReportStep.happened_on).label("issued_on"))
        .join(ReportStep, ReportStep.report_id == Report.id)
        .where(ReportStep.state == ReportState.ISSUED)
        .group_by(Report.inspection_id)
        .subquery()
    )
    has_report = select(Report.inspection_id).distinct().subquery()
    rows = session.execute(
        select(
            Inspection.factory_id,
            Inspection.discipline,
            Inspection.inspected_on,
            issued.c.issued_on,
            has_report.c.inspection_id,
        )
        .outerjoin(issued, issued.c.inspection_id == Inspection.id)
        .outerjoin(has_report, has_report.c.inspection_id == Inspection.id)
        .where(
            Inspection.factory_id.in_(factories),
            Inspection.kind == InspectionKind.INITIAL,
            Inspection.removed_at.is_(None),
            Inspection.discipline.in_(REQUIRED_DISCIPLINES),
        )
    )
    found: dict[Key, date] = {}
    wait = timedelta(days=limit(session, "report_days", on=today))
    for factory_id, discipline, inspected_on, issued_on, with_report in rows:
        if issued_on is None and with_report is not None:
            continue  # it is still being written: the programme owes it
        day = issued_on or inspected_on + wait
        key = (factory_id, discipline)
        found[key] = min(day, found.get(key, day))
    return found


def _spells(session: Session, factories: Select[int], owed: Mapping[Key, date]) -> Mapping[Key, Sequence[Spell]]:
    steps: dict[int, list[tuple[date, CapState]]] = defaultdict(list)
    keys: dict[int, Key] = {}
    for version_id, factory_id, discipline, state, happened_on in session.execute(
        select(CapVersion.id, CapVersion.factory_id, CapVersion.discipline, CapStep.state, CapStep.happened_on)
        .join(CapStep, CapStep.version_id == CapVersion.id)
        .where(CapVersion.factory_id.in_(factories), CapVersion.state.not_in(APPROVED))
        .order_by(CapStep.id)
    ):
        if (factory_id, discipline) in owed:
            keys[version_id] = (factory_id, discipline)
            steps[version_id].append((happened_on, state))
    found: dict[Key, list[Spell]] = defaultdict(list)
    for version_id, key in keys.items():
        found[key] += spells_in(steps[version_id], WITH_THE_PROGRAMME)
    return found
