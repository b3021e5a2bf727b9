"""Backup and restore: the same installation again, or a sentence and nothing at all."""

import errno
import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from unittest.mock import Mock
from zoneinfo import ZoneInfo

import pytest
from casework.cap_sheets import a_row, a_sheet, a_workbook
from sqlalchemy import text
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework import restore as casework_restore
from accord.casework.backup import BackupRefused, take_backup
from accord.casework.histories import Scope
from accord.casework.imports import SourceFile, import_cap
from accord.casework.progress import progress
from accord.casework.publication import publish
from accord.casework.restore import RestoreRefused, restore
from accord.casework.snapshot import show
from accord.casework.stored import DatabaseState, state_of
from accord.config import Settings
from accord.gateways.archive import Manifest, member_from, opened, write_archive
from accord.gateways.files import FileStore
from accord.gateways.snapshot.reader import PublicSnapshot
from accord.records.base import no_longer_append_only, open_engine, reading
from accord.records.copying import CopyRefused
from accord.rules.moments import Moment
from accord.rules.vocabulary import Status
from accord.schema import is_up_to_date, migrate

NOON = Moment(now=datetime(2024, 7, 1, 6, 0, tzinfo=UTC), zone=ZoneInfo("Asia/Dhaka"))
KEY = "the key of this installation"
CONFIG = 'ACCORD_HOTLINE = "16357"\n'


def settings_in(folder: Path) -> Settings:
    folder.mkdir(exist_ok=True)
    return Settings(
        instance=folder,
        database_url=f"sqlite:///{folder / 'accord.sqlite'}",
        secret_key=KEY,
        mail_url=None,
        base_url=None,
        zone=NOON.zone,
        hotline=None,
    )


def state_in(settings: Settings) -> DatabaseState:
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        state = state_of(session)
    engine.dispose()
    return state


def rates_in(settings: Settings):
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        rates = progress(session, Scope(), moment=NOON)
    engine.dispose()
    return rates


def change(database: Path, *statements: str) -> None:
    """Do what somebody with the database file and bad intentions could do."""
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def published(tmp_path_factory, migrated_database) -> Path:
    """An installation with one published factory; tests work on copies of it."""
    settings = settings_in(tmp_path_factory.mktemp("published") / "instance")
    shutil.copy(migrated_database, settings.instance / "accord.sqlite")
    (settings.instance / "secret-key").write_text(KEY)
    (settings.instance / "config.toml").write_text(CONFIG)
    engine = open_engine(settings.database_url)
    with Session(engine) as session:
        workbook = a_workbook(a_sheet(a_row(1), a_row(2, status=Status.CORRECTED)))
        import_cap(session, workbook, file=SourceFile("first.xlsx", "1" * 64), actor="an engineer", moment=NOON)
        publication = publish(
            session,
            9490,
            store=FileStore(settings.files),
            photos=FileStore(settings.photos),
            actor="the CSO",
            moment=NOON,
        )
        session.commit()
        show(session, publication.edition.factory.number, settings.snapshot, moment=NOON)
    engine.dispose()
    return settings.instance


@pytest.fixture
def here(published, tmp_path) -> Settings:
    shutil.copytree(published, tmp_path / "instance")
    return settings_in(tmp_path / "instance")


@pytest.fixture
def fresh(tmp_path) -> Settings:
    """An installation that holds nothing but the key that its first start made."""
    settings = settings_in(tmp_path / "fresh")
    (settings.instance / "secret-key").write_text("a key made on first start")
    return settings


@pytest.fixture
def archive(here, tmp_path) -> Path:
    take_backup(here, tmp_path / "backup.tar.gz", moment=NOON)
    return tmp_path / "backup.tar.gz"


@pytest.fixture
def altered(archive, tmp_path):
    """Pack the archive again after something was done to its files, with a list of contents that agrees."""

    def made(deed: Callable[[Path], object] = lambda _: None, **changed: object) -> Path:
        folder = tmp_path / "unpacked"
        folder.mkdir()
        with opened(archive) as found:
            found.unpack_into(folder)
        deed(folder)
        sources = {name: folder / name for name in sorted(contents(folder))}
        members = tuple(member_from(name, path) for name, path in sources.items())
        manifest: Manifest = replace(found.manifest, members=members)
        write_archive(tmp_path / "altered.tar.gz", replace(manifest, **changed), sources)
        return tmp_path / "altered.tar.gz"

    return made


