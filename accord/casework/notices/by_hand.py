"""That somebody of the programme told an organisation: by telephone, WhatsApp, in person or with a letter on paper."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.journal import note
from accord.casework.refusals import N_, Told
from accord.records.notice import Notice, NoticeAnswer, NoticeAttempt
from accord.rules.moments import Moment
from accord.rules.notices import Delivery, Sending
from accord.rules.orders.words import Channel

BY_HAND = (Channel.TELEPHONE, Channel.WHATSAPP, Channel.IN_PERSON, Channel.ON_PAPER)
"""The ways in which somebody is told by somebody."""
_WITHOUT_NUMBER = frozenset({Channel.IN_PERSON, Channel.ON_PAPER})
_LEEWAY = timedelta(minutes=2)
"""Ours: the clock of a telephone may be fast by so much."""


class NotYetTold(Told):
    """The moment lies ahead."""

    sentence = N_("This moment has not come yet.")


class BeforeWritten(Told):
    """The moment is earlier than the letter."""

    sentence = N_("At this moment the letter was not written yet.")


class NoNumber(Told):
    """Nobody is called without a number."""

    sentence = N_("Say which number you called or wrote to.")


class NotReleased(Told):
    """The letter is held."""

    sentence = N_("This letter is held: it must be released first.")


@dataclass(frozen=True)
class ToldByHand:
    """Who was told, how, and when."""

    spoken_with: str
    channel: Channel
    number: str | None
    at: datetime
    remark: str | None = None


def tell_by_hand(session: Session, notice: Notice, told: ToldByHand, *, who: Visitor, moment: Moment) -> NoticeAttempt:
    """Record that somebody told the organisation what the letter says: it counts as told from now on.

    Raises NotYetTold, BeforeWritten, NoNumber, NotReleased.
    """
    if notice.state is Sending.HELD:
        raise NotReleased
    if told.at > moment.now + _LEEWAY:
        raise NotYetTold
    # A form knows minutes only.
    if told.at < notice.recorded_at.replace(second=0, microsecond=0):
        raise BeforeWritten
    if told.channel not in _WITHOUT_NUMBER and not told.number:
        raise NoNumber
    attempt = NoticeAttempt(
        notice=notice,
        delivery=Delivery.BY_HAND,
        address=told.number,
        is_taken=True,
        said=_said(told),
        person_id=who.id,
        at=min(told.at, moment.now),
    )
    session.add(attempt)
    notice.state, notice.next_try_at = Sending.SENT, None
    session.flush()
    if notice.needs_answer and notice.order_id is None and notice.answer is None:
        # Whoever was told of it has it; that an order is known is a step of the order, which asks for more.
        session.add(
            NoticeAnswer(
                notice=notice,
                said_by=told.spoken_with,
                channel=told.channel,
                person_id=who.id,
                actor=who.actor,
                recorded_at=moment.now,
            )
        )
        session.flush()
    details = {
        "organisation": notice.organisation,
        "cause": notice.cause,
        "step": notice.step,
        "spoken_with": told.spoken_with,
        "channel": told.channel.value,
        "number": told.number,
        "at": attempt.at.isoformat(),
    }
    note(session, "told by hand", f"notice {notice.id}", actor=who.actor, moment=moment, details=details)
    return attempt


def notice_for_update(session: Session, notice_id: int) -> Notice | None:
    """Return the notice as it stands now, held until the end of the transaction."""
    return session.scalar(select(Notice).where(Notice.id == notice_id).with_for_update())


def heard(attempt: NoticeAttempt) -> tuple[Channel | None, str]:
    """Return by which way somebody was told, and the words beside it."""
    channel, stop, words = (attempt.said or "").partition(": ")
    if stop and attempt.delivery is Delivery.BY_HAND and channel in set(Channel):
        return Channel(channel), words
    return None, attempt.said or ""


def _said(told: ToldByHand) -> str:
    return f"{told.channel.value}: {' – '.join(filter(None, (told.spoken_with, told.remark)))}"
