"""`accord backup` and `accord restore` as an operator types them."""

import json
import os
import re
import shutil
import tarfile

import pytest
import test_postgresql
from cli.workbooks import a_workbook

server = test_postgresql.server
"""A PostgreSQL server of our own, or the test is skipped."""


@pytest.fixture
def filled(initialised, tmp_path):
    """An installation with one published factory."""
    assert initialised("import", "cap", a_workbook(tmp_path)).status == 0
    assert initialised("publish", 9490).status == 0
    return initialised


@pytest.fixture
def elsewhere(accord, tmp_path, monkeypatch):
    """Call `accord` on another, empty instance folder."""

    def called(*words):
        with monkeypatch.context() as patch:
            patch.setenv("ACCORD_INSTANCE", str(tmp_path / "elsewhere"))
            return accord(*words)

    return called


def test_a_backup_restored_elsewhere_gives_the_same_journal_and_the_same_figures(filled, elsewhere, instance, tmp_path):
    taken = filled("backup", tmp_path / "accord.tar.gz", "--json")
    restored = elsewhere("restore", tmp_path / "accord.tar.gz", "--json")

    assert (taken.status, taken.err, restored.status, restored.err) == (0, "", 0, "")
    assert set(taken.json["journal"]) == {"root", "lines"}
    assert restored.json["journal"] == taken.json["journal"]
    assert restored.json["published_files"] == 5
    rates = [accord("progress", "--factory", 9490, "--json").json for accord in (filled, elsewhere)]
    assert rates[0] == rates[1]
    assert (tmp_path / "elsewhere/secret-key").read_text() == (instance / "secret-key").read_text()


def test_without_json_both_say_in_words_what_was_done(filled, elsewhere, tmp_path):
    taken = filled("backup", tmp_path / "accord.tar.gz")
    restored = elsewhere("restore", tmp_path / "accord.tar.gz")

    assert re.search(r"8 files, \d+ lines of the journal up to [0-9a-f]{64}", taken.out)
    first, database, files = restored.out.splitlines()
    assert first.startswith("Restored the installation as it was at ")
    assert re.fullmatch(r"  database: \d+ lines of the journal up to [0-9a-f]{64}, chain whole", database)
    assert files == "  published files: 5"


def test_a_damaged_published_file_is_named_and_refused_unless_told_otherwise(filled, elsewhere, instance, tmp_path):
    damaged = min(path for path in (instance / "published").rglob("*") if path.is_file())
    damaged.write_bytes(b"another")

    refused = filled("backup", tmp_path / "accord.tar.gz", "--json")
    taken = filled("backup", tmp_path / "accord.tar.gz", "--even-if-damaged", "--json")
    restored = elsewhere("restore", tmp_path / "accord.tar.gz", "--json")

    named, last = refused.err.splitlines()
    assert (refused.status, refused.out) == (1, "")
    assert named.endswith(f"of edition 1 of factory 9490 was altered: {damaged}")
    assert "--even-if-damaged" in last
    assert (taken.status, taken.json["damage"], taken.err) == (0, [named], f"warning: {named}\n")
    assert (restored.status, restored.err) == (0, f"warning: when the backup was made, {named}\n")


def test_an_archive_that_is_there_is_overwritten_only_with_force(filled, tmp_path):
    (tmp_path / "accord.tar.gz").write_text("the backup of yesterday")

    refused = filled("backup", tmp_path / "accord.tar.gz")
    before = (tmp_path / "accord.tar.gz").read_text()
    forced = filled("backup", tmp_path / "accord.tar.gz", "--force")

    assert (refused.status, before, forced.status) == (1, "the backup of yesterday", 0)
    assert (
        refused.err
        == f"{tmp_path / 'accord.tar.gz'} is there already; choose another name, or overwrite it with --force\n"
    )


def test_a_restore_where_something_is_already_is_refused_in_one_sentence(filled, tmp_path):
    filled("backup", tmp_path / "accord.tar.gz")

    answer = filled("restore", tmp_path / "accord.tar.gz")

    assert (answer.status, answer.out) == (1, "")
    assert len(answer.err.splitlines()) == 1
    assert "this installation is not empty" in answer.err


