"""What is drawn by lot is the same for ever, keeps its mean, and is shared out without a remainder."""

from collections import Counter
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.casework.simulation.dice import Dice, Weighted, allotted, skewed_at

SHARES = st.dictionaries(st.integers(), st.floats(0.1, 1000), min_size=1, max_size=9)


def test_dice_of_the_same_name_fall_the_same_and_of_another_name_differently():
    first, again, other = (Dice(7, "plan"), Dice(7, "plan"), Dice(7, "brands"))

    draws = [[dice.between(1, 1000) for _ in range(20)] for dice in (first, again, other)]

    assert draws[0] == draws[1] != draws[2]


def test_the_draws_never_change_from_one_version_to_the_next():
    dice = Dice(1, "for ever")

    assert [dice.between(1, 100) for _ in range(5)] == [48, 29, 68, 1, 82]
    assert dice.shuffled("abcdef") == list("fadbce")


def test_a_whole_number_between_two_can_be_either_of_them():
    dice = Dice("between")

    assert {dice.between(3, 5) for _ in range(200)} == {3, 4, 5}


@given(st.integers(0, 3000), SHARES)
def test_what_is_allotted_adds_up_and_lies_within_one_of_its_share(number, shares):
    given_out = allotted(number, shares)

    assert sum(given_out.values()) == number
    for thing, share in shares.items():
        assert abs(given_out[thing] - number * share / sum(shares.values())) < 1 + 1e-6


@given(st.lists(st.integers(), max_size=30))
def test_shuffling_loses_nothing(things):
    assert Counter(Dice("shuffle").shuffled(things)) == Counter(things)


def test_a_thing_is_drawn_as_often_as_it_weighs_and_never_without_weight():
    dice, things = Dice("weights"), Weighted({"a": 3.0, "never": 0.0, "b": 1.0})

    drawn = Counter(dice.weighted(things) for _ in range(4000))

    assert drawn["a"] == pytest.approx(3000, abs=120)
    assert set(drawn) == {"a", "b"}


def test_few_quantities_spread_out_keep_the_mean_and_the_long_tail_of_many():
    few, many = (
        [skewed_at(fraction, 830.0, spread=0.9) for fraction in Dice("spread").spread_out(number)]
        for number in (60, 5000)
    )

    assert median(few) == pytest.approx(830, rel=0.02)
    assert mean(few) == pytest.approx(mean(many), rel=0.05)
    assert max(few) > 5 * median(few)


def test_rare_events_happen_as_often_as_they_should_and_a_skewed_draw_has_its_median():
    dice = Dice("counts")

    assert mean(dice.count(1.3) for _ in range(4000)) == pytest.approx(1.3, abs=0.08)
    assert median(dice.skewed(100, 0.7) for _ in range(4000)) == pytest.approx(100, rel=0.06)
