"""What is to be done now, for each role: dangers first, then what waits for this person, then where to go today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Integer, func, select
from sqlalchemy.orm import Session, joinedload

from accord.casework.desk.limits import limit
from accord.casework.desk.queue import More, count_by_district
from accord.casework.desk.recognition_doubts import doubtful_recognitions
from accord.casework.desk.recognitions import complete_factories
from accord.casework.desk.sights import hazards_seen, is_told
from accord.casework.desk.visitors import Visitor
from accord.casework.desk.visits import visits_due
from accord.records.cap import CapVersion
from accord.records.danger import DangerToConfirm
from accord.records.factory import Factory
from accord.records.hazard import Deadline, Hazard, HazardEvent, HazardFactory, Withdrawal
from accord.records.inspection import Inspection, InspectionEngineer, Report, Visit
from accord.records.order import OrderCause, OrderEvent
from accord.records.photo import Photo
from accord.rules.desk.actions import Action
from accord.rules.desk.reports import ReportState
from accord.rules.desk.rounds import VisitState
from accord.rules.desk.verification import waits_too_long
from accord.rules.figures.progress import OPEN
from accord.rules.moments import Moment
from accord.rules.vocabulary import CapState, OrderStep, Severity, Status

WEEK = timedelta(days=7)
MOST_DANGERS = 20
"""More on one page would hide each other; the page says how many there are in all."""


@dataclass(frozen=True)
class Claims:
    """Claims that wait for a verdict; `oldest_on` None where there is none."""

    count: int
    oldest_on: date | None
    grave: int
    """Of hazards that are severe and imminent, or high."""
    is_late: bool
    """Whether the oldest waits longer than the programme wants claims to wait."""


@dataclass(frozen=True)
class Stop:
    """A factory where claims wait, for a trip that clears many at once."""

    factory: Factory
    waiting: int
    grave: int
    oldest_on: date


def open_after_lifting(session: Session) -> int:
    """Return how many hazards are not corrected although an order that they called for was lifted."""
    lifted = select(OrderEvent.order_id).where(OrderEvent.step == OrderStep.LIFTED)
    called = select(OrderCause.hazard_id).where(OrderCause.order_id.in_(lifted), OrderCause.hazard_id.is_not(None))
    query = select(func.count(Hazard.id)).where(Hazard.id.in_(called), Hazard.status.in_(OPEN))
    return session.scalar(query) or 0


def open_dangers(session: Session, who: Visitor) -> Sequence[DangerToConfirm]:
    """Return the dangers that nobody has decided on, the latest first, of the factories of which the visitor sees all.

    Signatories are told once it is decided.
    """
    query = (
        select(DangerToConfirm)
        .where(*_to_confirm(who))
        .options(
            joinedload(DangerToConfirm.factory),
            joinedload(DangerToConfirm.building),
            joinedload(DangerToConfirm.hazard),
        )
        .order_by(DangerToConfirm.recorded_at.desc(), DangerToConfirm.id.desc())
        .limit(MOST_DANGERS)
    )
    return session.scalars(query).all()


def dangers_of_hazard(session: Session, hazard: Hazard, who: Visitor) -> Sequence[DangerToConfirm]:
    """Return the dangers of the hazard that nobody has decided on."""
    query = select(DangerToConfirm).where(DangerToConfirm.hazard_id == hazard.id, *_to_confirm(who))
    return session.scalars(query.order_by(DangerToConfirm.id)).all()


def count_dangers(session: Session, who: Visitor) -> int:
    """Return how many such dangers there are in all."""
    return session.scalar(select(func.count(DangerToConfirm.id)).where(*_to_confirm(who))) or 0


def claims_waiting(session: Session, who: Visitor, *, moment: Moment) -> Claims:
    """Return how many claims wait for this visitor, an engineer for those of the own discipline only."""
    claimed_on = _claimed_on()
    grave = func.sum(Hazard.severity.in_((Severity.SEVERE_AND_IMMINENT, Severity.HIGH)).cast(Integer))
    query = select(func.count(), func.min(claimed_on), grave).where(*_waiting(who))
    count, oldest, many = session.execute(query).one()
    longest_days = int(limit(session, "claim_waits_days", on=moment.today))
    is_late = oldest is not None and waits_too_long(oldest, today=moment.today, longest_days=longest_days)
    return Claims(count, oldest, many or 0, is_late)


def stops_for_claims(session: Session, who: Visitor, *, most: int = 8) -> list[Stop]:
    """Return where most claims wait, the most first."""
    grave = func.sum(Hazard.severity.in_((Severity.SEVERE_AND_IMMINENT, Severity.HIGH)).cast(Integer))
    query = (
        select(Factory, func.count(), grave, func.min(_claimed_on()))
        .select_from(Hazard)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .join(Factory, Factory.id == HazardFactory.factory_id)
        .where(HazardFactory.removed_at.is_(None), *_waiting(who))
        .group_by(Factory.id)
        .order_by(func.count().desc(), Factory.number)
        .limit(most)
    )
    return [Stop(factory, count, many or 0, oldest) for factory, count, many, oldest in session.execute(query)]


def claims_elsewhere(session: Session, who: Visitor, stops: Sequence[Stop]) -> tuple[More, ...]:
    """Return how many claims wait at none of these factories, by district, most first."""
    there = select(HazardFactory.hazard_id).where(
        HazardFactory.removed_at.is_(None), HazardFactory.factory_id.in_([stop.factory.id for stop in stops])
    )
    return count_by_district(session, *_waiting(who), Hazard.id.not_in(there))


def factories_to_recognise(session: Session) -> int:
    """Return how many factories wait for their letter: every initial hazard is corrected and verified."""
    return len(complete_factories(session))


def recognitions_to_look_at(session: Session) -> int:
    """Return how many letters of recognition stand although something speaks against them."""
    return len(doubtful_recognitions(session))


def reports_to_check(session: Session, who: Visitor) -> int:
    """Return how many reports wait to be checked by this engineer: of the own discipline, written by others."""
    own = select(InspectionEngineer.inspection_id).where(InspectionEngineer.person_id == who.id)
    query = (
        select(func.count(Report.id))
        .join(Inspection)
        .where(
            Report.state == ReportState.FOR_CHECKING,
            Inspection.discipline.in_(who.disciplines),
            Inspection.id.not_in(own),
        )
    )
    return session.scalar(query) or 0


def reports_in(session: Session, state: ReportState) -> int:
    """Return how many reports are in a state."""
    return session.scalar(select(func.count(Report.id)).where(Report.state == state)) or 0


def plans_to_approve(session: Session) -> int:
    """Return how many versions of plans were handed in."""
    return session.scalar(select(func.count(CapVersion.id)).where(CapVersion.state == CapState.SUBMITTED)) or 0


def withdrawals_to_decide(session: Session) -> int:
    """Return how many proposals to withdraw a hazard wait."""
    return session.scalar(select(func.count(Withdrawal.id)).where(Withdrawal.is_approved.is_(None))) or 0


def photos_to_clear(session: Session) -> int:
    """Return how many photos nobody has looked at for faces and names."""
    waiting = (Photo.cleared_at.is_(None), Photo.taken_out_at.is_(None))
    return session.scalar(select(func.count(Photo.id)).where(*waiting)) or 0


def rhythm_months(session: Session, *, moment: Moment) -> int:
    """Return after how many months a factory is due for its next visit."""
    return int(limit(session, "follow_up_months", on=moment.today))


def factories_due(session: Session, who: Visitor, *, moment: Moment) -> int:
    """Return how many factories were not visited for longer than the rhythm allows, in the visitor's disciplines."""
    due = visits_due(session, today=moment.today, rhythm_months=rhythm_months(session, moment=moment))
    mine = who.disciplines
    return len({each.factory_id for each in due if not mine or each.discipline in mine})


