"""The figures of every factory on one day, counted from the stretches of the snapshot; totals count a hazard once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Connection, text

from accord.gateways.snapshot.rows import only_these
from accord.rules.figures.progress import HazardOnDay, Progress, Tally, progress_of
from accord.rules.vocabulary import Category, Discipline, Origin, Status

ON_THE_DAY = "from_on <= :day AND (until_on IS NULL OR until_on > :day)"
COUNTED = """
origin, status, count(*),
coalesce(sum(status = 'in_progress' AND due_on < :day), 0),
coalesce(sum(status IN ('in_progress', 'pending_verification') AND due_on IS NULL), 0),
sum(reopened_count > 0)
"""
"""The same questions as `accord.rules.figures.progress` asks of each hazard; a test holds the two to each other."""

BY_FACTORY = f"""
SELECT factory, discipline, category, {COUNTED} FROM state WHERE NOT is_shared AND {ON_THE_DAY} {{only}}
GROUP BY factory, discipline, category, origin, status
"""  # noqa: S608  words of ours
SHARED = f"""
SELECT hazard, factory, discipline, category, origin, status, due_on, reopened_count FROM state
WHERE is_shared AND {ON_THE_DAY}
"""  # noqa: S608  words of ours

COUNTERS = [status.value for status in Status] + ["unknown"]
PLACES = {
    (origin.value, None if status == "unknown" else status): base + COUNTERS.index(status)
    for base, origin in ((0, Origin.INITIAL), (len(COUNTERS), Origin.NEW))
    for status in COUNTERS
}
OVERDUE = 2 * len(COUNTERS)
SIZE = OVERDUE + 3

MANY = 50
MOST_SUMS = 200

Numbers = list[int]
"""Counts of initial hazards by status, of new ones, and how many of both are overdue, without a date, reopened."""

Kind = tuple[Discipline, Category | None]
Cell = tuple[Discipline, Category | None, int]
"""A discipline, a category, and the place of one of the numbers."""


@dataclass(frozen=True)
class SharedHazard:
    """A hazard that counts for several factories, on the day."""

    discipline: Discipline
    category: Category | None
    factories: frozenset[int]
    on_day: HazardOnDay


@dataclass(frozen=True)
class Counts:
    """The counts of one day: of each factory its own hazards by discipline, and the shared hazards one by one."""

    as_of: date
    known_at: date
    own: Mapping[int, Mapping[Discipline, Numbers]]
    shared: tuple[SharedHazard, ...]

    def of(self, factories: Iterable[int], *, discipline: Discipline | None = None) -> Progress:
        """Return the progress of these factories together, a shared hazard counted once."""
        wanted = frozenset(factories)
        if len(wanted) < MANY:
            return self._of(wanted, discipline)
        if (wanted, discipline) not in self._sums:
            if len(self._sums) >= MOST_SUMS:
                self._sums.clear()
            self._sums[wanted, discipline] = self._of(wanted, discipline)
        return self._sums[wanted, discipline]

    @cached_property
    def _sums(self) -> dict[tuple[frozenset[int], Discipline | None], Progress]:
        """Sums over many factories that were asked for before: the same few are asked for by nearly every reader."""
        return {}

    def _of(self, wanted: frozenset[int], discipline: Discipline | None) -> Progress:
        lists = [
            numbers
            for factory in wanted
            for of_it, numbers in self.own.get(factory, {}).items()
            if discipline in (None, of_it)
        ]
        own = self._progress(_sum(lists))
        once = [each.on_day for each in self.shared_of(wanted) if discipline in (None, each.discipline)]
        return own + progress_of(once, as_of=self.as_of, known_at=self.known_at) if once else own

    def by_category(self, cells: Mapping[Cell, int], factories: Iterable[int]) -> dict[Kind, Progress]:
        """Return the progress of these factories together by category, of hazards without one by discipline.

        `cells` are the sums of what `read_counts` says of them.
        """
        found: dict[Kind, Numbers] = defaultdict(_none)
        for (discipline, category, place), count in cells.items():
            found[discipline, category][place] += count
        progress = {kind: self._progress(numbers) for kind, numbers in found.items()}
        for each in self.shared_of(factories):
            kind = (each.discipline, each.category)
            one = progress_of([each.on_day], as_of=self.as_of, known_at=self.known_at)
            progress[kind] = progress[kind] + one if kind in progress else one
        return progress

    @cached_property
    def _shared_by_factory(self) -> dict[int, list[int]]:
        places: dict[int, list[int]] = defaultdict(list)
        for place, each in enumerate(self.shared):
            for factory in each.factories:
                places[factory].append(place)
        return places

    def shared_of(self, factories: Iterable[int]) -> list[SharedHazard]:
        """Return the shared hazards of these factories, each once."""
        if not self.shared:
            return []
        places = {place for factory in factories for place in self._shared_by_factory.get(factory, ())}
        return [self.shared[place] for place in sorted(places)]

    def _progress(self, numbers: Numbers) -> Progress:
        new = len(COUNTERS)
        overdue, no_date, reopened = numbers[OVERDUE:]
        return Progress(
            as_of=self.as_of,
            known_at=self.known_at,
            initial=_tally(numbers[:new]),
            new=_tally(numbers[new:OVERDUE]),
            overdue=overdue,
            no_date=no_date,
            reopened=reopened,
        )


def read_counts(connection: Connection, as_of: date, only: Collection[int] | None) -> dict[int, Mapping[Cell, int]]:
    """Return of these factories, or of all, how many hazards of their own they had on that day, in one query."""
    found: dict[int, dict[Cell, int]] = defaultdict(dict)
    which, asked = only_these(only)
    rows = connection.execute(text(BY_FACTORY.format(only=which)), asked | {"day": as_of.isoformat()})
    for factory, discipline, category, origin, status, count, *late in rows:
        cells = found[factory]
        first, *rest = _cells(discipline, category, PLACES[origin, status])
        cells[first] = count
        for cell, more in zip(rest, late, strict=True):
            if more:
                cells[cell] = cells.get(cell, 0) + more
    return dict(found)


def by_discipline(cells: Mapping[Cell, int]) -> dict[Discipline, Numbers]:
    """Return the counts of one factory by discipline."""
    found: dict[Discipline, Numbers] = defaultdict(_none)
    for (discipline, _category, place), count in cells.items():
        found[discipline][place] += count
    return dict(found)


@cache
def _cells(discipline: str, category: str | None, place: int) -> tuple[Cell, ...]:
    # The same few hundred for every factory: kept once.
    kind = (Discipline(discipline), Category(category) if category else None)
    return tuple((*kind, each) for each in (place, *range(OVERDUE, SIZE)))


def _none() -> Numbers:
    return [0] * SIZE


def _sum(lists: Sequence[Numbers]) -> Numbers:
    return [sum(column) for column in zip(*lists, strict=True)] if lists else _none()


def _tally(numbers: Numbers) -> Tally:
    return Tally(**dict(zip(COUNTERS, numbers, strict=True)))


def read_shared(connection: Connection, *, as_of: date) -> tuple[SharedHazard, ...]:
    """Return the hazards that counted for several factories on that day, in one query."""
    factories: dict[str, set[int]] = defaultdict(set)
    told: dict[str, tuple[Any, ...]] = {}
    for key, factory, *rest in connection.execute(text(SHARED), {"day": as_of.isoformat()}):
        factories[key].add(factory)
        told[key] = tuple(rest)
    return tuple(_shared_hazard(frozenset(factories[key]), *rest) for key, rest in told.items())


def _shared_hazard(factories: frozenset[int], *rest: Any) -> SharedHazard:
    discipline, category, origin, status, due_on, reopened_count = rest
    return SharedHazard(
        Discipline(discipline),
        Category(category) if category else None,
        factories=factories,
        on_day=HazardOnDay(
            origin=Origin(origin),
            status=Status(status) if status else None,
            due_on=date.fromisoformat(due_on) if due_on else None,
            reopened_count=reopened_count,
        ),
    )
