"""What one factory takes over from another when a person says that the two are one, and what comes back."""

import json

from casework.cap_sheets import a_row
from casework.duplicates.merging import (
    ALIF,
    BOTH,
    HEADS,
    OS_ID,
    OTHER_OS_ID,
    WHO,
    a_cap,
    numbers,
    record,
    standing_merges,
)
from sqlalchemy import select

from accord.casework.factories import factory_numbered
from accord.casework.histories import Scope
from accord.casework.journal import first_broken_line
from accord.casework.progress import progress
from accord.casework.register import say_same
from accord.casework.register.pairs import pairs_in
from accord.records.factory import CompanyGroup, CoverageChange
from accord.records.journal import JournalEntry
from accord.records.register import DuplicateState, FactoryMerge
from accord.rules.vocabulary import Coverage
from tests.casework.factory_lists import take_in, written


def test_the_kept_factory_takes_over_what_it_lacks_and_nothing_that_it_says_itself(alike, same):
    decision = same()

    kept = factory_numbered(alike, 9490)
    assert (kept.name, kept.workers) == ("Alif Knitwear Ltd.", 500)
    assert (kept.name_bn, kept.district, kept.os_id) == ("আলিফ নিটওয়্যার", "Gazipur", OS_ID)
    assert (kept.latitude_degrees, kept.longitude_degrees) == (23.9, 90.4)
    assert kept.company_group.name == "Alif Group"
    assert decision.as_object() == {
        "factories": [9490, 9491],
        "state": "same",
        "kept": 9490,
        "merged": 9491,
        "taken_over": ["name_bn", "latitude_degrees", "longitude_degrees", "os_id", "company_group"],
        "places_differ": False,
        "coverage": {"9490": "inactive", "9491": "archived"},
    }


def test_the_merged_factory_keeps_its_record_and_is_archived_from_today_on(alike, same, moment):
    before = record(alike, 9491)

    same()

    changed = {name for name, value in record(alike, 9491).items() if before[name] != value}
    assert changed == {"coverage", "merged_into_id", "os_id"}
    [_, change] = alike.scalars(
        select(CoverageChange).where(CoverageChange.factory_id == before["id"]).order_by(CoverageChange.id)
    )
    assert (change.coverage, change.from_on, change.actor) == (Coverage.ARCHIVED, moment.today, WHO)
    assert change.reason == "factory 9490 stands for it"
    assert standing_merges(alike) == {(9491, 9490)}


def test_the_pair_and_the_journal_say_who_decided_what_and_when(alike, same, moment):
    same()

    [pair] = pairs_in(alike, DuplicateState.SAME)
    assert (pair.numbers, pair.decided_by, pair.decided_at, pair.kept.number) == (BOTH, WHO, moment.now, 9490)
    line = alike.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (line.actor, line.deed, line.subject) == (
        WHO,
        "said that two factories are one",
        "factory 9490 factory 9491",
    )
    details = json.loads(line.details)
    assert (details["kept"], details["merged"], details["taken_over"]["os_id"]) == (9490, 9491, OS_ID)
    assert details["taken_over"]["company_group"] == "Alif Group"
    assert details["coverage_before"]["merged"]["before"] == [["2024-07-01", "inactive"]]
    assert first_broken_line(alike) is None


def test_the_person_chooses_which_number_stays(alike, same):
    same(keep=9491)

    kept = factory_numbered(alike, 9491)
    assert (kept.name, kept.workers, kept.os_id) == ("ALIF KNIT WEAR LIMITED", 900, OS_ID)
    assert standing_merges(alike) == {(9490, 9491)}


def test_of_a_record_at_another_place_the_kept_one_takes_over_no_place(session, moment, tmp_path):
    moved = ("9491", "Alif Knitwear", "", "House 3, Agrabad, Chattogram", "Chattogram", "22.3", "91.8", "", "", "")
    take_in(session, moment, written(tmp_path, HEADS, ALIF, moved))

    decision = say_same(session, *BOTH, keep=9490, actor=WHO, moment=moment)

    kept = factory_numbered(session, 9490)
    assert decision.told["places_differ"]
    assert (kept.district, kept.latitude_degrees, kept.address) == ("Gazipur", None, "Plot 7, Tongi, Gazipur")


def test_undoing_leaves_both_records_as_they_were_and_the_pair_undecided(alike, same, undone):
    before = [record(alike, number) for number in BOTH]
    same()

    decision = undone()

    assert [record(alike, number) for number in BOTH] == before
    assert (standing_merges(alike), numbers(alike)) == (set(), [BOTH])
    [pair] = pairs_in(alike, DuplicateState.OPEN)
    assert (pair.decided_by, pair.decided_at) == (None, None)
    assert decision.as_object() == {
        "factories": [9490, 9491],
        "state": "open",
        "undone": "same",
        "taken_back": ["name_bn", "latitude_degrees", "longitude_degrees", "os_id", "company_group"],
        "left": [],
    }


def test_undoing_keeps_every_line_that_was_ever_written(alike, same, undone, later):
    same()
    undone()
    same(keep=9491, at=later)
    undone()

    deeds = list(alike.scalars(select(JournalEntry.deed).order_by(JournalEntry.id)))
    assert deeds[1:] == ["said that two factories are one", "took back what was said of two factories"] * 2
    assert first_broken_line(alike) is None
    merges = alike.scalars(select(FactoryMerge).order_by(FactoryMerge.id)).all()
    assert [(each.merged.number, each.kept.number, each.undone_by) for each in merges] == [
        (9491, 9490, "the CSO"),
        (9490, 9491, "the CSO"),
    ]


def test_undoing_takes_back_only_what_is_still_as_the_merge_left_it(alike, same, undone):
    same()
    kept = factory_numbered(alike, 9490)
    kept.name_bn, kept.os_id = "আলিফ", OTHER_OS_ID
    alike.flush()

    decision = undone()

    assert (kept.name_bn, kept.os_id, kept.latitude_degrees) == ("আলিফ", OTHER_OS_ID, None)
    assert decision.told["left"] == ["name_bn", "os_id"]
    assert factory_numbered(alike, 9491).os_id == OS_ID


def test_what_was_recorded_of_the_kept_factory_meanwhile_stays_with_it(alike, same, undone, moment, later):
    same()
    a_cap(alike, 9490, a_row(), at=moment)

    undone()

    found = [progress(alike, Scope(factory=number), moment=later).initial.applicable for number in BOTH]
    assert found == [1, 0]


def test_a_company_group_goes_with_the_merge_and_comes_back(alike, same, undone):
    group = alike.scalar(select(CompanyGroup))
    same()
    alike.expire(group)
    assert {factory.number for factory in group.factories} == set(BOTH)

    undone()
    alike.expire(group)
    assert {factory.number for factory in group.factories} == {9491}
