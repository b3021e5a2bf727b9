"""Lists that are imported after two factories were merged lead to the one that stands."""

import pytest
from casework.cap_sheets import a_row
from casework.duplicates.merging import (
    ALIF,
    ALIF_AGAIN,
    BOTH,
    HEADS,
    OS_ID,
    OTHER_OS_ID,
    RELATIONS,
    WHO,
    a_cap,
    record,
)
from sqlalchemy import func, select

from accord.casework.factories import factory_numbered, factory_on_record
from accord.casework.register import say_same
from accord.gateways.cap_sheets.model import WorkbookRefused
from accord.records.journal import JournalEntry
from accord.records.register import LikelyDuplicate
from tests.casework.factory_lists import counts, refused_with, take_in, take_in_sourcing, written


def test_the_same_lists_again_after_a_merge_change_nothing_and_propose_nothing(alike, same, moment, a_list, tmp_path):
    relations = written(
        tmp_path,
        RELATIONS,
        ("Nordic Wear", "9490", "2018-01-01", "", "yes"),
        ("Nordic Wear", "9491", "2019-01-01", "", "yes"),
        ("Alpine", "9491", "2020-01-01", "2021-01-01", ""),
    ).rename(tmp_path / "relations.csv")
    take_in_sourcing(alike, moment, relations)
    a_list = written(tmp_path, HEADS, ALIF, ALIF_AGAIN)
    same()
    before = [record(alike, number) for number in BOTH]
    lines = alike.scalar(select(func.count()).select_from(JournalEntry))

    again = take_in(alike, moment, a_list)
    relations_again = take_in_sourcing(alike, moment, relations)

    assert counts(again) == (0, 0, 1)
    assert (again.repeated, again.likely_duplicates) == (1, [])
    assert [note.message for note in again.warnings] == ["the row speaks of the same factory as row 2"]
    assert (relations_again.created, relations_again.updated, relations_again.unchanged) == (0, 0, 3)
    assert relations_again.warnings == []
    assert [record(alike, number) for number in BOTH] == before
    assert alike.scalar(select(func.count()).select_from(JournalEntry)) == lines
    assert alike.scalar(select(func.count()).select_from(LikelyDuplicate)) == 1


@pytest.mark.parametrize(
    "named",
    [
        {0: "9491", 1: "ALIF KNIT WEAR LIMITED"},
        {1: "Alif", 7: OS_ID},
        {1: "Alif Knit Wear Ltd", 3: "Plot 7, Tongi Gazipur"},
    ],
)
def test_a_row_that_names_the_merged_number_os_id_or_name_and_address_is_of_the_kept_factory(
    alike, same, moment, tmp_path, named
):
    same()
    row = [named.get(place, "") for place in range(len(HEADS))]

    report = take_in(alike, moment, written(tmp_path, (*HEADS, "Upazila"), (*row, "Tongi")))

    assert (counts(report), report.likely_duplicates) == ((0, 1, 0), [])
    assert factory_numbered(alike, 9490).upazila == "Tongi"
    assert factory_on_record(alike, 9491).upazila is None


def test_two_os_ids_of_one_factory_both_lead_to_the_kept_one(session, moment, tmp_path):
    rows = [(*ALIF[:7], OTHER_OS_ID, "", ""), ALIF_AGAIN]
    take_in(session, moment, written(tmp_path, HEADS, *rows))
    say_same(session, *BOTH, keep=9490, actor=WHO, moment=moment)

    file = written(tmp_path, ("Name", "OS ID"), ("Alif One", OTHER_OS_ID), ("Alif Two", OS_ID))
    report = take_in(session, moment, file)

    assert (counts(report), report.repeated) == ((0, 0, 1), 1)
    assert [factory_on_record(session, number).os_id for number in BOTH] == [OTHER_OS_ID, OS_ID]


def test_the_merged_number_may_bear_another_name_in_a_list_and_two_rows_of_one_number_may_not(
    session, moment, tmp_path
):
    rows = [("9491", "Badal Denim Mills", "Savar"), ("9490", "Alif Knit", "Savar")]
    file = written(tmp_path, ("Number", "Name", "Address"), *rows)
    take_in(session, moment, file)
    say_same(session, *BOTH, keep=9490, actor=WHO, moment=moment)

    assert counts(take_in(session, moment, file)) == (0, 0, 1)
    repeated = take_in(session, moment, written(tmp_path, ("Number", "Name", "Address"), *rows, rows[0]))
    assert (counts(repeated), repeated.repeated) == ((0, 0, 1), 2)
    twice = written(tmp_path, ("Number", "Name", "Address"), rows[1], ("9490", "Badal Denim Mills", "Savar"))
    assert "9490 stands for “Alif Knit” in row 2" in refused_with(take_in, session, moment, twice)[0]


def test_a_number_that_gave_way_is_not_given_to_a_new_factory(session, moment, tmp_path):
    take_in(session, moment, written(tmp_path, ("Name",), ("Alif Knit",), ("Badal Denim",)))
    say_same(session, 60_000, 60_001, keep=60_000, actor=WHO, moment=moment)

    report = take_in(session, moment, written(tmp_path, ("Name",), ("Chand Textile",)))

    assert report.numbers_given == [60_002]


def test_a_cap_of_the_merged_number_is_refused_in_a_sentence_that_names_the_one_that_stands(alike, same, moment):
    same()

    with pytest.raises(WorkbookRefused) as refused:
        a_cap(alike, 9491, a_row(), at=moment)

    [sentence] = refused.value.sentences("cap.xlsx")
    assert "the sheet is of factory 9491, which was merged into 9490" in sentence
