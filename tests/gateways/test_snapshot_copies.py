"""Copies of the snapshot to be downloaded."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from accord.gateways.snapshot.copies import copy_of
from accord.gateways.snapshot.version import version_of
from tests.builders import a_hazard, an_edition, hazards, publish, settings_in


@pytest.fixture
def settings(tmp_path):
    return settings_in(tmp_path)


def copied(settings):
    return copy_of(settings.snapshot, version_of(settings.snapshot), settings.downloads)


def test_one_state_has_one_copy_also_for_many_who_ask_at_once(settings):
    publish(settings, an_edition(hazards(50)))

    with ThreadPoolExecutor(8) as readers:
        copies = set(readers.map(lambda _: copied(settings), range(8)))

    assert len(copies) == 1
    assert [path.name for path in settings.downloads.glob("*.sqlite")] == [copies.pop().path.name]


def test_a_text_that_was_taken_out_is_in_no_byte_of_the_copy(settings):
    publish(settings, an_edition([a_hazard(observation="A NAME that nobody should have read")]))
    with closing(sqlite3.connect(settings.snapshot)) as connection, connection:
        # Some builds of SQLite overwrite what is deleted, others do not: no copy may depend on it.
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("DELETE FROM hazard")

    assert b"A NAME" in settings.snapshot.read_bytes()
    assert b"A NAME" not in copied(settings).path.read_bytes()


def test_the_next_state_replaces_the_copy_and_who_reads_the_older_one_reads_it_to_its_end(settings):
    publish(settings, an_edition(hazards(5)))
    older = copied(settings)
    with older.path.open("rb") as reading:
        begun = reading.read(100)
        publish(settings, an_edition(hazards(6), number=4))

        newer = copied(settings)

        assert not older.path.exists()
        assert len(begun + reading.read()) == older.size_bytes
    assert newer.sha256 != older.sha256


def test_what_a_killed_process_left_behind_is_removed(settings):
    publish(settings, an_edition(hazards(5)))
    settings.downloads.mkdir()
    (settings.downloads / "0123456789abcdef.part").write_bytes(b"half")

    copied(settings)

    assert list(settings.downloads.glob("*.part")) == []
