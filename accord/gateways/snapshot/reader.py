"""The door of the public side: the only way in which pages, files and answers come to their figures."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from accord.gateways.snapshot import tables
from accord.gateways.snapshot.ageing import ageing_of, read_ages, read_shared_ages
from accord.gateways.snapshot.factory import PublishedFactory, read_factory
from accord.gateways.snapshot.figures import Cell, Counts, by_discipline, read_counts, read_shared
from accord.gateways.snapshot.kept import Kept, Part, Stamps
from accord.gateways.snapshot.memory import Memory
from accord.gateways.snapshot.orders import read_orders
from accord.gateways.snapshot.programme import Entry, Programme, RegisterOfDay, read_entries, register_of
from accord.gateways.snapshot.protocol import read_protocol
from accord.gateways.snapshot.rows import disclosed
from accord.gateways.snapshot.series import read_changes, read_shared_units, series_of
from accord.gateways.snapshot.version import Version, version_of
from accord.rules.figures.ageing import Ageing
from accord.rules.figures.progress import Progress
from accord.rules.figures.series import SeriesPoint
from accord.rules.public.disclosed_order import OrderDisclosed
from accord.rules.public.disclosed_protocol import ProtocolDisclosed
from accord.rules.public.disclosure import FileDisclosed, PhotoDisclosed
from accord.rules.vocabulary import Category, Discipline


class NothingPublished(Exception):
    """There is no public snapshot yet: nothing was ever published here."""


@dataclass(frozen=True)
class SnapshotFacts:
    """When the snapshot was last written, and whether it holds invented data."""

    written_at: datetime
    is_demonstration: bool


class PublicSnapshot:
    """The snapshot at a path; it may come into being later. Every answer is of one day, `as_of`.

    What is asked of the whole programme is remembered until the file changes; then only what was read of the factories
    that were written is read again. All that is kept is touched within `recall` alone, which lets one thread in.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = tables.open_for_reading(path)
        self._memory = Memory()
        self._kept, self._kept_of_latest = Kept(), Kept()
        self._latest: date | None = None

    @property
    def version(self) -> Version | None:
        """What changes whenever the snapshot does; None where there is none."""
        return version_of(self.path)

    def facts(self) -> SnapshotFacts:
        """Return when the snapshot was written and of what."""
        found = self._memory.recall(self.version, "facts", self._facts)
        if not found:  # A first publication was cut off: the tables are there, and nothing is in them.
            raise NothingPublished
        return SnapshotFacts(datetime.fromisoformat(found["written_at"]), found["is_demonstration"] == "yes")

    def register(self, *, as_of: date) -> RegisterOfDay:
        """Return every factory of the register with its figures on that day."""
        return self._memory.recall(self.version, ("register", as_of), lambda: self._register(as_of))

    def programme(self, *, as_of: date) -> Programme:
        """Return the figures of all factories covered on that day together, and how they came to be."""
        return self._memory.recall(self.version, ("programme", as_of), lambda: self._programme(as_of))

    def by_category(
        self, register: RegisterOfDay, factories: Iterable[int]
    ) -> Mapping[tuple[Discipline, Category | None], Progress]:
        """Return the figures of these factories together by kind of hazard, on the day of the register."""
        as_of, wanted = register.counts.as_of, frozenset(factories)
        cells = self._memory.recall(self.version, ("cells", as_of), lambda: self._cells(as_of))
        total: Counter[Cell] = Counter()
        for number in wanted & cells.keys():
            total.update(cells[number])
        return register.counts.by_category(total, wanted)

    def series(self, *, until: date) -> tuple[SeriesPoint, ...]:
        """Return the programme month by month up to that day."""
        return self._memory.recall(self.version, ("series", until), lambda: self._series(until))

    def ageing(self, *, as_of: date) -> Ageing:
        """Return how long hazards of the factories covered on that day have been overdue, or have waited."""
        return self._memory.recall(self.version, ("ageing", as_of), lambda: self._ageing(as_of))

    def orders(self) -> tuple[OrderDisclosed, ...]:
        """Return every order that was ever determined, the latest first."""
        return self._memory.recall(self.version, "orders", self._orders)

    def protocol(self) -> tuple[ProtocolDisclosed, ...]:
        """Return every version of the escalation protocol, the latest first."""
        return self._memory.recall(self.version, "protocol", self._protocol)

    def factory(self, number: int, *, as_of: date) -> PublishedFactory | None:
        """Return one factory whole, or None if it is not in the register."""
        orders, known_at = self.orders(), self._written_on()
        with self._reading() as connection:
            return read_factory(connection, number, as_of=as_of, known_at=known_at, orders=orders)

    def file(self, number: int, *, kind: str, language: str) -> FileDisclosed | None:
        """Return the latest file of this format and language of a factory, or None if there is none."""
        table = tables.file
        query = (
            select(table)
            .where(table.c.factory == number, table.c.format == kind, table.c.language.in_((language, "")))
            .order_by(table.c.edition.desc())
            .limit(1)
        )
        with self._reading() as connection:
            row = connection.execute(query).mappings().first()
        return disclosed(FileDisclosed, row) if row else None

    def latest_files(self) -> Mapping[int, tuple[FileDisclosed, ...]]:
        """Return of every factory the latest file of each format and language."""
        return self._memory.recall(self.version, "files", self._latest_files)

    def photo(self, sha256: str) -> PhotoDisclosed | None:
        """Return the photo with this SHA-256 if an edition that is shown holds it, else None."""
        query = select(tables.photo).where(tables.photo.c.sha256 == sha256).limit(1)
        with self._reading() as connection:
            row = connection.execute(query).mappings().first()
        return disclosed(PhotoDisclosed, row) if row else None

    def _facts(self) -> dict[str, str]:
        with self._reading() as connection:
            return dict(connection.execute(select(tables.fact.c.name, tables.fact.c.value)).all())

    def _written_on(self) -> date:
        """Return the day on which the snapshot was last written: all that it holds was on record by then."""
        found = self._memory.recall(self.version, "facts", self._facts).get("written_on")
        return date.fromisoformat(found) if found else date.min

    def _entries(self) -> Mapping[int, Entry]:
        stamps = self._memory.recall(self.version, "stamps", self._stamps)
        self._memory.make_room(len(stamps))
        with self._reading() as connection:
            return self._kept.parts("entries", stamps, partial(read_entries, connection))

    def _register(self, as_of: date) -> RegisterOfDay:
        kept, entries = self._kept_on(as_of), self._memory.recall(self.version, "entries", self._entries)
        cells = self._memory.recall(self.version, ("cells", as_of), lambda: self._cells(as_of))
        own = kept.derived(
            "own", {number: (of_it,) for number, of_it in cells.items()}, lambda n: by_discipline(cells[n])
        )
        with self._reading() as connection:
            shared = read_shared(connection, as_of=as_of)
        return register_of(entries, Counts(as_of, self._written_on(), own, shared), self.orders(), kept)

    def _cells(self, as_of: date) -> Mapping[int, Mapping[Cell, int]]:
        return self._parts("cells", as_of, read_counts)

    def _programme(self, as_of: date) -> Programme:
        register = self.register(as_of=as_of)
        cells = self._memory.recall(self.version, ("cells", as_of), lambda: self._cells(as_of))
        covered = {number: cells[number] for number in register.covered & cells.keys()}
        total = self._kept_on(as_of).total("cells", covered)
        return Programme(register, _by_category(register.counts.by_category(total, register.covered)))

    def _series(self, until: date) -> tuple[SeriesPoint, ...]:
        entries = self._memory.recall(self.version, "entries", self._entries)
        changes = self._parts("changes", until, read_changes)
        with self._reading() as connection:
            shared = read_shared_units(connection, until=until)
        pasts = {number: entry.past for number, entry in entries.items()}
        return series_of(changes, shared, pasts, until=until, kept=self._kept_on(until))

    def _ageing(self, as_of: date) -> Ageing:
        register = self.register(as_of=as_of)
        covered = register.covered
        ages = self._parts("ages", as_of, read_ages)
        own = self._kept_on(as_of).total("ages", {number: ages[number] for number in covered & ages.keys()})
        shared = [each.on_day for each in register.counts.shared_of(covered)]
        with self._reading() as connection:
            return ageing_of([own, read_shared_ages(connection, shared, covered, as_of=as_of)], as_of=as_of)

    def _parts(self, question: str, day: date, read: Callable[..., Mapping[int, Part]]) -> Mapping[int, Part]:
        """Return what is read of each factory for a day; of one that was not written since, what was read before."""
        stamps = self._memory.recall(self.version, "stamps", self._stamps)
        with self._reading() as connection:
            return self._kept_on(day).parts(question, stamps, lambda only: read(connection, day, only))

    def _kept_on(self, day: date) -> Kept:
        """Return what is kept of a day: of the latest that was asked for, which is the day of nearly every reader."""
        latest = max(day, self._latest or day)
        if latest != self._latest:
            self._latest, self._kept_of_latest = latest, Kept()
        return self._kept_of_latest if day == latest else Kept()

    def _stamps(self) -> Stamps:
        table = tables.factory
        with self._reading() as connection:
            return dict(connection.execute(select(table.c.number, table.c.stamp)).all())

    def _orders(self) -> tuple[OrderDisclosed, ...]:
        with self._reading() as connection:
            return read_orders(connection)

    def _protocol(self) -> tuple[ProtocolDisclosed, ...]:
        with self._reading() as connection:
            return read_protocol(connection)

    def _latest_files(self) -> Mapping[int, tuple[FileDisclosed, ...]]:
        table = tables.file
        query = select(table).order_by(table.c.factory, table.c.edition, table.c.sequence)
        latest: dict[int, dict[tuple[str, str], FileDisclosed]] = defaultdict(dict)
        with self._reading() as connection:
            for row in connection.execute(query).mappings():
                file = disclosed(FileDisclosed, row)
                latest[row["factory"]][file.format, file.language] = file
        return {number: tuple(files.values()) for number, files in latest.items()}

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            connection = self.engine.connect()
        except OperationalError as error:
            raise NothingPublished from error
        with connection:
            yield connection


def _by_category(
    found: dict[tuple[Discipline, Category | None], Progress],
) -> tuple[tuple[Discipline, Category | None, Progress], ...]:
    disciplines, categories = list(Discipline), [*Category, None]
    return tuple(
        (discipline, category, progress)
        for (discipline, category), progress in sorted(
            found.items(), key=lambda each: (disciplines.index(each[0][0]), categories.index(each[0][1]))
        )
    )
