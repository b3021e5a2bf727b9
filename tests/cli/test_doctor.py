"""`accord doctor` and `accord rehearse` as an administrator types them."""

import os

import pytest
import test_postgresql
from cli.workbooks import a_workbook

from accord.casework.doctor.examine import CHECKS

server = test_postgresql.server
"""A PostgreSQL server of our own, or the test is skipped."""


@pytest.fixture
def on_postgresql(server, monkeypatch):
    """Choose one of the databases of the server, made empty; gives its address."""

    def chosen(name):
        for words in (("dropdb", "--if-exists", name), ("createdb", name)):
            test_postgresql.run(server, words[0], "-h", str(server), "-U", "accord", *words[1:])
        address = address_of(name)
        monkeypatch.setenv("ACCORD_DATABASE_URL", address)
        return address

    def address_of(name):
        return f"postgresql+psycopg://accord@/{name}?host={server}"

    monkeypatch.setenv("PATH", f"{test_postgresql.PROGRAMS}{os.pathsep}{os.environ['PATH']}")
    chosen.address = address_of
    return chosen


@pytest.fixture
def filled(initialised, tmp_path):
    """An installation with one published factory."""
    assert initialised("import", "cap", a_workbook(tmp_path)).status == 0
    assert initialised("publish", 9490).status == 0
    return initialised


def test_a_line_is_told_for_each_check_and_what_is_broken_ends_in_1(filled):
    told = filled("doctor")

    assert told.status == 1
    lines = told.out.splitlines()
    assert len(lines) == len(CHECKS)
    for line, check in zip(lines, CHECKS, strict=True):
        assert line.startswith(("fine ", "worth a look ", "broken "))
        assert line.split("  ", 1)[1].strip().startswith(check.name)
    [of_backup] = [line for line in lines if " backup " in line and line.startswith("broken")]
    assert of_backup.endswith(
        "none was ever taken here. To do: run “accord backup FILE” every night, and keep a copy on another machine"
    )


def test_the_same_as_one_object(filled):
    told = filled("doctor", "--json")

    assert told.err == ""
    assert told.json["verdict"] == "broken"
    assert [each["check"] for each in told.json["checks"]] == [check.name for check in CHECKS]
    backup = next(each for each in told.json["checks"] if each["check"] == "backup")
    assert (backup["verdict"], backup["measured"]) == ("broken", "none was ever taken here")
    assert all((each["advice"] is None) == (each["verdict"] == "fine") for each in told.json["checks"])


def test_once_it_is_backed_up_and_rehearsed_nothing_is_broken(filled, tmp_path):
    assert filled("backup", tmp_path / "accord.tar.gz").status == 0
    rehearsed = filled("rehearse")
    verdicts = {each["check"]: each["verdict"] for each in filled("doctor", "--json").json["checks"]}

    assert rehearsed.status == 0
    assert f"{tmp_path / 'accord.tar.gz'} (0 minutes old) can be restored" in rehearsed.out
    assert (verdicts["backup"], verdicts["rehearsal"]) == ("fine", "fine")


def test_a_rehearsal_of_a_file_that_was_named_says_what_was_in_it(filled, tmp_path):
    taken = filled("backup", tmp_path / "accord.tar.gz", "--json").json

    told = filled("rehearse", tmp_path / "accord.tar.gz", "--json").json

    assert told["journal"] == taken["journal"]
    assert told["published_files"] == 5


def test_a_rehearsal_that_fails_is_refused_and_found_by_the_doctor(filled, tmp_path):
    filled("backup", tmp_path / "accord.tar.gz")
    (tmp_path / "accord.tar.gz").write_bytes(b"no archive")

    refused = filled("rehearse")

    assert (refused.status, refused.out) == (1, "")
    assert "is no archive made by “accord backup”" in refused.err
    assert "could not be restored" in filled("doctor").out


def test_a_rehearsal_before_any_backup_is_refused(initialised):
    refused = initialised("rehearse")

    assert (refused.status, refused.err) == (
        1,
        "no backup was taken here yet: run “accord backup FILE”, or name the file\n",
    )


def test_a_backup_that_cannot_be_noted_is_there_all_the_same(filled, instance, tmp_path):
    (instance / "last-backup.json").mkdir()

    told = filled("backup", tmp_path / "accord.tar.gz")

    assert told.status == 0
    assert "warning: the backup could not be noted in the instance folder" in told.err
    assert (tmp_path / "accord.tar.gz").is_file()


def test_the_doctor_makes_nothing_where_nothing_is_set_up(accord, instance):
    refused = accord("doctor")

    assert (refused.status, refused.out) == (1, "")
    assert "run “accord init”" in refused.err
    assert not instance.exists()


def test_postgresql_is_rehearsed_in_an_empty_database_that_is_empty_again_afterwards(accord, on_postgresql, tmp_path):
    aside = on_postgresql("rehearsal_aside")
    on_postgresql("rehearsed")
    accord("init")
    accord("import", "cap", a_workbook(tmp_path))
    assert accord("backup", tmp_path / "accord.tar.gz").status == 0

    answers = [accord("rehearse", "--database", aside) for _ in range(2)]
    in_force = accord("rehearse", "--database", on_postgresql.address("rehearsed"))

    assert [(each.status, each.err) for each in answers] == [(0, "")] * 2
    assert "can be restored" in answers[0].out
    assert in_force.status == 1
    assert "not empty" in in_force.err
    assert accord("progress", "--json").json["initial"]["applicable"] == 2


def test_the_doctor_knows_postgresql_and_that_it_is_away(accord, on_postgresql, tmp_path, monkeypatch):
    on_postgresql("examined")
    accord("init")

    there = {each["check"]: each for each in accord("doctor", "--json").json["checks"]}
    monkeypatch.setenv("ACCORD_DATABASE_URL", f"postgresql+psycopg://accord@/examined?host={tmp_path}")
    away = {each["check"]: each for each in accord("doctor", "--json").json["checks"]}

    assert there["database"]["measured"] == "postgresql answers"
    names = ("database", "schema", "integrity", "links", "write-ahead log", "journal")
    assert {there[name]["verdict"] for name in names} == {"fine"}
    assert away["database"]["verdict"] == "broken"
    assert "cannot be reached" in away["database"]["measured"]
    assert away["journal"]["measured"].startswith("not looked at")
