"""The programme's rates over time, month by month, and why they moved.

A programme's rate can fall although every factory works: when factories join. So each month says what it was made of:
hazards verified, reported, not accepted, reopened, withdrawn, found, and those of factories that joined and left.
Source: DOMAIN.md section 5.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accord.rules.progress import Tally
from accord.rules.vocabulary import Status

Month = int
"""A month as one number: twelve times the year, plus the month from 0 to 11."""

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


def last_days(first: Month, until: date) -> list[date]:
    """Return the last day of each month from the first on, and `until` for the month in which it lies."""
    ends = [
        date(month // 12 + (month % 12 == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)
        for month in range(first, month_of(until))
    ]
    return [*ends, until]


def series_of(
    units: Iterable[Unit], *, is_covered: Callable[[int, date], bool], until: date
) -> tuple[SeriesPoint, ...]:
    """Return one point for each month from the first change on, the last one on `until` itself.

    `is_covered` tells whether the programme covers a factory on a day. A hazard counts while any of its factories is
    covered, and once. Changes after `until` must not be among those given.
    """
    every = [unit for unit in units if unit.changes]
    if not every:
        return ()
    first = min(change.month for unit in every for change in unit.changes)
    days = last_days(first, until)
    factories = sorted({number for unit in every for number in unit.factories})
    covered = [frozenset(number for number in factories if is_covered(number, day)) for day in days]
    totals, moves = [Counter[str]() for _ in days], [Counter[str]() for _ in days]
    for unit in every:
        _add(unit, covered, first=first, totals=totals, moves=moves)
    for place, (before, now) in enumerate(zip([frozenset[int](), *covered], covered, strict=False)):
        moves[place]["factories_joined"], moves[place]["factories_left"] = len(now - before), len(before - now)
    return tuple(
        SeriesPoint(day, len(inside), tally=Tally(**total), moves=Moves(**move))
        for day, inside, total, move in zip(days, covered, totals, moves, strict=True)
    )


def _add(
    unit: Unit,
    covered: Sequence[frozenset[int]],
    *,
    first: Month,
    totals: Sequence[Counter[str]],
    moves: Sequence[Counter[str]],
) -> None:
    by_month: dict[int, list[MonthlyChange]] = {}
    for change in unit.changes:
        by_month.setdefault(change.month - first, []).append(change)
    tally: Counter[str] = Counter()
    was_in = False
    for place, inside in enumerate(covered):
        is_in = not unit.factories.isdisjoint(inside)
        before = _applicable(tally)
        changes = by_month.get(place, ())
        for change in changes:
            _apply(tally, change)
        if is_in:
            totals[place].update(tally)
        if is_in and was_in:
            moves[place].update(_moves(changes))
        elif is_in:
            moves[place]["joined"] += _applicable(tally)
        elif was_in:
            moves[place]["left"] += before
        was_in = is_in


def _apply(tally: Counter[str], change: MonthlyChange) -> None:
    if not change.is_found:
        tally[_word(change.before)] -= change.count
    tally[_word(change.status)] += change.count


def _applicable(tally: Counter[str]) -> int:
    return sum(count for status, count in tally.items() if status != Status.WITHDRAWN.value)


def _moves(changes: Iterable[MonthlyChange]) -> Counter[str]:
    moves: Counter[str] = Counter()
    for change in changes:
        moves[_cause(change)] += change.count
    del moves[""]
    return moves


def _cause(change: MonthlyChange) -> str:
    if change.is_found:
        return "found"
    if change.status is Status.IN_PROGRESS:
        return _TAKEN_BACK.get(change.before, "")
    return _BROUGHT_ON.get(change.status, "")


def _word(status: Status | None) -> str:
    return status.value if status else UNKNOWN
