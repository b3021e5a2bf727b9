"""A merge leaves covered what the programme covered, and one lead brand at a time."""

from datetime import date

import pytest
from casework.duplicates.merging import (
    BOTH,
    RELATIONS,
    WHO,
    a_relation,
    coverages,
)

from accord.casework.coverage import coverage_on, set_coverage
from accord.casework.factories import factory_on_record
from accord.casework.register.giving_way import MayNotGiveWay
from accord.records.factory import Factory
from accord.rules.vocabulary import Coverage
from tests.casework.factory_lists import refused_with, take_in_sourcing, written


@pytest.fixture
def covered(alike, then):
    def said(kept, merged):
        for number, coverage in ((9490, kept), (9491, merged)):
            set_coverage(factory_on_record(alike, number), coverage, from_on=None, actor=WHO, moment=then)
        alike.flush()

    return said


def test_who_still_stands_for_a_covered_factory_stays_covered(alike, same, undone, covered, then, moment):
    covered(Coverage.INACTIVE, Coverage.ACTIVE)
    third = Factory(number=9492, name="Alif")
    set_coverage(third, Coverage.ACTIVE, from_on=None, actor=WHO, moment=then)
    alike.add(third)
    alike.flush()
    same()
    same(keep=9490, pair=(9490, 9492))

    assert undone().told["left"] == ["coverage of 9490"]
    assert coverages(alike, *BOTH, 9492) == [Coverage.ACTIVE, Coverage.ACTIVE, Coverage.ARCHIVED]


@pytest.mark.parametrize("kept", [Coverage.INACTIVE, Coverage.INDEPENDENT])
def test_a_covered_factory_stays_covered_under_the_number_that_is_kept(alike, same, undone, covered, kept):
    covered(kept, Coverage.ACTIVE)

    same()
    assert coverages(alike, *BOTH) == [Coverage.ACTIVE, Coverage.ARCHIVED]

    undone()
    assert coverages(alike, *BOTH) == [kept, Coverage.ACTIVE]


def test_a_covered_factory_is_not_merged_into_a_closed_one(alike, same, covered):
    covered(Coverage.CLOSED, Coverage.ACTIVE)

    with pytest.raises(MayNotGiveWay, match="9490 is on record as closed and 9491 as active; keep 9491 instead"):
        same()
    assert same(keep=9491).told["coverage"] == {"9491": "active", "9490": "archived"}


def test_a_coverage_that_would_begin_later_brings_no_merged_factory_back_and_holds_again_once_undone(
    alike, same, undone, moment, later
):
    merged = factory_on_record(alike, 9491)
    for day, coverage in ((date(2024, 7, 15), Coverage.ACTIVE), (date(2024, 9, 1), Coverage.CLOSED)):
        set_coverage(merged, coverage, from_on=day, actor=WHO, moment=moment)
    alike.flush()
    same()

    assert [coverage_on(merged, day) for day in (date(2024, 7, 20), date(2024, 9, 2))] == [Coverage.ARCHIVED] * 2

    undone()
    days = (date(2024, 7, 20), later.today, date(2024, 9, 2))
    assert [coverage_on(merged, day) for day in days] == [Coverage.ARCHIVED, Coverage.ACTIVE, Coverage.CLOSED]


def test_what_was_said_of_the_coverage_meanwhile_stays_when_the_merge_is_undone(alike, same, undone, covered, moment):
    covered(Coverage.INACTIVE, Coverage.ACTIVE)
    same()
    set_coverage(factory_on_record(alike, 9490), Coverage.CLOSED, from_on=moment.today, actor=WHO, moment=moment)
    alike.flush()

    decision = undone()

    assert coverages(alike, *BOTH) == [Coverage.CLOSED, Coverage.ACTIVE]
    assert decision.told["left"] == ["coverage of 9490"]


def test_a_brand_that_came_meanwhile_keeps_its_factory_active(alike, same, undone, covered, moment, tmp_path):
    covered(Coverage.INACTIVE, Coverage.ACTIVE)
    a_relation(alike, "Nordic Wear", 9491, at=moment)
    same()
    take_in_sourcing(alike, moment, written(tmp_path, RELATIONS, ("Alpine", "9490", "2024-01-01", "", "")))

    decision = undone()

    assert coverages(alike, *BOTH) == [Coverage.ACTIVE, Coverage.ACTIVE]
    assert decision.told["left"] == ["coverage of 9490"]


def test_a_brand_that_a_list_gives_the_merged_number_makes_the_kept_factory_active_and_later_its_own(
    alike, same, undone, moment, tmp_path
):
    same()

    report = take_in_sourcing(alike, moment, written(tmp_path, RELATIONS, ("Alpine", "9491", "2024-01-01", "", "")))

    assert report.activated == [9490]
    assert coverages(alike, *BOTH) == [Coverage.ACTIVE, Coverage.ARCHIVED]
    undone()
    assert coverages(alike, 9491) == [Coverage.ACTIVE]


def leads(session, at, **since):
    for (brand, number), day in zip((("Nordic Wear", 9490), ("Alpine", 9491)), since.values(), strict=True):
        a_relation(session, brand, number, at=at, since=day, is_lead=True)


def test_two_lead_brands_at_once_from_today_on_are_not_brought_together(alike, same, then):
    leads(alike, then, nordic=date(2018, 1, 1), alpine=date(2019, 1, 1))

    with pytest.raises(MayNotGiveWay, match=r"two lead brands at once, Nordic Wear \(9490\) and Alpine \(9491\)"):
        same()


def test_two_lead_brands_of_the_past_stay_as_they_were_recorded(alike, same, then, tmp_path, moment):
    leads(alike, then, nordic=date(2018, 1, 1), alpine=date(2019, 1, 1))
    rows = [
        ("Nordic Wear", "9490", "2018-01-01", "2024-07-01", "yes"),
        ("Nordic Wear", "9490", "2024-07-01", "", "no"),
        ("Alpine", "9491", "2019-01-01", "", "yes"),
    ]
    file = written(tmp_path, RELATIONS, *rows)
    take_in_sourcing(alike, moment, file)

    same()

    assert take_in_sourcing(alike, moment, file).unchanged == 3


@pytest.mark.parametrize(("number", "row"), [("9490", "Bravo"), ("9491", "Bravo")])
def test_a_list_may_not_add_a_second_lead_brand_under_the_other_number(alike, same, moment, tmp_path, number, row):
    same()
    led = "9491" if number == "9490" else "9490"
    take_in_sourcing(alike, moment, written(tmp_path, RELATIONS, ("Alpine", led, "2018-01-01", "", "yes")))

    [sentence] = refused_with(
        take_in_sourcing, alike, moment, written(tmp_path, RELATIONS, (row, number, "2020-01-01", "", "yes"))
    )

    assert sentence == (
        "list.csv, row 2, column 'lead': factory 9490, which stands for 9491, would have two lead brands at once: "
        "Alpine is lead from 2018-01-01 (on record)"
    )
