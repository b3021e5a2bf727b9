"""`accord simulate`, as a person types it."""

import sqlite3
from contextlib import closing

import pytest


def test_a_programme_is_simulated_without_anything_set_up_before_and_told_as_one_object(accord, instance):
    answer = accord("simulate", "--factories", 4, "--seed", 5, "--anchor", "2024-02-29", "--json")

    said = answer.json
    assert (answer.status, answer.err) == (0, "")
    assert set(said) == {"factories", "seed", "anchor", "rows"}
    assert (said["factories"], said["seed"], said["anchor"]) == ([10001, 10004], 5, "2024-02-29")
    with closing(sqlite3.connect(next(instance.glob("*.sqlite")))) as connection:
        assert connection.execute("SELECT count(*) FROM hazard").fetchone() == (said["rows"]["hazard"],)
    assert accord("progress", "--factory", 10004, "--json").json["initial"]["applicable"] > 0


def test_it_ends_by_saying_how_the_public_gets_to_see_it(accord, instance):
    answer = accord("simulate", "--factories", 3)

    told, last = answer.out.strip().splitlines()
    assert told.startswith("Simulated factories 10001 to 10003 up to ")
    assert "seed 1" in told
    assert "run “accord snapshot”" in last
    assert not (instance / "public.sqlite").exists()
    assert accord("snapshot").out.startswith("The public snapshot is written: factories: ")


def test_it_is_refused_a_second_time_and_changes_nothing(accord):
    accord("simulate", "--factories", 2)
    before = accord("progress", "--json").json

    answer = accord("simulate", "--factories", 2)

    assert (answer.status, answer.out) == (1, "")
    assert "in an empty installation only" in answer.err
    assert accord("progress", "--json").json == before


def test_it_is_refused_beside_a_demonstration_or_any_other_factory(initialised, tmp_path):
    (tmp_path / "list.csv").write_text("number,name\n9490,A real factory Ltd.\n", "utf-8")
    initialised("import", "factories", tmp_path / "list.csv")

    answer = initialised("simulate", "--factories", 2)

    assert answer.status == 1
    assert "on record here already" in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Missing option '--factories'"),
        (["--factories", 0], "from 1 to 89999"),
        (["--factories", "many"], "from 1 to 89999"),
        (["--factories", 2, "--seed", -1], "no whole number from 0"),
        (["--factories", 2, "--anchor", "1.7.2024"], "expected the form 2018-07-01"),
    ],
)
def test_wrong_usage_is_told_with_its_bounds(accord, words, said):
    answer = accord("simulate", *words)

    assert answer.status == 2
    assert said in answer.err