def own_visits(session: Session, who: Visitor, *, moment: Moment) -> Sequence[Visit]:
    """Return this engineer's planned visits that were not made yet, up to a week from today."""
    query = (
        select(Visit)
        .where(
            Visit.engineer_id == who.id,
            Visit.state == VisitState.PLANNED,
            Visit.planned_on <= moment.today + WEEK,
        )
        .options(joinedload(Visit.factory))
        .order_by(Visit.planned_on, Visit.id)
    )
    return session.scalars(query).all()


def open_hazards(session: Session, who: Visitor, *, moment: Moment) -> tuple[int, int]:
    """Return how many hazards that the visitor sees are open, and how many of those in progress are late."""
    seen = hazards_seen(who.sight(Action.READ_HAZARD))
    still_open = session.scalar(select(func.count(Hazard.id)).where(seen, Hazard.status.in_(OPEN))) or 0
    agreed = (
        select(Deadline.due_on)
        .where(Deadline.hazard_id == Hazard.id, Deadline.holds_from <= moment.today)
        .order_by(Deadline.holds_from.desc(), Deadline.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    late = select(func.count(Hazard.id)).where(seen, Hazard.status == Status.IN_PROGRESS, agreed < moment.today)
    return still_open, session.scalar(late) or 0


def hazards_without_date(session: Session, who: Visitor) -> list[tuple[Factory, int]]:
    """Return how many open hazards that a report told of have no agreed date, for each own factory with any.

    Only factory users have factories of their own to plan for.
    """
    own = who.sight(Action.WRITE_PLAN).factories
    if not own:
        return []
    query = (
        select(Factory, func.count())
        .select_from(Hazard)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .join(Factory, Factory.id == HazardFactory.factory_id)
        .where(
            Factory.id.in_(own),
            HazardFactory.removed_at.is_(None),
            Hazard.status.in_(OPEN),
            Hazard.due_on.is_(None),
            is_told(),
        )
        .group_by(Factory.id)
        .order_by(Factory.number)
    )
    return [(factory, count) for factory, count in session.execute(query)]


def _to_confirm(who: Visitor) -> list[ColumnElement[bool]]:
    sight = who.sight(Action.READ_FACTORY)
    waits: list[ColumnElement[bool]] = [DangerToConfirm.settled_at.is_(None)]
    return waits if sight.everywhere else [*waits, DangerToConfirm.factory_id.in_(sight.factories)]


def _claimed_on() -> ColumnElement[date]:
    claim = select(func.max(HazardEvent.effective_on)).where(
        HazardEvent.hazard_id == Hazard.id, HazardEvent.status == Status.PENDING_VERIFICATION
    )
    return claim.scalar_subquery()


def _waiting(who: Visitor) -> list[ColumnElement[bool]]:
    waiting = [Hazard.status == Status.PENDING_VERIFICATION, hazards_seen(who.sight(Action.READ_HAZARD))]
    return [*waiting, Hazard.discipline.in_(who.disciplines)] if who.disciplines else waiting
