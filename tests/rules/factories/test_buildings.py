from datetime import date

import pytest

from accord.rules.factories.buildings import (
    Stay,
    are_possible_storeys,
    building_key,
    is_own_name,
    is_possible_level,
    is_possible_year,
    is_roof,
    level_in,
    storeys_in,
)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("0", 0), ("2", 2), ("-1", -1), ("২", 2), ("Ground floor", 0), ("GF", 0), ("নিচতলা", 0),
        ("Ground floor, bank", 0), ("1st floor", 1), ("2nd floor, sewing", 2), ("3rd", 3), ("11th Floor", 11),
        ("first floor", 1), ("Level 4", 4), ("Basement", -1), ("B2", -2), ("Basement 2", -2),
    ],
)  # fmt: skip
def test_a_level_is_read_as_people_write_it_the_first_floor_above_the_ground_floor(text: str, level: int) -> None:
    assert level_in(text) == level


@pytest.mark.parametrize("text", ["", "Garage", "Mezzanine", "Building 2", "2.5", "roof", "sewing", "block B"])
def test_what_names_no_level_is_none(text: str) -> None:
    assert level_in(text) is None


@pytest.mark.parametrize(
    ("text", "is_it"), [("Roof", True), ("roof top", True), ("ছাদ", True), ("Roofing store", False)]
)
def test_the_roof_is_known_by_its_word(text: str, is_it: bool) -> None:
    assert is_roof(text) is is_it


@pytest.mark.parametrize(
    ("text", "storeys"),
    [("6", 6), ("6 storied", 6), ("7-storey", 7), ("G+5", 6), ("B + G + 8", 9), ("GF+3", 4), ("৬", 6)],
)
def test_storeys_are_counted_with_the_ground_floor_and_without_basements(text: str, storeys: int) -> None:
    assert storeys_in(text) == storeys


@pytest.mark.parametrize("text", ["", "many", "6.5", "6-7", "G", "5+"])
def test_what_tells_no_storeys_is_none(text: str) -> None:
    assert storeys_in(text) is None


def test_the_roof_is_the_highest_level_and_a_basement_the_lowest() -> None:
    assert [level for level in range(-8, 9) if is_possible_level(level, 6)] == list(range(-5, 7))
    assert is_possible_level(20, None)
    assert not is_possible_level(61, None)


def test_storeys_and_years_that_no_building_has_are_impossible() -> None:
    assert [storeys for storeys in (-1, 0, 1, 25, 60, 61) if are_possible_storeys(storeys)] == [1, 25, 60]
    years = (1849, 1850, 2024, 2025)
    assert [year for year in years if is_possible_year(year, today=date(2024, 7, 1))] == [1850, 2024]


@pytest.mark.parametrize("name", ["Building 1", "Bldg. No. 01", "building-1", "BUILDING #1", "Bldg 1"])
def test_one_name_is_one_however_it_is_spelt(name: str) -> None:
    assert building_key(name) == "building 1"


def test_numbers_and_letters_keep_names_apart() -> None:
    names = ["Building 1", "Building 2", "Building 10", "Building A", "Building", "Shed 1"]

    assert len({building_key(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "name",
    ["Building 1", "Main building", "Main shed, Kashimpur", "Block B", "Gazipur Unit 2", "Unit-2 (New Building)",
     "ভবন ১", "2nd Building", "Building II", "Dyeing shed", "Factory Building No. 3", "Tower A", "1"],
)  # fmt: skip
def test_a_factorys_words_for_one_of_its_buildings_are_no_name_of_its_own(name: str) -> None:
    assert not is_own_name(name)


@pytest.mark.parametrize("name", ["Rana Plaza", "Demo Kadam Tower, Zirabo", "Hossain Market", "Alif Bhaban", "রানা প্লাজা"])
def test_a_name_of_its_own_is_known(name: str) -> None:
    assert is_own_name(name)


JAN, MAY, SEPT = date(2018, 1, 1), date(2018, 5, 1), date(2018, 9, 1)


@pytest.mark.parametrize(
    ("one", "other", "do_overlap"),
    [
        (Stay(JAN, MAY), Stay(MAY, SEPT), False),
        (Stay(JAN, SEPT), Stay(MAY, None), True),
        (Stay(JAN, None), Stay(SEPT, None), True),
        (Stay(None, MAY), Stay(JAN, SEPT), True),
        (Stay(None, MAY), Stay(MAY, None), False),
        (Stay(None, None), Stay(JAN, MAY), True),
        (Stay(None, MAY), Stay(None, JAN), True),
    ],
)
def test_stays_overlap_when_a_day_belongs_to_both(one: Stay, other: Stay, do_overlap: bool) -> None:
    assert one.overlaps(other) is do_overlap
    assert other.overlaps(one) is do_overlap


def test_the_day_of_moving_out_does_not_belong_to_the_stay() -> None:
    stay = Stay(JAN, MAY)

    assert [day for day in (date(2017, 12, 31), JAN, date(2018, 4, 30), MAY) if stay.includes(day)] == [
        JAN,
        date(2018, 4, 30),
    ]
    assert Stay(None, None).includes(JAN)


def test_nobody_leaves_before_having_come() -> None:
    assert Stay(JAN, MAY).is_possible
    assert not Stay(MAY, JAN).is_possible
    assert not Stay(MAY, MAY).is_possible
    assert Stay(None, JAN).is_possible
