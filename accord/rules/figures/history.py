"""What a hazard was on a day, replayed from its events on two time axes.

`as_of`: what was so on that day. `known_at`: recorded by the end of that day. A past quarter asked for with
both gives the same figures for ever, whatever is recorded later. Source: DOMAIN.md section 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from accord.rules.figures.progress import HazardOnDay
from accord.rules.vocabulary import Origin, Status


@dataclass(frozen=True)
class StatusEvent:
    """A status that holds from `effective_on` on. `sequence` is the order of recording and names the event.

    An event that names another in `compensates` takes that one back, from the day it was recorded on.
    """

    sequence: int
    status: Status
    effective_on: date
    recorded_on: date
    compensates: int | None = None


@dataclass(frozen=True)
class DeadlineChange:
    """The final timeline that holds from a day on; `due_on` None: none was agreed."""

    sequence: int
    due_on: date | None
    holds_from: date
    recorded_on: date


@dataclass(frozen=True)
class HazardHistory:
    """All that is needed to say what a hazard was on any day."""

    origin: Origin
    found_on: date
    recorded_on: date
    events: tuple[StatusEvent, ...]
    deadlines: tuple[DeadlineChange, ...]


def statuses_until(events: Sequence[StatusEvent], *, as_of: date, known_at: date) -> list[StatusEvent]:
    """Return the events that count on that day, oldest first; on one day the later recorded one is the later."""
    known = [event for event in events if event.recorded_on <= known_at]
    taken_back = {event.compensates for event in known}
    standing = [event for event in known if event.effective_on <= as_of and event.sequence not in taken_back]
    ordered = sorted(standing, key=lambda event: (event.effective_on, event.sequence))
    return [event for place, event in enumerate(ordered) if place == 0 or not _says_again(event, ordered[place - 1])]


def _says_again(event: StatusEvent, before: StatusEvent) -> bool:
    # Who takes something back says again what was so before: that is no further status.
    said = (event.status, event.effective_on)
    return event.compensates is not None and said == (before.status, before.effective_on)


def times_reopened(events: Sequence[StatusEvent]) -> int:
    """Return how often a corrected hazard was found breached again, the events given oldest first."""
    return sum(
        before.status is Status.CORRECTED and after.status is Status.IN_PROGRESS for before, after in pairwise(events)
    )


def due_on(deadlines: Sequence[DeadlineChange], *, as_of: date, known_at: date) -> date | None:
    """Return the final timeline that held on that day, or None if none was agreed by then."""
    holding = [change for change in deadlines if change.holds_from <= as_of and change.recorded_on <= known_at]
    if not holding:
        return None
    return max(holding, key=lambda change: (change.holds_from, change.sequence)).due_on


def hazard_on(history: HazardHistory, *, as_of: date, known_at: date) -> HazardOnDay | None:
    """Return the hazard as it stood on that day, or None if it was not yet found, or not yet on record."""
    if history.found_on > as_of or history.recorded_on > known_at:
        return None
    events = statuses_until(history.events, as_of=as_of, known_at=known_at)
    return HazardOnDay(
        origin=history.origin,
        status=events[-1].status if events else None,
        due_on=due_on(history.deadlines, as_of=as_of, known_at=known_at),
        reopened_count=times_reopened(events),
    )
