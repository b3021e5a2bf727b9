"""When who is reminded of an order: by the hours that have passed, whatever the clock of the sweeps did."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.orders.reminders import Circle, Clock, Pace, Reminder, Track, next_due_at, reminders_due
from accord.rules.orders.standing import Taken, standing
from accord.rules.vocabulary import ORDER_ENDS, OrderKind, OrderStep

BEGUN = datetime(2026, 3, 1, 10, tzinfo=UTC)
DHAKA = ZoneInfo("Asia/Dhaka")
DETERMINED = (OrderStep.DETERMINED,)
VERIFIED = (OrderStep.DETERMINED, OrderStep.VERIFIED)


def a_clock(*steps: OrderStep, made=None, measures_due=(), zone: ZoneInfo = DHAKA) -> Clock:
    """Return the clock of an evacuation after these steps, all taken at the hour at which it was raised."""
    taken = [Taken(step, BEGUN) for step in (OrderStep.RAISED, *steps)]
    return Clock(standing(OrderKind.EVACUATION, taken), made or {}, Pace(), zone, measures_due=measures_due)


def hours(count: float) -> datetime:
    return BEGUN + timedelta(hours=count)


def due(clock: Clock, now: datetime) -> dict[Track, Reminder]:
    return {each.track: each for each in reminders_due(clock, now=now)}


@pytest.mark.parametrize(
    ("after_hours", "number", "circle"),
    [
        (3.9, None, None),
        (4, 1, Circle.CONTACT),
        (23.9, 1, Circle.CONTACT),
        (24, 2, Circle.ORGANISATION),
        (48, 3, Circle.SIGNATORIES),
        (72, 4, Circle.STEERING),
        (96, 5, Circle.STEERING),
        (96 + 24 * 30, 35, Circle.STEERING),
    ],
)
def test_reminders_come_after_4_24_and_48_hours_then_daily_each_to_a_wider_circle(after_hours, number, circle):
    found = due(a_clock(*DETERMINED), hours(after_hours)).get(Track.CLIMB)

    assert (found and found.number) == number
    assert (found and found.circle) == circle


def test_of_reminders_that_were_missed_the_latest_is_made_and_the_others_are_counted():
    found = due(a_clock(*DETERMINED), hours(24 * 10))[Track.CLIMB]

    assert found.number == 11
    assert found.overtaken == 10


def test_a_reminder_that_was_made_is_not_due_again_also_where_the_clock_is_put_back():
    clock = a_clock(*DETERMINED, made={(2, Track.CLIMB): 3})

    assert not reminders_due(clock, now=hours(30))
    assert not reminders_due(clock, now=hours(71))
    assert due(clock, hours(72))[Track.CLIMB].number == 4


def test_whoever_must_determine_an_order_is_reminded_after_two_hours_and_it_never_lapses():
    clock = a_clock()

    assert Track.DETERMINATION not in due(clock, hours(1.9))
    assert due(clock, hours(2))[Track.DETERMINATION].circle is Circle.ORGANISATION
    assert due(clock, hours(8))[Track.DETERMINATION].circle is Circle.STEERING
    assert due(clock, hours(24 * 365))[Track.DETERMINATION].number > 300
    assert Track.DETERMINATION not in due(a_clock(*DETERMINED), hours(24))


def test_once_it_is_verified_it_is_asked_weekly_whether_it_still_is_so():
    clock = a_clock(*VERIFIED)

    assert not reminders_due(clock, now=hours(24 * 6.9))
    assert due(clock, hours(24 * 7)).keys() == {Track.WEEK}
    assert due(clock, hours(24 * 22))[Track.WEEK].number == 3


@pytest.mark.parametrize("zone", ["Asia/Dhaka", "America/Los_Angeles"])
def test_a_measure_is_due_until_the_end_of_its_day_where_the_programme_is(zone: str):
    there = ZoneInfo(zone)
    clock = a_clock(*DETERMINED, measures_due=(date(2026, 3, 10),), zone=there)
    midnight = datetime(2026, 3, 11, tzinfo=there).astimezone(UTC)

    assert Track.MEASURES not in due(clock, midnight - timedelta(seconds=1))
    assert due(clock, midnight)[Track.MEASURES].number == date(2026, 3, 10).toordinal()
    assert due(clock, midnight + timedelta(days=2))[Track.MEASURES].overtaken == 2


STEPS = st.lists(st.sampled_from(sorted(set(OrderStep) - {OrderStep.RAISED})), max_size=12)
MEASURES = st.lists(st.dates(date(2026, 2, 1), date(2026, 4, 1)), max_size=3)


@given(STEPS, MEASURES)
def test_an_open_order_always_has_a_moment_at_which_it_is_looked_at_again_and_an_ended_one_has_none(steps, measures):
    clock = a_clock(*steps, measures_due=tuple(measures))

    assert (next_due_at(clock) is not None) == clock.standing.is_open
    if ORDER_ENDS & set(steps):
        assert next_due_at(clock) is None


@given(STEPS, MEASURES, st.lists(st.integers(0, 24 * 60), min_size=1, max_size=12))
def test_however_the_sweeps_fall_no_reminder_is_made_twice_and_the_last_one_is_the_same(steps, measures, sweeps):
    clock = a_clock(*steps, measures_due=tuple(measures))
    latest = hours(max(sweeps))

    made, seen = {}, []
    for after_hours in sweeps:
        for each in reminders_due(replace(clock, made=made), now=hours(after_hours)):
            seen.append((each.climb, each.track, each.number))
            made |= {(each.climb, each.track): each.number}
            assert each.due_at <= hours(after_hours)

    undisturbed = {(each.climb, each.track): each.number for each in reminders_due(clock, now=latest)}
    assert len(seen) == len(set(seen))
    assert made == undisturbed
    after = next_due_at(replace(clock, made=made))
    assert after is None or after > latest
