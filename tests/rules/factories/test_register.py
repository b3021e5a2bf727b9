"""The register: numbers, names, places and districts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.factories.districts import DISTRICTS, district_in, district_named
from accord.rules.factories.register import (
    NoNumberLeft,
    NumberRange,
    are_swapped,
    identity_key,
    in_bangladesh,
    is_bangladesh,
    is_factory_number,
    is_os_id,
    next_number,
    says_nothing,
    tidy,
    words_of,
)
from accord.rules.factories.sourcing import SOURCING_HEADS
from accord.rules.sheets.register_heads import HEADS, Column
from accord.rules.sheets.table_heads import known_heads, read_heads


def test_the_lowest_free_number_of_the_range_is_next():
    assert next_number({60_000, 60_001, 60_003, 9490}, NumberRange(60_000, 89_999)) == 60_002
    assert next_number({60_000}, NumberRange(60_000, 89_999), after=60_005) == 60_006


def test_a_full_range_gives_no_number_of_another_one():
    with pytest.raises(NoNumberLeft, match="60000 to 60001"):
        next_number({60_000, 60_001}, NumberRange(60_000, 60_001))


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("9490", True), ("12241", True), ("949", False), ("123456", False), ("৯৪৯০", False), ("", False)],
)
def test_a_factory_number_has_four_or_five_digits(text, is_one):
    assert is_factory_number(text) is is_one


@pytest.mark.parametrize(("text", "is_one"), [("BD2019083XA3M0V", True), ("BD2019083XA3M0", False), ("2019", False)])
def test_an_os_id_has_fifteen_characters_in_a_known_order(text, is_one):
    assert is_os_id(text) is is_one


@pytest.mark.parametrize("words", ["Bangladesh", "BANGLADESH ", "BD", "বাংলাদেশ", "People's Republic of Bangladesh"])
def test_bangladesh_has_many_names(words):
    assert is_bangladesh(words)


@pytest.mark.parametrize("words", ["China", "CN", "India", "West Bengal"])
def test_other_countries_are_not_bangladesh(words):
    assert not is_bangladesh(words)


def test_a_swapped_point_lies_in_bangladesh_only_the_other_way_round():
    assert in_bangladesh(23.81, 90.41)
    assert not are_swapped(23.81, 90.41)
    assert are_swapped(90.41, 23.81)
    assert not are_swapped(31.2, 121.5)


@pytest.mark.parametrize("text", ["N/A", "n/a", " - ", "", "None", "N.A."])
def test_some_words_say_only_that_nothing_is_known(text):
    assert says_nothing(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Alif Knit Ltd.", "Road 1,\nDhaka"), ("ALIF  KNIT LIMITED", "road-1, Dhaka.")),
        (("A.K.M. Wear & Co", None), ("AKM Wear and Company", "")),
        (("আলিফ নিট লি.", "সাভার"), ("আলিফ নিট লি", "সাভার ")),
    ],
)
def test_spelling_and_capitals_make_no_other_factory(one, other):
    assert identity_key(*one) == identity_key(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alif Knit (Unit 1) Ltd.", "Alif Knit (Unit 2) Ltd."),
        ("Alif Knit Ltd.", "Alif Knit (BD) Ltd."),
        ("কারখানা", "করখন"),
    ],
)
def test_another_word_or_another_vowel_makes_another_factory(one, other):
    assert identity_key(one, "Dhaka") != identity_key(other, "Dhaka")


def test_a_cell_of_many_lines_and_tabs_becomes_one_line():
    assert tidy("Holding # 2059,\r\n\t Gazipur \n\n Joydevpur,") == "Holding # 2059, Gazipur, Joydevpur"


def test_invisible_characters_make_no_other_name_and_control_characters_are_not_kept():
    assert identity_key("\u200bAlif\xa0Knit", None) == identity_key("Alif Knit", None)
    assert identity_key("র\u200d্যাব", None) == identity_key("র্যাব", None)
    assert tidy("\ufeffAlif\x07 Knit\x7f") == "Alif Knit"


@given(st.text(max_size=80))
def test_evening_out_a_text_twice_changes_no_more_than_once(text):
    assert words_of(words_of(text)) == words_of(text)
    assert tidy(tidy(text)) == tidy(text)
    assert identity_key(tidy(text), None) == identity_key(text, None)


@pytest.mark.parametrize(
    ("address", "district"),
    [
        ("Khejur Bagar, Baro Ashulia\nDhaka\nSavar", "Dhaka"),
        ("Taknogpara, Chandona,\nGazipur\nB. Baria", "Gazipur"),
        ("301 Nasirabad I/A\nChittagong", "Chattogram"),
        ("Nayapara, Kashimpur, Gazipur, Dhaka", "Gazipur"),
        ("Tangabari, Ashulia, Savar, Dhaka 1341", "Dhaka"),
        ("14 Dhaka Road, Somewhere", None),
        ("আশুলিয়া, ঢাকা", "Dhaka"),
    ],
)
def test_the_district_is_read_out_of_an_address(address, district):
    assert district_in(address) == district


def test_there_are_64_districts_and_each_is_named_by_its_own_name():
    assert len(set(DISTRICTS)) == 64
    assert [district_named(f"{name.upper()} District") for name in DISTRICTS] == list(DISTRICTS)


@pytest.mark.parametrize("vocabulary", [HEADS, SOURCING_HEADS])
def test_every_head_is_written_as_it_is_compared_and_means_one_thing(vocabulary):
    heads = [head for each in vocabulary.values() for head in each]

    assert heads == [words_of(head) for head in heads]
    assert len(set(heads)) == len(heads)


def test_heads_are_matched_by_meaning_in_any_order_and_script():
    heads = read_heads(["OS ID", "ঠিকানা", "Factory\nName", "Remarks", "No. of Workers"], HEADS)

    assert heads.places == {Column.OS_ID: 0, Column.ADDRESS: 1, Column.NAME: 2, Column.WORKERS: 4}
    assert heads.not_used == ("Remarks",)
    assert known_heads(["OS ID", "Remarks", ""], HEADS) == 1


def test_of_two_heads_with_one_meaning_the_plainer_one_is_used_and_the_same_head_twice_is_told():
    heads = read_heads(["Name", "Factory Name", "Address", "address "], HEADS)

    assert heads.places == {Column.NAME: 1, Column.ADDRESS: 2}
    assert heads.second_best == (("Name", "Factory Name"),)
    assert heads.twice == ("address",)
