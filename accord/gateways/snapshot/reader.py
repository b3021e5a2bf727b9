"""The door of the public side: the only way in which pages, files and answers come to their figures."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import OperationalError

from accord.gateways.snapshot import tables
from accord.gateways.snapshot.factory import PublishedFactory, read_factory
from accord.gateways.snapshot.rows import disclosed, grouped, history, progress_on, standings, written_on
from accord.rules.disclosure import DeadlineDisclosed, FactoryDisclosed, FileDisclosed, StatusDisclosed
from accord.rules.factory_status import factory_status
from accord.rules.history import HazardHistory
from accord.rules.progress import Progress


class NothingPublished(Exception):
    """There is no public snapshot yet: nothing was ever published here."""


@dataclass(frozen=True)
class SnapshotFacts:
    """When the snapshot was last written, and whether it holds invented data."""

    written_at: datetime
    is_demonstration: bool


@dataclass(frozen=True)
class FactoryLine:
    """One factory of the register with its figures."""

    factory: FactoryDisclosed
    progress: Progress
    published_on: date


@dataclass(frozen=True)
class Register:
    """Every published factory, by name, and the figures of all together, shared hazards counted once."""

    lines: tuple[FactoryLine, ...]
    progress: Progress


@dataclass(frozen=True)
class PublicSnapshot:
    """The snapshot at a path; it may come into being later. Every answer is of one day, `as_of`."""

    engine: Engine

    @classmethod
    def at(cls, path: Path) -> "PublicSnapshot":
        """Return the snapshot at this path."""
        return cls(tables.open_for_reading(path))

    def facts(self) -> SnapshotFacts:
        """Return when the snapshot was written and of what."""
        with self._reading() as connection:
            found = dict(connection.execute(select(tables.fact.c.name, tables.fact.c.value)).all())
        if not found:  # A first publication was cut off: the tables are there, and nothing is in them.
            raise NothingPublished
        return SnapshotFacts(datetime.fromisoformat(found["written_at"]), found["is_demonstration"] == "yes")

    def register(self, *, as_of: date) -> Register:
        """Return the register with its figures on that day, in ten queries whatever its size."""
        with self._reading() as connection:
            histories = _histories(connection)
            keys: dict[int, list[str]] = defaultdict(list)
            for number, key in connection.execute(select(tables.hazard_factory)):
                keys[number].append(key)
            known_at = written_on(connection)
            standing = dict(standings(connection, as_of=as_of))
            rows = connection.execute(select(tables.factory).order_by(tables.factory.c.name)).mappings().all()
        lines = []
        for row in rows:
            number = row["number"]
            progress = progress_on((histories[key] for key in keys[number]), as_of=as_of, known_at=known_at)
            progress = replace(progress, status=factory_status(standing[number], progress))
            lines.append(FactoryLine(disclosed(FactoryDisclosed, row, buildings=()), progress, row["published_on"]))
        return Register(tuple(lines), progress_on(histories.values(), as_of=as_of, known_at=known_at))

    def factory(self, number: int, *, as_of: date) -> PublishedFactory | None:
        """Return one factory whole, or None if nothing of it is published."""
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

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            connection = self.engine.connect()
        except OperationalError as error:
            raise NothingPublished from error
        with connection:
            yield connection


def _histories(connection: Connection) -> dict[str, HazardHistory]:
    statuses = grouped(connection, tables.status_event)
    deadlines = grouped(connection, tables.deadline)
    hazards = select(tables.hazard.c.key, tables.hazard.c.origin, tables.hazard.c.found_on)
    return {
        key: history(
            origin,
            found_on,
            statuses=[disclosed(StatusDisclosed, row) for row in statuses.get(key, ())],
            deadlines=[disclosed(DeadlineDisclosed, row) for row in deadlines.get(key, ())],
        )
        for key, origin, found_on in connection.execute(hazards)
    }
