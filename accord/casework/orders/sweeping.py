"""Looks at the orders that are due, and makes the reminders that are: once each, however often it is called.

The clockwork commits after each order: what is killed loses one of them at most, and holds the pen for one alone.

A sweep that was missed is made up by elapsed time: the latest reminder of each series is made, with how many it stands
for. Source: DOMAIN.md section 6; docs/decisions/0007.
"""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from accord.casework import journal
from accord.casework.orders.deeds import welcome
from accord.casework.orders.recipients import freeze, the_only
from accord.casework.orders.standing import clock_of, lock_order, set_clock, standing_of
from accord.casework.orders.telling import Saying, tell
from accord.records.order import OrderRecipient, OrderReminder, SafetyOrder
from accord.records.order_care import OrderMeasure
from accord.rules.moments import Moment
from accord.rules.notices import Letter
from accord.rules.orders.reminders import Circle, Reminder, Track, reminders_due
from accord.rules.orders.standing import Standing
from accord.rules.orders.words import OF_THE_PROGRAMME, MeasureStep, RecipientKind
from accord.rules.vocabulary import OrderStep

ACTOR = "the clockwork"
DECIDES = frozenset({RecipientKind.CHIEF_SAFETY_OFFICER, RecipientKind.ON_CALL})
ANSWERS_WEEKLY = frozenset(
    {
        RecipientKind.FACTORY,
        RecipientKind.SAFETY_COMMITTEE,
        RecipientKind.LABOUR_SIGNATORIES,
        RecipientKind.CHIEF_SAFETY_OFFICER,
    }
)
DOES_MEASURES = frozenset({RecipientKind.FACTORY, RecipientKind.CHIEF_SAFETY_OFFICER})
INSIDE = frozenset(
    {RecipientKind.FACTORY, RecipientKind.SAFETY_COMMITTEE, RecipientKind.OCCUPANT, RecipientKind.LANDLORD}
)
WIDE = frozenset({RecipientKind.LABOUR_SIGNATORIES, RecipientKind.STEERING_COMMITTEE})
HEARS_OF_SILENCE = {
    Circle.SIGNATORIES: frozenset({RecipientKind.SIGNATORY}),
    Circle.STEERING: WIDE | {RecipientKind.SIGNATORY},
}
"""Who is told, beside being reminded, which of the others have not acknowledged."""


def count_due(session: Session, *, moment: Moment) -> int:
    """Return how many orders are to be looked at by now."""
    return session.scalar(select(func.count(SafetyOrder.id)).where(SafetyOrder.next_due_at <= moment.now)) or 0


def due_orders(session: Session, *, moment: Moment) -> list[int]:
    """Return the orders that are to be looked at by now: the longest due first, beginning each minute with another one.

    So an order that kills whoever looks at it cannot keep all the others waiting.
    """
    due = select(SafetyOrder.id).where(SafetyOrder.next_due_at <= moment.now)
    ids = list(session.scalars(due.order_by(SafetyOrder.next_due_at, SafetyOrder.id)))
    begin = int(moment.now.timestamp()) // 60 % len(ids) if ids else 0
    return ids[begin:] + ids[:begin]


def sweep_orders(session: Session, *, moment: Moment) -> int:
    """Make every reminder of an order that is due by now, and return how many were made."""
    return sum(sweep_order(session, order_id, moment=moment) for order_id in due_orders(session, moment=moment))


def sweep_order(session: Session, order_id: int, *, moment: Moment) -> int:
    """Make every reminder of this order that is due by now, and return how many were made."""
    order = lock_order(session, session.get_one(SafetyOrder, order_id))
    if order.next_due_at is None or order.next_due_at > moment.now:
        return 0  # somebody else was there first
    welcome(session, order, moment=moment)
    reminders = reminders_due(clock_of(session, order, moment.zone), now=moment.now)
    for reminder in reminders:
        session.add(
            OrderReminder(
                order_id=order.id,
                climb=reminder.climb,
                track=reminder.track,
                number=reminder.number,
                due_at=reminder.due_at,
                overtaken=reminder.overtaken,
                made_at=moment.now,
            )
        )
        _remind(session, order, reminder, moment)
    set_clock(session, order, zone=moment.zone)
    if reminders:
        details = {each.step: {"due_at": each.due_at.isoformat(), "overtaken": each.overtaken} for each in reminders}
        journal.note(session, "order: reminded", f"order {order.id}", actor=ACTOR, moment=moment, details=details)
    return len(reminders)


