"""From when on letters are sent, and those held until somebody releases them: their cause is older than that."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accord.casework.desk.visitors import Visitor
from accord.casework.journal import note
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.clockwork import GoLive
from accord.records.notice import Notice
from accord.rules.moments import Moment
from accord.rules.notices import Sending


class FromThePast(Told):
    """The programme would have gone live before it was decided."""

    sentence = N_("This moment is over. Letters of causes before it would all be sent at once: release them by list.")


class NothingTicked(Told):
    """No letter was chosen."""

    sentence = N_("Tick the letters that are to be sent.")


class Undecided(Told):
    """The decision has no reason."""

    sentence = N_("Say why.")


def go_live(session: Session, live_from: datetime | None, *, reason: str, who: Visitor, moment: Moment) -> GoLive:
    """Decide from when on letters are sent; None: from now on. Raises FromThePast, Undecided.

    A moment that lies ahead stops sending until then: what is said meanwhile is held.
    """
    if not reason.strip():
        raise Undecided
    if live_from is not None and live_from < moment.now:
        raise FromThePast
    decided = GoLive(live_from=live_from or moment.now, reason=reason, actor=who.actor, recorded_at=moment.now)
    session.add(decided)
    session.flush()
    details = {"live_from": decided.live_from.isoformat(), "reason": reason}
    note(session, "decided from when letters are sent", "programme", actor=who.actor, moment=moment, details=details)
    return decided


def decided(session: Session) -> Sequence[GoLive]:
    """Return every decision from when on letters are sent, the one that holds first."""
    return session.scalars(select(GoLive).order_by(GoLive.id.desc())).all()


def held(session: Session) -> Sequence[Notice]:
    """Return the letters that are held, the oldest first."""
    query = select(Notice).where(Notice.state == Sending.HELD).options(joinedload(Notice.text)).order_by(Notice.id)
    return session.scalars(query).all()


def release(session: Session, notice_ids: Collection[int], *, who: Visitor, moment: Moment) -> int:
    """Let these held letters be sent now, and return how many; one that somebody else released is passed over.

    Raises NothingTicked.
    """
    if not notice_ids:
        raise NothingTicked
    hold_the_pen(session, "notices")
    query = select(Notice).where(Notice.id.in_(notice_ids), Notice.state == Sending.HELD).order_by(Notice.id)
    released = session.scalars(query.with_for_update()).all()
    for notice in released:
        notice.state, notice.next_try_at = Sending.WAITING, moment.now
    if released:
        details = {"notices": [each.id for each in released]}
        note(session, "released letters", "notices", actor=who.actor, moment=moment, details=details)
    return len(released)