def refusal_of(settings: Settings, file: Path) -> str:
    """Restore, and hold the refusal to its promise: one sentence, and nothing changed."""
    before = contents(settings.instance)
    with pytest.raises(RestoreRefused) as refused:
        restore(settings, file, moment=NOON)
    assert contents(settings.instance) == before
    [sentence] = str(refused.value).splitlines()
    return sentence


def test_a_restored_installation_has_the_same_journal_figures_files_snapshot_and_keys(here, archive, fresh):
    restored = restore(fresh, archive, moment=NOON)

    assert state_in(fresh) == state_in(here)
    assert restored.manifest.journal_root == state_in(here).journal_root
    assert rates_in(fresh) == rates_in(here)
    assert contents(fresh.files) == contents(here.files)
    assert len(contents(fresh.files)) == restored.published_files == 5
    shown = [PublicSnapshot(each.snapshot).factory(9490, as_of=NOON.today) for each in (here, fresh)]
    assert shown[0] == shown[1] is not None
    assert (fresh.instance / "secret-key").read_text() == KEY
    assert (fresh.instance / "config.toml").read_text() == CONFIG


def test_work_goes_on_after_a_restore_and_the_journal_stays_whole(archive, fresh):
    restore(fresh, archive, moment=NOON)

    engine = open_engine(fresh.database_url)
    with Session(engine) as session:
        workbook = a_workbook(a_sheet(a_row(1, status=Status.CORRECTED), a_row(3)))
        import_cap(session, workbook, file=SourceFile("second.xlsx", "2" * 64), actor="an engineer", moment=NOON)
        session.commit()
    engine.dispose()

    assert state_in(fresh).first_broken_line is None


def test_a_backup_of_the_restored_installation_says_the_same_of_itself(archive, fresh, tmp_path):
    with opened(archive) as first:
        restore(fresh, archive, moment=NOON)
    take_backup(fresh, tmp_path / "again.tar.gz", moment=NOON)

    with opened(tmp_path / "again.tar.gz") as second:
        assert second.manifest.journal_root == first.manifest.journal_root
        assert [each.name for each in second.manifest.members] == [each.name for each in first.manifest.members]


def test_keys_and_archive_are_readable_by_their_owner_only(archive, fresh):
    restore(fresh, archive, moment=NOON)

    private = [archive, fresh.instance / "secret-key", fresh.instance / "config.toml"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in private] == [0o600] * 3


def test_a_backup_changes_nothing_and_leaves_nothing_beside_the_archive(here, tmp_path):
    before = contents(here.instance)
    (tmp_path / "backups").mkdir()

    take_backup(here, tmp_path / "backups/backup.tar.gz", moment=NOON)

    assert contents(here.instance) == before
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["backup.tar.gz"]


def test_a_backup_taken_while_others_import_is_of_one_moment(here, fresh, tmp_path):
    written, stop = threading.Event(), threading.Event()

    def imports() -> None:
        engine = open_engine(here.database_url)
        for number in count(1):
            with Session(engine) as session:
                details = {"hazards": "x" * 2_000}
                journal.note(session, "imported", f"factory {number}", actor="x", moment=NOON, details=details)
                session.commit()
            written.set()
            if stop.is_set():
                break
        engine.dispose()

    importer = threading.Thread(target=imports)
    importer.start()
    for number in range(5):
        take_backup(here, tmp_path / f"{number}.tar.gz", moment=NOON)
        # However slow or fast either of them is: something is written between two backups, and after the last.
        written.clear()
        written.wait()
    stop.set()
    importer.join()

    restored = restore(fresh, tmp_path / "4.tar.gz", moment=NOON)
    lines = [opened_lines(tmp_path / f"{number}.tar.gz") for number in range(5)]
    assert lines == sorted(set(lines))
    assert restored.manifest.journal_lines == lines[-1] < state_in(here).journal_lines
    assert state_in(fresh).first_broken_line is None


