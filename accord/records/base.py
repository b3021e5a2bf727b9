"""The base of all records, and the one place that knows one database from another."""

import os
import sqlite3
from contextlib import suppress
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from accord.records.pen import PenConnection, Turns

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BUSY_TIMEOUT_MS = 15_000
"""How long a writer waits for the others of its process on SQLite, and as long again for those of other ones."""


class Base(DeclarativeBase):
    """The base of every record."""

    metadata = MetaData(naming_convention=NAMING)


def open_engine(url: str) -> Engine:
    """Return an engine for the private database, set up so that no writer is refused for being second."""
    engine = create_engine(url, connect_args=_in_turn() if url.startswith("sqlite") else {})
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _make_for_owner_alone)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_at_once)
    return engine


def reading(engine: Engine) -> Session:
    """Return a session that only reads: on SQLite it never waits for a writer."""
    return Session(engine.execution_options(reads_only=True))


def writing_if_free(engine: Engine) -> Session:
    """Return a session for what may as well be written another time: on SQLite it never waits for another writer."""
    return Session(engine.execution_options(waits=False))


def is_pen_taken(error: OperationalError) -> bool:
    """Return whether a session could not begin to write because somebody else does."""
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


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


def _in_turn() -> dict[str, Any]:
    connection = partial(PenConnection, turns=Turns(), wait_ms=BUSY_TIMEOUT_MS)
    return {"timeout": BUSY_TIMEOUT_MS / 1000, "factory": connection}


