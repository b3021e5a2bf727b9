"""Requests of a factory: by when an answer is owed, and for how long a clock stands still. Source: DOMAIN.md section 7.

What a request stops is said by the profile that was in force when it was made; a later one does not change it. Here
too: from when on a draft of stage 3 can be signed that the owner does not answer.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from accord.rules.escalation.profile import RequestLimits
from accord.rules.spells import Spell, days_of, within

INVITED_DAYS_AHEAD = 3
"""Ours: a meeting that is missed counts against the factory, so whoever decides there must have days to come."""


def meets_at_the_earliest(invited_on: date) -> date:
    """Return the first day for which a factory that is invited today can be called to a mandatory meeting."""
    return invited_on + timedelta(days=INVITED_DAYS_AHEAD)


def answer_due_on(asked_on: date, limits: RequestLimits) -> date:
    """Return the last day on which the programme's answer is in time; the day of asking is not counted."""
    return asked_on + timedelta(days=limits.answer_days)


def signed_unanswered_from(answer_until_on: date) -> date:
    """Return the first day on which a draft can be signed to which the owner gave no answer."""
    return answer_until_on + timedelta(days=1)


def holds_unanswered_from(answer_until_on: date, least_days_ahead: int) -> date:
    """Return the first day from which such a draft can hold: an earlier one passes before anybody may sign."""
    return signed_unanswered_from(answer_until_on) + timedelta(days=least_days_ahead)


def stops_until(asked_on: date, limits: RequestLimits) -> date:
    """Return the day on which what the request stops goes on at the latest."""
    return asked_on + timedelta(days=limits.stops_days_at_most)


def stop_of(asked_on: date, answered_on: date | None, stops_until_on: date) -> Spell:
    """Return on which days a request stops the clock: until it is answered, or its limit is reached."""
    ends = stops_until_on if answered_on is None else max(asked_on, min(answered_on, stops_until_on))
    return Spell(asked_on, ends)


def is_stopped(stops: Iterable[Spell], *, today: date) -> bool:
    """Return whether a clock stands still on the day."""
    return any(stop.from_on <= today and (stop.to_on is None or today < stop.to_on) for stop in stops)


def stopped_days(stops: Iterable[Spell], *, since_on: date, today: date) -> int:
    """Return on how many days from `since_on` to today, today not included, the clock stood still; each counts once."""
    return days_of(within(stops, [Spell(since_on, None)], today=today), today=today)
