"""The picture of a trial holds every size: nothing is cut off at the top, and what is larger lies higher."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.escalation.trial_lines import corners_of, percent_below, ticks_of, top_of


@pytest.mark.parametrize(("most", "top"), [(0, 100), (100, 100), (101, 200), (393, 400), (1_600, 1_600)])
def test_the_top_is_round_and_no_lower_than_the_highest_size(most, top):
    assert top_of(most) == top
    assert ticks_of(top)[0] == top
    assert ticks_of(top)[-1] == 0


@given(st.lists(st.integers(min_value=0, max_value=100_000), min_size=1, max_size=61))
def test_every_corner_lies_in_the_picture(sizes):
    corners = [tuple(map(float, each.split(","))) for each in corners_of(sizes, top=top_of(max(sizes))).split()]

    assert len(corners) == len(sizes)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in corners)
    assert corners[0][0] == 0


def test_a_size_lies_where_its_line_would():
    assert percent_below(139, top=400) == "65.25"
    assert corners_of([0, 200, 400], top=400) == "0.0000,1.0000 0.5000,0.5000 1.0000,0.0000"
