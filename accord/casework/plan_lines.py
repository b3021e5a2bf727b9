"""Reads what versions of the CAP plan for hazards, as the lines from which the rules say what is in force."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.orm import Session

from accord.casework.progress import APPROVED
from accord.records.cap import CapStep, CapVersion
from accord.records.plan import CapLine
from accord.rules.desk.plan_versions import Plan, PlanLine, PlanVersion
from accord.rules.vocabulary import Source


def plan_lines(session: Session, hazard_ids: Select[int] | Sequence[int]) -> dict[int, list[PlanLine]]:
    """Return the lines of each of these hazards by its id, of all versions of all its factories."""
    approvals = _approvals()
    query = (
        select(CapLine, approvals.c.approved_as)
        .outerjoin(approvals, approvals.c.version_id == CapLine.version_id)
        .where(CapLine.hazard_id.in_(hazard_ids))
        .order_by(CapLine.id)
    )
    found: defaultdict[int, list[PlanLine]] = defaultdict(list)
    for line, approved_as in session.execute(query):
        plan = Plan(
            line.action_plan,
            line.action_plan_bn,
            responsible_person=line.responsible_person,
            due_on=line.due_on,
        )
        found[line.hazard_id].append(PlanLine(PlanVersion(line.version_id, approved_as), plan))
    return dict(found)


def planned_at_desk(session: Session, hazard_ids: Collection[int]) -> frozenset[int]:
    """Return which of these hazards have a plan in force that was approved at the desk."""
    approvals = _approvals()
    rows = session.execute(
        select(CapLine.hazard_id, CapVersion.source)
        .join(CapVersion, CapVersion.id == CapLine.version_id)
        .join(approvals, approvals.c.version_id == CapLine.version_id)
        .where(CapLine.hazard_id.in_(hazard_ids))
        .order_by(approvals.c.approved_as)
    )
    # Of several lines of a hazard the last one counts: it is the one in force.
    last: dict[int, Source] = {}
    for hazard_id, source in rows:
        last[hazard_id] = source
    return frozenset(hazard_id for hazard_id, source in last.items() if source is Source.DESK)


def _approvals() -> Subquery:
    return (
        select(CapStep.version_id, func.min(CapStep.id).label("approved_as"))
        .where(CapStep.state.in_(APPROVED))
        .group_by(CapStep.version_id)
        .subquery()
    )
