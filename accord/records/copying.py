"""Copies a database whole while others write to it, and puts a copy in place; knows one database from another."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, inspect, make_url, text
from sqlalchemy.orm import Session

from accord.records.base import BUSY_TIMEOUT_MS, open_engine, reading


class CopyRefused(Exception):
    """The database cannot be copied or put in place."""


def dialect_of(url: str) -> str:
    """Return `sqlite` or `postgresql`."""
    return make_url(url).get_backend_name()


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite database, or None for any other."""
    where = make_url(url)
    return Path(where.database or "") if where.get_backend_name() == "sqlite" else None


def is_empty(url: str) -> bool:
    """Return whether there is no database yet, or one of ours with no factory and no line in its journal.

    A SQLite file of another program is not empty, since putting ours in place would overwrite it whole.
    """
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return True
    engine = open_engine(url)
    try:
        with engine.execution_options(reads_only=True).connect() as connection:
            tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
            if not {"factory", "journal"} <= tables:
                return file is None or not tables
            filled = "SELECT EXISTS (SELECT 1 FROM factory) OR EXISTS (SELECT 1 FROM journal)"
            return not connection.scalar(text(filled))
    finally:
        engine.dispose()


@contextmanager
def copied(url: str, folder: Path) -> Iterator[tuple[Path, Session]]:
    """Give a copy of the database as one file, and a session that reads exactly what stands in the copy.

    Nobody waits for it: on SQLite the copy is read like any other reader's pages, and on PostgreSQL it is a dump of
    one snapshot. The file is not to be read before the session is closed.
    """
    file = sqlite_file(url)
    if file is None:
        with _dumped(url, folder / "database.pgdump") as session:
            yield folder / "database.pgdump", session
        return
    copy_sqlite(file, folder / "database.sqlite")
    engine = open_engine(f"sqlite:///{folder / 'database.sqlite'}")
    try:
        with reading(engine) as session:
            yield folder / "database.sqlite", session
    finally:
        engine.dispose()


def copy_sqlite(source: Path, target: Path) -> None:
    """Make the target hold what the source holds at this moment, in one transaction of its own.

    An existing target is written through SQLite, never replaced as a file: a write-ahead log that belonged to the
    old file would be played back into the new one, and who has it open would go on with the old.
    """
    wait = BUSY_TIMEOUT_MS / 1000
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=wait)) as of,
            closing(sqlite3.connect(target, timeout=wait)) as to,
        ):
            # All pages in one step: in several, each write of another program would begin the copy anew.
            of.backup(to)
    except sqlite3.Error as error:
        msg = f"{source} cannot be copied to {target}: {error}"
        raise CopyRefused(msg) from error


def damage_of_sqlite(file: Path) -> str | None:
    """Return the first thing that SQLite finds wrong in the file, or None if it is whole."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            found: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        return str(error)
    return None if found == "ok" else " ".join(found.split())


def put_dump(url: str, dump: Path) -> None:
    """Fill a PostgreSQL database from a dump, wholly or not at all."""
    _run("pg_restore", url, "--clean", "--if-exists", "--single-transaction", "--exit-on-error", str(dump))


@contextmanager
def _dumped(url: str, dump: Path) -> Iterator[Session]:
    engine = open_engine(url)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
            _run("pg_dump", url, "--format=custom", f"--snapshot={snapshot}", f"--file={dump}")
            yield Session(connection)
    finally:
        engine.dispose()


def _run(program: str, url: str, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        msg = f"{program} is not on the path; install PostgreSQL's client programs (Debian: postgresql-client)"
        raise CopyRefused(msg)
    where = make_url(url)
    address = URL.create("postgresql", where.username, None, where.host, where.port, where.database, where.query)
    # The password goes by the environment: every user of the machine can read the words of a command.
    environment = os.environ | ({"PGPASSWORD": str(where.password)} if where.password else {})
    done = subprocess.run(  # noqa: S603 - no shell, and the words are ours
        [found, "--no-password", "--no-owner", "--no-privileges", f"--dbname={address.render_as_string()}", *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        msg = f"{program} failed: {(done.stderr.strip().splitlines() or ['it said nothing'])[0]}"
        raise CopyRefused(msg)
