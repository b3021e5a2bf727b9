"""The door of the public side: the only way in which pages, files and answers come to their figures."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from accord.gateways.snapshot import tables
from accord.gateways.snapshot.ageing import ageing_on
from accord.gateways.snapshot.factory import PublishedFactory, read_factory
from accord.gateways.snapshot.figures import counts_on
from accord.gateways.snapshot.memory import Memory
from accord.gateways.snapshot.orders import read_orders
from accord.gateways.snapshot.programme import Programme, Register, RegisterOfDay, read_register
from accord.gateways.snapshot.rows import disclosed, written_on
from accord.gateways.snapshot.series import series
from accord.gateways.snapshot.version import Version, version_of
from accord.rules.ageing import Ageing
from accord.rules.disclosed_order import OrderDisclosed
from accord.rules.disclosure import FileDisclosed, PhotoDisclosed
from accord.rules.progress import Progress
from accord.rules.series import SeriesPoint
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

    What is asked of the whole programme is remembered until the file changes.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = tables.open_for_reading(path)
        self._memory = Memory()

    @property
    def version(self) -> Version | None:
        """What changes whenever the snapshot does; None where there is none."""
        return version_of(self.path)

    def facts(self) -> SnapshotFacts:
        """Return when the snapshot was written and of what."""
        return self._memory.recall(self.version, "facts", self._facts)

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
        with self._reading() as connection:
            return register.counts.by_category(connection, factories)

    def series(self, *, until: date) -> tuple[SeriesPoint, ...]:
        """Return the programme month by month up to that day."""
        return self._memory.recall(self.version, ("series", until), lambda: self._series(until))

    def ageing(self, *, as_of: date) -> Ageing:
        """Return how long hazards of the factories covered on that day have been overdue, or have waited."""
        return self._memory.recall(self.version, ("ageing", as_of), lambda: self._ageing(as_of))

    def orders(self) -> tuple[OrderDisclosed, ...]:
        """Return every order that was ever determined, the latest first."""
        return self._memory.recall(self.version, "orders", self._orders)

    def factory(self, number: int, *, as_of: date) -> PublishedFactory | None:
        """Return one factory whole, or None if it is not in the register."""
        with self._reading() as connection:
            return read_factory(connection, number, as_of=as_of)

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

    def _facts(self) -> SnapshotFacts:
        with self._reading() as connection:
            found = dict(connection.execute(select(tables.fact.c.name, tables.fact.c.value)).all())
        if not found:  # A first publication was cut off: the tables are there, and nothing is in them.
            raise NothingPublished
        return SnapshotFacts(datetime.fromisoformat(found["written_at"]), found["is_demonstration"] == "yes")

    def _base(self) -> Register:
        with self._reading() as connection:
            return read_register(connection)

    def _register(self, as_of: date) -> RegisterOfDay:
        base = self._memory.recall(self.version, "base", self._base)
        with self._reading() as connection:
            counts = counts_on(connection, as_of=as_of, known_at=written_on(connection))
        return base.on(counts, orders=self.orders())

    def _programme(self, as_of: date) -> Programme:
        register = self.register(as_of=as_of)
        with self._reading() as connection:
            categories = register.counts.by_category(connection, register.covered)
        return Programme(register, _by_category(categories))

    def _series(self, until: date) -> tuple[SeriesPoint, ...]:
        base = self._memory.recall(self.version, "base", self._base)
        with self._reading() as connection:
            return series(connection, base.pasts, until=until)

    def _ageing(self, as_of: date) -> Ageing:
        register = self.register(as_of=as_of)
        with self._reading() as connection:
            return ageing_on(connection, register.covered, as_of=as_of)

    def _orders(self) -> tuple[OrderDisclosed, ...]:
        with self._reading() as connection:
            return read_orders(connection)

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
