"""The programme's rates over time, month by month, and why they moved.

A programme's rate can fall although every factory works: when factories join. So each month says what it was made of:
hazards verified, reported, not accepted, reopened, withdrawn, found, and those of factories that joined and left.
Source: DOMAIN.md section 5.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain

from accord.rules.figures.progress import Tally
from accord.rules.vocabulary import Status

Month = int
"""A month as one number: twelve times the year, plus the month from 0 to 11."""

Stretch = tuple[date | None, date | None]
"""From a day on, until another that no longer belongs to it; None: without beginning, or without end."""

UNKNOWN = "unknown"

_TAKEN_BACK: dict[Status | None, str] = {
    Status.CORRECTED: "reopened",
    Status.PENDING_VERIFICATION: "not_accepted",
}
_BROUGHT_ON: dict[Status | None, str] = {
    Status.CORRECTED: "verified",
    Status.PENDING_VERIFICATION: "reported",
    Status.WITHDRAWN: "withdrawn",
}


@dataclass(frozen=True)
class MonthlyChange:
    """So many hazards changed from one status to another in a month; `is_found`: they were found then."""

    month: Month
    before: Status | None
    status: Status | None
    is_found: bool
    count: int


@dataclass(frozen=True)
class Unit:
    """Hazards that count for the same factories: of one factory alone, or those that several factories share."""

    factories: frozenset[int]
    changes: tuple[MonthlyChange, ...]


@dataclass(frozen=True)
class Moves:
    """Why a rate moved since the month before; counts of hazards, but for the two that say factories."""

    verified: int = 0
    reported: int = 0
    not_accepted: int = 0
    reopened: int = 0
    withdrawn: int = 0
    found: int = 0
    joined: int = 0
    left: int = 0
    factories_joined: int = 0
    factories_left: int = 0


@dataclass(frozen=True)
class SeriesPoint:
    """The covered factories and their hazards at the end of a day, and what moved them since the point before."""

    as_of: date
    factories: int
    tally: Tally
    moves: Moves


def month_of(day: date) -> Month:
    """Return the month in which the day lies."""
    return day.year * 12 + day.month - 1


def first_day(month: Month) -> date:
    """Return the first day of the month."""
    return date(month // 12, month % 12 + 1, 1)


def year_before(day: date) -> date:
    """Return the same day of the year before; of 29 February the 28th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def last_days(first: Month, until: date) -> list[date]:
    """Return the last day of each month from the first on, and `until` for the month in which it lies."""
    ends = [
        date(month // 12 + (month % 12 == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)
        for month in range(first, month_of(until))
    ]
    return [*ends, until]


@dataclass(frozen=True)
class Frame:
    """The points of a series: the last day of each month from the first on, and the day that it goes up to."""

    first: Month
    days: tuple[date, ...]


Effect = tuple[int, str, str]
"""The place of a point, what changes there (one of the three below), and its name."""

TALLY, MOVES, FACTORIES = "tally", "moves", "factories"


def frame_of(first: Month, until: date) -> Frame:
    """Return the points of a series that begins in that month."""
    return Frame(first, tuple(last_days(first, until)))


def effects_of(unit: Unit, covered: Iterable[Sequence[Stretch]], frame: Frame) -> dict[Effect, int]:
    """Return what the hazards of a unit change from point to point: effects of several units are added up.

    `covered` tells of each of its factories the stretches of days on which the programme covers it. A hazard counts
    while any of its factories is covered, and once. Changes after the last point must not be among those given.
    """
    effects: Counter[Effect] = Counter()
    changes = sorted(unit.changes, key=lambda change: change.month)
    for start, end in _merged(span for stretches in covered for span in _spans(stretches, frame.days)):
        counted: list[tuple[str, int]] = []
        for change in changes:
            place = change.month - frame.first
            if place >= end:
                break
            moved = _moved(change)
            counted += moved
            _add(effects, max(place, start), moved)
            if place > start:
                effects[_effect(place, MOVES, _cause(change))] += change.count
            else:
                effects[_effect(start, MOVES, "joined")] += _applicable(moved)
        if end < len(frame.days):
            _add(effects, end, [(status, -count) for status, count in counted])
            effects[_effect(end, MOVES, "left")] += _applicable(counted)
    return dict(effects)


def effects_of_factory(covered: Sequence[Stretch], frame: Frame) -> dict[Effect, int]:
    """Return where a factory itself joins those that are counted, and where it leaves them."""
    effects: Counter[Effect] = Counter()
    for start, end in _merged(_spans(covered, frame.days)):
        effects[_effect(start, FACTORIES, FACTORIES)] += 1
        effects[_effect(start, MOVES, "factories_joined")] += 1
        if end < len(frame.days):
            effects[_effect(end, FACTORIES, FACTORIES)] -= 1
            effects[_effect(end, MOVES, "factories_left")] += 1
    return dict(effects)


def points_of(parts: Iterable[Mapping[Effect, int]], frame: Frame) -> tuple[SeriesPoint, ...]:
    """Return the points of a series from the effects of all its parts."""
    at: list[dict[str, Counter[str]]] = [{TALLY: Counter(), MOVES: Counter(), FACTORIES: Counter()} for _ in frame.days]
    for (place, what, name), count in chain.from_iterable(effects.items() for effects in parts):
        if name:  # A change that moves no rate has no cause.
            at[place][what][name] += count
    tally: Counter[str] = Counter()
    points, factories = [], 0
    for day, here in zip(frame.days, at, strict=True):
        tally.update(here[TALLY])
        factories += here[FACTORIES].total()
        points.append(SeriesPoint(day, factories, tally=Tally(**tally), moves=Moves(**here[MOVES])))
    return tuple(points)


def _spans(stretches: Iterable[Stretch], days: Sequence[date]) -> list[tuple[int, int]]:
    """Return from which point until which other one the days of the points lie in each stretch."""
    places = (
        (bisect_left(days, start) if start else 0, bisect_left(days, end) if end else len(days))
        for start, end in stretches
    )
    return [(start, end) for start, end in places if start < end]


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _moved(change: MonthlyChange) -> list[tuple[str, int]]:
    """Return by how much each status grows."""
    grows = (_word(change.status), change.count)
    return [grows] if change.is_found else [(_word(change.before), -change.count), grows]


def _add(effects: Counter[Effect], place: int, moved: Iterable[tuple[str, int]]) -> None:
    for status, count in moved:
        effects[_effect(place, TALLY, status)] += count


def _applicable(moved: Iterable[tuple[str, int]]) -> int:
    return sum(count for status, count in moved if status != Status.WITHDRAWN.value)


@cache
def _effect(place: int, what: str, name: str) -> Effect:
    # The same few thousand for every factory: kept once.
    return place, what, name


def _cause(change: MonthlyChange) -> str:
    if change.is_found or change.before is Status.WITHDRAWN:
        return "found"  # One that was withdrawn and counts again is told as found: it is one more to correct.
    if change.before is Status.CORRECTED and change.status is Status.PENDING_VERIFICATION:
        return "reopened"  # Its verification was taken back.
    if change.status is Status.IN_PROGRESS:
        return _TAKEN_BACK.get(change.before, "")
    return _BROUGHT_ON.get(change.status, "")


def _word(status: Status | None) -> str:
    return status.value if status else UNKNOWN
