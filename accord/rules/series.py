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

from accord.rules.progress import Tally
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


def series_of(
    units: Iterable[Unit], *, covered: Mapping[int, Sequence[Stretch]], until: date
) -> tuple[SeriesPoint, ...]:
    """Return one point for each month from the first change on, the last one on `until` itself.

    `covered` tells of each factory the stretches of days on which the programme covers it. A hazard counts while any
    of its factories is covered, and once. Changes after `until` must not be among those given.
    """
    every = [unit for unit in units if unit.changes]
    if not every:
        return ()
    first = min(change.month for unit in every for change in unit.changes)
    days = last_days(first, until)
    book = _Book(first, days)
    numbers = {number for unit in every for number in unit.factories}
    spans = {number: _spans(covered.get(number, ()), days) for number in numbers}
    for unit in every:
        book.add(unit, _merged(span for number in unit.factories for span in spans[number]))
    for number in numbers:
        book.add_factory(_merged(spans[number]))
    return book.points()


class _Book:
    """Adds up what happens at each point, so that a unit costs as many steps as it has changes."""

    def __init__(self, first: Month, days: Sequence[date]) -> None:
        self.first, self.days = first, days
        self.tallies: list[Counter[str]] = [Counter() for _ in days]
        self.factories = [0] * len(days)
        self.moves: list[Counter[str]] = [Counter() for _ in days]

    def add(self, unit: Unit, spans: Sequence[tuple[int, int]]) -> None:
        """Count the hazards of a unit that is covered from one point until another that no longer belongs to it."""
        changes = sorted(unit.changes, key=lambda change: change.month)
        for start, end in spans:
            tally: Counter[str] = Counter()
            for change in changes:
                place = change.month - self.first
                if place > start:
                    break
                _apply(tally, change)
            self.tallies[start].update(tally)
            self.moves[start]["joined"] += _applicable(tally)
            within = [change for change in changes if start < change.month - self.first < end]
            for change in within:
                place = change.month - self.first
                _apply(self.tallies[place], change)
                _apply(tally, change)
                self.moves[place][_cause(change)] += change.count
            if end < len(self.days):
                self.tallies[end].subtract(tally)
                self.moves[end]["left"] += _applicable(tally)

    def add_factory(self, spans: Sequence[tuple[int, int]]) -> None:
        """Count a factory itself."""
        for start, end in spans:
            self.factories[start] += 1
            self.moves[start]["factories_joined"] += 1
            if end < len(self.days):
                self.factories[end] -= 1
                self.moves[end]["factories_left"] += 1

    def points(self) -> tuple[SeriesPoint, ...]:
        """Return the sums up to each point."""
        tally: Counter[str] = Counter()
        points, factories = [], 0
        for day, change, joined, moves in zip(self.days, self.tallies, self.factories, self.moves, strict=True):
            tally.update(change)
            factories += joined
            told = {cause: count for cause, count in moves.items() if cause}
            points.append(SeriesPoint(day, factories, tally=Tally(**tally), moves=Moves(**told)))
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


def _apply(tally: Counter[str], change: MonthlyChange) -> None:
    if not change.is_found:
        tally[_word(change.before)] -= change.count
    tally[_word(change.status)] += change.count


def _applicable(tally: Counter[str]) -> int:
    return sum(count for status, count in tally.items() if status != Status.WITHDRAWN.value)


def _cause(change: MonthlyChange) -> str:
    if change.is_found:
        return "found"
    if change.status is Status.IN_PROGRESS:
        return _TAKEN_BACK.get(change.before, "")
    return _BROUGHT_ON.get(change.status, "")


def _word(status: Status | None) -> str:
    return status.value if status else UNKNOWN