def _remind(session: Session, order: SafetyOrder, reminder: Reminder, moment: Moment) -> None:
    match reminder.track:
        case Track.CLIMB:
            _climb(session, order, reminder, moment)
        case Track.DETERMINATION:
            if reminder.circle is Circle.STEERING:
                _add_steering(session, order, OrderStep.RAISED, moment)
                told = _of(order, DECIDES | {RecipientKind.STEERING_COMMITTEE})
            else:
                told = _of(order, DECIDES)
            tell(session, order, Letter.NOT_DETERMINED, told, step=reminder.step, moment=moment)
        case Track.WEEK:
            told = _of(order, ANSWERS_WEEKLY)
            tell(session, order, Letter.WEEKLY_QUESTION, told, step=reminder.step, moment=moment)
        case Track.MEASURES:
            saying = Saying(late=_late(session, order, moment))
            told = _of(order, DOES_MEASURES)
            tell(session, order, Letter.MEASURES_LATE, told, step=reminder.step, moment=moment, saying=saying)


def _climb(session: Session, order: SafetyOrder, reminder: Reminder, moment: Moment) -> None:
    stands = standing_of(order)
    if reminder.circle is Circle.STEERING and stands.is_determined:
        _add_steering(session, order, OrderStep.DETERMINED, moment)
    silent = _silent(order, stands)
    # Before it is determined nobody else knows of the order: the climb stays among those who were told.
    if stands.is_determined:
        wider, inside = HEARS_OF_SILENCE.get(reminder.circle, frozenset()), [each for each in silent if _is_there(each)]
        # Which other brands buy there is no brand's business.
        _tell_silence(session, order, reminder, inside, wider & {RecipientKind.SIGNATORY}, moment=moment)
        _tell_silence(session, order, reminder, silent, wider - {RecipientKind.SIGNATORY}, moment=moment)
    # The chief safety officer is reminded until an engineer has seen it on site, whoever has acknowledged.
    officer = _of(order, frozenset({RecipientKind.CHIEF_SAFETY_OFFICER}))
    saying = Saying(silent=_named(silent))
    # Whoever was just told who is silent has a letter of this step already, and gets no second.
    tell(session, order, Letter.REMINDER, [*silent, *officer], step=reminder.step, moment=moment, saying=saying)


def _tell_silence(
    session: Session,
    order: SafetyOrder,
    reminder: Reminder,
    silent: Sequence[OrderRecipient],
    kinds: frozenset[RecipientKind],
    *,
    moment: Moment,
) -> None:
    if silent:
        saying = Saying(silent=_named(silent))
        tell(session, order, Letter.SILENCE, _of(order, kinds), step=reminder.step, moment=moment, saying=saying)


def _named(silent: Sequence[OrderRecipient]) -> tuple[tuple[str, str], ...]:
    return tuple((each.name, each.kind.value) for each in silent)


def _is_there(recipient: OrderRecipient) -> bool:
    """Return whether the recipient is in the building, or owns it."""
    return recipient.kind in INSIDE


def _silent(order: SafetyOrder, stands: Standing) -> list[OrderRecipient]:
    return [
        each
        for each in order.recipients
        if each.kind not in OF_THE_PROGRAMME and each.organisation not in stands.acknowledged
    ]


def _of(order: SafetyOrder, kinds: frozenset[RecipientKind]) -> Sequence[OrderRecipient]:
    return [each for each in order.recipients if each.kind in kinds]


def _add_steering(session: Session, order: SafetyOrder, step: OrderStep, moment: Moment) -> None:
    told = [the_only(RecipientKind.STEERING_COMMITTEE)]
    freeze(session, order, told, step=step, moment=moment)


def _late(session: Session, order: SafetyOrder, moment: Moment) -> tuple[str, ...]:
    query = (
        select(OrderMeasure)
        .where(OrderMeasure.order_id == order.id, OrderMeasure.due_on < moment.today)
        .options(selectinload(OrderMeasure.steps))
        .order_by(OrderMeasure.due_on, OrderMeasure.id)
    )
    waits = (MeasureStep.SET, MeasureStep.NOT_ACCEPTED)
    return tuple(each.words for each in session.scalars(query) if each.steps and each.steps[-1].step in waits)
