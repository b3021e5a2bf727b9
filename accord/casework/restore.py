"""Restores an installation from an archive: everything is checked before anything is put in place."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from accord.casework.backup import (
    DATABASE_NAMES,
    KEPT_NAMES,
    SNAPSHOT_NAME,
    refusing_as,
)
from accord.casework.refusals import Refused
from accord.casework.snapshot import needs_rebuilding, rebuild_snapshot
from accord.casework.stored import STORED_KINDS, STORED_NAME, DatabaseState, state_of, stores
from accord.config import SETTINGS, Settings
from accord.gateways.archive import Manifest, opened
from accord.gateways.files import FileStore
from accord.gateways.snapshot import tables
from accord.gateways.snapshot.tables import is_of_present_layout, open_for_reading
from accord.records.base import open_engine, reading
from accord.records.copying import (
    copy_sqlite,
    damage_of_sqlite,
    dialect_of,
    is_empty,
    put_dump,
    sqlite_file,
)
from accord.records.edition import PublishedEdition
from accord.records.factory import Factory
from accord.rules.moments import Moment
from accord.schema import MIGRATIONS, migrate

CONFIG_BESIDE = "config.toml.from-backup"


class RestoreRefused(Refused):
    """The archive cannot be restored here; nothing was put in place."""


@dataclass(frozen=True)
class Restored:
    """What was put in place; `config_as` is the name its config.toml got here, or None if it had none."""

    manifest: Manifest
    published_files: int
    photos: int
    documents: int
    was_migrated: bool
    snapshot_rebuilt: bool
    config_as: str | None


def restore(settings: Settings, file: Path, *, moment: Moment) -> Restored:
    """Put the installation in the archive in the place of this one, which must be empty."""
    with refusing_as(RestoreRefused):
        _require_empty(settings)
        # Inside the instance folder and not beside it: a folder that is a mount of its own is on another disk than
        # its neighbours, and its owner need not be allowed to write there.
        with TemporaryDirectory(prefix=".restore-", dir=settings.instance) as draft:
            staged = Path(draft)
            with opened(file) as archive:
                manifest = archive.manifest
                _require_acceptable(manifest, settings)
                archive.unpack_into(staged)
            with _database_in_force_afterwards(settings, staged) as engine:
                with _senseless_rows_refused():
                    _require_what_the_manifest_says(engine, manifest, staged)
                    migrate(engine)
                    with reading(engine) as session:
                        rebuilt = _snapshot_rebuilt(session, staged / SNAPSHOT_NAME, moment=moment)
                if manifest.database == "sqlite":  # An import may have come between; a dump stands there already.
                    _require_empty(settings)
                config_as = _put_in_place(settings, staged, manifest)
            # After the database: the public never sees what the database does not hold.
            _put_snapshot_in_place(settings, staged)
    return Restored(
        manifest=manifest,
        published_files=_count(manifest, "published"),
        photos=_count(manifest, "photos"),
        documents=_count(manifest, "documents"),
        was_migrated=manifest.schema != _known_schemas()[0],
        snapshot_rebuilt=rebuilt,
        config_as=config_as,
    )


def _count(manifest: Manifest, folder: str) -> int:
    return sum(member.name.startswith(f"{folder}/") for member in manifest.members)


def _require_empty(settings: Settings) -> None:
    file = sqlite_file(settings.database_url)
    if file is not None and not file.parent.is_dir():
        msg = f"there is no folder {file.parent} for the database"
        raise RestoreRefused(msg)
    if not is_empty(settings.database_url):
        msg = (
            "this installation is not empty, and a restore overwrites nothing: name another folder with "
            "ACCORD_INSTANCE, or another database with ACCORD_DATABASE_URL"
        )
        raise RestoreRefused(msg)


def _known_schemas() -> list[str]:
    """Return every revision this version knows, the newest first."""
    return [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]


def _require_acceptable(manifest: Manifest, settings: Settings) -> None:
    """Refuse by the list of contents alone, before anything is unpacked."""
    kind = dialect_of(settings.database_url)
    if manifest.database != kind:
        msg = f"the archive is of a {manifest.database} database; ACCORD_DATABASE_URL names a {kind} one here"
        raise RestoreRefused(msg)
    if manifest.schema not in _known_schemas():
        msg = (
            f"the archive was made by Accord {manifest.version}, whose database (schema {manifest.schema}) this "
            f"version does not know; restore it with that version or a newer one"
        )
        raise RestoreRefused(msg)
    names = {member.name for member in manifest.members}
    if DATABASE_NAMES[kind] not in names:
        msg = "the archive holds no database"
        raise RestoreRefused(msg)
    allowed = {DATABASE_NAMES[kind], SNAPSHOT_NAME, *KEPT_NAMES}
    for member in manifest.members:
        stored = STORED_NAME.fullmatch(member.name)
        if stored["sha256"] != member.sha256 if stored else member.name not in allowed:
            msg = f"the archive holds {member.name}, which belongs to no installation"
            raise RestoreRefused(msg)


@contextmanager
def _database_in_force_afterwards(settings: Settings, staged: Path) -> Iterator[Engine]:
    """Give the restored database, to be checked and migrated; it is in force if that succeeds, and gone if not."""
    target = sqlite_file(settings.database_url)
    if target is None:
        with _filled_from_dump(settings.database_url, staged / DATABASE_NAMES["postgresql"]) as engine:
            yield engine
        return
    copy = staged / DATABASE_NAMES["sqlite"]
    if said := damage_of_sqlite(copy):
        # Where it was damaged already when it was backed up, the sentence stands in the manifest; it is refused all
        # the same, since nobody can say what of it is true: `sqlite3 database.sqlite .recover` is a person's work.
        msg = f"the database in the archive is damaged: {said}"
        raise RestoreRefused(msg)
    engine = open_engine(f"sqlite:///{copy}")
    try:
        yield engine
    finally:
        engine.dispose()
    # After the files: as long as the database is empty, a restore that was cut off can be begun again.
    copy_sqlite(copy, target)


@contextmanager
def _filled_from_dump(url: str, dump: Path) -> Iterator[Engine]:
    engine = open_engine(url)
    migrate(engine, to="base")  # Empty, as was asked before: tables that an older dump lacks would be in its way.
    try:
        put_dump(url, dump)
        yield engine
    except BaseException:
        migrate(engine, to="base")
        raise
    finally:
        engine.dispose()


def _require_what_the_manifest_says(engine: Engine, manifest: Manifest, staged: Path) -> None:
    with reading(engine) as session:
        state = state_of(session)
    said = (manifest.schema, manifest.journal_root, manifest.journal_lines)
    if (state.schema, state.journal_root, state.journal_lines) != said:
        msg = "the database in the archive is not the one its list of contents speaks of (schema, journal)"
        raise RestoreRefused(msg)
    if not manifest.damage:
        _require_whole(state, staged)


def _require_whole(state: DatabaseState, staged: Path) -> None:
    if state.first_broken_line is not None:
        msg = f"the journal in the archive was altered: line {state.first_broken_line} does not follow from the last"
        raise RestoreRefused(msg)
    for folder, stored in state.stored.items():
        store = FileStore(staged / folder)
        missing = [what for sha256, what in stored.items() if not store.path_of(sha256).is_file()]
        if missing:
            msg = f"the archive lacks {len(missing)} {STORED_KINDS[folder]}, first the {missing[0]}"
            raise RestoreRefused(msg)


def _snapshot_rebuilt(session: Session, snapshot: Path, *, moment: Moment) -> bool:
    """Make the snapshot anew where it has another layout or lags behind the database; return whether it was."""
    latest = (
        select(Factory.number, func.max(PublishedEdition.number))
        .join(PublishedEdition, PublishedEdition.factory_id == Factory.id)
        .group_by(Factory.number)
    )
    if _editions_shown(snapshot) == dict(session.execute(latest).all()):
        return False
    snapshot.unlink(missing_ok=True)
    return needs_rebuilding(session, snapshot) and bool(rebuild_snapshot(session, snapshot, moment=moment))


def _editions_shown(snapshot: Path) -> dict[int, int] | None:
    """Return the edition of each factory in the snapshot, or None if this version cannot read it."""
    try:
        if not snapshot.is_file() or damage_of_sqlite(snapshot) or not is_of_present_layout(snapshot):
            return None
        with open_for_reading(snapshot).connect() as connection:
            factory = tables.factory.c
            # A factory of which nothing is published stands in the register, without an edition.
            rows = connection.execute(select(factory.number, factory.edition).where(factory.edition.is_not(None)))
            return {row.number: row.edition for row in rows}
    except DatabaseError:
        return None


def _put_in_place(settings: Settings, staged: Path, manifest: Manifest) -> str | None:
    """Move every file in but the snapshot; return the name that config.toml got, or None if there was none."""
    for folder, store in stores(settings).items():
        for member in manifest.members:
            if member.name.startswith(f"{folder}/"):
                store.take(staged / member.name, member.sha256)
    _put_private(staged / "secret-key", settings.instance / "secret-key")
    config_as = _config_name(settings, staged / "config.toml")
    if config_as:
        _put_private(staged / "config.toml", settings.instance / config_as)
    return config_as


def _put_snapshot_in_place(settings: Settings, staged: Path) -> None:
    settings.snapshot.unlink(missing_ok=True)  # one that was left here is of another installation
    if (staged / SNAPSHOT_NAME).is_file():
        (staged / SNAPSHOT_NAME).replace(settings.snapshot)


def _put_private(source: Path, target: Path) -> None:
    if source.is_file():
        source.chmod(0o600)
        source.replace(target)


def _config_name(settings: Settings, config: Path) -> str | None:
    """Return the name for the restored config.toml: one that is here already, or leads elsewhere, is not followed.

    A file that names another database would make the site open that one, and not the one that was just restored.
    """
    if not config.is_file():
        return None
    here = settings.instance / "config.toml"
    if here.is_file():
        return "config.toml" if here.read_bytes() == config.read_bytes() else CONFIG_BESIDE
    try:
        told = tomllib.loads(config.read_text("utf-8"))
    except ValueError:
        return CONFIG_BESIDE
    is_known = set(told) <= {setting.name for setting in SETTINGS}
    leads_here = told.get("ACCORD_DATABASE_URL", settings.database_url) == settings.database_url
    return "config.toml" if is_known and leads_here else CONFIG_BESIDE


@contextmanager
def _senseless_rows_refused() -> Iterator[None]:
    """Refuse a database that holds what Accord never wrote: a date that is none, a frozen edition without hazards."""
    try:
        yield
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        msg = f"the database in the archive holds what Accord does not write: {type(error).__name__}, {error}"
        raise RestoreRefused(msg) from error
