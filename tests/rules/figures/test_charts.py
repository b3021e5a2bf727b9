"""Where lines, areas and ticks lie: nothing drawn outside, nothing drawn that is not known."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.figures.charts import MOST_STEPS, PERCENT, Reading, lengths, mark, months_axis, rate_chart
from accord.rules.figures.series import first_day, month_of, year_before

percents = st.integers(0, 10_000).map(lambda hundredths: Decimal(hundredths).scaleb(-2))
rates = st.none() | st.tuples(percents, percents).map(sorted)


def readings_of(rates, first=24_000):
    return [Reading(first + place, *(rate or (None, None))) for place, rate in enumerate(rates)]


def corners(text):
    return [tuple(map(Decimal, corner.split(","))) for corner in text.split()]


@given(st.lists(rates, min_size=2, max_size=60))
def test_every_corner_lies_in_the_picture_and_the_reported_rate_never_below_the_verified_one(rates):
    chart = rate_chart(readings_of(rates))
    if chart is None:
        assert sum(rate is not None for rate in rates) < 2
        return

    for part in (*chart.line, *chart.area, *chart.band, *chart.top):
        assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in corners(part))
    for line, top in zip(chart.line, chart.top, strict=True):
        assert all(
            over_x == x and over_y <= y for (x, y), (over_x, over_y) in zip(corners(line), corners(top), strict=True)
        )


@given(st.lists(rates, min_size=2, max_size=60))
def test_each_known_month_is_a_point_of_the_line_and_no_unknown_one_is(rates):
    readings = readings_of(rates)
    chart = rate_chart(readings)
    known = [reading for reading in readings if reading.verified is not None]

    drawn = {corner for line in chart.line for corner in corners(line)} if chart else set()

    if chart:
        assert drawn == {mark(reading.month, reading.verified, chart.months) for reading in known}


def test_a_line_breaks_where_the_rate_is_not_known():
    half, all_of_it = Decimal(50), Decimal(100)

    chart = rate_chart(readings_of([(half, half), (half, all_of_it), None, (half, half), (all_of_it, all_of_it)]))

    assert chart.line == ("0.0000,0.5000 0.2500,0.5000", "0.7500,0.5000 1.0000,0.0000")
    assert chart.band[0] == "0.0000,0.5000 0.2500,0.0000 0.2500,0.5000 0.0000,0.5000"
    assert chart.area[1] == "0.7500,1 0.7500,0.5000 1.0000,0.0000 1.0000,1"


def test_a_month_alone_between_unknown_ones_is_drawn_as_a_dot():
    half = Decimal(50)

    chart = rate_chart(readings_of([(half, half), None, (half, half), None, (half, half)]))

    assert chart.line[1] == "0.5000,0.5000 0.5000,0.5000"


def test_one_rate_alone_makes_no_chart():
    assert rate_chart(readings_of([None, (Decimal(50), Decimal(60))])) is None
    assert rate_chart([]) is None


@given(st.integers(24_000, 24_400), st.integers(0, 400))
def test_an_axis_of_months_ends_with_the_last_one_and_wastes_less_than_a_step(first, span):
    axis = months_axis(first, first + span)

    assert axis.ticks[-1] == axis.high == first + span
    assert axis.ticks[0] == axis.low <= first
    assert len(axis.ticks) <= MOST_STEPS + 1
    assert first - axis.low < max(axis.step, 2)
    assert {later - earlier for earlier, later in pairwise(axis.ticks)} == {axis.step}


def test_rates_are_drawn_over_the_whole_of_a_hundred():
    assert PERCENT.ticks == (0, 25, 50, 75, 100)
    assert [PERCENT.share(tick) for tick in PERCENT.ticks] == [0, Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), 1]


@pytest.mark.parametrize(
    ("counts", "whole", "expected"),
    [
        ([1, 3, 0], None, ("33.33", "100.00", "0.00")),
        ([1, 1], 8, ("12.50", "12.50")),
        ([0, 0], None, ("0", "0")),
        ([], None, ()),
    ],
)
def test_bars_are_as_long_as_their_share_of_the_longest_or_of_the_whole(counts, whole, expected):
    assert lengths(counts, whole=whole) == tuple(map(Decimal, expected))


def test_a_month_is_one_number():
    assert first_day(month_of(date(2018, 12, 31))) == date(2018, 12, 1)
    assert first_day(month_of(date(2019, 1, 1))) == date(2019, 1, 1)
    assert year_before(date(2018, 7, 1)) == date(2017, 7, 1)
    assert year_before(date(2016, 2, 29)) == date(2015, 2, 28)