def opened_lines(file: Path) -> int:
    with opened(file) as found:
        return found.manifest.journal_lines


def test_a_backup_waits_for_no_import_and_does_not_see_what_is_not_committed(here, tmp_path):
    engine = open_engine(here.database_url)
    with Session(engine) as session:
        journal.note(session, "imported", "factory 1", actor="x", moment=NOON, details={})

        taken = take_backup(here, tmp_path / "backup.tar.gz", moment=NOON)

        session.commit()
    engine.dispose()
    assert taken.manifest.journal_lines == state_in(here).journal_lines - 1


def test_every_missing_or_altered_published_file_is_named_and_nothing_is_written(here, tmp_path):
    missing, touched, *_ = sorted(state_in(here).published)
    store = FileStore(here.files)
    store.path_of(missing).unlink()
    store.path_of(touched).write_bytes(b"another")

    with pytest.raises(BackupRefused) as refused:
        take_backup(here, tmp_path / "backup.tar.gz", moment=NOON)

    *named, last = refused.value.sentences
    assert sorted(named) == sorted(
        [
            f"the {state_in(here).published[missing]} is missing: {store.path_of(missing)}",
            f"the {state_in(here).published[touched]} was altered: {store.path_of(touched)}",
        ]
    )
    assert "of edition 1 of factory 9490" in named[0]
    assert "--even-if-damaged" in last
    assert not (tmp_path / "backup.tar.gz").exists()


def test_a_damaged_installation_can_be_backed_up_all_the_same_and_the_restore_tells_of_it(here, fresh, tmp_path):
    touched = min(state_in(here).published)
    FileStore(here.files).path_of(touched).write_bytes(b"another")
    change(
        here.instance / "accord.sqlite",
        *no_longer_append_only("sqlite", "journal"),
        "UPDATE journal SET actor = 'somebody else' WHERE id = 1",
    )

    take_backup(here, tmp_path / "backup.tar.gz", moment=NOON, even_if_damaged=True)
    restored = restore(fresh, tmp_path / "backup.tar.gz", moment=NOON)

    journal_line, file = restored.manifest.damage
    assert journal_line == "the journal was altered: line 1 does not follow from the one before"
    assert "was altered" in file
    assert restored.published_files == 4
    assert not FileStore(fresh.files).path_of(touched).exists()


def test_an_existing_archive_is_overwritten_only_when_told_to(here, archive):
    before = archive.read_bytes()

    with pytest.raises(BackupRefused, match="is there already"):
        take_backup(here, archive, moment=NOON)
    assert archive.read_bytes() == before

    take_backup(here, archive, moment=replace(NOON, now=datetime(2025, 1, 1, tzinfo=UTC)), overwrite=True)
    assert archive.read_bytes() != before


def test_what_the_instance_folder_holds_besides_is_named_and_left_out(here, tmp_path):
    (here.instance / "notes.txt").write_text("mine")
    for ending in ("-shm", ".clockwork", ".turn"):
        (here.instance / f"accord.sqlite{ending}").touch()

    taken = take_backup(here, here.instance / "backup.tar.gz", moment=NOON)

    assert taken.left_out == ("notes.txt",)


def test_where_there_is_no_database_there_is_nothing_to_back_up(fresh, tmp_path):
    with pytest.raises(BackupRefused, match="run “accord init”"):
        take_backup(fresh, tmp_path / "backup.tar.gz", moment=NOON)

    assert not (fresh.instance / "accord.sqlite").exists()


def test_a_folder_that_is_not_there_is_named(here, tmp_path):
    with pytest.raises(BackupRefused, match="there is no folder"):
        take_backup(here, tmp_path / "nowhere/backup.tar.gz", moment=NOON)


def test_nothing_but_a_plain_file_is_overwritten_even_when_told_to(here):
    with pytest.raises(BackupRefused, match="/dev/null is no plain file"):
        take_backup(here, Path("/dev/null"), moment=NOON, overwrite=True)


