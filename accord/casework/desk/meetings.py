"""Notes of meetings about the CAP of a factory. Never public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.records.cap import CapMeeting
from accord.records.factory import Factory
from accord.rules.moments import Moment


class NotHeldYet(Told):
    """Notes were to be kept of a meeting still to come."""

    sentence = N_("The day lies in the future.")


@dataclass(frozen=True)
class Notes:
    """What was said at a meeting, when, and who was there."""

    held_on: date
    attended: str
    notes: str


def keep_notes(session: Session, factory: Factory, notes: Notes, *, who: Visitor, moment: Moment) -> CapMeeting:
    """Keep the notes of a meeting; they are appended, never changed."""
    if notes.held_on > moment.today:
        raise NotHeldYet
    meeting = CapMeeting(
        factory_id=factory.id,
        held_on=notes.held_on,
        attended=notes.attended,
        notes=notes.notes,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(meeting)
    session.flush()
    details = {"meeting": meeting.id, "held_on": notes.held_on.isoformat()}
    journal.note(
        session, "kept notes of a meeting", f"factory {factory.number}", actor=who.actor, moment=moment, details=details
    )
    return meeting


def meetings_of(session: Session, factory: Factory) -> Sequence[CapMeeting]:
    """Return the notes of a factory, the latest meeting first."""
    return session.scalars(
        select(CapMeeting)
        .where(CapMeeting.factory_id == factory.id)
        .order_by(CapMeeting.held_on.desc(), CapMeeting.id.desc())
    ).all()
