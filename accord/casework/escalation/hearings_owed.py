"""What was refused, missed or promised and not done, as people of the programme recorded it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from accord.records.hazard import Hazard
from accord.records.hearing import MeetingPromise, Obstruction, StageMeeting
from accord.rules.escalation.evidence import Evidence
from accord.rules.escalation.words import MeetingState, PromiseState, Trigger
from accord.rules.vocabulary import Status


def hearings_owed(session: Session, factories: Select[int], *, today: date) -> Mapping[int, Sequence[Evidence]]:
    """Return by factory refusals that have not ended, meetings missed and not held since, promises past their day."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    for factory_id, number, trigger, day in session.execute(
        select(Obstruction.factory_id, Obstruction.id, Obstruction.trigger, Obstruction.happened_on)
        .where(Obstruction.factory_id.in_(factories), Obstruction.ended_on.is_(None))
        .order_by(Obstruction.id)
    ):
        found[factory_id].append(Evidence(trigger, f"obstruction {number}", day))
    later = aliased(StageMeeting)
    held_since = exists().where(
        later.factory_id == StageMeeting.factory_id,
        later.state == MeetingState.HELD,
        later.meets_on >= StageMeeting.meets_on,
    )
    for factory_id, number, day in session.execute(
        select(StageMeeting.factory_id, StageMeeting.id, StageMeeting.meets_on)
        .where(StageMeeting.factory_id.in_(factories), StageMeeting.state == MeetingState.MISSED, ~held_since)
        .order_by(StageMeeting.id)
    ):
        found[factory_id].append(Evidence(Trigger.MEETING_MISSED, f"meeting {number}", day))
    # What was promised of a hazard is kept once an engineer has verified it.
    for factory_id, number, day in session.execute(
        select(StageMeeting.factory_id, MeetingPromise.id, MeetingPromise.due_on)
        .join(StageMeeting, StageMeeting.id == MeetingPromise.meeting_id)
        .outerjoin(Hazard, Hazard.id == MeetingPromise.hazard_id)
        .where(
            StageMeeting.factory_id.in_(factories),
            MeetingPromise.state == PromiseState.OPEN,
            MeetingPromise.due_on < today,
            Hazard.id.is_(None) | Hazard.status.not_in((Status.CORRECTED, Status.WITHDRAWN)),
        )
        .order_by(MeetingPromise.id)
    ):
        found[factory_id].append(Evidence(Trigger.PROMISE_BROKEN, f"promise {number}", day))
    return found
