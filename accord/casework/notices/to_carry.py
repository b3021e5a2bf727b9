"""The letters of an order that somebody carries: of organisations that nothing else reaches, unless some are chosen."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accord.casework.notices.sending import is_late
from accord.records.notice import Notice
from accord.records.order import OrderRecipient, SafetyOrder
from accord.rules.notices import TO_TELL_BY_HAND, Sending
from accord.rules.orders.words import OF_THE_PROGRAMME

MOST_LETTERS = 60
"""Ours: of one order at a time; what is told is recorded, and then the next ones are printed."""
NOT_HANDED_OVER = frozenset({Sending.SENT, Sending.HELD})


def undelivered(session: Session, order: SafetyOrder) -> Sequence[Notice]:
    """Return the letters of an order that nobody has received yet, those first whom nothing else reaches.

    What is held is not among them, nor what would be a false alarm by now, nor what the programme writes to itself.
    """
    ours = select(OrderRecipient.organisation).where(
        OrderRecipient.order_id == order.id, OrderRecipient.kind.in_(OF_THE_PROGRAMME)
    )
    query = (
        select(Notice)
        .where(Notice.order_id == order.id, Notice.state.not_in(NOT_HANDED_OVER), Notice.organisation.not_in(ours))
        .options(joinedload(Notice.text), joinedload(Notice.order))
        .order_by(Notice.id)
    )
    waiting = [each for each in session.scalars(query) if not is_late(each)]
    return sorted(waiting, key=lambda each: (each.state not in TO_TELL_BY_HAND, each.id))


def to_carry(waiting: Sequence[Notice], chosen: Collection[int] | None) -> Sequence[Notice]:
    """Return which of the letters are printed: those that were chosen; None: those that nothing else reaches.

    Of several to the same organisation the latest alone, unless they were chosen: it says how things stand.
    """
    if chosen is not None:
        return [each for each in waiting if each.id in chosen][:MOST_LETTERS]
    carried = [each for each in waiting if each.state in TO_TELL_BY_HAND]
    latest = {each.organisation: each for each in sorted(carried, key=lambda each: each.id)}
    return [each for each in carried if latest[each.organisation] is each][:MOST_LETTERS]
