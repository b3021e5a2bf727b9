"""Who is invited to the mandatory meeting: a factory at stage 2 or beyond, and for a day that leaves time to come."""

from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.hearings import IN_THE_PAST, invite
from accord.casework.escalation.refused import InvitedAlready, MeetsTooSoon, NoMeetingYet, NotAhead
from accord.casework.escalation.standing import standing_changes
from accord.records.base import hold_the_pen
from accord.records.escalation import StageChange
from accord.records.factory import Factory
from accord.records.hearing import StageMeeting
from accord.rules.escalation.clocks import meets_at_the_earliest
from accord.rules.escalation.words import MeetingState
from accord.rules.moments import Moment

MEETING_STAGE = 2
"""At which the meeting is mandatory; an ineligible factory is heard for the sake of its requalification."""


def decision_to_meet(session: Session, factory: Factory, *, today: date) -> StageChange | None:
    """Return the decision by which the factory stands where the meeting is mandatory; None where it does not."""
    standing = standing_changes(
        session.scalars(
            select(StageChange)
            .where(StageChange.factory_id == factory.id, StageChange.effective_on <= today)
            .order_by(StageChange.effective_on, StageChange.id)
        )
    )
    return standing[-1] if standing and standing[-1].stage >= MEETING_STAGE else None


def invite_by_stage(
    session: Session, factory: Factory, *, meets_on: date, place: str, who: Visitor, moment: Moment
) -> StageMeeting:
    """Invite a factory to the meeting of the stage at which it is; a meeting that is missed counts against it."""
    because = decision_to_meet(session, factory, today=moment.today)
    if because is None:
        raise NoMeetingYet
    if meets_on < moment.today:
        raise NotAhead(why=IN_THE_PAST)
    # Who is invited for today or tomorrow cannot be said to have missed it.
    if meets_on < (earliest := meets_at_the_earliest(moment.today)):
        raise MeetsTooSoon(day=earliest)
    hold_the_pen(session, f"meeting {factory.id}")
    same_day = exists().where(
        StageMeeting.factory_id == factory.id,
        StageMeeting.meets_on == meets_on,
        StageMeeting.state == MeetingState.INVITED,
    )
    if session.scalar(select(same_day)):
        raise InvitedAlready
    return invite(session, factory, meets_on=meets_on, place=place, because=because, who=who, moment=moment)
