"""How long something lasts, in units that say enough to act on."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.desk.ages import Unit, parts_of

SECONDS = {Unit.DAY: 86_400, Unit.HOUR: 3_600, Unit.MINUTE: 60, Unit.SECOND: 1}


@pytest.mark.parametrize(
    ("passed", "parts"),
    [
        (timedelta(days=3, hours=4, minutes=59), ((3, Unit.DAY), (4, Unit.HOUR))),
        (timedelta(days=3, minutes=59), ((3, Unit.DAY),)),
        (timedelta(days=12, hours=4), ((12, Unit.DAY),)),
        (timedelta(hours=5), ((5, Unit.HOUR),)),
        (timedelta(hours=1, minutes=40, seconds=59), ((1, Unit.HOUR), (40, Unit.MINUTE))),
        (timedelta(minutes=7, seconds=59), ((7, Unit.MINUTE),)),
        (timedelta(seconds=40), ((40, Unit.SECOND),)),
        (timedelta(0), ((0, Unit.SECOND),)),
        (timedelta(seconds=-5), ((0, Unit.SECOND),)),
    ],
)
def test_the_two_largest_units_are_said(passed, parts):
    assert parts_of(passed) == parts


@given(st.integers(0, 10**8))
def test_it_is_never_said_longer_than_it_is_and_misses_less_than_its_smallest_unit(seconds):
    parts = parts_of(timedelta(seconds=seconds))

    said = sum(many * SECONDS[unit] for many, unit in parts)
    assert (
        said
        <= seconds
        < said + (86_400 if parts[0][1] is Unit.DAY and parts[0][0] >= 10 else 3_600 if parts[0][1] is Unit.DAY else 60)
    )