def test_what_the_system_refuses_is_told_in_its_words_and_nothing_is_left(here, tmp_path, monkeypatch):
    (tmp_path / "backups").mkdir()
    monkeypatch.setattr(os, "fsync", Mock(side_effect=OSError(errno.ENOSPC, "No space left on device")))

    with pytest.raises(BackupRefused, match="No space left on device"):
        take_backup(here, tmp_path / "backups/backup.tar.gz", moment=NOON)

    assert list((tmp_path / "backups").iterdir()) == []


def test_a_restore_that_could_not_put_the_database_in_place_can_be_begun_again(here, archive, fresh, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(casework_restore, "copy_sqlite", Mock(side_effect=CopyRefused("the disk is full")))
        with pytest.raises(RestoreRefused, match="the disk is full"):
            restore(fresh, archive, moment=NOON)
    assert not fresh.snapshot.exists()

    restore(fresh, archive, moment=NOON)

    assert state_in(fresh) == state_in(here)


def test_a_restore_onto_a_database_with_a_line_in_its_journal_is_refused(here, archive):
    assert "is not empty, and a restore overwrites nothing" in refusal_of(here, archive)


def test_a_restore_onto_a_database_that_was_only_set_up_is_done(here, archive, fresh, migrated_database):
    shutil.copy(migrated_database, fresh.instance / "accord.sqlite")

    restore(fresh, archive, moment=NOON)

    assert state_in(fresh) == state_in(here)


def test_a_restore_onto_the_database_of_another_program_is_refused(archive, fresh):
    change(fresh.instance / "accord.sqlite", "PRAGMA journal_mode = WAL", "CREATE TABLE pictures (id INTEGER)")

    assert "is not empty" in refusal_of(fresh, archive)


def test_an_older_schema_is_brought_up_to_date(here, fresh, tmp_path):
    (here.instance / "accord.sqlite").unlink()
    engine = open_engine(here.database_url)
    migrate(engine, to="0001")
    with Session(engine) as session:
        journal.note(session, "began", "programme", actor="x", moment=NOON, details={})
        session.commit()
    engine.dispose()
    take_backup(here, tmp_path / "backup.tar.gz", moment=NOON)

    restored = restore(fresh, tmp_path / "backup.tar.gz", moment=NOON)

    assert restored.manifest.schema == "0001"
    engine = open_engine(fresh.database_url)
    assert is_up_to_date(engine)
    engine.dispose()


def test_a_newer_schema_is_refused(altered, fresh):
    file = altered(schema="9999", version="47.11")

    assert "made by Accord 47.11, whose database (schema 9999) this version does not know" in refusal_of(fresh, file)


def test_a_dump_of_postgresql_is_not_restored_into_sqlite(altered, fresh):
    assert "of a postgresql database" in refusal_of(fresh, altered(database="postgresql"))


@pytest.mark.parametrize(
    "name", ["evil", "published/ab/evil", "published/aa/" + "ab" * 32, "published/ab/" + "ab" * 32]
)
def test_a_file_that_belongs_to_no_installation_is_refused(altered, fresh, name):
    def add(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")

    assert f"the archive holds {name}, which belongs to no installation" in refusal_of(fresh, altered(add))


def in_database(*statements: str) -> Callable[[Path], None]:
    return lambda folder: change(folder / "database.sqlite", *statements)


UNCHAINED = no_longer_append_only("sqlite", "journal")
UNFROZEN = no_longer_append_only("sqlite", "edition")
ALTERED = {
    "a journal without its last line": (
        in_database(*UNCHAINED, "DELETE FROM journal WHERE id = (SELECT max(id) FROM journal)"),
        "is not the one its list of contents speaks of",
    ),
    "a line altered before the last": (
        in_database(*UNCHAINED, "UPDATE journal SET actor = 'x' WHERE id = 1"),
        "the journal in the archive was altered: line 1",
    ),
    "a date that is none": (
        in_database(*UNCHAINED, "UPDATE journal SET at = 'x' WHERE id = 1"),
        "holds what Accord does not write",
    ),
    "an edition that says nothing": (
        lambda folder: (
            change(folder / "database.sqlite", *UNFROZEN, "UPDATE edition SET content = '{}'"),
            (folder / "public.sqlite").unlink(),
        ),
        "holds what Accord does not write",
    ),
    "a journal that is not there": (in_database("DROP TABLE journal"), "the database cannot be read"),
    "another schema than said": (in_database("UPDATE alembic_version SET version_num = 'x'"), "is not the one"),
    "no database": (lambda folder: (folder / "database.sqlite").unlink(), "holds no database"),
    "no database but a letter": (
        lambda folder: (folder / "database.sqlite").write_bytes(b"a letter" * 999),
        "the database in the archive is damaged: file is not a database",
    ),
    "no published files": (
        lambda folder: shutil.rmtree(folder / "published"),
        "lacks 5 published files, first the PDF en of edition 1 of factory 9490",
    ),
}


@pytest.mark.parametrize(("deed", "sentence"), ALTERED.values(), ids=ALTERED)
def test_an_archive_whose_parts_contradict_each_other_is_refused(altered, fresh, deed, sentence):
    assert sentence in refusal_of(fresh, altered(deed))


def test_a_truncated_archive_is_refused(archive, fresh):
    archive.write_bytes(archive.read_bytes()[:-1000])

    assert "is damaged or incomplete" in refusal_of(fresh, archive)


SNAPSHOTS = {
    "of an older layout": lambda file: change(file, "UPDATE fact SET value = '0' WHERE name = 'layout'"),
    "older than the last edition": lambda file: change(file, "UPDATE factory SET edition = 0"),
    "not there": lambda file: file.unlink(),
    "no snapshot at all": lambda file: file.write_bytes(b"a letter" * 999),
    "a snapshot without its tables": lambda file: change(file, "DROP TABLE factory"),
}


@pytest.mark.parametrize("deed", SNAPSHOTS.values(), ids=SNAPSHOTS)
def test_a_snapshot_that_does_not_fit_is_made_anew(here, altered, fresh, deed):
    restored = restore(fresh, altered(lambda folder: deed(folder / "public.sqlite")), moment=NOON)

    assert restored.snapshot_rebuilt
    before, after = (PublicSnapshot(each.snapshot).factory(9490, as_of=NOON.today) for each in (here, fresh))
    assert after == before


def test_a_snapshot_left_behind_by_another_installation_does_not_stay_public(
    archive, altered, fresh, migrated_database
):
    fresh.snapshot.write_bytes(b"of another installation")

    def unpublish(folder: Path) -> None:
        shutil.rmtree(folder / "published")
        (folder / "public.sqlite").unlink()
        change(folder / "database.sqlite", *(drop for table in ("edition", "edition_file") for drop in emptied(table)))

    restore(fresh, altered(unpublish), moment=NOON)

    assert not fresh.snapshot.exists()


def emptied(table: str) -> list[str]:
    return [*no_longer_append_only("sqlite", table), f"DELETE FROM {table}"]  # noqa: S608 - a word of this test


def test_settings_that_are_here_already_stay_in_force(archive, fresh):
    (fresh.instance / "config.toml").write_text('ACCORD_HOTLINE = "999"\n')

    restored = restore(fresh, archive, moment=NOON)

    assert (fresh.instance / "config.toml").read_text() == 'ACCORD_HOTLINE = "999"\n'
    assert (fresh.instance / restored.config_as).read_text() == CONFIG


@pytest.mark.parametrize(
    "config", ['ACCORD_DATABASE_URL = "sqlite:////tmp/another.sqlite"', "UNKNOWN = 1", "[[", "\xff"]
)
def test_settings_that_would_open_another_database_or_none_are_put_beside(altered, fresh, config):
    file = altered(lambda folder: (folder / "config.toml").write_bytes(config.encode("latin-1")))

    restored = restore(fresh, file, moment=NOON)

    assert restored.config_as == "config.toml.from-backup"
    assert not (fresh.instance / "config.toml").exists()


def test_a_program_that_has_the_empty_database_open_sees_the_restored_one(archive, fresh, migrated_database):
    shutil.copy(migrated_database, fresh.instance / "accord.sqlite")
    engine = open_engine(fresh.database_url)
    with engine.execution_options(reads_only=True).connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM journal")) == 0
        connection.rollback()

        restored = restore(fresh, archive, moment=NOON)

        assert connection.scalar(text("SELECT count(*) FROM journal")) == restored.manifest.journal_lines
    engine.dispose()
