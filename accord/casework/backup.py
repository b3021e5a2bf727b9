"""Takes a backup: what belongs to an installation, whether it is whole, and all of it in one archive."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.exc import DBAPIError

from accord import __version__
from accord.casework.refusals import Refused
from accord.casework.stored import DatabaseState, revision_of, state_of, stores
from accord.config import Settings
from accord.gateways.archive import ArchiveRefused, Manifest, Member, member_from, write_archive
from accord.records.copying import CopyRefused, copied, copy_sqlite, damage_of_sqlite, dialect_of, sqlite_file
from accord.rules.moments import Moment

DATABASE_NAMES = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
SNAPSHOT_NAME = "public.sqlite"
KEPT_NAMES = ("config.toml", "secret-key")
"""What is kept in the instance folder besides database, snapshot and stored files: who adds a key adds it here."""
BESIDE_A_FILE = ("", "-wal", "-shm", "-journal", ".lock", ".clockwork", ".turn")
"""Endings of what stands beside a file while it is used: the last two are the locks of the clockwork."""
UPKEEP_NAMES = ("last-backup.json", "last-rehearsal.json")
"""What an installation notes of its own upkeep; no part of a backup, since it is true of one place only."""


class BackupRefused(Refused):
    """No backup can be taken, or none that is whole; `sentences` says each reason."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Backup:
    """A backup that was taken, and what stands in the instance folder but is not in it."""

    manifest: Manifest
    size_bytes: int
    left_out: tuple[str, ...]


def take_backup(
    settings: Settings, file: Path, *, moment: Moment, even_if_damaged: bool = False, overwrite: bool = False
) -> Backup:
    """Write the whole installation into one archive, while others work on it; refused where it is not whole.

    Everything is gathered and written in a folder beside the archive, which is renamed into place when it is whole.
    """
    _require_free_name(file, overwrite=overwrite)
    _require_database(settings)
    with (
        refusing_as(BackupRefused),
        TemporaryDirectory(prefix=f"{file.name}.", suffix=".part", dir=file.parent) as draft,
    ):
        folder = Path(draft)
        manifest, sources = _gathered(settings, folder, moment=moment)
        if manifest.damage and not even_if_damaged:
            said = "Nothing was written. To take the backup all the same, without what is damaged: --even-if-damaged"
            raise BackupRefused(*manifest.damage, said)
        write_archive(folder / "archive", manifest, sources)
        _require_free_name(file, overwrite=overwrite)
        _put_in_place(folder / "archive", file)
    return Backup(manifest, file.stat().st_size, left_out=_left_out(settings, file))


def _gathered(settings: Settings, folder: Path, *, moment: Moment) -> tuple[Manifest, dict[str, Path]]:
    """Copy what others may change meanwhile into the folder; return the manifest, and where each member is read."""
    # The snapshot first: where a publication comes between the two, it holds less than the database and is made anew
    # at the restore, but never an edition that the restored database does not know.
    sources = _copied_snapshot(settings, folder) | _copied_small_files(settings, folder)
    with copied(settings.database_url, folder) as (copy, session):
        if revision_of(session) is None:
            msg = "there is no database of Accord here yet: run “accord init”"
            raise BackupRefused(msg)
        state = state_of(session)
    sources |= {copy.name: copy} | _copied_uploads(settings, folder, state)
    stored, damage = _stored_members(settings, state)
    manifest = Manifest(
        version=__version__,
        schema=state.schema,
        database=dialect_of(settings.database_url),
        made_at=moment.now,
        journal_root=state.journal_root,
        journal_lines=state.journal_lines,
        damage=(*_damage_of_database(copy, state), *damage),
        members=(*(member_from(name, sources[name]) for name in sorted(sources)), *stored),
    )
    return manifest, sources | {member.name: settings.instance / member.name for member in stored}


def _require_free_name(file: Path, *, overwrite: bool) -> None:
    if not file.parent.is_dir():
        msg = f"there is no folder {file.parent}"
        raise BackupRefused(msg)
    if file.exists() and not file.is_file():
        msg = f"{file} is no plain file"
        raise BackupRefused(msg)
    if file.exists() and not overwrite:
        msg = f"{file} is there already; choose another name, or overwrite it with --force"
        raise BackupRefused(msg)


