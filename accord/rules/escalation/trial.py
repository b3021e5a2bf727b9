"""Tries a profile on the past: where factories would stand if every proposal were decided on the day it was made.

The function that proposes is the one of the clockwork; only the counting of evidence differs, so that years of
thousands of factories are tried in seconds. A test holds both ways of counting against each other.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accord.rules.escalation.evidence import Tally
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.proposing import At, judge
from accord.rules.escalation.words import Trigger, Way
from accord.rules.months import months_after


@dataclass(frozen=True)
class Owed:
    """A thing that a factory owed for some time; `until_on` None: it still does."""

    trigger: Trigger
    owed_on: date
    """The last day on which it was in time."""
    until_on: date | None
    """The first day on which it was owed no longer."""
    programme_days: int = 0
    from_on: date = date.min
    """The first day on which it was owed again, where it had been claimed meanwhile."""


@dataclass(frozen=True)
class Course:
    """A factory in the past: when it was covered, and all that it owed."""

    number: int
    covered: Sequence[tuple[date | None, date | None]]
    """Stretches of days, each until the day on which it no longer was; None: since ever, or still."""
    owed: Sequence[Owed]

    def is_covered_on(self, day: date) -> bool:
        """Return whether the programme covered it on the day."""
        return any((first is None or first <= day) and (last is None or day < last) for first, last in self.covered)


@dataclass(frozen=True)
class Moved:
    """A stage that a factory would have come to."""

    on: date
    stage: int
    grounds: frozenset[Trigger]


@dataclass(frozen=True)
class Sizes:
    """How many factories would stand where on the last day."""

    covered: int
    at_stage: Mapping[int, int]
    long_at_one: int
    """At stage 1 for more than six months."""


LONG_MONTHS = 6
"""Published in November 2018: how many had been at stage 1 for longer than this."""


def tried(profile: Profile, course: Course, days: Sequence[date]) -> list[Moved]:
    """Return how the factory would have moved, looked at on each of the days, which rise."""
    moved: list[Moved] = []
    counts = _counts(profile, course.owed, days)
    for place, day in enumerate(days):
        if not course.is_covered_on(day):
            continue
        found = {trigger: Tally(counting[place], left[place]) for trigger, (counting, left) in counts.items()}
        judgement = judge(profile, at_of(moved), found, today=day)
        if judgement.way is Way.UP:
            moved.append(Moved(day, judgement.to_stage, judgement.grounds))
        elif judgement.way is Way.DOWN:
            moved.append(Moved(day, 0, frozenset()))
    return moved


def at_of(moved: Sequence[Moved]) -> At:
    """Return where a factory stands after these moves: what brought it up since it was last at no stage keeps it."""
    if not moved or moved[-1].stage == 0:
        return At()
    grounds: frozenset[Trigger] = frozenset()
    for each in reversed(moved):
        if each.stage == 0:
            break
        grounds |= each.grounds
    return At(stage=moved[-1].stage, since_on=moved[-1].on, grounds=grounds)


def sizes(courses: Iterable[tuple[Course, Sequence[Moved]]], *, today: date) -> Sizes:
    """Return how many of the factories that are covered on the day stand at each stage."""
    at_stage: Counter[int] = Counter()
    covered = long_at_one = 0
    for course, moved in courses:
        if not course.is_covered_on(today):
            continue
        covered += 1
        at = at_of([each for each in moved if each.on <= today])
        at_stage[at.stage] += 1
        if at.stage == 1 and at.since_on is not None:
            long_at_one += today > months_after(at.since_on, LONG_MONTHS)
    return Sizes(covered, dict(sorted(at_stage.items())), long_at_one)


def sizes_by_day(courses: Sequence[tuple[Course, Sequence[Moved]]], days: Sequence[date]) -> list[tuple[date, Sizes]]:
    """Return the sizes of the stages on each of the days."""
    return [(day, sizes(courses, today=day)) for day in days]


def tallies_on(profile: Profile, owed: Iterable[Owed], day: date) -> Mapping[Trigger, Tally]:
    """Return the tally of each trigger of which any piece was late on the day."""
    found = {
        trigger: Tally(counting[0], left[0]) for trigger, (counting, left) in _counts(profile, owed, [day]).items()
    }
    return {trigger: tally for trigger, tally in found.items() if tally.left}


def _counts(
    profile: Profile, owed: Iterable[Owed], days: Sequence[date]
) -> Mapping[Trigger, tuple[list[int], list[int]]]:
    """Return for each trigger and day how many pieces count and how many are left, by differences between days."""
    found: dict[Trigger, tuple[list[int], list[int]]] = {}
    for each in owed:
        counting, left = found.setdefault(each.trigger, ([0] * (len(days) + 1), [0] * (len(days) + 1)))
        late_from = each.owed_on + timedelta(days=each.programme_days + 1)
        counts_from = late_from + timedelta(days=profile.triggers[each.trigger].after_days)
        _add(left, days, max(late_from, each.from_on), each.until_on)
        _add(counting, days, max(counts_from, each.from_on), each.until_on)
    return {trigger: (_summed(counting), _summed(left)) for trigger, (counting, left) in found.items()}


def _add(changes: list[int], days: Sequence[date], from_on: date, until_on: date | None) -> None:
    first = bisect_left(days, from_on)
    last = len(days) if until_on is None else bisect_left(days, until_on)
    if first < last:
        changes[first] += 1
        changes[last] -= 1


def _summed(changes: Sequence[int]) -> list[int]:
    total, sums = 0, []
    for change in changes[:-1]:
        total += change
        sums.append(total)
    return sums
