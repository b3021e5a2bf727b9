"""Makes every check, one after the other; what goes wrong in one is its finding and stops no other."""

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from accord.casework.doctor.clockwork import clockwork
from accord.casework.doctor.database import integrity, links, reach, schema, write_ahead_log
from accord.casework.doctor.disk import disk
from accord.casework.doctor.examination import Examination, Finding, broken, look
from accord.casework.doctor.journal import journal
from accord.casework.doctor.machine import clock, fonts, time_zone
from accord.casework.doctor.outside import certificate, mail
from accord.casework.doctor.permissions import folder, secret_key
from accord.casework.doctor.precautions import backup, rehearsal
from accord.casework.doctor.snapshot import snapshot
from accord.casework.doctor.stored_files import documents, photos, published_files, uploads
from accord.config import Settings
from accord.records.base import open_engine, reading
from accord.records.copying import sqlite_file
from accord.rules.moments import Moment

CONNECT_SECONDS = 5
FAULTS = (SQLAlchemyError, sqlite3.Error, OSError, subprocess.SubprocessError)
"""What a machine can do to a check; a mistake of ours is none of these and is not hidden."""


@dataclass(frozen=True)
class Check:
    """One thing to look at, under the name by which it is told."""

    name: str
    look: Callable[[Examination], Finding]
    needs_database: bool = False


CHECKS = (
    Check("disk", disk),
    Check("database", reach),
    Check("schema", schema, needs_database=True),
    Check("integrity", integrity),
    Check("links", links, needs_database=True),
    Check("write-ahead log", write_ahead_log),
    Check("journal", journal, needs_database=True),
    Check("public snapshot", snapshot),
    Check("published files", published_files, needs_database=True),
    Check("photos", photos, needs_database=True),
    Check("documents", documents, needs_database=True),
    Check("uploads", uploads, needs_database=True),
    Check("fonts", fonts),
    Check("clock", clock),
    Check("time zone", time_zone),
    Check("clockwork", clockwork, needs_database=True),
    Check("mail", mail),
    Check("certificate", certificate),
    Check("backup", backup),
    Check("rehearsal", rehearsal),
    Check("instance folder", folder),
    Check("secret key", secret_key),
)


def examine(settings: Settings, *, moment: Moment, is_thorough: bool = False) -> dict[str, Finding]:
    """Return what each check found, by its name, in the order in which they are told. Nothing is changed."""
    with _opened(settings) as (session, trouble):
        examined = Examination(settings, moment, session, trouble, is_thorough)
        return {check.name: _found(check, examined) for check in CHECKS}


def _found(check: Check, examined: Examination) -> Finding:
    if check.needs_database and examined.session is None:
        return look("not looked at, since the database does not answer", "put the database right first")
    try:
        return check.look(examined)
    except FAULTS as error:
        if examined.session:  # PostgreSQL answers nothing more in a transaction in which something failed
            examined.session.rollback()
        return broken(f"could not be looked at: {_words(error)}", "see to what is said there, then look again")


@contextmanager
def _opened(settings: Settings) -> Iterator[tuple[Session | None, str | None]]:
    """Give a session that only reads, or None and why there is none."""
    file = sqlite_file(settings.database_url)
    # Asked before anything opens it, since SQLite would make an empty file of that name.
    if file is not None and not file.is_file():
        yield None, f"there is no database at {file}"
        return
    url = make_url(settings.database_url)
    if file is None:
        url = url.update_query_dict({"connect_timeout": str(CONNECT_SECONDS)})
    engine = open_engine(url.render_as_string(hide_password=False))
    try:
        with reading(engine) as session:
            trouble = _trouble(session)
            yield (None, trouble) if trouble else (session, None)
    finally:
        engine.dispose()


def _trouble(session: Session) -> str | None:
    try:
        session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return f"it cannot be reached: {_words(error)}"
    return None


def _words(error: BaseException) -> str:
    said = getattr(error, "orig", None) or error
    return " ".join(str(said).split())
