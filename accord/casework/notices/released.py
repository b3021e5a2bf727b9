"""From when on letters are sent, and those held until somebody releases them: their cause is older than that."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from accord.casework.desk.visitors import Visitor
from accord.casework.journal import note
from accord.casework.notices.held_back import held_back, open_orders
from accord.casework.notices.sending import is_late
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.clockwork import GoLive
from accord.records.notice import Notice
from accord.rules.moments import Moment
from accord.rules.notices import Sending

A_PAGE = 50


class FromThePast(Told):
    """The programme would have gone live before it was decided."""

    sentence = N_("This moment is over. Letters of causes before it would all be sent at once: release them by list.")


class NothingTicked(Told):
    """No letter was chosen."""

    sentence = N_("Tick the letters that are to be sent.")


class HoldsLetters(Told):
    """Sending would be put off although orders are open."""

    sentence = N_(
        "Orders that are open: %(orders)s. Of what happens to them nobody is told from now on: each letter is held "
        "until it is released here, also after that moment. Letters held already: %(letters)s. "
        "If that is meant, tick that it is."
    )


class Undecided(Told):
    """The decision has no reason."""

    sentence = N_("Say why.")


@dataclass(frozen=True)
class Held:
    """A page of the letters that are held."""

    notices: Sequence[Notice]
    found: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.found // A_PAGE))


@dataclass(frozen=True)
class Released:
    """What came of letters that were ticked."""

    sent: int
    overtaken: int


def go_live(
    session: Session,
    live_from: datetime | None,
    *,
    reason: str,
    who: Visitor,
    moment: Moment,
    may_hold: bool = False,
) -> GoLive:
    """Decide from when on letters are sent; None: from now on. Raises FromThePast, Undecided, HoldsLetters.

    A moment that lies ahead stops sending until then: what is said meanwhile is held. While orders are open that
    must be meant: `may_hold`.
    """
    if not reason.strip():
        raise Undecided
    if live_from is not None and live_from < moment.now:
        raise FromThePast
    if live_from is not None and live_from > moment.now and not may_hold and (orders := open_orders(session)):
        already = held_back(session, moment=moment)
        raise HoldsLetters(orders=orders, letters=already.letters + already.about_stages)
    decided = GoLive(live_from=live_from or moment.now, reason=reason, actor=who.actor, recorded_at=moment.now)
    session.add(decided)
    session.flush()
    details = {"live_from": decided.live_from.isoformat(), "reason": reason}
    note(session, "decided from when letters are sent", "programme", actor=who.actor, moment=moment, details=details)
    return decided


def decided(session: Session) -> Sequence[GoLive]:
    """Return every decision from when on letters are sent, the one that holds first."""
    return session.scalars(select(GoLive).order_by(GoLive.id.desc())).all()


def held(session: Session, *, page: int = 1) -> Held:
    """Return a page of the letters that are held, the oldest first."""
    is_held = Notice.state == Sending.HELD
    found = session.scalar(select(func.count(Notice.id)).where(is_held)) or 0
    page = min(page, max(1, -(-found // A_PAGE)))
    query = select(Notice).where(is_held).options(joinedload(Notice.text)).order_by(Notice.id)
    return Held(session.scalars(query.limit(A_PAGE).offset((page - 1) * A_PAGE)).all(), found, page)


def release(session: Session, notice_ids: Collection[int], *, who: Visitor, moment: Moment) -> Released:
    """Let these held letters be sent now; one that somebody else released is passed over.

    One whose order has ended is overtaken, and not sent any more. Raises NothingTicked.
    """
    if not notice_ids:
        raise NothingTicked
    hold_the_pen(session, "notices")
    query = select(Notice).where(Notice.id.in_(notice_ids), Notice.state == Sending.HELD).order_by(Notice.id)
    ticked = session.scalars(query.with_for_update()).all()
    late = [notice for notice in ticked if is_late(notice)]
    for notice in ticked:
        is_sent = notice not in late
        notice.state = Sending.WAITING if is_sent else Sending.OVERTAKEN
        notice.next_try_at = moment.now if is_sent else None
    if ticked:
        details = {"notices": [each.id for each in ticked], "overtaken": [each.id for each in late]}
        note(session, "released letters", "notices", actor=who.actor, moment=moment, details=details)
    return Released(len(ticked) - len(late), len(late))
