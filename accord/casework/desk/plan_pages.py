"""A version of a plan beside what is in force, hazard by hazard, in few questions whatever their number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework.desk.plans import UNDER_WORK, due_in_force, lines_of
from accord.casework.desk.sights import hazards_seen
from accord.casework.desk.things import APPROVED
from accord.casework.desk.visitors import Visitor
from accord.casework.plan_lines import plan_lines
from accord.records.cap import CapStep, CapVersion
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.plan import CapLine
from accord.rules.desk.access import Thing
from accord.rules.desk.actions import Action
from accord.rules.desk.plan_versions import Plan, PlanLine, plan_in_force
from accord.rules.figures.progress import OPEN
from accord.rules.moments import Moment
from accord.rules.vocabulary import CapState, Discipline

NOTHING = Plan(None, None, None, None)
"""The plan of a hazard for which nothing was ever planned."""


@dataclass(frozen=True)
class PlanRow:
    """A hazard with the plan that holds or held before the version, and the line of the version if it has one."""

    hazard: Hazard
    before: Plan
    line: CapLine | None

    @property
    def changes_plan(self) -> bool:
        """Whether the version changes the words of the plan."""
        return self.line is not None and self.line.action_plan != self.before.action_plan

    @property
    def changes_plan_bn(self) -> bool:
        """Whether the version changes the Bangla words of the plan."""
        return self.line is not None and self.line.action_plan_bn != self.before.action_plan_bn

    @property
    def changes_person(self) -> bool:
        """Whether the version gives it to somebody else."""
        return self.line is not None and self.line.responsible_person != self.before.responsible_person

    @property
    def changes_date(self) -> bool:
        """Whether the version changes the agreed date."""
        return self.line is not None and self.line.due_on != self.before.due_on


@dataclass(frozen=True)
class DisciplinePlan:
    """The plan of one discipline: the version in force, the one under work, and how many open hazards it has."""

    discipline: Discipline
    approved: CapVersion | None
    under_work: CapVersion | None
    hazards: int


def rows_of(session: Session, version: CapVersion, *, who: Visitor, moment: Moment) -> list[PlanRow]:
    """Return what the version plans, by item, and while it is a draft also the open hazards that it does not plan.

    Nobody reads of a hazard here that they may not read of elsewhere: to the parties one is told with its report.
    """
    lines = {line.hazard_id: line for line in lines_of(session, version)}
    hazards = _hazards(session, version, list(lines), who=who)
    before = _plans_before(session, version, hazards, moment=moment)
    return [PlanRow(hazard, before[hazard.id], lines.get(hazard.id)) for hazard in hazards]


def open_rows(session: Session, factory: Factory, *, who: Visitor, moment: Moment) -> list[PlanRow]:
    """Return the open hazards of a factory with the plan in force, and the line of the version under work."""
    linked = _linked_to(factory.id)
    seen = hazards_seen(who.sight(Action.READ_HAZARD))
    hazards = _by_item(session, Hazard.id.in_(linked), Hazard.status.in_(OPEN), seen)
    dates = due_in_force(session, [hazard.id for hazard in hazards], moment=moment)
    under_work = select(CapVersion.id).where(CapVersion.factory_id == factory.id, CapVersion.state.in_(UNDER_WORK))
    lines = session.scalars(select(CapLine).where(CapLine.version_id.in_(under_work))).all()
    proposed = {line.hazard_id: line for line in lines} if sees_drafts(factory, who=who) else {}
    return [PlanRow(hazard, _in_force(hazard, dates), proposed.get(hazard.id)) for hazard in hazards]


def sees_drafts(factory: Factory, *, who: Visitor) -> bool:
    """Return whether the visitor may read versions that are not approved: the parties are given what was."""
    return who.may(Action.READ_PLAN, Thing(frozenset({factory.id}), is_issued=False))


def plans_of(session: Session, factory: Factory, *, who: Visitor) -> list[DisciplinePlan]:
    """Return the plans of a factory, one for each discipline that has a version or an open hazard."""
    versions = session.scalars(
        select(CapVersion)
        .where(CapVersion.factory_id == factory.id)
        .options(selectinload(CapVersion.steps))
        .order_by(CapVersion.number)
    ).all()
    seen = hazards_seen(who.sight(Action.READ_HAZARD))
    still_open = session.scalars(
        select(Hazard.discipline).where(Hazard.id.in_(_linked_to(factory.id)), Hazard.status.in_(OPEN), seen)
    ).all()
    shows_drafts = sees_drafts(factory, who=who)
    plans = []
    for discipline in Discipline:
        own = [version for version in versions if version.discipline is discipline]
        approved = sorted((version for version in own if version.state in APPROVED), key=_approved_as)
        under_work = [version for version in own if version.state in UNDER_WORK and shows_drafts]
        if not (approved or under_work or discipline in still_open):
            continue
        plans.append(
            DisciplinePlan(
                discipline,
                approved[-1] if approved else None,
                under_work[-1] if under_work else None,
                sum(each is discipline for each in still_open),
            )
        )
    return plans


def versions_handed_in(session: Session) -> Sequence[CapVersion]:
    """Return the versions that wait for approval, the longest waiting first."""
    return session.scalars(
        select(CapVersion)
        .where(CapVersion.state == CapState.SUBMITTED)
        .options(joinedload(CapVersion.factory), selectinload(CapVersion.steps))
        .order_by(CapVersion.id)
    ).all()


def last_remark(session: Session, version: CapVersion) -> CapStep | None:
    """Return the last step of a version if it says something, such as why it was sent back."""
    step = session.scalar(select(CapStep).where(CapStep.version_id == version.id).order_by(CapStep.id.desc()).limit(1))
    return step if step is not None and step.remark else None


def _hazards(session: Session, version: CapVersion, planned: Sequence[int], *, who: Visitor) -> Sequence[Hazard]:
    wanted: ColumnElement[bool] = Hazard.id.in_(planned)
    if version.state is CapState.DRAFT:
        wanted |= Hazard.id.in_(_linked_to(version.factory_id)) & Hazard.status.in_(OPEN)
    return _by_item(
        session, wanted, Hazard.discipline == version.discipline, hazards_seen(who.sight(Action.READ_HAZARD))
    )


def _by_item(session: Session, *wanted: ColumnElement[bool]) -> Sequence[Hazard]:
    return session.scalars(
        select(Hazard)
        .where(*wanted)
        .options(joinedload(Hazard.building), joinedload(Hazard.floor), joinedload(Hazard.zone))
        .order_by(Hazard.item, Hazard.id)
    ).all()


def _plans_before(
    session: Session, version: CapVersion, hazards: Sequence[Hazard], *, moment: Moment
) -> dict[int, Plan]:
    ids = [hazard.id for hazard in hazards]
    if version.state not in APPROVED:
        dates = due_in_force(session, ids, moment=moment)
        return {hazard.id: _in_force(hazard, dates) for hazard in hazards}
    # What an approved version changed is what differed on the day of its approval, not what differs today.
    found = plan_lines(session, ids)
    return {id_: _before(found.get(id_, []), version) for id_ in ids}


def _before(lines: Sequence[PlanLine], version: CapVersion) -> Plan:
    approved_as = next((line.version.approved_as for line in lines if line.version.id == version.id), None)
    former = [line for line in lines if (line.version.approved_as or 0) < (approved_as or 0)]
    return plan_in_force(former) or NOTHING


def _in_force(hazard: Hazard, dates: Mapping[int, date | None]) -> Plan:
    return Plan(hazard.final_action_plan, hazard.final_action_plan_bn, hazard.responsible_person, dates.get(hazard.id))


def _linked_to(factory_id: int) -> Select[int]:
    return select(HazardFactory.hazard_id).where(
        HazardFactory.factory_id == factory_id, HazardFactory.removed_at.is_(None)
    )


def _approved_as(version: CapVersion) -> int:
    return min((step.id for step in version.steps if step.state in APPROVED), default=0)
