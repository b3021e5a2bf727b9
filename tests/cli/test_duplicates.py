"""`accord duplicates`, as a person types it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.journal import first_broken_line
from accord.records.base import open_engine
from accord.records.register import FactoryMerge

LIST = (
    "number,name,name (bangla),address,os id\n"
    '60001,Alif Knitwear Ltd.,,"Plot 7, Tongi",\n'
    "60002,ALIF KNIT WEAR LIMITED,আলিফ নিটওয়্যার,Plot-7 Tongi,BD2019083XA3M0V\n"
    "60003,Chand Denim,,Savar,\n"
)


@pytest.fixture
def registered(initialised, tmp_path):
    """The command on a register of three factories, of which two are likely one."""
    file = tmp_path / "list.csv"
    file.write_text(LIST, "utf-8")
    assert initialised("import", "factories", file).status == 0
    return initialised


def numbers(answer) -> list[list[int]]:
    return [[factory["number"] for factory in pair["factories"]] for pair in answer.json["pairs"]]


def test_the_list_shows_all_that_a_person_needs_to_decide(registered):
    answer = registered("duplicates", "list", "--json")

    assert (answer.status, answer.err) == (0, "")
    [pair] = answer.json["pairs"]
    assert pair == {
        "factories": [
            {
                "number": 60001,
                "name": "Alif Knitwear Ltd.",
                "name_bn": None,
                "address": "Plot 7, Tongi",
                "address_bn": None,
                "district": None,
                "os_id": None,
                "coverage": "inactive",
                "holds": None,
            },
            {
                "number": 60002,
                "name": "ALIF KNIT WEAR LIMITED",
                "name_bn": "আলিফ নিটওয়্যার",
                "address": "Plot-7 Tongi",
                "address_bn": None,
                "district": None,
                "os_id": "BD2019083XA3M0V",
                "coverage": "inactive",
                "holds": None,
            },
        ],
        "score": 100,
        "because": ["names 100 % alike", "addresses 100 % alike"],
        "state": "open",
        "decided_by": None,
        "decided_at": None,
        "kept": None,
    }
    said = registered("duplicates", "list").out
    assert said.splitlines() == [
        "60001 and 60002, score 100: names 100 % alike, addresses 100 % alike",
        "  60001  Alif Knitwear Ltd. · Plot 7, Tongi · no OS ID · inactive · holds nothing of its own",
        "  60002  ALIF KNIT WEAR LIMITED · Plot-7 Tongi · BD2019083XA3M0V · inactive · holds nothing of its own",
    ]


def test_a_long_list_is_cut_for_a_person_and_whole_for_a_program(initialised, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("number,name\n" + "".join(f"{70000 + place},Alif Knit\n" for place in range(26)), "utf-8")
    initialised("import", "factories", file)

    said = initialised("duplicates", "list").out.splitlines()

    assert (len(said), said[-1]) == (61, "and 5 more; --json prints them all")
    assert len(numbers(initialised("duplicates", "list", "--json"))) == 25


def test_saying_that_two_are_one_and_taking_it_back(registered):
    same = registered("duplicates", "same", 60001, 60002, "--keep", 60001)
    assert (same.status, same.err) == (0, "")
    assert same.out.splitlines() == [
        "Factory 60001 stands for 60002 from now on.",
        "  coverage: 60001 inactive, 60002 archived",
        "  taken over from it: name (Bangla), OS ID",
    ]
    assert registered("duplicates", "list").out == "There are none.\n"
    [pair] = registered("duplicates", "list", "--state", "same", "--json").json["pairs"]
    assert (pair["kept"], pair["state"]) == (60001, "same")
    assert pair["decided_by"].startswith("command line, ")
    assert pair["decided_at"].endswith("+00:00")
    assert ", kept 60001" in registered("duplicates", "list", "--state", "same").out

    undone = registered("duplicates", "undo", 60002, 60001, "--json")
    assert undone.json == {
        "factories": [60001, 60002],
        "state": "open",
        "undone": "same",
        "taken_back": ["name_bn", "os_id"],
        "left": [],
    }
    assert numbers(registered("duplicates", "list", "--json")) == [[60001, 60002]]


def test_a_person_is_told_where_the_two_are_on_record_at_different_places(registered):
    said = registered("duplicates", "same", 60001, 60003, "--keep", 60001).out

    assert "the two are on record at different places: nothing of the place was taken over" in said


def test_saying_that_two_are_different_and_taking_it_back(registered):
    answer = registered("duplicates", "different", 60002, 60001)
    assert answer.out == "Factories 60001 and 60002 are different, and are not listed again.\n"
    assert numbers(registered("duplicates", "list", "--json")) == []
    assert numbers(registered("duplicates", "list", "--state", "different", "--json")) == [[60001, 60002]]

    assert registered("duplicates", "undo", 60001, 60002).out == "Factories 60001 and 60002 are undecided again.\n"
    assert numbers(registered("duplicates", "list", "--json")) == [[60001, 60002]]


def test_two_that_are_on_no_list_may_be_named(registered):
    answer = registered("duplicates", "different", 60001, 60003, "--json")

    assert answer.json == {"factories": [60001, 60003], "state": "different"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["undo", 60001, 60002], "nothing was decided about factories 60001 and 60002"),
        (["same", 60001, 70000, "--keep", 60001], "there is no factory 70000"),
        (["different", 70000, 60001], "there is no factory 70000"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(registered, words, sentence):
    answer = registered("duplicates", *words, "--json")

    assert (answer.status, answer.out, answer.err) == (1, "", f"{sentence}\n")


@pytest.mark.parametrize(
    "words",
    [
        ["same", 60001, 60002],
        ["same", 60001, 60002, "--keep", 60003],
        ["same", 60001, 60001, "--keep", 60001],
        ["different", 60001, 60001],
        ["undo", 60001, 60001],
        ["different", 60001],
        ["undo", 60001, "abc"],
        ["list", "--state", "merged"],
    ],
)
def test_wrong_usage_is_told_apart_from_a_refusal(registered, words):
    answer = registered("duplicates", *words)

    assert (answer.status, answer.out) == (2, "")
    assert "Error: " in answer.err


def test_every_command_that_is_given_a_merged_number_names_the_one_that_stands_for_it(registered, tmp_path):
    registered("duplicates", "same", 60001, 60002, "--keep", 60001)

    for words in (
        ("progress", "--factory", 60002),
        ("publish", 60002),
        ("export", "cap", 60002, "--format", "csv", "-o", tmp_path / "cap.csv"),
        ("duplicates", "different", 60002, 60003),
    ):
        answer = registered(*words)
        assert (answer.status, answer.err) == (1, "factory 60002 was merged into 60001; use the number 60001\n"), words


def test_of_people_who_decide_at_once_one_is_heard_and_the_others_are_told(registered, instance: Path):
    call = [sys.executable, "-c", "from accord.cli import main; main()", "duplicates", "same", "60001", "60002"]

    running = [
        subprocess.Popen([*call, "--keep", keep], env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for keep in ("60001", "60002", "60001")
    ]
    told = [process.communicate()[1].decode() for process in running]

    assert sorted(process.returncode for process in running) == [0, 1, 1], told
    refused = [said for said in told if said]
    assert all("factories 60001 and 60002 were said to be the same by" in said for said in refused), told
    engine = open_engine(f"sqlite:///{instance / 'accord.sqlite'}")
    with Session(engine) as session:
        assert len(session.scalars(select(FactoryMerge)).all()) == 1
        assert first_broken_line(session) is None
    engine.dispose()
