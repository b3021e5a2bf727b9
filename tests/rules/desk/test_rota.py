"""Who may be put on call, and when nobody is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.desk.people import Role
from accord.rules.desk.rota import (
    Post,
    ShiftFlaw,
    Stretch,
    Term,
    day_of,
    gaps,
    instant_of,
    post_of,
    shift_flaw,
)
from accord.rules.vocabulary import Discipline

DHAKA, LONDON = ZoneInfo("Asia/Dhaka"), ZoneInfo("Europe/London")
START = datetime(2024, 7, 1, tzinfo=UTC)
EVER = Term(date(2020, 1, 1), None)


def hours(begins: float, ends: float) -> Stretch:
    return Stretch(START + timedelta(hours=begins), START + timedelta(hours=ends))


def flaw(wanted: Stretch, *, terms=(EVER,), others=(), now=START, zone=DHAKA):
    return shift_flaw(wanted, now=now, zone=zone, terms=terms, others=others)


@pytest.mark.parametrize(
    ("role", "discipline", "post"),
    [
        (Role.CHIEF_SAFETY_OFFICER, None, Post.DECIDER),
        (Role.DEPUTY, None, Post.DECIDER),
        (Role.ENGINEER, Discipline.FIRE, Post.FIRE),
        (Role.ENGINEER, None, None),
        (Role.CASE_HANDLER, None, None),
    ],
)
def test_deciders_hold_one_post_and_engineers_that_of_their_discipline(role, discipline, post):
    assert post_of(role, discipline) is post


def test_every_discipline_has_its_post():
    assert {post.discipline for post in Post} == {None, *Discipline}


def test_a_time_that_nobody_covers_is_a_gap_and_overlapping_shifts_are_none():
    held = [hours(9, 12), hours(2, 8), hours(6, 10), hours(-5, 1)]

    assert gaps(held, hours(0, 24)) == [hours(1, 2), hours(12, 24)]


def test_a_shift_that_begins_when_the_last_one_ends_leaves_no_gap():
    assert gaps([hours(0, 12), hours(12, 24)], hours(0, 24)) == []
    assert gaps([], hours(0, 24)) == [hours(0, 24)]
    assert gaps([hours(30, 40), hours(-9, -1)], hours(0, 24)) == [hours(0, 24)]


@given(st.lists(st.tuples(st.integers(-50, 80), st.integers(1, 40)), max_size=8))
def test_gaps_are_exactly_the_hours_at_which_nobody_is_there(shifts):
    held = [hours(begins, begins + lasts) for begins, lasts in shifts]

    found = gaps(held, hours(0, 48))

    for hour in range(48):
        at = START + timedelta(hours=hour, minutes=30)
        assert any(gap.holds(at) for gap in found) != any(each.holds(at) for each in held)


def test_a_shift_over_midnight_is_one_stretch_and_lies_in_both_days():
    night = Stretch(instant_of(date(2024, 7, 1), time(20), DHAKA), instant_of(date(2024, 7, 2), time(8), DHAKA))

    assert night.ends_at - night.begins_at == timedelta(hours=12)
    for day, begins, ends in ((date(2024, 7, 1), 20, 24), (date(2024, 7, 2), 0, 8)):
        seen = night.within(day_of(day, DHAKA))
        midnight = day_of(day, DHAKA).begins_at
        assert seen == Stretch(midnight + timedelta(hours=begins), midnight + timedelta(hours=ends))


@pytest.mark.parametrize(("day", "lasts"), [(date(2024, 3, 31), 23), (date(2024, 10, 27), 25), (date(2024, 7, 1), 24)])
def test_where_the_hour_is_changed_a_day_is_shorter_or_longer_and_covered_all_the_same(day, lasts):
    whole = day_of(day, LONDON)
    night = Stretch(
        instant_of(day, time(), LONDON),
        instant_of(day + timedelta(days=1), time(), LONDON),
    )

    assert whole.ends_at - whole.begins_at == timedelta(hours=lasts)
    assert gaps([night], whole) == []


def test_an_hour_that_comes_twice_or_never_is_still_an_instant():
    twice, never = date(2024, 10, 27), date(2024, 3, 31)

    assert instant_of(twice, time(1, 30), LONDON) == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    assert instant_of(never, time(1, 30), LONDON).astimezone(LONDON).hour == 2


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (hours(2, 1), ShiftFlaw.ENDS_TOO_EARLY),
        (hours(2, 2), ShiftFlaw.ENDS_TOO_EARLY),
        (hours(-8, 0), ShiftFlaw.IS_OVER),
        (hours(0, 24 * 31 + 1), ShiftFlaw.TOO_LONG),
        (hours(-8, 1), None),
        (hours(0, 24 * 31), None),
    ],
)
def test_a_shift_ends_after_it_begins_lies_not_in_the_past_and_lasts_a_month_at_most(wanted, found):
    assert flaw(wanted) is found


def test_only_who_holds_the_role_on_all_of_its_days_is_put_on_call():
    until_the_second = Term(date(2024, 7, 1), date(2024, 7, 2))
    midnight = instant_of(date(2024, 7, 3), time(), DHAKA)

    assert flaw(Stretch(START, midnight), terms=[until_the_second]) is None
    assert flaw(Stretch(START, midnight + timedelta(minutes=1)), terms=[until_the_second]) is ShiftFlaw.NO_SUCH_ROLE
    assert flaw(hours(0, 8), terms=[]) is ShiftFlaw.NO_SUCH_ROLE


def test_nobody_is_on_call_twice_at_once_but_two_people_may_be():
    assert flaw(hours(0, 8), others=[hours(7, 9)]) is ShiftFlaw.IS_ON_ALREADY
    assert flaw(hours(0, 8), others=[hours(8, 9)]) is None
