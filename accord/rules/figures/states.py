"""The days of a hazard cut into stretches on which nothing about it changed.

What was so on any day is then found by one comparison, in the program and in any other language: a stretch holds
from its first day on, until the day that no longer belongs to it. Source: DOMAIN.md section 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accord.rules.figures.history import DeadlineChange, StatusEvent, times_reopened
from accord.rules.vocabulary import Status


@dataclass(frozen=True)
class HazardState:
    """What was so of a hazard from a day on; `until_on` None: it still is. `status` None: not known."""

    from_on: date
    until_on: date | None
    before: Status | None
    """The status of the stretch before; the same as `status` where only the date or nothing of it changed."""
    status: Status | None
    due_on: date | None
    reopened_count: int


def states_of(
    found_on: date, events: Sequence[StatusEvent], deadlines: Sequence[DeadlineChange]
) -> tuple[HazardState, ...]:
    """Return the stretches of a hazard from the day it was found on, without gaps, the last one open.

    `events` are those that stand, oldest first, as `statuses_until` gives them. Of what happened before the hazard
    was found only the last counts, from the day it was found.
    """
    agreed = sorted(deadlines, key=lambda change: (change.holds_from, change.sequence))
    changes = {event.effective_on for event in events} | {change.holds_from for change in agreed}
    days = [found_on, *sorted(day for day in changes if day > found_on)]
    states: list[HazardState] = []
    for place, day in enumerate(days):
        so_far = [event for event in events if event.effective_on <= day]
        due = [change.due_on for change in agreed if change.holds_from <= day]
        state = HazardState(
            from_on=day,
            until_on=days[place + 1] if place + 1 < len(days) else None,
            before=states[-1].status if states else None,
            status=so_far[-1].status if so_far else None,
            due_on=due[-1] if due else None,
            reopened_count=times_reopened(so_far),
        )
        states.append(state)
    return tuple(states)
