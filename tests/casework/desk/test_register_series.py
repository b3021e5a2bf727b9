"""The charts of a list are drawn from the same figures as its rates."""

from datetime import date, timedelta

import pytest

from accord.casework.desk.register.listing import Cut, found_hazards
from accord.casework.desk.register.selection import Selection
from accord.casework.desk.register.series import charted
from accord.rules.figures.progress import OPEN
from accord.rules.figures.series import first_day, month_of
from accord.rules.vocabulary import Discipline
from tests.casework.desk.register_world import ALL, a_register, the_day


@pytest.fixture
def world(session):
    return a_register(session)


def ends(month, today):
    return min(first_day(month + 1) - timedelta(days=1), today)


@pytest.mark.parametrize("selection", [Selection(), Selection(discipline=Discipline.FIRE), Selection(factory=9001)])
def test_each_month_says_what_the_register_says_of_its_last_day(world, moment, selection):
    drawn = charted(world, selection, ALL, day=the_day(moment))

    assert [each.month for each in drawn.months] == list(range(month_of(date(2024, 1, 1)), month_of(moment.today) + 1))
    for end in drawn.months:
        day = the_day(moment, ends(end.month, moment.today))
        told = found_hazards(world, selection, ALL, day=day, cut=Cut())
        assert end.tally == told.progress.initial, first_day(end.month)


def test_ages_and_categories_add_up_to_the_list(world, moment):
    day = the_day(moment)
    every = found_hazards(world, Selection(), ALL, day=day, cut=Cut())

    drawn = charted(world, Selection(), ALL, day=day)

    open_ones = [each for each in every.stands.values() if each.status in OPEN]
    assert sum(band.count for band in drawn.open_ages) == len(open_ones)
    total = sum((tally for _, tally in drawn.categories), start=type(every.progress.initial)())
    assert total == every.progress.initial + every.progress.new


def test_a_list_without_hazards_has_nothing_to_draw(world, moment):
    drawn = charted(world, Selection(factory=9999), ALL, day=the_day(moment))

    assert (drawn.months, drawn.categories) == ((), ())
    assert sum(band.count for band in drawn.open_ages) == 0
