"""The base of all records, and the one place that knows one database from another."""

import os
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event, func, select
from sqlalchemy.orm import DeclarativeBase, Session

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BUSY_TIMEOUT_MS = 15_000
"""How long a writer waits for another one on SQLite. Measured p99 with eight writers: 0.14 s."""


class Base(DeclarativeBase):
    """The base of every record."""

    metadata = MetaData(naming_convention=NAMING)


def open_engine(url: str) -> Engine:
    """Return an engine for the private database, set up so that no writer is refused for being second."""
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000} if url.startswith("sqlite") else {})
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _make_for_owner_alone)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_at_once)
    return engine


def reading(engine: Engine) -> Session:
    """Return a session that only reads: on SQLite it never waits for a writer."""
    return Session(engine.execution_options(reads_only=True))


def _make_for_owner_alone(_dialect: object, _record: object, words: list[Any], _options: dict[str, Any]) -> None:
    # A new database file is made before SQLite would make it readable by everybody; its -wal and -shm take after it.
    file = str(words[0])
    if file == ":memory:" or file.startswith("file:"):
        return
    with suppress(OSError):  # it is there already, or cannot be: SQLite says why
        os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transaction handling is switched off: its deferred BEGIN makes half of all
    # read-then-write transactions fail with "database is locked", whatever the timeout.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_at_once(connection: Connection) -> None:
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def append_only(dialect_name: str, table: str) -> list[str]:
    """Return the statements that make a table refuse every change and deletion, for migrations."""
    said = f"{table} is append-only: mend a mistake by a compensating row"
    if dialect_name == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END"
            for deed in ("update", "delete")
        ]
    return [
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    ]


def no_longer_append_only(dialect_name: str, table: str) -> list[str]:
    """Return the statements that undo `append_only`, for migrations downwards."""
    if dialect_name == "sqlite":
        return [f"DROP TRIGGER {table}_no_{deed}" for deed in ("update", "delete")]
    return [f"DROP TRIGGER {table}_append_only ON {table}", f"DROP FUNCTION {table}_refuse()"]


def hold_the_pen(session: Session, name: str) -> None:
    """Let one writer at a time past this point until it commits, so that a chain never forks.

    On SQLite a writing transaction is alone from its first statement; elsewhere an advisory lock does the same.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext(%s))", (name,))


def number_on_from(session: Session, table: Table) -> None:
    """Let the database give ids after the highest one of the table, where rows were written with ids of their own.

    SQLite does so by itself; the sequence of PostgreSQL does not notice such rows.
    """
    if session.connection().dialect.name == "postgresql":
        last = select(func.max(table.c.id)).scalar_subquery()
        session.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))
