"""Factories that may be one are listed with a score and reasons, and never merged by the program."""

import csv
import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from accord.records.factory import Factory
from accord.records.register import DuplicateState, LikelyDuplicate
from tests.casework.factory_lists import factories, take_in, written

HEADS = ("Factory Number", "Name", "Address", "Lat", "Lng")


def pairs(session) -> list[LikelyDuplicate]:
    return list(session.scalars(select(LikelyDuplicate).order_by(LikelyDuplicate.id)))


def test_two_spellings_of_one_factory_are_found_across_lists_and_both_stay(session, moment, tmp_path):
    take_in(session, moment, written(tmp_path, HEADS, ("9490", "Alif Knitwear Ltd.", "Plot 7, Tongi, Gazipur", "", "")))

    report = take_in(
        session, moment, written(tmp_path, HEADS, ("", "ALIF KNIT WEAR LIMITED", "Plot-7 Tongi Gazipur", "", ""))
    )

    [pair] = report.likely_duplicates
    assert (pair.factories, pair.score) == ((9490, 60_000), 100)
    assert pair.because == ("names 100 % alike", "addresses 100 % alike")
    assert [factory.number for factory in factories(session)] == [9490, 60_000]


def test_units_of_one_owner_and_strangers_in_one_building_are_no_duplicates(session, moment, tmp_path):
    file = written(
        tmp_path,
        HEADS,
        ("", "Alif Knit Unit-1", "Plot 7, Tongi", "", ""),
        ("", "Alif Knit Unit-2", "Plot 7, Tongi", "", ""),
        ("", "Chand Denim", "Plot 7, Tongi", "23.9", "90.4"),
        ("", "Rupali Sweaters", "Plot 7, Tongi", "23.9", "90.4"),
    )

    assert take_in(session, moment, file).likely_duplicates == []


def test_a_place_a_few_metres_away_makes_a_likely_pair_of_an_unlikely_one(session, moment, tmp_path):
    names = ("Alif Fashions", "Alif Fashion House")
    far, near = ("24.5", "91.0"), ("23.9001", "90.4")
    take_in(session, moment, written(tmp_path, HEADS, ("9490", names[0], "", "23.9", "90.4")))

    report = take_in(
        session, moment, written(tmp_path, HEADS, ("", names[1], "", *far), ("", names[1], "Tongi", *near))
    )

    [pair] = [pair for pair in report.likely_duplicates if 9490 in pair.factories]
    assert pair.factories == (9490, 60_001)
    assert pair.because[-1] == "11 m apart"


def test_a_pair_that_a_person_decided_is_not_reported_again(session, moment, tmp_path):
    file = written(tmp_path, HEADS, ("9490", "Alif Knit", "Tongi", "", ""), ("9491", "Alif Knit", "Tongi", "", ""))
    take_in(session, moment, file)
    pairs(session)[0].state = DuplicateState.DIFFERENT
    session.flush()

    more = written(tmp_path, (*HEADS, "Workers"), ("9490", "Alif Knit", "Tongi", "", "", "500"))

    assert take_in(session, moment, more).likely_duplicates == []
    assert [pair.state for pair in pairs(session)] == [DuplicateState.DIFFERENT]


def test_the_database_holds_a_pair_once_and_never_a_factory_with_itself(session, moment, tmp_path):
    take_in(session, moment, written(tmp_path, HEADS, ("9490", "Alif Knit", "Tongi", "", "")))
    [factory] = factories(session)

    session.add(
        LikelyDuplicate(factory_id=factory.id, other_factory_id=factory.id, score=90, because="", found_at=moment.now)
    )
    with pytest.raises(IntegrityError, match="lower_id_first"):
        session.flush()


def test_five_thousand_numbers_for_one_name_are_pairs_with_the_first_and_not_with_each_other(session, moment, tmp_path):
    rows = [(str(10_000 + place), "Alif Knit", "Tongi", "", "") for place in range(5000)]

    take_in(session, moment, written(tmp_path, HEADS, *rows))

    assert session.scalar(select(func.count()).select_from(LikelyDuplicate)) == 4999


def test_five_thousand_names_that_share_a_word_are_not_all_compared_with_each_other(session, moment, tmp_path):
    rows = [("", f"Alif {chr(97 + place % 26)}{place:x} Knit", f"Plot {place}, Tongi", "", "") for place in range(5000)]

    take_in(session, moment, written(tmp_path, HEADS, *rows))

    assert session.scalar(select(func.count()).select_from(Factory)) == 5000


def test_the_list_of_open_supply_hub_meets_the_one_of_the_manufacturers(session, moment, tmp_path, shared_data):
    take_in(session, moment, shared_data / "factories" / "bgmea_company_details.csv")
    told = json.loads((shared_data / "factories" / "oshub_bd.json").read_text("utf-8"))
    with (tmp_path / "hub.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["os_id", "name", "address", "lat", "lon"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(told)

    report = take_in(session, moment, tmp_path / "hub.csv")

    assert report.created + report.updated + report.repeated == len(told)
    hub = set(session.scalars(select(Factory.number).where(Factory.os_id.is_not(None))))
    assert (
        sum(bool(hub & set(pair.factories)) and not hub >= set(pair.factories) for pair in report.likely_duplicates)
        > 40
    )
