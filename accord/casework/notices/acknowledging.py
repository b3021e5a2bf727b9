"""An organisation says by the link in its letter that it knows of an order, or that it has the letter."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.journal import note
from accord.casework.orders import deeds
from accord.casework.orders.standing import lock_order, standing_of
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.notice import Notice, NoticeAnswer
from accord.records.order import OrderEvent, SafetyOrder
from accord.rules.moments import Moment
from accord.rules.orders.words import Channel


class OrderEnded(Told):
    """The order has ended."""

    sentence = N_("This order has ended. Nothing needs to be confirmed any more.")


class SaidAlready(Told):
    """The organisation has acknowledged the order as it stands."""

    sentence = N_("This was confirmed already. Thank you.")


class Nameless(Told):
    """Nobody says it."""

    sentence = N_("Please write your name.")


def acknowledge_by_link(
    session: Session, order: SafetyOrder, *, organisation: str, said_by: str, moment: Moment
) -> OrderEvent:
    """Record that an organisation knows of the order: once for as long as the order stands as it does.

    Raises OrderEnded, SaidAlready, Nameless, and NotToldOfIt where the organisation is none of those who were told.
    """
    if not said_by.strip():
        raise Nameless
    # Held until the end of the transaction: of two who press the button at once, one is told that it was done.
    lock_order(session, order)
    now = standing_of(order)
    if not now.is_open:
        raise OrderEnded
    if organisation in now.acknowledged:
        raise SaidAlready
    return deeds.acknowledge(
        session, order, organisation=organisation, said_by=said_by, channel=Channel.LINK, who=None, moment=moment
    )


def answer_letter(
    session: Session,
    notice: Notice,
    *,
    said_by: str,
    channel: Channel,
    moment: Moment,
    actor: str | None = None,
    person_id: int | None = None,
) -> NoticeAnswer:
    """Record that an organisation has a letter that speaks of no order: once. Raises SaidAlready, Nameless."""
    if not said_by.strip():
        raise Nameless
    hold_the_pen(session, f"answer {notice.id}")
    if session.scalar(select(NoticeAnswer.id).where(NoticeAnswer.notice_id == notice.id)) is not None:
        raise SaidAlready
    answer = NoticeAnswer(
        notice=notice,
        said_by=said_by.strip(),
        channel=channel,
        person_id=person_id,
        actor=actor or notice.organisation,
        recorded_at=moment.now,
    )
    session.add(answer)
    session.flush()
    details = {"letter": notice.reference, "said_by": answer.said_by, "channel": channel.value}
    note(session, "acknowledged a letter", f"notice {notice.id}", actor=answer.actor, moment=moment, details=details)
    return answer


def notice_of(session: Session, public_key: str | None) -> Notice | None:
    """Return the notice of a link, or None where there is none that asks for an answer."""
    found = session.scalar(select(Notice).where(Notice.public_key == public_key)) if public_key else None
    return found if found is not None and found.needs_answer else None
