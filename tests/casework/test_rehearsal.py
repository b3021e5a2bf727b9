"""A rehearsal restores a backup aside, holds it against what is here, and notes how it went."""

import stat
from dataclasses import replace
from datetime import timedelta

import pytest
from casework import test_backup as backups
from sqlalchemy.orm import Session

from accord.casework.backup import take_backup
from accord.casework.journal import hash_of_line, note
from accord.casework.rehearsal import RehearsalFailed, newest_backup, rehearse
from accord.casework.upkeep import last_backup, last_rehearsal, note_backup
from accord.gateways.notes import NoteUnreadable
from accord.records.base import open_engine, reading

NOON = backups.NOON
LATER = replace(NOON, now=NOON.now + timedelta(hours=3))
published, here, archive, altered = backups.published, backups.here, backups.archive, backups.altered


@pytest.fixture
def rehearsed(here):
    """Rehearse a restore of this archive, three hours later."""

    def done(file):
        engine = open_engine(here.database_url)
        try:
            with reading(engine) as session:
                return rehearse(session, here, file, moment=LATER)
        finally:
            engine.dispose()

    return done


def another_line(settings):
    engine = open_engine(settings.database_url)
    with Session(engine) as session:
        note(session, "wrote", "a line", actor="an engineer", moment=LATER, details={})
        session.commit()
    engine.dispose()


def test_a_backup_that_can_be_restored_is_noted_and_nothing_else_is_changed(here, archive, rehearsed):
    before = backups.contents(here.instance)

    done = rehearsed(archive)

    assert done.restored.published_files == 5
    last = last_rehearsal(here)
    assert (last.at, last.file, last.trouble) == (LATER.now, archive, None)
    after = backups.contents(here.instance)
    del after["last-rehearsal.json"]
    assert after == before
    assert [path.name for path in archive.parent.iterdir() if path.name.startswith(".")] == []


def test_what_was_done_since_the_backup_does_no_harm(here, archive, rehearsed):
    another_line(here)

    assert rehearsed(archive).restored.manifest.journal_lines > 0


def test_a_backup_whose_end_is_not_in_the_journal_here_fails(here, archive, rehearsed):
    backups.change(
        here.database_file,
        *backups.UNCHAINED,
        "DELETE FROM journal WHERE id = (SELECT max(id) FROM journal)",
    )
    another_line(here)

    with pytest.raises(RehearsalFailed, match=r"does not have the .* lines of the backup as its beginning"):
        rehearsed(archive)

    assert "does not have the" in last_rehearsal(here).trouble


def test_a_damaged_archive_fails_and_is_noted(here, archive, rehearsed):
    archive.write_bytes(archive.read_bytes()[:-2000])

    with pytest.raises(RehearsalFailed, match="damaged or incomplete"):
        rehearsed(archive)

    assert "damaged or incomplete" in last_rehearsal(here).trouble


def test_a_backup_that_is_gone_fails_and_is_noted(here, tmp_path, rehearsed):
    with pytest.raises(RehearsalFailed, match="No such file"):
        rehearsed(tmp_path / "gone.tar.gz")

    assert "No such file" in last_rehearsal(here).trouble


def test_a_backup_of_an_installation_that_was_not_whole_fails(altered, rehearsed):
    with pytest.raises(RehearsalFailed, match="not whole: the PDF is missing"):
        rehearsed(altered(damage=("the PDF is missing",)))


def test_postgresql_is_rehearsed_in_a_database_that_was_named(here, archive):
    elsewhere = replace(here, database_url="postgresql+psycopg://accord@nowhere/accord")
    engine = open_engine(here.database_url)

    with reading(engine) as session, pytest.raises(RehearsalFailed, match="name it with --database"):
        rehearse(session, elsewhere, archive, moment=LATER)

    engine.dispose()


def test_the_newest_backup_is_the_one_that_was_noted_last(here, tmp_path):
    with pytest.raises(RehearsalFailed, match="no backup was taken here yet"):
        newest_backup(here)

    taken = take_backup(here, tmp_path / "first.tar.gz", moment=NOON)
    note_backup(here, taken, tmp_path / "first.tar.gz", moment=NOON)

    assert newest_backup(here) == tmp_path / "first.tar.gz"
    assert last_backup(here).at == NOON.now
    assert last_backup(here).journal_root == taken.manifest.journal_root
    assert stat.S_IMODE((here.instance / "last-backup.json").stat().st_mode) == 0o600


def test_notes_of_upkeep_are_no_part_of_a_backup_and_no_warning(here, archive, rehearsed, tmp_path):
    rehearsed(archive)

    taken = take_backup(here, tmp_path / "again.tar.gz", moment=NOON)

    assert taken.left_out == ()
    assert not [member.name for member in taken.manifest.members if "last-" in member.name]


@pytest.mark.parametrize("words", ["", "[]", "{}", "{", '{"at": "today"}', "\ufeff"])
def test_a_note_that_somebody_touched_is_refused(here, words):
    for name, read in (("last-backup.json", last_backup), ("last-rehearsal.json", last_rehearsal)):
        (here.instance / name).write_text(words)

        with pytest.raises(NoteUnreadable, match=name):
            read(here)


def test_a_line_is_counted_from_one_and_there_is_none_after_the_last(here):
    engine = open_engine(here.database_url)
    state = backups.state_in(here)

    with reading(engine) as session:
        assert hash_of_line(session, state.journal_lines) == state.journal_root
        assert hash_of_line(session, state.journal_lines + 1) is None

    engine.dispose()
