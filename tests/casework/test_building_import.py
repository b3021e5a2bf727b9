"""Building lists: which rows are one building, what is added and completed, and what is refused or warned of."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.buildings import buildings_of, occupants_on
from accord.casework.register import BuildingsReport
from accord.gateways.cap_sheets.model import WorkbookRefused
from accord.records.base import open_engine
from accord.records.factory import Building, Factory, Floor, Occupant, Zone
from accord.records.journal import JournalEntry
from accord.rules.moments import Moment
from accord.rules.vocabulary import Coverage
from tests.casework.factory_lists import counts, refused_with, take_in_buildings, written

HEADS = (
    "building", "building_bn", "address", "storeys", "construction", "year_built", "landlord", "floor level",
    "floor name", "zone", "allowable_load_kpa", "allowable_load_psf", "factory", "occupant", "occupant use", "from",
    "to",
)  # fmt: skip
NOON = Moment(now=datetime(2024, 7, 1, 6, 0, tzinfo=UTC), zone=ZoneInfo("Asia/Dhaka"))
NUMBERS = (9490, 9491, 9492, 9493)
DISTRICTS = ("Dhaka", "Dhaka", "Gazipur", None)


def row(building="Kadam Tower", **cells) -> tuple[object, ...]:
    """A row of the list by head; spaces of a head are underscores."""
    told = {"building": building} | cells
    assert set(told) <= {head.replace(" ", "_") for head in HEADS}
    return tuple(told.get(head.replace(" ", "_"), "") for head in HEADS)


def the_register(session: Session) -> Session:
    """Four factories: two in Dhaka, one in Gazipur, one nobody knows where."""
    session.add_all(
        Factory(number=number, name=f"Demo {number} Knit Ltd.", district=district, coverage=Coverage.ACTIVE)
        for number, district in zip(NUMBERS, DISTRICTS, strict=True)
    )
    session.flush()
    return session


@pytest.fixture
def register(session):
    return the_register(session)


@pytest.fixture
def take(register, moment, tmp_path):
    """Import these rows."""
    return lambda *rows, heads=HEADS: take_in_buildings(register, moment, written(tmp_path, heads, *rows))


@pytest.fixture
def refused(register, moment, tmp_path):
    """Import these rows, which must be refused, and return the sentences."""

    register.commit()

    def sentences(*rows, heads=HEADS):
        said = refused_with(take_in_buildings, register, moment, written(tmp_path, heads, *rows))
        register.rollback()
        assert register.scalars(select(Building)).all() == []
        return said

    return sentences


def buildings(session) -> list[tuple[str, list[object]]]:
    """Each building with who is or was there."""
    session.flush()
    return [
        (building.name, sorted(str(each.factory.number if each.factory else each.other_name) for each in there))
        for building in session.scalars(select(Building).order_by(Building.id))
        for there in [building.occupants]
    ]


def stays(session) -> list[tuple[object, ...]]:
    session.flush()
    session.expire_all()
    return [
        (each.factory.number if each.factory else each.other_name, each.from_on, each.to_on, each.other_use)
        for each in session.scalars(select(Occupant).order_by(Occupant.id))
    ]


def told(report) -> list[tuple[int | None, str | None, str]]:
    return [(note.row, note.column, note.message) for note in report.warnings]


def test_a_building_of_several_factories_with_a_bank_on_the_ground_floor(take, register, moment):
    whole = {
        "building_bn": "কদম টাওয়ার",
        "storeys": "G+6",
        "construction": "RC flat plate",
        "year_built": "2009",
        "landlord": "Kadam Properties",
    }
    report = take(
        row(**whole, floor_level="0", floor_name="Ground floor, bank", occupant="Kadam Bank", occupant_use="bank"),
        row(
            floor_level="1",
            floor_name="1st floor, cutting",
            allowable_load_psf="42",
            factory="9490",
            **{"from": "2015-01-01"},
        ),
        row(floor_level="2", allowable_load_kpa="2.0", factory="9490"),
        row(floor_level="2", zone="Carton store", allowable_load_psf="63", factory="9490"),
        row(floor_level="3", allowable_load_kpa="2", factory="9491", **{"from": "1/6/2016"}),
        row(floor_level="roof", allowable_load_kpa="1.0"),
    )

    [tower] = register.scalars(select(Building)).all()
    assert (tower.name, tower.name_bn, tower.storeys) == ("Kadam Tower", "কদম টাওয়ার", 7)
    assert (tower.construction, tower.year_built, tower.landlord) == ("RC flat plate", 2009, "Kadam Properties")
    assert [(floor.level, floor.name, floor.allowable_load_kpa) for floor in tower.floors] == [
        (0, "Ground floor, bank", None),
        (1, "1st floor, cutting", 2.01),
        (2, None, 2.0),
        (3, None, 2.0),
        (7, None, 1.0),
    ]
    [zone] = register.scalars(select(Zone)).all()
    assert (zone.floor.level, zone.name, zone.allowable_load_kpa) == (2, "Carton store", 3.01)
    assert stays(register) == [
        ("Kadam Bank", None, None, "bank"),
        (9490, date(2015, 1, 1), None, None),
        (9491, date(2016, 6, 1), None, None),
    ]
    assert len(occupants_on(register, tower, day=moment.today)) == 3
    assert report.as_object() == {
        "rows": 6,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "floors": {"created": 5, "updated": 0},
        "zones": {"created": 1, "updated": 0},
        "stays": {"created": 3, "updated": 0},
        "shared": [{"building": "Kadam Tower", "factories": [9490, 9491], "others": ["Kadam Bank"]}],
        "columns_not_used": [],
        "warnings": [],
    }


def test_one_factory_in_several_buildings(take, register, moment):
    take(row("Building 1", factory="9490"), row("Building 2", factory="9490"), row("Dyeing shed", factory="9490"))

    factory = register.scalars(select(Factory).where(Factory.number == 9490)).one()
    names = [building.name for building in buildings_of(register, factory, day=moment.today)]
    assert names == ["Building 1", "Building 2", "Dyeing shed"]


def test_the_same_file_twice_changes_nothing(take, register):
    rows = [
        row(storeys="7", floor_level="0", occupant="Kadam Bank", occupant_use="bank", to="2020-01-01"),
        row(floor_level="1", zone="Store", allowable_load_kpa="3", factory="9490", **{"from": "2015-01-01"}),
        row("Building 1", factory="9491"),
        row("Building 1", factory="9492"),
        row("City Plaza", factory="9490"),
        row("City Plaza", factory="9492"),
    ]
    first = take(*rows)
    before = (buildings(register), stays(register))

    again = take(*rows)

    assert (counts(first), counts(again)) == ((5, 0, 0), (0, 0, 5))
    assert (again.floors.created, again.zones.created, again.stays.created, again.stays.updated) == (0, 0, 0, 0)
    assert (buildings(register), stays(register)) == before
    assert len(register.scalars(select(JournalEntry)).all()) == 1


# Which building


def test_two_buildings_one_of_different_factories_are_two_buildings(take, register):
    take(row("Building 1", factory="9490"), row("Bldg. No. 01", factory="9491"), row("Building 1", factory="9490"))

    assert buildings(register) == [("Building 1", ["9490"]), ("Bldg. No. 01", ["9491"])]


def test_a_row_that_names_both_factories_says_that_they_share_it(take, register):
    report = take(
        row("Building 1", factory="9490"), row("Building 1", factory="9491"), row("Building 1", factory="9490, 9491")
    )

    assert buildings(register) == [("Building 1", ["9490", "9491"])]
    assert [(each.building, each.factories) for each in report.shared] == [("Building 1", (9490, 9491))]


def test_the_same_address_makes_one_building_of_one_name(take, register):
    take(
        row("Building 1", factory="9490", address="12 Station Rd., Tongi"),
        row("Building 1", factory="9491", address="12 station road, TONGI"),
        row("Building 1", factory="9492", address="9 Mill Road, Tongi"),
    )

    assert buildings(register) == [("Building 1", ["9490", "9491"]), ("Building 1", ["9492"])]


def test_a_name_of_its_own_is_one_building_although_its_factories_stand_in_different_rows_and_lists(take, register):
    take(row("Kadam Tower", factory="9490"), row("Kadam Tower", factory="9491"))

    report = take(row("Kadam Tower", factory="9493", floor_level="4"))

    assert buildings(register) == [("Kadam Tower", ["9490", "9491", "9493"])]
    assert told(report) == [
        (
            2,
            "building",
            "“Kadam Tower” is taken for the building of that name on record, with factory 9490, 9491; "
            "another building needs another name",
        )
    ]
    assert told(take(row("Kadam Tower", factory="9493", floor_level="4"))) == []


def test_factories_of_different_districts_are_not_in_one_building_of_a_name(take, register):
    take(row("City Plaza", factory="9490"), row("City Plaza", factory="9492"))
    take(row("City Plaza", factory="9491", floor_level="1"), row("City Plaza", factory="9490"))

    assert buildings(register) == [("City Plaza", ["9490", "9491"]), ("City Plaza", ["9492"])]


def test_factories_of_different_districts_that_a_row_puts_into_one_building_are_warned_of(take):
    report = take(row("City Plaza", factory="9490 & 9492"))

    said = "the factories in “City Plaza” are on record in different districts: Dhaka, Gazipur"
    assert told(report) == [(2, "factory", said)]


def test_a_row_without_a_factory_belongs_to_the_one_building_of_its_name(take, register):
    take(row("Building 1", factory="9490"), row("Building 2", factory="9490"), row("Building 1", occupant="A school"))

    assert buildings(register) == [("Building 1", ["9490", "A school"]), ("Building 2", ["9490"])]


def test_a_building_of_its_own_name_needs_no_factory_and_is_found_again_when_one_comes(take, register):
    take(row("Kadam Tower", occupant="Kadam Bank", occupant_use="bank"))
    take(row("Kadam Tower", factory="9490"))

    assert buildings(register) == [("Kadam Tower", ["9490", "Kadam Bank"])]


def test_a_building_that_is_shared_on_record_stays_one_when_a_list_names_one_of_its_factories(take, register):
    take(row("Building 1", factory="9490,9491"))
    report = take(
        row("Building 1", factory="9491", floor_level="1"), row("Building 1", factory="9490", floor_level="2")
    )

    assert buildings(register) == [("Building 1", ["9490", "9491"])]
    assert (report.created, report.floors.created) == (0, 2)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([row("Building 1", floor_level="1")],
         "row 2, column 'factory': every factory may have a “Building 1”; expected a factory that is in it"),
        ([row("Building 1", factory="9490"), row("Building 1", factory="9491"), row("Building 1", floor_level="1")],
         "row 4, column 'building': the list has 2 buildings “Building 1”; expected a factory in it, or its address"),
        ([row("Building 1", factory="9490", address="Tongi"), row("Building 1", factory="9490", address="Savar")],
         "row 3, column 'address': row 2 tells another address of “Building 1”"),
        ([row("Kadam Tower", factory="9490", address="Tongi"), row("Kadam Tower", factory="9491", address="Savar")],
         "row 3, column 'address': row 2 tells another address of “Kadam Tower”"),
        ([row("Building 1", factory="9490"), row("Building 1", address="Tongi", floor_level="1")],
         "row 3, column 'factory': the list has several buildings “Building 1”; expected a factory in each"),
        ([row("City Plaza", factory="9490"), row("City Plaza", factory="9492"), row("City Plaza", factory="9493")],
         "row 4, column 'factory': the list has “City Plaza” in several districts"),
    ],
)  # fmt: skip
def test_a_building_that_cannot_be_told_from_another_is_asked_for(refused, rows, sentence):
    assert any(said.startswith(f"list.csv, {sentence}") for said in refused(*rows)), refused(*rows)


def test_two_buildings_on_record_are_never_made_one_by_a_list(take, register, moment, tmp_path):
    take(row("Building 1", factory="9490"), row("Building 1", factory="9491"))
    register.commit()

    [said] = refused_with(
        take_in_buildings, register, moment, written(tmp_path, HEADS, row("Building 1", factory="9490, 9491"))
    )

    assert "“Building 1” is on record as 2 buildings (with factory 9490; with factory 9491)" in said


# What it fills in


def test_a_newer_list_fills_in_and_adds_and_erases_nothing(take, register):
    take(row(floor_level="1", factory="9490"), row(floor_level="2", allowable_load_kpa="2"))

    report = take(
        row(
            storeys="7",
            year_built="2009",
            floor_level="1",
            floor_name="1st floor",
            allowable_load_kpa="2.5",
            factory="9490",
        ),
        row(floor_level="3", zone="Store"),
    )
    empty = take(row(floor_level="2", factory="9490"))

    [tower] = register.scalars(select(Building)).all()
    assert (tower.storeys, tower.year_built) == (7, 2009)
    assert [
        (floor.level, floor.name, floor.allowable_load_kpa)
        for floor in register.scalars(select(Floor).order_by(Floor.level))
    ] == [
        (1, "1st floor", 2.5),
        (2, None, 2.0),
        (3, None, None),
    ]
    assert (counts(report), report.floors.created, report.floors.updated, report.zones.created) == ((0, 1, 0), 1, 1, 1)
    assert counts(empty) == (0, 0, 1)


def test_what_differs_from_the_record_is_warned_of_and_not_taken_over(take, register):
    take(
        row(storeys="7", construction="RC frame", landlord="Kadam Ltd.", year_built="2009", floor_level="1",
            floor_name="Cutting", allowable_load_kpa="2.0", factory="9490", **{"from": "2015-01-01"}, to="2018-01-01"),
        row(floor_level="1", zone="Store", allowable_load_kpa="3.0"),
        row(occupant="Kadam Bank", occupant_use="bank"),
    )  # fmt: skip

    report = take(
        row(storeys="8", construction="Steel", landlord="KADAM LIMITED", year_built="2010", floor_level="1",
            floor_name="Sewing", allowable_load_kpa="3", factory="9490", **{"from": "2015-01-01", "to": "2019-01-01"}),
        row(floor_level="1", zone="store", allowable_load_psf="42"),
        row(occupant="Kadam Bank", occupant_use="school"),
    )  # fmt: skip

    assert [(at, column, said.partition("; ")[2]) for at, column, said in told(report)] == [
        (2, "storeys", "“8” is not taken over"),
        (2, "construction", "“Steel” is not taken over"),
        (2, "year_built", "“2010” is not taken over"),
        (2, "floor name", "“Sewing” is not taken over"),
        (2, "allowable_load_kpa", "“3.0” is not taken over"),
        (2, "to", "2019-01-01 is not taken over"),
        (3, "allowable_load_psf", "“2.01” is not taken over"),
        (4, "occupant use", "“school” is not taken over"),
    ]
    assert counts(report) == (0, 0, 1)
    assert stays(register)[0] == (9490, date(2015, 1, 1), date(2018, 1, 1), None)


def test_the_same_load_in_the_other_unit_is_no_contradiction(take):
    take(row(floor_level="1", allowable_load_kpa="2.0", factory="9490"))

    report = take(row(floor_level="1", allowable_load_psf="42", factory="9490"))

    assert (counts(report), told(report)) == ((0, 0, 1), [])


def test_two_wordings_in_one_list_are_warned_of_and_the_first_one_is_taken(take, register):
    report = take(row(landlord="Kadam Ltd.", factory="9490"), row(landlord="Mr. Kadam"))

    assert told(report) == [
        (
            3,
            "landlord",
            "“Kadam Tower” has landlord “Kadam Ltd.” in row 2 and “Mr. Kadam” here, which is not taken over",
        )
    ]
    assert register.scalars(select(Building.landlord)).all() == ["Kadam Ltd."]


def test_a_level_is_read_out_of_the_floors_name_and_a_bare_number_is_no_name(take, register):
    rows = (("Kadam Tower", "9490", "Ground floor, bank"), ("Kadam Tower", "9490", "3"))

    take(*rows, heads=("building", "factory", "floor"))

    floors = register.scalars(select(Floor).order_by(Floor.level)).all()
    assert [(floor.level, floor.name) for floor in floors] == [(0, "Ground floor, bank"), (3, None)]


IN_BANGLA = ("building", "factory", "floor level", "floor name", "Floor name (Bangla)", "zone", "Zone in Bangla")


def test_floors_and_zones_get_the_bangla_names_that_somebody_wrote_and_no_others(take, register):
    take(
        ("Kadam Tower", "9490", "0", "Ground floor, bank", "নিচতলা, ব্যাংক", "", ""),
        ("Kadam Tower", "9490", "3", "3rd floor", "৩য় ফ্লোর", "Carton store", "কার্টনের গুদাম"),
        ("Kadam Tower", "9490", "4", "৪র্থ ফ্লোর, সেলাই", "", "গুদাম", ""),
        ("Kadam Tower", "9490", "5", "5th floor", "", "Dining hall", ""),
        heads=IN_BANGLA,
    )

    floors = register.scalars(select(Floor).order_by(Floor.level)).all()
    assert [(floor.level, floor.name, floor.name_bn) for floor in floors] == [
        (0, "Ground floor, bank", "নিচতলা, ব্যাংক"),
        (3, "3rd floor", "৩য় ফ্লোর"),
        (4, "৪র্থ ফ্লোর, সেলাই", "৪র্থ ফ্লোর, সেলাই"),
        (5, "5th floor", None),
    ]
    zones = [(zone.name, zone.name_bn) for floor in floors for zone in floor.zones]
    assert zones == [("Carton store", "কার্টনের গুদাম"), ("গুদাম", "গুদাম"), ("Dining hall", None)]


def test_a_later_list_adds_the_bangla_names_and_changes_none_that_is_there(take, register):
    english = ("Kadam Tower", "9490", "3", "3rd floor", "", "Carton store", "")
    take(english, heads=IN_BANGLA)

    added = take(("Kadam Tower", "9490", "3", "3rd floor", "৩য় ফ্লোর", "Carton store", "কার্টনের গুদাম"), heads=IN_BANGLA)
    again = take(("Kadam Tower", "9490", "3", "3rd floor", "৪র্থ তলা", "Carton store", "কার্টনের গুদাম"), heads=IN_BANGLA)

    assert (counts(added), added.floors.updated, added.zones.updated) == ((0, 1, 0), 1, 1)
    assert counts(again) == (0, 0, 1)
    assert told(again) == [
        (
            2,
            "Floor name (Bangla)",
            "floor 3 of “Kadam Tower” is on record with floor name in Bangla “৩য় ফ্লোর”; “৪র্থ তলা” is not taken over",
        )
    ]
    [floor] = register.scalars(select(Floor))
    assert (floor.name_bn, floor.zones[0].name_bn) == ("৩য় ফ্লোর", "কার্টনের গুদাম")


def test_a_bangla_name_of_nothing_is_refused(refused):
    assert "not of which zone" in refused(("Kadam", "9490", "3", "", "", "", "গুদাম"), heads=IN_BANGLA)[0]
    assert "not of which floor" in refused(("Kadam", "9490", "", "", "৩য় ফ্লোর", "", ""), heads=IN_BANGLA)[0]


def test_a_floor_whose_name_sounds_like_another_level_is_warned_of(take):
    report = take(row(floor_level="2", floor_name="3rd floor, sewing", factory="9490"))

    said = "“3rd floor, sewing” does not sound like level 2, which is what counts"
    assert told(report) == [(2, "floor name", said)]


# Who is there


def test_a_stay_is_completed_by_what_a_newer_list_knows(take, register):
    take(row(factory="9490"), row(occupant="Kadam Bank"))

    begun = take(row(factory="9490", **{"from": "2015-01-01"}), row(occupant="KADAM BANK", occupant_use="bank"))
    ended = take(row(factory="9490", **{"from": "2015-01-01"}, to="2018-01-01"))
    back = take(row(factory="9490", **{"from": "2018-01-01"}))

    assert stays(register) == [
        (9490, date(2015, 1, 1), date(2018, 1, 1), None),
        ("Kadam Bank", None, None, "bank"),
        (9490, date(2018, 1, 1), None, None),
    ]
    assert [each.stays.updated for each in (begun, ended, back)] == [2, 1, 0]
    assert [told(each) for each in (begun, ended, back)] == [[], [], []]


def test_an_end_alone_closes_the_stay_that_is_open_on_record(take, register):
    take(row(factory="9490", **{"from": "2015-01-01"}))
    take(row(factory="9490", to="2018-01-01"))

    assert stays(register) == [(9490, date(2015, 1, 1), date(2018, 1, 1), None)]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"from": "2016-01-01"}, "from 2015-01-01; the stay from 2016-01-01 is not taken over"),
        ({"from": "2014-01-01", "to": "2015-06-01"},
         "from 2015-01-01; the stay from 2014-01-01 to 2015-06-01 is not taken over"),
    ],
)  # fmt: skip
def test_a_stay_for_which_the_record_leaves_no_room_is_warned_of(take, register, days, said):
    take(row(factory="9490", **{"from": "2015-01-01"}))

    report = take(row(factory="9490", **days))

    assert told(report) == [(2, "from", f"factory 9490 is on record as in “Kadam Tower” {said}")]
    assert stays(register) == [(9490, date(2015, 1, 1), None, None)]


def test_who_has_left_does_not_come_back_by_a_row_without_a_day(take, register):
    take(row(factory="9490", **{"from": "2015-01-01"}, to="2018-01-01"))

    report = take(row(factory="9490", floor_level="1"))

    [(at, column, said)] = told(report)
    assert (at, column) == (2, "from")
    assert said.endswith("from 2015-01-01 to 2018-01-01; a new stay needs its first day and is not taken over")
    assert len(stays(register)) == 1


def test_an_occupant_by_the_name_of_a_factory_on_record_is_warned_of(take):
    report = take(row(occupant="DEMO 9491 KNIT LIMITED", factory="9490"))

    said = "“DEMO 9491 KNIT LIMITED” is the name of factory 9491; if it is that one, give its number as factory"
    assert told(report) == [(2, "occupant", said)]


# What is refused


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([row("", factory="9490")], "row 2, column 'building': the cell is empty; expected the building's name"),
        ([row(factory="9999")], "row 2, column 'factory': there is no factory 9999"),
        ([row(factory="Alif Knit")], "row 2, column 'factory': “Alif Knit” is no factory number"),
        ([row(factory="9490", storeys="0")], "row 2, column 'storeys': “0” is no number of storeys; expected 1 to 60"),
        ([row(factory="9490", year_built="2031")], "row 2, column 'year_built': “2031” is no year in which it can"),
        ([row(factory="9490", floor_level="1", allowable_load_kpa="42")],
         "row 2, column 'allowable_load_kpa': 42 is no load that a floor may carry; expected 0.5 to 25 kPa; "
         "in psf it would be 2.01 kPa"),
        ([row(factory="9490", floor_level="1", allowable_load_psf="2")],
         "row 2, column 'allowable_load_psf': 2 psf is 0.09 kPa, which is no load that a floor may carry"),
        ([row(factory="9490", floor_level="1", allowable_load_kpa="-2")],
         "row 2, column 'allowable_load_kpa': “-2” is no load; expected a number"),
        ([row(factory="9490", floor_level="1", allowable_load_kpa="42 psf")],
         "row 2, column 'allowable_load_kpa': “42 psf” is in another unit than its head says"),
        ([row(factory="9490", floor_level="1", allowable_load_kpa="2", allowable_load_psf="63")],
         "row 2, column 'allowable_load_psf': 63 psf is 3.01 kPa, but the row also tells 2 kPa"),
        ([row(factory="9490", allowable_load_kpa="2")],
         "row 2, column 'allowable_load_kpa': the row tells the allowable load in kPa, but not of which floor"),
        ([row(factory="9490", zone="Store")], "row 2, column 'zone': the row tells the zone, but not of which floor"),
        ([row(factory="9490", floor_level="top")], "row 2, column 'floor level': “top” is no level"),
        ([row(factory="9490", storeys="6", floor_level="7")],
         "row 2, column 'floor level': a building of 6 storeys has no level 7; expected 0 to 5, or 6 for its roof"),
        ([row(factory="9490", floor_level="7"), row(storeys="6")],
         "row 2, column 'floor level': a building of 6 storeys has no level 7"),
        ([row(factory="9490", floor_level="-6")], "row 2, column 'floor level': no building has a level -6"),
        ([row(factory="9490", floor_level="roof")],
         "row 2, column 'storeys': the level of the roof is the number of storeys, which nothing tells"),
        ([row(factory="9490", storeys="6"), row(storeys="7")],
         "row 3, column 'storeys': “Kadam Tower” has storeys “6” in row 2 and “7” here; leave the true one"),
        ([row(factory="9490", floor_level="1", allowable_load_kpa="2"), row(floor_level="1", allowable_load_kpa="3")],
         "row 3, column 'allowable_load_kpa': floor 1 of “Kadam Tower” has allowable load in kPa “2.0” in row 2 and "
         "“3.0” here"),
        ([row(factory="9490", floor_level="1", zone="A", allowable_load_kpa="2"),
          row(floor_level="1", zone="a", allowable_load_psf="63")],
         "row 3, column 'allowable_load_psf': zone “A” of floor 1 of “Kadam Tower” has allowable load in kPa “2.0” in "
         "row 2 and “3.01” here"),
        ([row(factory="9490", **{"from": "2018-05-01"}, to="2018-04-01")],
         "row 2, column 'to': the stay ends on 2018-04-01, but it begins on 2018-05-01"),
        ([row(factory="9490", **{"from": "2091-05-01"})], "row 2, column 'from': nobody is there from 2091-05-01"),
        ([row(factory="9490", **{"from": "31/02/2018"})], "row 2, column 'from': “31/02/2018” is a day that no"),
        ([row(**{"from": "2018-05-01"})], "row 2, column 'from': the row tells a stay, but not whose"),
        ([row(factory="9490", occupant="Bank", **{"from": "2018-05-01"})],
         "row 2, column 'from': the row names a factory and another occupant, but one stay"),
        ([row(factory="9490", **{"from": "2015-01-01"}), row(factory="9490", **{"from": "2016-01-01"})],
         "row 3, column 'from': factory 9490 is already in “Kadam Tower” from 2015-01-01 (row 2)"),
        ([row(factory="9490", **{"from": "2015-01-01"}, to="2016-01-01"),
          row(factory="9490", **{"from": "2015-01-01"}, to="2017-01-01")],
         "row 3, column 'to': the stay of factory 9490 ends on 2016-01-01 in row 2"),
        ([row("K" * 201, factory="9490")], "row 2, column 'building': the text has 201 characters; at most 200"),
    ],
)  # fmt: skip
def test_what_cannot_be_so_is_refused_in_one_sentence_with_row_and_column(refused, rows, sentence):
    said = refused(*rows)

    assert [each.startswith(f"list.csv, {sentence}") for each in said] == [True], said


def test_a_load_whose_head_tells_no_unit_is_never_guessed(refused):
    [said] = refused(("Kadam Tower", "9490", "1", "42"), heads=("building", "factory", "floor", "allowable load"))

    assert said.startswith("list.csv, row 1, column 'allowable load': the head does not say the unit of the load")


@pytest.mark.parametrize("head", ["Floor load (kg/m2)", "max. load", "KPa allowed", "Allowable Loading, tonnes"])
def test_a_column_of_loads_that_is_not_known_is_refused_with_what_was_expected(refused, head):
    [said] = refused(("Kadam Tower", "9490", "1", "42"), heads=("building", "factory", "floor", head))

    assert said.startswith(f"list.csv, row 1, column '{head}': the head speaks of a load, but in no form that is known")
    assert "expected allowable_load_kpa or allowable_load_psf" in said


@pytest.mark.parametrize("head", ["load plan", "load bearing walls", "loads checked by", "remarks"])
def test_a_column_that_tells_no_amount_is_only_left_aside(take, head):
    report = take(("Kadam Tower", "9490", "1", "yes"), heads=("building", "factory", "floor", head))

    assert report.columns_not_used == (head,)


def test_fewer_storeys_than_a_floor_on_record_is_refused(take, register, moment, tmp_path):
    take(row(factory="9490", floor_level="7"))
    register.commit()

    [said] = refused_with(
        take_in_buildings, register, moment, written(tmp_path, HEADS, row(factory="9490", storeys="6"))
    )

    assert "column 'storeys': level 7 is on record of “Kadam Tower”, which is above 6 storeys" in said


def test_every_problem_of_a_file_is_named_at_once_and_nothing_is_stored(refused):
    said = refused(row(factory="9999", floor_level="1", allowable_load_kpa="42"), row("", factory="9490"))

    assert [each.split(":")[0] for each in said] == [
        "list.csv, row 2, column 'allowable_load_kpa'",
        "list.csv, row 2, column 'factory'",
        "list.csv, row 3, column 'building'",
    ]


def test_a_list_without_buildings_is_refused(refused):
    [said] = refused(("9490", "1"), heads=("factory", "floor level"))

    assert said.startswith("list.csv, row 1, column 'building': no column tells the building; expected a head such as")


def test_the_journal_tells_in_plain_words_what_became_of_each_building(take, register):
    take(row(storeys="7", factory="9490", floor_level="1", allowable_load_kpa="2", **{"from": "2015-01-01"}))

    line = register.scalars(select(JournalEntry)).one()
    [told_of] = json.loads(line.details)["buildings"]
    assert (line.deed, told_of["name"], told_of["factories"], told_of["is_new"]) == (
        "imported a building list",
        "Kadam Tower",
        [9490],
        True,
    )
    assert told_of["changes"] == [
        "“Kadam Tower”: storeys 7",
        "floor 1 of “Kadam Tower” added",
        "floor 1 of “Kadam Tower”: allowable_load_kpa 2.0",
        "factory 9490 from 2015-01-01",
    ]


NAMES = st.sampled_from(["Building 1", "bldg 1", "Shed", "Kadam Tower", "City Plaza"])
DAYS = st.sampled_from(
    [
        {},
        {},
        {},
        {"from": "2015-01-01"},
        {"from": "2015-01-01", "to": "2016-01-01"},
        {"from": "2016-01-01"},
        {"to": "2016-01-01"},
    ]
)
OF_A_FACTORY = st.builds(
    lambda name, factory, level, days: row(name, factory=factory, floor_level=level, allowable_load_kpa="2.0", **days),
    NAMES,
    st.sampled_from(["9490", "9490", "9491", "9492", "9493", "9490, 9491"]),
    st.sampled_from(["0", "1", "2"]),
    DAYS,
)
OF_ANOTHER = st.builds(
    lambda name, who, address, days: row(name, occupant=who, address=address, floor_level="0", **days),
    NAMES,
    st.sampled_from(["Bank", "School"]),
    st.sampled_from(["", "", "1 Mill Road, Tongi"]),
    DAYS,
)
ROWS = st.one_of(OF_A_FACTORY, OF_A_FACTORY, OF_ANOTHER)


@contextmanager
def a_fresh_register(migrated: Path) -> Iterator[tuple[Session, Path]]:
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{shutil.copy(migrated, Path(folder) / 'accord.sqlite')}")
        with Session(engine) as session:
            the_register(session)
            session.commit()
            yield session, Path(folder)
        engine.dispose()


def take_or_refuse(session: Session, folder: Path, rows: list[tuple[object, ...]]) -> BuildingsReport | None:
    try:
        report = take_in_buildings(session, NOON, written(folder, HEADS, *rows))
    except WorkbookRefused:
        session.rollback()
        return None
    session.commit()
    return report


@given(lists=st.lists(st.lists(ROWS, min_size=1, max_size=4), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_whatever_lists_were_taken_each_of_them_again_adds_nothing_and_nobody_is_anywhere_twice(
    migrated_database, lists
):
    with a_fresh_register(migrated_database) as (session, folder):
        for rows in lists:
            if take_or_refuse(session, folder, rows) is None:
                continue
            before = (buildings(session), stays(session))

            again = take_or_refuse(session, folder, rows)

            assert (again.created, again.updated) == (0, 0)
            assert (buildings(session), stays(session)) == before
        for one, other in combinations(session.scalars(select(Occupant)), 2):
            if (one.building_id, one.factory_id, one.other_name) == (
                other.building_id,
                other.factory_id,
                other.other_name,
            ):
                assert not one.stay.overlaps(other.stay)


@given(rows=st.lists(ROWS, min_size=2, max_size=5), random=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_rows_decides_nothing(migrated_database, rows, random):
    def outcome(ordered):
        with a_fresh_register(migrated_database) as (session, folder):
            if take_or_refuse(session, folder, ordered) is None:
                return "refused"
            return sorted(
                (
                    sorted(str((each.factory_id, each.other_name, each.stay)) for each in building.occupants),
                    [floor.level for floor in building.floors],
                )
                for building in session.scalars(select(Building))
            )

    assert outcome(random.sample(rows, len(rows))) == outcome(rows)
