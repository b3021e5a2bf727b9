"""The private database: whether it answers, is up to date and whole."""

from pathlib import Path

from sqlalchemy import text

from accord.casework.backup import revision_of
from accord.casework.doctor.examination import Examination, Finding, broken, fine, judged, look
from accord.records.copying import damage_of_sqlite, dialect_of, sqlite_file
from accord.rules.upkeep import of_log, size_in_words
from accord.schema import newest_revision

FROM_BACKUP = "stop the site and restore the last backup (deploy/README.md); keep the damaged file for a specialist"
MOST_LINKS = 1_000
"""More broken links than this are not counted: one is enough to be broken."""


def reach(examined: Examination) -> Finding:
    """Judge whether the database answers at all."""
    if examined.trouble:
        return broken(examined.trouble, "see that it is there and running, and that ACCORD_DATABASE_URL names it")
    file = sqlite_file(examined.settings.database_url)
    size = f", {size_in_words(file.stat().st_size)}" if file else ""
    return fine(f"{dialect_of(examined.settings.database_url)} answers{size}")


def schema(examined: Examination) -> Finding:
    """Judge whether the tables are those of this version."""
    here, newest = revision_of(examined.database), newest_revision()
    if here != newest:
        return broken(f"stands at {here or 'nothing'}, this version needs {newest}", "run “accord init”")
    return fine(f"up to date ({here})")


def integrity(examined: Examination) -> Finding:
    """Judge whether the file is whole, page by page."""
    file = sqlite_file(examined.settings.database_url)
    if file is None:
        return fine("PostgreSQL looks after its own files")
    if not file.is_file():  # SQLite would make an empty one
        return look("there is no file to look at", "put the database right first")
    if said := damage_of_sqlite(file):
        return broken(f"the file is damaged: {said}", FROM_BACKUP)
    return fine("every page of the file is whole")


def links(examined: Examination) -> Finding:
    """Judge whether every row that names another one finds it."""
    if sqlite_file(examined.settings.database_url) is None:
        return fine("PostgreSQL lets no row name one that is not there")
    rows = examined.database.execute(text("PRAGMA foreign_key_check")).fetchmany(MOST_LINKS)
    if rows:
        tables = ", ".join(sorted({str(row[0]) for row in rows}))
        return broken(f"{len(rows):,} rows name one that is not there (tables: {tables})", FROM_BACKUP)
    return fine("every row finds the ones it names")


def write_ahead_log(examined: Examination) -> Finding:
    """Judge how long the log of SQLite has grown."""
    file = sqlite_file(examined.settings.database_url)
    if file is None:
        return fine("PostgreSQL looks after its own log")
    log = Path(f"{file}-wal")
    size = log.stat().st_size if log.is_file() else 0
    return judged(
        of_log(size),
        f"{size_in_words(size)} not yet written back",
        "a program holds the database open for reading and never ends; restart the site",
    )
