"""Planning visits: who goes where on which day, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.revisions import take_turn
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.records.factory import Factory
from accord.records.inspection import Inspection, Trip, Visit
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.rules.desk.rounds import VisitState
from accord.rules.desk.visits import next_visit_due
from accord.rules.moments import Moment
from accord.rules.vocabulary import COVERED, Discipline, InspectionKind


class InThePast(Told):
    """A visit was planned for a day that is over."""

    sentence = N_("This day is over: record the inspection instead, or choose another day.")


class TooFarAhead(Told):
    """A visit was planned for a day that nobody can foresee."""

    sentence = N_("This day is more than a year ahead: look at the year again.")


class WhyCancelled(Told):
    """A visit was cancelled without saying why."""

    sentence = N_("Say why the visit is cancelled: the reason stays on record.")


class NoEngineerThen(Told):
    """A visit was given to somebody who is no engineer of the discipline on that day."""

    sentence = N_("%(name)s is no engineer of this discipline on that day.")


class NoLongerPlanned(Told):
    """A visit that was made or cancelled was to be changed."""

    sentence = N_("This visit was made or cancelled already.")


@dataclass(frozen=True)
class VisitDue:
    """A factory that is due for a follow-up in a discipline; `due_on` None: it was never inspected in it."""

    factory_id: int
    discipline: Discipline
    last_on: date | None
    due_on: date | None
    planned_on: date | None


def plan_visit(
    session: Session,
    factory: Factory,
    *,
    discipline: Discipline,
    kind: InspectionKind,
    planned_on: date,
    engineer: Person,
    is_announced: bool,
    note: str | None,
    who: Visitor,
    moment: Moment,
    trip: Trip | None = None,
) -> Visit:
    """Plan a visit of an engineer to a factory."""
    _require_day(planned_on, moment)
    _require_engineer(session, engineer, discipline, planned_on)
    visit = Visit(
        factory_id=factory.id,
        discipline=discipline,
        kind=kind,
        planned_on=planned_on,
        engineer_id=engineer.id,
        trip_id=trip.id if trip else None,
        is_announced=is_announced,
        note=note,
        state=VisitState.PLANNED,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(visit)
    session.flush()
    details = {"visit": visit.id, "on": planned_on.isoformat(), "engineer": engineer.name, "kind": kind.value}
    journal.note(
        session, "planned a visit", f"factory {factory.number}", actor=who.actor, moment=moment, details=details
    )
    return visit


def move_visit(
    session: Session,
    visit: Visit,
    *,
    planned_on: date,
    engineer: Person,
    note: str | None,
    opened_at: int,
    who: Visitor,
    moment: Moment,
) -> None:
    """Move a planned visit to another day or engineer. Raises ChangedMeanwhile where somebody else moved it first."""
    if visit.state is not VisitState.PLANNED:
        raise NoLongerPlanned
    _require_day(planned_on, moment)
    _require_engineer(session, engineer, visit.discipline, planned_on)
    changed = take_turn(
        visit, {"planned_on": planned_on, "engineer_id": engineer.id, "note": note}, opened_at=opened_at
    )
    session.flush()
    details = {name: [str(before), str(after)] for name, (before, after) in changed.items()}
    _note(session, "moved a visit", visit, details, who=who, moment=moment)


def cancel_visit(session: Session, visit: Visit, *, reason: str | None, who: Visitor, moment: Moment) -> None:
    """Cancel a planned visit; it stays on record with its reason."""
    if visit.state is not VisitState.PLANNED:
        raise NoLongerPlanned
    if not reason:
        raise WhyCancelled
    visit.state, visit.why_cancelled = VisitState.CANCELLED, reason
    visit.revision += 1
    _note(session, "cancelled a visit", visit, {"reason": reason}, who=who, moment=moment)


def visits_due(session: Session, *, today: date, rhythm_months: int) -> list[VisitDue]:
    """Return what covered factories are due for by today, the longest overdue first; never inspected ones before all.

    Counted for each discipline in which the factory was inspected at all, and for structural, fire and electrical.
    """
    factories = select(Factory.id, Factory.coverage).where(Factory.merged_into_id.is_(None))
    coverages = {factory_id: coverage for factory_id, coverage in session.execute(factories)}  # noqa: C416  typed rows
    last = _last_inspections(session)
    planned = _next_planned(session, today)
    asked = {(factory_id, discipline) for factory_id in coverages for discipline in _ALWAYS} | set(last)
    due = [
        VisitDue(
            factory_id,
            discipline,
            last.get((factory_id, discipline)),
            next_visit_due(last.get((factory_id, discipline)), rhythm_months=rhythm_months),
            planned.get((factory_id, discipline)),
        )
        for factory_id, discipline in asked
        if coverages.get(factory_id) in COVERED
    ]
    now_due = [each for each in due if each.due_on is None or each.due_on <= today]
    return sorted(now_due, key=lambda each: (each.due_on or date.min, each.factory_id, each.discipline))


def engineers_on(session: Session, discipline: Discipline, *, day: date) -> Sequence[Person]:
    """Return the engineers of a discipline on a day, by name."""
    return session.scalars(
        select(Person)
        .join(RoleHeld)
        .where(
            RoleHeld.role == Role.ENGINEER,
            RoleHeld.discipline == discipline,
            RoleHeld.from_on <= day,
            RoleHeld.to_on.is_(None) | (RoleHeld.to_on >= day),
            Person.ended_at.is_(None),
        )
        .distinct()
        .order_by(Person.name)
    ).all()


MOST_DAYS_AHEAD = 366
"""Ours: a round and a half of follow-ups; a later day is mistyped in its year."""

_ALWAYS = (Discipline.STRUCTURAL, Discipline.FIRE, Discipline.ELECTRICAL)


def _last_inspections(session: Session) -> dict[tuple[int, Discipline], date]:
    query = (
        select(Inspection.factory_id, Inspection.discipline, func.max(Inspection.inspected_on))
        .where(Inspection.removed_at.is_(None))
        .group_by(Inspection.factory_id, Inspection.discipline)
    )
    return {(factory_id, discipline): last for factory_id, discipline, last in session.execute(query)}


def _next_planned(session: Session, today: date) -> dict[tuple[int, Discipline], date]:
    query = (
        select(Visit.factory_id, Visit.discipline, func.min(Visit.planned_on))
        .where(Visit.state == VisitState.PLANNED, Visit.planned_on >= today)
        .group_by(Visit.factory_id, Visit.discipline)
    )
    return {(factory_id, discipline): day for factory_id, discipline, day in session.execute(query)}


def _require_day(planned_on: date, moment: Moment) -> None:
    if planned_on < moment.today:
        raise InThePast
    if (planned_on - moment.today).days > MOST_DAYS_AHEAD:
        raise TooFarAhead


def _require_engineer(session: Session, person: Person, discipline: Discipline, day: date) -> None:
    if person.id not in {each.id for each in engineers_on(session, discipline, day=day)}:
        raise NoEngineerThen(name=person.name)


def _note(
    session: Session, deed: str, visit: Visit, details: Mapping[str, object], *, who: Visitor, moment: Moment
) -> None:
    subject = f"factory {visit.factory.number}"
    journal.note(session, deed, subject, actor=who.actor, moment=moment, details={"visit": visit.id, **details})
