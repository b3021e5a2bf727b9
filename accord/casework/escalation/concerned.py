"""What of a hearing concerns one person: meetings to come, and promises of the own factory."""

from sqlalchemy import Select, false, select, true
from sqlalchemy.orm import joinedload

from accord.casework.desk.visitors import Visitor
from accord.records.hazard import Hazard
from accord.records.hearing import MeetingPromise, StageMeeting
from accord.rules.desk.actions import Action
from accord.rules.escalation.words import MeetingState, PromiseState
from accord.rules.figures.progress import OPEN


def meetings_that_concern(who: Visitor) -> Select[StageMeeting]:
    """Ask for the meetings to come of the own factory, or those that the visitor called; whoever decides sees all."""
    own = StageMeeting.factory_id.in_(who.sight(Action.READ_STAGE).factories)
    called = StageMeeting.person_id == who.id if who.may_at_all(Action.HEAR_FACTORY) else false()
    decides = true() if who.may_at_all(Action.DECIDE_STAGE) else false()
    return (
        select(StageMeeting)
        .where(StageMeeting.state == MeetingState.INVITED, own | called | decides)
        .options(joinedload(StageMeeting.factory))
        .order_by(StageMeeting.meets_on, StageMeeting.id)
    )


def own_promises(who: Visitor) -> Select[MeetingPromise]:
    """Ask for what the own factory promised and what is still to be done."""
    return (
        select(MeetingPromise)
        .join(StageMeeting, StageMeeting.id == MeetingPromise.meeting_id)
        .outerjoin(Hazard, Hazard.id == MeetingPromise.hazard_id)
        .where(
            StageMeeting.factory_id.in_(who.sight(Action.READ_STAGE).factories),
            MeetingPromise.state == PromiseState.OPEN,
            Hazard.id.is_(None) | Hazard.status.in_(OPEN),
        )
        .options(joinedload(MeetingPromise.meeting).joinedload(StageMeeting.factory))
        .order_by(MeetingPromise.due_on, MeetingPromise.id)
    )
