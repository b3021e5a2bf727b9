"""Reads the plan of visits, and what a visit to a factory would clear."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, func, select
from sqlalchemy.orm import Session, joinedload

from accord.records.factory import Factory
from accord.records.hazard import Deadline, Hazard, HazardFactory
from accord.records.inspection import Visit
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.rules.desk.rounds import VisitState
from accord.rules.vocabulary import Discipline, Status


@dataclass(frozen=True)
class Work:
    """What waits for engineers of a discipline at a factory."""

    in_progress: int = 0
    claimed: int = 0
    overdue: int = 0


def visits_between(session: Session, first: date, last: date, *, engineer_id: int | None = None) -> Sequence[Visit]:
    """Return the visits of these days, both ends included, cancelled ones left out, by day and engineer."""
    query = (
        select(Visit)
        .where(Visit.planned_on >= first, Visit.planned_on <= last, Visit.state != VisitState.CANCELLED)
        .options(joinedload(Visit.factory), joinedload(Visit.engineer))
        .order_by(Visit.planned_on, Visit.engineer_id, Visit.id)
    )
    if engineer_id is not None:
        query = query.where(Visit.engineer_id == engineer_id)
    return session.scalars(query).all()


def all_engineers(session: Session, *, day: date) -> Sequence[Person]:
    """Return everybody who is an engineer of any discipline on a day, by name."""
    query = (
        select(Person)
        .join(RoleHeld)
        .where(
            RoleHeld.role == Role.ENGINEER,
            RoleHeld.from_on <= day,
            RoleHeld.to_on.is_(None) | (RoleHeld.to_on >= day),
            Person.ended_at.is_(None),
        )
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return session.scalars(query).all()


def visits_counted(session: Session, days: Sequence[date]) -> dict[tuple[int, date], int]:
    """Return how many visits each engineer has on each of the days already."""
    query = (
        select(Visit.engineer_id, Visit.planned_on, func.count())
        .where(Visit.planned_on.in_(days), Visit.state != VisitState.CANCELLED)
        .group_by(Visit.engineer_id, Visit.planned_on)
    )
    return {(engineer_id, day): count for engineer_id, day, count in session.execute(query)}


def work_at(session: Session, factory_ids: Iterable[int], *, today: date) -> dict[tuple[int, Discipline], Work]:
    """Return what waits at each of the factories, by factory and discipline, in one query."""
    agreed = (
        select(Deadline.due_on)
        .where(Deadline.hazard_id == Hazard.id, Deadline.holds_from <= today)
        .order_by(Deadline.holds_from.desc(), Deadline.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_open, is_claimed = Hazard.status == Status.IN_PROGRESS, Hazard.status == Status.PENDING_VERIFICATION
    query = (
        select(
            HazardFactory.factory_id,
            Hazard.discipline,
            func.sum(is_open.cast(Integer)),
            func.sum(is_claimed.cast(Integer)),
            func.sum((is_open & (func.coalesce(agreed, today) < today)).cast(Integer)),
        )
        .select_from(Hazard)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .where(
            HazardFactory.factory_id.in_(list(factory_ids)),
            HazardFactory.removed_at.is_(None),
            Hazard.status.in_((Status.IN_PROGRESS, Status.PENDING_VERIFICATION)),
        )
        .group_by(HazardFactory.factory_id, Hazard.discipline)
    )
    return {
        (factory_id, discipline): Work(in_progress or 0, claimed or 0, overdue or 0)
        for factory_id, discipline, in_progress, claimed, overdue in session.execute(query)
    }


def factories_with_ids(session: Session, ids: Iterable[int]) -> dict[int, Factory]:
    """Return the factories with these ids, by id."""
    query = select(Factory).where(Factory.id.in_(list(ids)))
    return {factory.id: factory for factory in session.scalars(query)}
