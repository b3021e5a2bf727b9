"""How late hazards are, in bands of days."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from accord.rules.figures.ageing import bands_of


@given(st.dictionaries(st.integers(0, 5000), st.integers(0, 100)))
def test_every_hazard_is_in_exactly_one_band(counts):
    bands = bands_of(counts, first_days=0)

    assert sum(band.count for band in bands) == sum(counts.values())
    for earlier, later in pairwise(bands):
        assert later.first_days == earlier.last_days + 1
    assert bands[-1].last_days is None


def test_the_last_day_of_a_band_belongs_to_it():
    bands = bands_of({1: 1, 30: 2, 31: 4, 90: 8, 730: 16, 731: 32}, first_days=1)

    assert [band.count for band in bands] == [3, 12, 0, 0, 16, 32]