def _begin_at_once(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("reads_only", False):
        connection.exec_driver_sql("BEGIN")
        return
    driver: Any = connection.connection.dbapi_connection
    if not driver.take_pen(waits=options.get("waits", True)):
        with driver.asking_once():  # so that it is refused in the words in which everything is
            connection.exec_driver_sql("BEGIN IMMEDIATE")


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


def verifier_guard(dialect_name: str) -> list[str]:
    """Return the statements that let only an engineer of the discipline, not the claimant, say "corrected".

    For events recorded at the desk; what was imported was decided elsewhere. Source: DOMAIN.md section 5.
    """
    no_engineer = """NOT EXISTS (
        SELECT 1 FROM role_held JOIN hazard ON hazard.id = NEW.hazard_id
        WHERE role_held.person_id = NEW.person_id AND role_held.role = 'engineer'
        AND role_held.discipline = hazard.discipline AND role_held.from_on <= NEW.effective_on
        AND (role_held.to_on IS NULL OR role_held.to_on >= NEW.effective_on))"""
    claimant = """NEW.person_id = (
        SELECT claim.person_id FROM hazard_event AS claim
        WHERE claim.hazard_id = NEW.hazard_id AND claim.status = 'pending_verification'
        ORDER BY claim.effective_on DESC, claim.id DESC LIMIT 1)"""
    refusals = (
        (no_engineer, "only an engineer of the discipline may call a hazard corrected"),
        (claimant, "who claimed the correction may not verify it"),
    )
    applies = "NEW.status = 'corrected' AND NEW.source = 'desk'"
    if dialect_name == "sqlite":
        checks = " ".join(f"SELECT RAISE(ABORT, '{said}') WHERE {wrong};" for wrong, said in refusals)
        return [f"CREATE TRIGGER hazard_event_verifier BEFORE INSERT ON hazard_event WHEN {applies} BEGIN {checks} END"]
    checks = " ".join(f"IF {wrong} THEN RAISE EXCEPTION '{said}'; END IF;" for wrong, said in refusals)
    return [
        "CREATE FUNCTION hazard_event_verify() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {applies} THEN {checks} END IF; RETURN NEW; END $$",
        "CREATE TRIGGER hazard_event_verifier BEFORE INSERT ON hazard_event "
        "FOR EACH ROW EXECUTE FUNCTION hazard_event_verify()",
    ]


def no_verifier_guard(dialect_name: str) -> list[str]:
    """Return the statements that undo `verifier_guard`, for migrations downwards."""
    if dialect_name == "sqlite":
        return ["DROP TRIGGER hazard_event_verifier"]
    return ["DROP TRIGGER hazard_event_verifier ON hazard_event", "DROP FUNCTION hazard_event_verify()"]


_STANDING = """NOT EXISTS (
    SELECT 1 FROM hazard_event AS mended WHERE mended.hazard_id = told.hazard_id AND mended.compensates_id = told.id)"""
FOLLOW_EVENTS = f"""UPDATE hazard SET
    stands_since = (SELECT MAX(told.effective_on) FROM hazard_event AS told
        WHERE told.hazard_id = hazard.id AND {_STANDING}),
    times_reopened = (SELECT COUNT(*) FROM (
        SELECT told.status AS status, LAG(told.status) OVER (ORDER BY told.effective_on, told.id) AS former
        FROM hazard_event AS told WHERE told.hazard_id = HAZARD AND {_STANDING}) AS one
        WHERE one.status = 'in_progress' AND one.former = 'corrected')
WHERE hazard.id = HAZARD"""  # noqa: S608  put together from words of ours alone
"""Brings a hazard's columns after its events; HAZARD stands for its id."""
FOLLOW_DEADLINES = """UPDATE hazard SET due_on = (
    SELECT agreed.due_on FROM deadline AS agreed WHERE agreed.hazard_id = hazard.id
    ORDER BY agreed.holds_from DESC, agreed.id DESC LIMIT 1)
WHERE hazard.id = HAZARD"""
"""Brings a hazard's column after its agreed dates."""
_FOLLOWERS = (("hazard_event", FOLLOW_EVENTS), ("deadline", FOLLOW_DEADLINES))


def columns_that_follow(dialect_name: str) -> list[str]:
    """Return the statements by which the columns that lists are sorted and counted by follow every event and date.

    By the database, so that no way of writing can leave them behind.
    """
    statements = []
    for table, follow in _FOLLOWERS:
        body = follow.replace("HAZARD", "NEW.hazard_id")
        if dialect_name == "sqlite":
            statements.append(f"CREATE TRIGGER {table}_follow AFTER INSERT ON {table} BEGIN {body}; END")
            continue
        statements += [
            f"CREATE FUNCTION {table}_follow() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body}; RETURN NULL; END $$",
            f"CREATE TRIGGER {table}_follow AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_follow()",
        ]
    return statements


def columns_that_follow_no_longer(dialect_name: str) -> list[str]:
    """Return the statements that undo `columns_that_follow`, for migrations downwards."""
    if dialect_name == "sqlite":
        return [f"DROP TRIGGER {table}_follow" for table, _ in _FOLLOWERS]
    return [
        statement
        for table, _ in _FOLLOWERS
        for statement in (f"DROP TRIGGER {table}_follow ON {table}", f"DROP FUNCTION {table}_follow()")
    ]


NOTICE_REOPENING = """UPDATE hazard SET may_have_reopened = TRUE
WHERE hazard.id = HAZARD AND NOT may_have_reopened AND EXISTS (
    SELECT 1 FROM hazard_event AS mended JOIN hazard_event AS broken ON broken.hazard_id = mended.hazard_id
    WHERE mended.hazard_id = hazard.id AND mended.status = 'corrected' AND broken.status = 'in_progress'
    AND (broken.effective_on > mended.effective_on
        OR broken.effective_on = mended.effective_on AND broken.id > mended.id))"""
"""Notices that a hazard may have been found breached again on some day; HAZARD stands for its id."""


def reopening_noticed(dialect_name: str) -> list[str]:
    """Return the statements by which every event notices that its hazard may have been reopened.

    By the database, like `columns_that_follow`; events are never changed, so that what was noticed stays true.
    """
    body, applies = NOTICE_REOPENING.replace("HAZARD", "NEW.hazard_id"), "NEW.status IN ('corrected', 'in_progress')"
    if dialect_name == "sqlite":
        return [
            f"CREATE TRIGGER hazard_event_reopening AFTER INSERT ON hazard_event WHEN {applies} BEGIN {body}; END",
        ]
    return [
        "CREATE FUNCTION hazard_event_reopening() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body}; RETURN NULL; END $$",
        "CREATE TRIGGER hazard_event_reopening AFTER INSERT ON hazard_event "
        f"FOR EACH ROW WHEN ({applies}) EXECUTE FUNCTION hazard_event_reopening()",
    ]


def reopening_noticed_no_longer(dialect_name: str) -> list[str]:
    """Return the statements that undo `reopening_noticed`, for migrations downwards."""
    if dialect_name == "sqlite":
        return ["DROP TRIGGER hazard_event_reopening"]
    return ["DROP TRIGGER hazard_event_reopening ON hazard_event", "DROP FUNCTION hazard_event_reopening()"]


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
