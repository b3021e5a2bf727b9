"""Buildings recorded by hand: floors and loads, who moves in and out, and whom an order on a building would reach."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from accord.casework.buildings import (
    CannotStay,
    NoSuchBuilding,
    OnRecordAlready,
    OtherOccupant,
    buildings_of,
    is_shared,
    move_in,
    move_out,
    occupants_on,
    record_building,
    record_floor,
    record_zone,
    set_allowable_load,
    shared_with,
)
from accord.casework.journal import first_broken_line
from accord.records.factory import Factory
from accord.records.journal import JournalEntry
from accord.rules.factories.buildings import BuildingFacts
from accord.rules.vocabulary import Coverage

BANK = OtherOccupant("Demo Kadam Bank, Zirabo branch", "bank")


@pytest.fixture
def by(moment):
    return {"actor": "an engineer", "moment": moment}


@pytest.fixture
def factories(session):
    made = [Factory(number=number, coverage=Coverage.ACTIVE) for number in (9490, 9491)]
    session.add_all(made)
    session.flush()
    return made


@pytest.fixture
def tower(session, by):
    facts = BuildingFacts("Kadam Tower", "কদম টাওয়ার", 7, "Reinforced concrete flat plate", 2009, "Kadam Properties")
    return record_building(session, facts, **by)


def names(occupants):
    return [each.factory.number if each.factory else each.other_name for each in occupants]


def test_a_building_has_floors_and_zones_with_what_they_may_carry_and_each_deed_is_in_the_journal(session, tower, by):
    names = {"name": "3rd floor, sewing", "name_bn": "৩য় ফ্লোর, সেলাই"}
    floor = record_floor(session, tower, level=3, allowable_load_kpa=2.0, **names, **by)
    record_zone(session, floor, name="Carton store", name_bn="কার্টনের গুদাম", allowable_load_kpa=3.0, **by)
    set_allowable_load(session, floor, load_kpa=1.5, because="DEA of 2024", **by)

    assert (tower.storeys, tower.year_built, tower.landlord) == (7, 2009, "Kadam Properties")
    assert [(each.level, each.allowable_load_kpa, [zone.name for zone in each.zones]) for each in tower.floors] == [
        (3, 1.5, ["Carton store"])
    ]
    assert (floor.name_bn, floor.zones[0].name_bn) == ("৩য় ফ্লোর, সেলাই", "কার্টনের গুদাম")
    lines = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    assert json.loads(lines[1].details)["name_bn"] == "৩য় ফ্লোর, সেলাই"
    assert [line.deed for line in lines] == [
        "recorded a building",
        "recorded a floor",
        "recorded a zone",
        "set an allowable load",
    ]
    assert {line.subject for line in lines} == {f"building {tower.id}"}
    assert json.loads(lines[-1].details) == {"level": 3, "from": 2.0, "to": 1.5, "because": "DEA of 2024"}
    assert first_broken_line(session) is None


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (BuildingFacts("A", storeys=0), "no 0 storeys; expected 1 to 60"),
        (BuildingFacts("A", year_built=2031), "cannot have been built in 2031; expected 1850 to 2024"),
    ],
)
def test_a_building_that_cannot_be_is_refused(session, by, facts, said):
    with pytest.raises(NoSuchBuilding, match=said):
        record_building(session, facts, **by)


@pytest.mark.parametrize("level", [-6, 8])
def test_a_floor_that_the_building_cannot_have_is_refused(session, tower, by, level):
    with pytest.raises(NoSuchBuilding, match=f"no level {level}; expected -5 to 7, which is the roof"):
        record_floor(session, tower, level=level, **by)


@pytest.mark.parametrize("load_kpa", [0, 42])
def test_a_load_that_no_floor_carries_is_refused(session, tower, by, load_kpa):
    floor = record_floor(session, tower, level=1, **by)

    for deed in (
        lambda: record_floor(session, tower, level=2, allowable_load_kpa=load_kpa, **by),
        lambda: record_zone(session, floor, name="Store", allowable_load_kpa=load_kpa, **by),
        lambda: set_allowable_load(session, floor, load_kpa=load_kpa, because="-", **by),
    ):
        with pytest.raises(NoSuchBuilding, match=f"{load_kpa} kPa is no load"):
            deed()


def test_a_floor_and_a_zone_are_recorded_once(session, tower, by):
    floor = record_floor(session, tower, level=0, **by)
    record_zone(session, floor, name="Fabric store", **by)

    with pytest.raises(OnRecordAlready, match="level 0 of “Kadam Tower”"):
        record_floor(session, tower, level=0, **by)
    with pytest.raises(OnRecordAlready, match="“FABRIC STORE”"):
        record_zone(session, floor, name="FABRIC STORE", **by)


def test_several_factories_and_a_bank_are_in_one_building_and_all_of_them_are_told_of_on_the_day(
    session, tower, factories, by
):
    move_in(session, tower, who=BANK, from_on=None, **by)
    move_in(session, tower, who=factories[1], from_on=date(2015, 1, 1), **by)
    move_in(session, tower, who=factories[0], from_on=date(2018, 5, 1), **by)

    assert names(occupants_on(session, tower, day=date(2018, 4, 30))) == [9491, BANK.name]
    assert names(occupants_on(session, tower, day=date(2018, 5, 1))) == [9490, 9491, BANK.name]
    [here] = shared_with(session, factories[0], day=date(2018, 5, 1))
    assert (here.building, here.is_shared, names(here.others)) == (tower, True, [9491, BANK.name])
    assert [each.other_use for each in here.others] == [None, "bank"]
    assert shared_with(session, factories[0], day=date(2018, 4, 30)) == []


def test_one_factory_is_in_several_buildings_each_with_its_own_neighbours(session, tower, factories, by):
    shed = record_building(session, BuildingFacts("Building 2"), **by)
    move_in(session, tower, who=factories[0], from_on=date(2015, 1, 1), **by)
    move_in(session, shed, who=factories[0], from_on=date(2016, 1, 1), **by)
    move_in(session, tower, who=BANK, from_on=date(2016, 1, 1), **by)

    assert buildings_of(session, factories[0], day=date(2015, 6, 1)) == [tower]
    assert buildings_of(session, factories[0], day=date(2016, 6, 1)) == [shed, tower]
    assert [(each.building, each.is_shared) for each in shared_with(session, factories[0], day=date(2016, 6, 1))] == [
        (shed, False),
        (tower, True),
    ]


def test_who_has_left_is_gone_from_that_day_on_and_may_come_back_on_it(session, tower, factories, by):
    first = move_in(session, tower, who=factories[0], from_on=date(2015, 1, 1), **by)
    move_in(session, tower, who=BANK, from_on=None, **by)
    move_out(session, first, to_on=date(2016, 1, 1), **by)

    assert is_shared(session, tower, day=date(2015, 12, 31))
    assert not is_shared(session, tower, day=date(2016, 1, 1))
    assert buildings_of(session, factories[0], day=date(2016, 1, 1)) == []
    move_in(session, tower, who=factories[0], from_on=date(2016, 1, 1), **by)
    assert is_shared(session, tower, day=date(2016, 1, 1))


@pytest.mark.parametrize("who", ["a factory", "the bank in other capitals"])
def test_nobody_is_in_a_building_twice_at_once(session, tower, factories, by, who):
    first, again = {
        "a factory": (factories[0], factories[0]),
        "the bank in other capitals": (BANK, OtherOccupant(BANK.name.upper())),
    }[who]
    move_in(session, tower, who=first, from_on=date(2015, 1, 1), to_on=date(2016, 1, 1), **by)

    with pytest.raises(CannotStay, match="already in “Kadam Tower” from 2015-01-01 to 2016-01-01"):
        move_in(session, tower, who=again, from_on=date(2015, 12, 31), **by)
    assert len(tower.occupants) == 1


def test_nobody_leaves_before_having_come_or_twice(session, tower, factories, by):
    with pytest.raises(CannotStay, match="would end on 2014-01-01, but begin on 2015-01-01"):
        move_in(session, tower, who=BANK, from_on=date(2015, 1, 1), to_on=date(2014, 1, 1), **by)
    stay = move_in(session, tower, who=factories[0], from_on=date(2015, 1, 1), **by)
    with pytest.raises(CannotStay, match="cannot have left it on 2014-12-31"):
        move_out(session, stay, to_on=date(2014, 12, 31), **by)
    move_out(session, stay, to_on=date(2015, 2, 1), **by)
    with pytest.raises(CannotStay, match="factory 9490 is on record as gone from “Kadam Tower” since 2015-02-01"):
        move_out(session, stay, to_on=date(2015, 3, 1), **by)

    assert stay.to_on == date(2015, 2, 1)


def test_a_building_that_stands_empty_is_nobodys(session, tower):
    assert occupants_on(session, tower, day=date(2018, 1, 1)) == []
    assert not is_shared(session, tower, day=date(2018, 1, 1))
