"""How likely two factories are one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.factories.duplicates import (
    LIKELY_FROM,
    Likeness,
    full_words,
    metres_between,
    own_words,
    reasons,
    score,
    unit_marks,
)

ALIKE = Likeness(name=92, own_words=100, address=90)
PERCENT = st.floats(0, 100)


def test_the_same_os_id_is_certain_whatever_else_differs():
    assert score(Likeness(name=10, own_words=0, address=0, same_os_id=True)) == 100


def test_the_same_name_is_always_worth_a_look_even_at_another_address():
    assert score(Likeness(name=100, own_words=100, address=0)) == LIKELY_FROM


def test_sisters_in_one_building_with_names_half_alike_are_not_likely():
    # KDS Apparels Ltd. and KDS Textile Mills Ltd., 251 Nasirabad.
    assert score(Likeness(name=46, own_words=100, address=95)) < LIKELY_FROM


def test_other_numbers_in_the_names_other_os_ids_and_distance_speak_against():
    assert score(ALIKE) >= LIKELY_FROM
    for against in ({"other_unit": True}, {"other_os_id": True}, {"distance_metres": 8000}):
        assert score(replace(ALIKE, **against)) < score(ALIKE)


def test_the_same_place_speaks_for():
    assert score(replace(ALIKE, distance_metres=40)) > score(ALIKE)


def test_the_reasons_are_said_in_words():
    said = reasons(replace(ALIKE, distance_metres=1234.4, other_os_id=True, other_unit=True))

    assert said == (
        "names 92 % alike",
        "addresses 90 % alike",
        "1,234 m apart",
        "different OS IDs",
        "different numbers in the names",
    )


@given(st.builds(Likeness, name=PERCENT, own_words=PERCENT, address=st.none() | PERCENT,
                 distance_metres=st.none() | st.floats(0, 1e7), same_os_id=st.booleans(),
                 other_os_id=st.booleans(), other_unit=st.booleans()))  # fmt: skip
def test_a_score_is_a_whole_number_from_0_to_100(likeness):
    assert score(likeness) in range(101)


def test_legal_form_and_trade_do_not_tell_factories_apart():
    assert full_words("Alif Knit Wear (BD) Pvt. Ltd.") == ("alif", "knit", "wear")
    assert own_words("Alif Knit Wear (BD) Pvt. Ltd.") == ("alif",)
    assert own_words("Fashion Wear Ltd.") == ("fashion", "wear")
    assert full_words("Company Ltd.") == ("company", "limited")


def test_units_are_told_apart_by_their_numbers():
    assert unit_marks("Alif (Unit-02) Ltd.") == unit_marks("Alif Unit II") == {"2"}
    assert unit_marks("Alif Ltd.") == frozenset()


def test_a_hundredth_of_a_degree_of_latitude_is_eleven_hundred_metres():
    assert metres_between((23.80, 90.40), (23.81, 90.40)) == pytest.approx(1112, abs=1)
    assert metres_between((23.80, 90.40), (23.80, 90.41)) == pytest.approx(1017, abs=2)
