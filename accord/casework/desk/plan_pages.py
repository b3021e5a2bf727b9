"""A version of a plan beside what is in force, hazard by hazard, in few questions whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework.desk.plans import UNDER_WORK, due_in_force, lines_of
from accord.casework.desk.things import APPROVED
from accord.records.cap import CapStep, CapVersion
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.plan import CapLine
from accord.rules.moments import Moment
from accord.rules.progress import OPEN
from accord.rules.vocabulary import CapState, Discipline


@dataclass(frozen=True)
class PlanRow:
    """A hazard with the plan and the date in force, and the line of the version if it plans anything for it."""

    hazard: Hazard
    due_on: date | None
    line: CapLine | None

    @property
    def changes_plan(self) -> bool:
        """Whether the version changes the words of the plan."""
        return self.line is not None and (
            self.line.action_plan != self.hazard.final_action_plan
            or self.line.action_plan_bn != self.hazard.final_action_plan_bn
        )

    @property
    def changes_person(self) -> bool:
        """Whether the version gives it to somebody else."""
        return self.line is not None and self.line.responsible_person != self.hazard.responsible_person

    @property
    def changes_date(self) -> bool:
        """Whether the version changes the agreed date."""
        return self.line is not None and self.line.due_on != self.due_on


@dataclass(frozen=True)
class DisciplinePlan:
    """The plan of one discipline: the version in force, the one under work, and how many open hazards it has."""

    discipline: Discipline
    approved: CapVersion | None
    under_work: CapVersion | None
    hazards: int


def rows_of(session: Session, version: CapVersion, *, moment: Moment) -> list[PlanRow]:
    """Return the open hazards of the factory and discipline, and those that the version plans for, by item."""
    lines = {line.hazard_id: line for line in lines_of(session, version)}
    linked = select(HazardFactory.hazard_id).where(
        HazardFactory.factory_id == version.factory_id, HazardFactory.removed_at.is_(None)
    )
    hazards = session.scalars(
        select(Hazard)
        .where(
            Hazard.id.in_(linked),
            Hazard.discipline == version.discipline,
            Hazard.status.in_(OPEN) | Hazard.id.in_(list(lines)),
        )
        .options(joinedload(Hazard.building), joinedload(Hazard.floor), joinedload(Hazard.zone))
        .order_by(Hazard.item, Hazard.id)
    ).all()
    dates = due_in_force(session, [hazard.id for hazard in hazards], moment=moment)
    return [PlanRow(hazard, dates.get(hazard.id), lines.get(hazard.id)) for hazard in hazards]


def plans_of(session: Session, factory: Factory) -> list[DisciplinePlan]:
    """Return the plans of a factory, one for each discipline that has a version or an open hazard."""
    versions = session.scalars(
        select(CapVersion).where(CapVersion.factory_id == factory.id).order_by(CapVersion.number)
    ).all()
    still_open = session.scalars(
        select(Hazard.discipline)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .where(HazardFactory.factory_id == factory.id, HazardFactory.removed_at.is_(None), Hazard.status.in_(OPEN))
    ).all()
    plans = []
    for discipline in Discipline:
        own = [version for version in versions if version.discipline is discipline]
        if not own and discipline not in still_open:
            continue
        approved = [version for version in own if version.state in APPROVED]
        under_work = [version for version in own if version.state in UNDER_WORK]
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