def test_the_tar_of_another_program_is_refused_in_one_sentence(accord, instance, tmp_path):
    with tarfile.open(tmp_path / "photos.tar.gz", "w:gz") as tar:
        tar.add(__file__, "photo.jpg")

    answer = accord("restore", tmp_path / "photos.tar.gz")

    assert (answer.status, answer.out) == (1, "")
    assert answer.err == "photos.tar.gz is no archive made by “accord backup”\n"
    assert not instance.exists()


def test_a_refused_restore_leaves_the_key_that_was_there_and_no_new_one(accord, instance, tmp_path):
    (tmp_path / "no.tar.gz").write_bytes(b"no archive")
    instance.mkdir()

    assert accord("restore", tmp_path / "no.tar.gz").status == 1
    assert list(instance.iterdir()) == []

    (instance / "secret-key").write_text("k" * 40)
    assert accord("restore", tmp_path / "no.tar.gz").status == 1
    assert (instance / "secret-key").read_text() == "k" * 40


def test_a_backup_of_nothing_says_which_command_to_run_first(accord, tmp_path):
    answer = accord("backup", tmp_path / "accord.tar.gz")

    assert (answer.status, answer.out) == (1, "")
    assert "run “accord init”" in answer.err


def test_an_archive_that_is_not_there_is_wrong_usage(accord, tmp_path):
    assert accord("restore", tmp_path / "nowhere.tar.gz").status == 2


@pytest.fixture
def on_postgresql(server, monkeypatch):
    """Choose one of the databases of the server, made empty."""

    def chosen(name: str) -> None:
        for words in (("dropdb", "--if-exists", name), ("createdb", name)):
            test_postgresql.run(server, words[0], "-h", str(server), "-U", "accord", *words[1:])
        monkeypatch.setenv("ACCORD_DATABASE_URL", f"postgresql+psycopg://accord@/{name}?host={server}")

    monkeypatch.setenv("PATH", f"{test_postgresql.PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    return chosen


def test_an_installation_on_postgresql_is_dumped_and_restored(accord, elsewhere, on_postgresql, tmp_path):
    on_postgresql("first")
    accord("init")
    accord("import", "cap", a_workbook(tmp_path))
    accord("publish", 9490)
    taken = accord("backup", tmp_path / "accord.tar.gz", "--json")
    again = accord("restore", tmp_path / "accord.tar.gz")

    on_postgresql("second")
    elsewhere("init")
    restored = elsewhere("restore", tmp_path / "accord.tar.gz", "--json")

    assert (taken.status, taken.err, again.status) == (0, "", 1)
    assert (restored.status, restored.err) == (0, "")
    assert restored.json["journal"] == taken.json["journal"]
    assert elsewhere("progress", "--json").json["initial"]["applicable"] == 2


def test_without_the_programs_of_postgresql_the_backup_says_what_to_install(
    accord, on_postgresql, monkeypatch, tmp_path
):
    on_postgresql("third")
    accord("init")
    monkeypatch.setattr(shutil, "which", lambda _: None)

    answer = accord("backup", tmp_path / "accord.tar.gz")

    assert answer.status == 1
    assert answer.err == (
        "pg_dump is not on the path; install PostgreSQL's client programs (Debian: postgresql-client)\n"
    )


def test_a_dump_whose_journal_is_not_the_one_it_speaks_of_leaves_the_database_empty(
    accord, elsewhere, on_postgresql, tmp_path
):
    on_postgresql("fourth")
    accord("init")
    accord("import", "cap", a_workbook(tmp_path))
    accord("backup", tmp_path / "accord.tar.gz")
    altered = another_root(tmp_path / "accord.tar.gz")
    on_postgresql("fifth")

    answer = elsewhere("restore", altered)

    assert answer.status == 1
    assert "is not the one its list of contents speaks of" in answer.err
    elsewhere("init")
    assert elsewhere("progress", "--json").json["initial"]["applicable"] == 0


def another_root(archive):
    with tarfile.open(archive) as tar:
        tar.extractall(archive.parent / "unpacked", filter="data")
    listing = archive.parent / "unpacked/manifest.json"
    told = json.loads(listing.read_text())
    listing.write_text(json.dumps(told | {"journal_root": "0" * 64}))
    altered = archive.with_name("altered.tar.gz")
    with tarfile.open(altered, "w:gz", format=tarfile.GNU_FORMAT) as tar:
        for name in ("manifest.json", *(member["name"] for member in told["members"])):
            tar.add(archive.parent / "unpacked" / name, name)
    return altered
