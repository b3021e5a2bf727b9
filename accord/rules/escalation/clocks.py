"""Requests of a factory: by when an answer is owed, and for how long a clock stands still. Source: DOMAIN.md section 7.

What a request stops is said by the profile that was in force when it was made; a later one does not change it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accord.rules.escalation.profile import RequestLimits


@dataclass(frozen=True)
class Stop:
    """Days on which a clock stands still, the last one not included."""

    from_on: date
    until_on: date


def answer_due_on(asked_on: date, limits: RequestLimits) -> date:
    """Return the last day on which the programme's answer is in time; the day of asking is not counted."""
    return asked_on + timedelta(days=limits.answer_days)


def stop_of(asked_on: date, answered_on: date | None, limits: RequestLimits) -> Stop:
    """Return on which days the request stops the clock: until it is answered, or the profile's limit is reached."""
    longest = asked_on + timedelta(days=limits.stops_days_at_most)
    return Stop(asked_on, longest if answered_on is None else max(asked_on, min(answered_on, longest)))


def is_stopped(stops: Iterable[Stop], *, today: date) -> bool:
    """Return whether a clock stands still on the day."""
    return any(stop.from_on <= today < stop.until_on for stop in stops)


def stopped_days(stops: Iterable[Stop], *, since_on: date, today: date) -> int:
    """Return on how many days from `since_on` to today, today not included, the clock stood still; each counts once."""
    count, counted_until = 0, since_on
    for stop in sorted(stops, key=lambda each: each.from_on):
        first = max(stop.from_on, counted_until)
        last = min(stop.until_on, today)
        if last > first:
            count += (last - first).days
            counted_until = last
    return count
