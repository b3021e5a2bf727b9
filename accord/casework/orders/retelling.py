"""Orders whose steps were written by a story: who was told at which step, which reminders there were, and their clock.

No letter is written: what was sent at the time is no part of a story.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from accord.casework.orders.recipients import freeze, who_is_told
from accord.casework.orders.standing import clock_of, set_clock, standing_of
from accord.records.order import OrderReminder, SafetyOrder
from accord.rules.moments import Moment
from accord.rules.orders.reminders import reminders_due
from accord.rules.vocabulary import OrderStep

TELLS = (OrderStep.RAISED, OrderStep.DETERMINED)


def retell(session: Session, order: SafetyOrder, *, until: Moment) -> None:
    """Write what followed from the steps of the order by that moment."""
    session.flush()
    session.refresh(order)
    for step in TELLS:
        event = next((each for each in order.steps if each.step is step), None)
        if event is not None:
            then = replace(until, now=event.recorded_at)
            freeze(session, order, who_is_told(session, order, step, moment=then), step=step, moment=then)
    if standing_of(order).is_open:
        session.add_all(
            OrderReminder(
                order_id=order.id,
                climb=each.climb,
                track=each.track,
                number=each.number,
                due_at=each.due_at,
                overtaken=each.overtaken,
                made_at=until.now,
            )
            for each in reminders_due(clock_of(session, order, until.zone), now=until.now)
        )
    set_clock(session, order, zone=until.zone)