def _require_database(settings: Settings) -> None:
    # Asked before anything opens it, since SQLite would make an empty file of that name.
    file = sqlite_file(settings.database_url)
    if file is not None and not file.is_file():
        msg = f"there is no database at {file}: run “accord init”"
        raise BackupRefused(msg)


def _copied_snapshot(settings: Settings, folder: Path) -> dict[str, Path]:
    if not settings.snapshot.is_file():
        return {}
    copy_sqlite(settings.snapshot, folder / SNAPSHOT_NAME)
    return {SNAPSHOT_NAME: folder / SNAPSHOT_NAME}


def _copied_small_files(settings: Settings, folder: Path) -> dict[str, Path]:
    """Copy them first, so that a setting changed in an editor meanwhile is not taken for damage."""
    found = {name: settings.instance / name for name in KEPT_NAMES if (settings.instance / name).is_file()}
    for name, path in found.items():
        (folder / name).write_bytes(path.read_bytes())
    return {name: folder / name for name in found}


def _damage_of_database(copy: Path, state: DatabaseState) -> Iterator[str]:
    if copy.name == DATABASE_NAMES["sqlite"] and (said := damage_of_sqlite(copy)):
        yield f"the database is damaged: {said}"
    if state.first_broken_line is not None:
        yield f"the journal was altered: line {state.first_broken_line} does not follow from the one before"


def _copied_uploads(settings: Settings, folder: Path, state: DatabaseState) -> dict[str, Path]:
    """Copy what waits to be made a photo; what was made one since the database was copied is gone, and no damage."""
    store, found = stores(settings)["uploads"], {}
    (folder / "uploads").mkdir()
    for sha256 in state.uploads:
        copy = folder / "uploads" / sha256
        with suppress(FileNotFoundError):
            copy.write_bytes(store.path_of(sha256).read_bytes())
            found[f"uploads/{sha256[:2]}/{sha256}"] = copy
    return found


def _stored_members(settings: Settings, state: DatabaseState) -> tuple[list[Member], list[str]]:
    """Return the stored files that are whole, and a sentence for each of the others, which are left out."""
    members, damaged = [], []
    for folder, named in state.stored.items():
        store = stores(settings)[folder]
        for sha256, what in named.items():
            path = store.path_of(sha256)
            if not path.is_file():
                damaged.append(f"the {what} is missing: {path}")
                continue
            member = member_from(f"{folder}/{sha256[:2]}/{sha256}", path)
            if member.sha256 == sha256:
                members.append(member)
            else:
                damaged.append(f"the {what} was altered: {path}")
    return members, damaged


def _put_in_place(archive: Path, file: Path) -> None:
    archive.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _left_out(settings: Settings, file: Path) -> tuple[str, ...]:
    # A copy of the snapshot for download is made again from the snapshot.
    kept = (*KEPT_NAMES, *UPKEEP_NAMES, SNAPSHOT_NAME, *stores(settings), settings.downloads.name)
    database = sqlite_file(settings.database_url)
    taken = {file.resolve(), *(settings.instance / name for name in kept)} | (
        {database.resolve()} if database else set()
    )
    beside = {f"{path}{ending}" for path in taken for ending in BESIDE_A_FILE}
    return tuple(
        path.name for path in sorted(settings.instance.iterdir()) if str(path) not in beside and path.suffix != ".part"
    )


@contextmanager
def refusing_as(refused: type[Refused]) -> Iterator[None]:
    """Turn what goes wrong with an archive, a copy, the database or a file into a refusal of this kind."""
    try:
        yield
    except (ArchiveRefused, CopyRefused) as refusal:
        raise refused(str(refusal)) from refusal
    except DBAPIError as error:
        msg = f"the database cannot be read: {error.orig}"
        raise refused(msg) from error
    except OSError as error:
        msg = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        raise refused(msg) from error
