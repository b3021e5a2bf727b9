"""Periods in which a signatory sources from a factory."""

from datetime import date

from accord.rules.factories.sourcing import Period

MAY, JUNE, JULY = date(2018, 5, 1), date(2018, 6, 1), date(2018, 7, 1)


def test_a_period_may_begin_on_the_day_on_which_another_ended():
    assert not Period(MAY, JUNE).overlaps(Period(JUNE, None))
    assert Period(MAY, JULY).overlaps(Period(JUNE, None))


def test_overlapping_is_mutual_and_a_period_without_end_goes_on():
    open_end, later = Period(MAY, None), Period(JULY, None)

    assert open_end.overlaps(later)
    assert later.overlaps(open_end)


def test_a_period_that_ends_before_or_when_it_begins_is_impossible():
    assert not Period(JUNE, MAY).is_possible
    assert not Period(JUNE, JUNE).is_possible
    assert Period(JUNE, None).is_possible


def test_a_period_is_said_in_words():
    assert str(Period(MAY, JUNE)) == "from 2018-05-01 to 2018-06-01"
    assert str(Period(MAY, None)) == "from 2018-05-01"
