"""Hazards that changed after the day that is asked about, as they stood on it: replayed from their events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select, union
from sqlalchemy.orm import Session

from accord.casework.desk.register.selection import Day
from accord.casework.histories import histories
from accord.records.hazard import Deadline, HazardEvent
from accord.rules.history import HazardHistory, due_on, statuses_until, times_reopened
from accord.rules.moments import Moment
from accord.rules.vocabulary import Status


@dataclass(frozen=True)
class Stand:
    """Where one hazard stands on the day; `status` None: not known."""

    status: Status | None
    due_on: date | None
    since: date | None
    times_reopened: int


def changed_since(day: Day) -> Select[int]:
    """Return the query for the ids of the hazards of which something holds, or was recorded, only after the day.

    Of the present: what was typed with a day to come, and so does not hold yet.
    """
    events, dates = select(HazardEvent.hazard_id), select(Deadline.hazard_id)
    event_came, date_came = HazardEvent.effective_on > day.as_of, Deadline.holds_from > day.as_of
    if not day.is_now:
        event_came |= HazardEvent.recorded_at >= day.known_before
        date_came |= Deadline.recorded_at >= day.known_before
    changed = union(events.where(event_came), dates.where(date_came)).subquery()
    return select(changed.c.hazard_id)


def stands_of(session: Session, hazard_ids: Select[int], *, day: Day, moment: Moment) -> Mapping[int, Stand]:
    """Return where each of the hazards stood on the day."""
    found = histories(session, hazard_ids, moment=moment)
    return {id_: _stand(history, day) for id_, history in found.items()}


def _stand(history: HazardHistory, day: Day) -> Stand:
    events = statuses_until(history.events, as_of=day.as_of, known_at=day.known_at)
    return Stand(
        status=events[-1].status if events else None,
        due_on=due_on(history.deadlines, as_of=day.as_of, known_at=day.known_at),
        since=events[-1].effective_on if events else None,
        times_reopened=times_reopened(events),
    )
