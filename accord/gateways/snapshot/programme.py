"""The register of the public snapshot: what stands in it of every factory, and how that stood on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import Connection, select

from accord.gateways.snapshot import tables
from accord.gateways.snapshot.figures import Counts
from accord.gateways.snapshot.kept import Kept
from accord.gateways.snapshot.rows import NOTHING, Past, among, disclosed, owned, pasts
from accord.rules.figures.factory_status import factory_status
from accord.rules.figures.progress import Progress
from accord.rules.figures.series import year_before
from accord.rules.public.disclosed_order import OrderDisclosed, is_open_on
from accord.rules.public.disclosed_stage import stage_on
from accord.rules.public.disclosure import BuildingDisclosed, FactoryDisclosed, rating_on, recognised_on
from accord.rules.public.search import WordsSearched, words_searched
from accord.rules.vocabulary import COVERED, Category, Coverage, Discipline, FactoryStatus, Rating


@dataclass(frozen=True)
class FactoryLine:
    """One factory of the register as it stood on the day."""

    factory: FactoryDisclosed
    past: Past
    coverage: Coverage | None
    """None: the programme did not know it yet."""
    status: FactoryStatus
    rating: Rating | None
    """The structural rating in force; None: no inspection by that day gave one."""
    stage: int
    recognised_on: date | None
    progress: Progress
    open_orders: tuple[OrderDisclosed, ...]
    edition: int | None
    """None where nothing of the factory is published yet: then `progress` counts nothing, which is no rate of 0 %."""
    published_on: date | None

    @property
    def is_covered(self) -> bool:
        """Whether the programme covered it on that day."""
        return self.coverage in COVERED

    @cached_property
    def words_searched(self) -> WordsSearched:
        """The words by which it is found, worked out once."""
        return words_searched(self.factory)


@dataclass(frozen=True)
class RegisterOfDay:
    """Every factory of the register by name, and the counts behind all its figures."""

    counts: Counts
    lines: tuple[FactoryLine, ...]
    orders: tuple[OrderDisclosed, ...]
    """Every order in force on the day, the latest first."""

    @cached_property
    def by_number(self) -> Mapping[int, FactoryLine]:
        """The lines by the number of the factory."""
        return {line.factory.number: line for line in self.lines}

    @cached_property
    def by_district(self) -> Mapping[str, tuple[FactoryLine, ...]]:
        """The lines by district, in the order of its names; those without one are left out."""
        found: dict[str, list[FactoryLine]] = defaultdict(list)
        for line in self.lines:
            if line.factory.district:
                found[line.factory.district].append(line)
        return {district: tuple(found[district]) for district in sorted(found)}

    @cached_property
    def covered(self) -> frozenset[int]:
        """The numbers of the factories that the programme covered on that day."""
        return frozenset(line.factory.number for line in self.lines if line.is_covered)

    @cached_property
    def progress(self) -> Progress:
        """The progress of all covered factories together."""
        return self.counts.of(self.covered)

    def total(self, lines: Iterable[FactoryLine], *, discipline: Discipline | None = None) -> Progress:
        """Return the progress of these factories together, a shared hazard counted once."""
        return self.counts.of((line.factory.number for line in lines), discipline=discipline)


@dataclass(frozen=True)
class Programme:
    """The programme on a day: its covered factories together."""

    register: RegisterOfDay
    by_category: tuple[tuple[Discipline, Category | None, Progress], ...]
    """By discipline and category, in the order of the vocabulary; None: the documents named no category."""

    @cached_property
    def joined(self) -> tuple[FactoryLine, ...]:
        """The factories covered on the day and not a year before, by name."""
        return tuple(line for line in self.register.lines if line.is_covered and not self._was_covered(line))

    @cached_property
    def left(self) -> tuple[FactoryLine, ...]:
        """The factories covered a year before and no longer, by name."""
        return tuple(line for line in self.register.lines if not line.is_covered and self._was_covered(line))

    @cached_property
    def since(self) -> date:
        """The same day of the year before."""
        return year_before(self.register.counts.as_of)

    def _was_covered(self, line: FactoryLine) -> bool:
        return line.past.coverage(self.since) in COVERED

    @cached_property
    def by_discipline(self) -> tuple[tuple[Discipline, Progress], ...]:
        """The progress of all covered factories together, by discipline."""
        counts, covered = self.register.counts, self.register.covered
        return tuple((discipline, counts.of(covered, discipline=discipline)) for discipline in Discipline)

    @cached_property
    def by_district(self) -> tuple[tuple[str | None, int, Progress], ...]:
        """District, number of covered factories and their progress together; None: no district is on record."""
        factories: dict[str | None, list[int]] = defaultdict(list)
        for line in self.register.lines:
            if line.is_covered:
                factories[line.factory.district].append(line.factory.number)
        return tuple(
            (district, len(numbers), self.register.counts.of(numbers))
            for district, numbers in sorted(factories.items(), key=lambda each: (each[0] is None, each[0] or ""))
        )


@dataclass(frozen=True)
class Entry:
    """What the snapshot holds of one factory besides its hazards, whatever the day."""

    factory: FactoryDisclosed
    edition: int | None
    published_on: date | None
    past: Past


def register_of(
    entries: Mapping[int, Entry], counts: Counts, orders: Iterable[OrderDisclosed], kept: Kept
) -> RegisterOfDay:
    """Return the register as it stood on the day of the counts; a line of which nothing changed is the one kept."""
    in_force = tuple(order for order in orders if is_open_on(order, as_of=counts.as_of))
    of_factory: dict[int, list[OrderDisclosed]] = defaultdict(list)
    for order in in_force:
        for number in order.factories:
            of_factory[number].append(order)
    sources = {
        number: (entry, counts.own.get(number), counts.shared_of((number,)), of_factory.get(number), counts.known_at)
        for number, entry in entries.items()
    }
    lines = kept.derived("lines", sources, lambda number: _line(entries[number], counts, of_factory.get(number, ())))
    by_name = sorted(lines.values(), key=lambda line: (line.factory.name, line.factory.number))
    return RegisterOfDay(counts, tuple(by_name), in_force)


def read_entries(connection: Connection, only: Collection[int] | None) -> dict[int, Entry]:
    """Return what stands of these factories, or of all, in eight queries whatever their number."""
    table = tables.building
    query = among(select(table).order_by(table.c.factory, table.c.sequence), table.c.factory, only)
    buildings, past = owned(connection.execute(query).all(), BuildingDisclosed), pasts(connection, only)
    every = connection.execute(among(select(tables.factory), tables.factory.c.number, only)).mappings()
    return {
        row["number"]: Entry(
            disclosed(FactoryDisclosed, row, buildings=tuple(buildings.get(row["number"], ()))),
            row["edition"],
            row["published_on"],
            past.get(row["number"], NOTHING),
        )
        for row in every
    }


def _line(entry: Entry, counts: Counts, orders: Sequence[OrderDisclosed]) -> FactoryLine:
    as_of, past = counts.as_of, entry.past
    progress = counts.of((entry.factory.number,))
    status = factory_status(past.standing(as_of), progress)
    return FactoryLine(
        factory=entry.factory,
        past=past,
        coverage=past.coverage(as_of),
        status=status,
        rating=rating_on(past.inspections, as_of=as_of),
        stage=stage_on(past.stages, as_of=as_of),
        recognised_on=recognised_on(past.recognitions, as_of=as_of),
        progress=replace(progress, status=status),
        open_orders=tuple(orders),
        edition=entry.edition,
        published_on=entry.published_on,
    )
