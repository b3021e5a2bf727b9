"""The outbox as people see it: what waits, what reached nobody, and who has to be told by somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, joinedload

from accord.records.notice import Notice, NoticeAttempt, NoticeText
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


@dataclass(frozen=True)
class OutboxRow:
    """A letter in the list, with its last attempt, or None where there was none."""

    notice: Notice
    last: NoticeAttempt | None


@dataclass(frozen=True)
class Outbox:
    """A page of the outbox."""

    rows: Sequence[OutboxRow]
    found: int
    counts: dict[Shown, int]
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.found // A_PAGE))


def outbox(session: Session, shown: Shown | None, *, page: int) -> Outbox:
    """Return a page of the letters, those first that reached nobody; in a fixed number of questions."""
    counted = select(Notice.state, func.count()).where(~IS_PERSONAL).group_by(Notice.state)
    by_state = dict(session.execute(counted).all())
    counts = {each: sum(by_state.get(state, 0) for state in STATES[each]) for each in Shown}
    counts[Shown.TO_TELL] = session.scalar(select(func.count()).where(IS_RED)) or 0
    query = _of(shown).options(joinedload(Notice.text)).limit(A_PAGE).offset((page - 1) * A_PAGE)
    notices = session.scalars(query).all()
    last = _last_attempts(session, [notice.id for notice in notices])
    found = counts[shown] if shown else sum(by_state.values())
    return Outbox([OutboxRow(notice, last.get(notice.id)) for notice in notices], found, counts, page)


def notice_with_text(session: Session, notice_id: int) -> Notice | None:
    """Return the letter with what it says, or None."""
    query = select(Notice).where(Notice.id == notice_id, ~IS_PERSONAL).options(joinedload(Notice.text))
    return session.scalar(query)


def attempts_of(session: Session, notice: Notice, *, most: int = 100) -> Sequence[NoticeAttempt]:
    """Return the latest attempts of a letter, the last one first."""
    query = select(NoticeAttempt).where(NoticeAttempt.notice_id == notice.id)
    return session.scalars(query.order_by(NoticeAttempt.id.desc()).limit(most)).all()


def _of(shown: Shown | None) -> Select[Notice]:
    query = select(Notice).join(NoticeText, NoticeText.id == Notice.text_id).where(~IS_PERSONAL)
    if shown is not None:
        query = query.where(IS_RED if shown is Shown.TO_TELL else Notice.state.in_(STATES[shown]))
    return query.order_by(case((IS_RED, 0), else_=1), Notice.id.desc())


def _last_attempts(session: Session, ids: Sequence[int]) -> dict[int, NoticeAttempt]:
    latest = (
        select(func.max(NoticeAttempt.id))
        .where(NoticeAttempt.notice_id.in_(ids))
        .group_by(NoticeAttempt.notice_id)
        .scalar_subquery()
    )
    found = session.scalars(select(NoticeAttempt).where(NoticeAttempt.id.in_(latest)))
    return {each.notice_id: each for each in found}
