"""The mandatory meeting of stage 2: invitation, who came, minutes, promises with their days. Source: DOMAIN 7."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.letters.heard import tell_of_called_off_meeting, tell_of_invitation
from accord.casework.escalation.protocol import in_force
from accord.casework.escalation.refused import NotAhead, NotNow, NotStaff, SayWhy
from accord.casework.orders.taking import STAFF
from accord.casework.refusals import N_
from accord.records.escalation import StageChange
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.records.hearing import MeetingPromise, StageMeeting
from accord.rules.escalation.words import MeetingState, PromiseState
from accord.rules.moments import Moment

IN_THE_FUTURE = N_("it lies in the future.")
IN_THE_PAST = N_("it has passed.")


@dataclass(frozen=True)
class Promised:
    """Something promised by a day, of a hazard where it is of one."""

    words: str
    due_on: date
    hazard: Hazard | None = None


@dataclass(frozen=True)
class Minutes:
    """What was recorded of a meeting that was held."""

    attended: str
    """Who came, for whom, one a line."""
    minutes: str
    finance_heard: str | None = None
    promises: Sequence[Promised] = field(default_factory=tuple)


def invite(
    session: Session,
    factory: Factory,
    *,
    meets_on: date,
    place: str,
    because: StageChange | None = None,
    who: Visitor,
    moment: Moment,
) -> StageMeeting:
    """Invite a factory to the mandatory meeting."""
    require_staff(who)
    if meets_on < moment.today:
        raise NotAhead(why=IN_THE_PAST)
    if not place.strip():
        raise SayWhy
    meeting = StageMeeting(
        factory=factory,
        stage_change_id=because.id if because else None,
        invited_on=moment.today,
        meets_on=meets_on,
        place=place.strip(),
        state=MeetingState.INVITED,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(meeting)
    _note(session, "invited to a meeting", meeting, {"on": meets_on.isoformat()}, who=who, moment=moment)
    tell_of_invitation(session, meeting, moment=moment)
    return meeting


def hold(session: Session, meeting: StageMeeting, said: Minutes, *, who: Visitor, moment: Moment) -> None:
    """Record that the meeting was held; what was promised runs from now on, by the protocol in force today."""
    _settle(session, meeting, who=who)
    if meeting.meets_on > moment.today:
        raise NotAhead(why=IN_THE_FUTURE)
    if not (said.attended.strip() and said.minutes.strip()):
        raise SayWhy
    if any(not each.words.strip() for each in said.promises):
        raise SayWhy
    if any(each.due_on < meeting.meets_on for each in said.promises):
        raise NotAhead(why=N_("something was promised for a day before the meeting."))
    version_id = in_force(session, moment.today).version_id
    meeting.state, meeting.attended, meeting.minutes = MeetingState.HELD, said.attended, said.minutes
    meeting.finance_heard = said.finance_heard
    meeting.promises = [
        MeetingPromise(
            hazard=each.hazard,
            words=each.words.strip(),
            due_on=each.due_on,
            version_id=version_id,
            state=PromiseState.OPEN,
            actor=who.actor,
            recorded_at=moment.now,
        )
        for each in said.promises
    ]
    _note(session, "held a meeting", meeting, {"promises": len(said.promises)}, who=who, moment=moment)


def miss(session: Session, meeting: StageMeeting, *, who: Visitor, moment: Moment) -> None:
    """Record that the factory did not come."""
    _settle(session, meeting, who=who)
    if meeting.meets_on > moment.today:
        raise NotAhead(why=IN_THE_FUTURE)
    meeting.state = MeetingState.MISSED
    _note(session, "the factory missed a meeting", meeting, {}, who=who, moment=moment)


def call_off(session: Session, meeting: StageMeeting, *, reason: str, who: Visitor, moment: Moment) -> None:
    """Call a meeting off; it never counts against the factory."""
    _settle(session, meeting, who=who)
    if not reason.strip():
        raise SayWhy
    meeting.state, meeting.why_called_off = MeetingState.CALLED_OFF, reason.strip()
    _note(session, "called a meeting off", meeting, {"reason": reason}, who=who, moment=moment)
    tell_of_called_off_meeting(session, meeting, moment=moment)


def settle_promise(
    session: Session, promise: MeetingPromise, *, state: PromiseState, note: str | None, who: Visitor, moment: Moment
) -> None:
    """Record that a promise was kept, or dropped with the reason."""
    require_staff(who)
    session.refresh(promise, with_for_update=True)
    if promise.state is not PromiseState.OPEN or state is PromiseState.OPEN:
        raise NotNow
    if state is PromiseState.DROPPED and not (note and note.strip()):
        raise SayWhy
    promise.state, promise.settled_on, promise.note, promise.person_id = state, moment.today, note, who.id
    details = {"promise": promise.id, "state": state.value}
    _note(session, "settled a promise", promise.meeting, details, who=who, moment=moment)


def require_staff(who: Visitor) -> None:
    """Refuse whoever does not work for the programme."""
    if not STAFF & set(who.roles):
        raise NotStaff


def _settle(session: Session, meeting: StageMeeting, *, who: Visitor) -> None:
    require_staff(who)
    session.refresh(meeting, with_for_update=True)
    if meeting.state is not MeetingState.INVITED:
        raise NotNow
    meeting.revision += 1


def _note(
    session: Session,
    deed: str,
    meeting: StageMeeting,
    details: Mapping[str, object],
    *,
    who: Visitor,
    moment: Moment,
) -> None:
    session.flush()
    subject = f"factory {meeting.factory.number}"
    told = {"meeting": meeting.id, **details}
    journal.note(session, deed, subject, actor=who.actor, moment=moment, details=told)
