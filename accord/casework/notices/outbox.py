"""The outbox as people see it: what waits, what reached nobody, and who has to be told by somebody."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accord.records.notice import Notice, NoticeAttempt
from accord.rules.notices import TO_TELL_BY_HAND, Sending

A_PAGE = 50


class Shown(StrEnum):
    """Which letters are shown."""

    TO_TELL = "to_tell"
    """Nobody of the organisation was reached: somebody has to tell it."""
    WAITING = "waiting"
    REFUSED = "refused"
    NOBODY = "nobody"
    HELD = "held"
    OVERTAKEN = "overtaken"
    """Its order had ended before it was sent."""
    SENT = "sent"


STATES: dict[Shown, frozenset[Sending]] = {
    Shown.TO_TELL: TO_TELL_BY_HAND,
    Shown.WAITING: frozenset({Sending.WAITING}),
    Shown.REFUSED: frozenset({Sending.REFUSED}),
    Shown.NOBODY: frozenset({Sending.NOBODY}),
    Shown.HELD: frozenset({Sending.HELD}),
    Shown.OVERTAKEN: frozenset({Sending.OVERTAKEN}),
    Shown.SENT: frozenset({Sending.SENT, Sending.SENT_IN_PART}),
}


IS_PERSONAL = Notice.cause.like("digest %")
"""What waits for one person is nobody else's letter."""
IS_RED = ~IS_PERSONAL & Notice.state.in_(TO_TELL_BY_HAND) & Notice.next_try_at.is_not(None)
"""Nobody was reached, and what the letter says still holds."""


def notice_with_text(session: Session, notice_id: int) -> Notice | None:
    """Return the letter with what it says, or None."""
    query = select(Notice).where(Notice.id == notice_id, ~IS_PERSONAL).options(joinedload(Notice.text))
    return session.scalar(query)


def attempts_of(session: Session, notice: Notice, *, most: int = 100) -> Sequence[NoticeAttempt]:
    """Return the latest attempts of a letter, the last one first."""
    query = select(NoticeAttempt).where(NoticeAttempt.notice_id == notice.id)
    return session.scalars(query.order_by(NoticeAttempt.id.desc()).limit(most)).all()
