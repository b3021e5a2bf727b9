"""Which falls of the rate are told of, and what is said to have caused them."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from accord.rules.figures.falls import largest_falls, lowering
from accord.rules.figures.progress import Tally
from accord.rules.figures.series import Moves, SeriesPoint


def points_of(*tallies, moves=None):
    return [
        SeriesPoint(date(2018, month, 28), 1, tally, moves or Moves()) for month, tally in enumerate(tallies, start=1)
    ]


def corrected(count, of):
    return Tally(corrected=count, in_progress=of - count)


def test_the_largest_falls_are_told_the_latest_first():
    points = points_of(*(corrected(count, 100) for count in (90, 80, 85, 84, 60, 61, 58)))

    falls = largest_falls(points)

    assert [(fall.before.as_of.month, fall.after.as_of.month) for fall in falls] == [(6, 7), (4, 5), (1, 2)]


def test_the_published_fall_is_one():
    before, after = corrected(9_270, 10_000), corrected(9_132, 10_000)

    (fall,) = largest_falls(points_of(before, after))

    assert (str(fall.before.tally.verified_percent), str(fall.after.tally.verified_percent)) == ("92.70", "91.32")


def test_a_fall_that_two_decimals_do_not_show_is_none():
    assert largest_falls(points_of(corrected(50_001, 100_000), corrected(50_000, 100_000))) == ()


def test_there_is_no_fall_to_or_from_a_month_without_a_rate():
    unknown, nothing = Tally(corrected=1, unknown=1), Tally(withdrawn=3)

    assert largest_falls(points_of(corrected(9, 10), unknown, corrected(5, 10), nothing, corrected(1, 10))) == ()


def test_what_can_lower_a_rate_is_named_the_largest_first_and_nothing_else():
    moves = Moves(verified=500, reported=90, not_accepted=4, found=3, joined=430, reopened=12, factories_joined=12)

    assert lowering(moves) == ("joined", "reopened", "found")


@given(st.lists(st.integers(0, 50), min_size=2, max_size=20))
def test_no_fall_that_is_left_out_is_larger_than_one_that_is_told(counts):
    points = [
        SeriesPoint(date(2018, 1, 1 + place), 1, corrected(count, 50), Moves()) for place, count in enumerate(counts)
    ]
    every = largest_falls(points, most=len(points))

    told = largest_falls(points, most=2)

    left_out = [fall.size for fall in every if fall not in told]
    assert len(told) == min(2, len(every))
    assert max(left_out, default=0) <= min((fall.size for fall in told), default=1)
    assert len(every) == sum(after < before for before, after in pairwise(counts))
