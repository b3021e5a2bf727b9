"""Rehearses a restore: a backup is put into a temporary folder, and what it holds is compared with what is here."""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from accord.casework.backup import refusing_as
from accord.casework.journal import FIRST_HASH, hash_of_line
from accord.casework.refusals import Refused
from accord.casework.restore import Restored, restore
from accord.casework.upkeep import last_backup, note_rehearsal
from accord.config import Settings
from accord.gateways.archive import Manifest, opened
from accord.gateways.notes import NoteUnreadable
from accord.records.base import open_engine
from accord.records.copying import sqlite_file
from accord.rules.moments import Moment
from accord.schema import migrate


class RehearsalFailed(Refused):
    """The backup cannot be restored, or is none of this installation."""


@dataclass(frozen=True)
class Rehearsal:
    """A restore that went well, and of which file."""

    file: Path
    restored: Restored


def newest_backup(settings: Settings) -> Path:
    """Return the file of the last backup that was noted here."""
    try:
        last = last_backup(settings)
    except NoteUnreadable as error:
        raise RehearsalFailed(str(error)) from error
    if last is None:
        msg = "no backup was taken here yet: run “accord backup FILE”, or name the file"
        raise RehearsalFailed(msg)
    return last.file


def rehearse(
    session: Session, settings: Settings, file: Path, *, moment: Moment, database_url: str | None = None
) -> Rehearsal:
    """Restore the backup into a temporary folder beside it, compare, and note how it ended.

    `session` reads the database in force: the journal of the backup must be the beginning of the journal there.
    `database_url` names an empty PostgreSQL database for the rehearsal, which is emptied again; SQLite needs none.
    Raises RehearsalFailed, which is noted too.
    """
    manifest = None
    try:
        with refusing_as(RehearsalFailed):
            manifest = _manifest_of(file)
            restored = _restored_aside(settings, file, moment=moment, database_url=database_url)
            _require_ours(session, manifest)
    except Refused as refusal:
        note_rehearsal(settings, file, moment=moment, manifest=manifest, trouble=str(refusal))
        raise RehearsalFailed(str(refusal)) from refusal
    note_rehearsal(settings, file, moment=moment, manifest=manifest, trouble=None)
    return Rehearsal(file, restored)


def _manifest_of(file: Path) -> Manifest:
    with opened(file) as archive:
        manifest = archive.manifest
    if manifest.damage:
        msg = f"the backup was taken of an installation that was not whole: {manifest.damage[0]}"
        raise RehearsalFailed(msg)
    return manifest


def _restored_aside(settings: Settings, file: Path, *, moment: Moment, database_url: str | None) -> Restored:
    # Beside the archive and not in /tmp, which is often kept in memory: where archives are kept there is room.
    with TemporaryDirectory(prefix=".rehearsal-", dir=file.parent) as draft:
        aside = replace(settings, instance=Path(draft), database_url=_database_aside(settings, draft, database_url))
        restored = restore(aside, file, moment=moment)
        if database_url is not None:
            # It was empty, or the restore would have been refused.
            engine = open_engine(aside.database_url)
            migrate(engine, to="base")
            engine.dispose()
    return restored


def _database_aside(settings: Settings, folder: str, database_url: str | None) -> str:
    if sqlite_file(settings.database_url) is not None:
        return f"sqlite:///{folder}/accord.sqlite"
    if database_url is None:
        msg = "a PostgreSQL database is rehearsed in another, empty one: name it with --database"
        raise RehearsalFailed(msg)
    return database_url


def _require_ours(session: Session, manifest: Manifest) -> None:
    lines = manifest.journal_lines
    found = hash_of_line(session, lines) if lines else FIRST_HASH
    if found != manifest.journal_root:
        msg = (
            f"the journal here does not have the {lines:,} lines of the backup as its beginning: the backup is of "
            f"another installation, or lines were altered or removed here since"
        )
        raise RehearsalFailed(msg)
