"""When a job is due, when it is done again, and when the clockwork stands still."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from accord.rules.clockwork import (
    AGAIN_AFTER,
    MOST_TIMES,
    STALE_AFTER,
    Begun,
    Turn,
    daily,
    is_minute,
    is_stale,
    minute,
    numbered,
    turn_of,
)
from accord.rules.moments import Moment

DHAKA, NEW_YORK, BEIRUT = (ZoneInfo(name) for name in ("Asia/Dhaka", "America/New_York", "Asia/Beirut"))
NOW = datetime(2026, 11, 25, 11, 7, 30, tzinfo=UTC)
nightly = daily(time(0, 5))


def at(*instant, zone=DHAKA):
    return Moment(datetime(*instant, tzinfo=UTC), zone)


def test_a_minute_is_told_in_utc_wherever_the_programme_is():
    assert minute(Moment(NOW, DHAKA)) == minute(Moment(NOW.astimezone(NEW_YORK), NEW_YORK)) == "2026-11-25T11:07"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (at(2026, 11, 24, 18, 4, 59), "2026-11-24"),  # 00:04:59 in Dhaka: the night before is the last one
        (at(2026, 11, 24, 18, 5), "2026-11-25"),
        (at(2026, 11, 25, 18, 4), "2026-11-25"),
        (at(2026, 11, 25, 5, 4, zone=NEW_YORK), "2026-11-24"),
        (at(2026, 11, 25, 5, 5, zone=NEW_YORK), "2026-11-25"),
    ],
)
def test_a_nightly_job_is_due_for_the_civil_day_that_has_begun_where_the_programme_is(moment, day):
    assert nightly(moment) == day


def test_where_midnight_is_left_out_or_comes_twice_the_night_is_there_once():
    begins = datetime(2026, 3, 28, 21, 0, tzinfo=UTC)  # in Beirut the hour after midnight of the 29th is left out
    ends = datetime(2026, 10, 24, 19, 0, tzinfo=UTC)  # and the hour before midnight of the 25th comes twice

    for start, days in ((begins, ["2026-03-28", "2026-03-29"]), (ends, ["2026-10-24", "2026-10-25"])):
        told = [nightly(Moment(start + timedelta(minutes=passed), BEIRUT)) for passed in range(6 * 60)]
        assert [day for place, day in enumerate(told) if day not in told[:place]] == days
        assert told == sorted(told)


def test_what_was_never_begun_is_done_and_what_ended_well_is_not_done_again():
    assert turn_of(None, now=NOW) is Turn.FIRST
    assert turn_of(Begun(1, NOW, has_failed=False), now=NOW + timedelta(days=1)) is Turn.DONE


def test_what_was_begun_and_never_ended_was_killed_and_is_done_again():
    assert turn_of(Begun(1, None, has_failed=False), now=NOW) is Turn.AGAIN


def test_what_failed_is_done_again_a_quarter_of_an_hour_later():
    failed = Begun(1, NOW, has_failed=True)

    assert turn_of(failed, now=NOW + AGAIN_AFTER - timedelta(seconds=1)) is Turn.WAITS
    assert turn_of(failed, now=NOW + AGAIN_AFTER) is Turn.AGAIN


@pytest.mark.parametrize("ended_at", [None, NOW])
def test_what_was_begun_five_times_in_vain_is_left_to_people(ended_at):
    last = Begun(MOST_TIMES, ended_at, has_failed=ended_at is not None)

    assert turn_of(last, now=NOW + timedelta(days=1)) is Turn.GIVEN_UP


def test_five_minutes_without_a_beat_are_a_standstill_and_so_is_none_at_all():
    assert not is_stale(NOW, now=NOW + STALE_AFTER)
    assert is_stale(NOW, now=NOW + STALE_AFTER + timedelta(seconds=1))
    assert is_stale(None, now=NOW)


def test_a_beat_that_lies_ahead_is_one_from_before_the_clock_was_put_back():
    assert not is_stale(NOW, now=NOW - STALE_AFTER)
    assert is_stale(NOW, now=NOW - STALE_AFTER - timedelta(seconds=1))


def test_a_minute_is_told_from_a_day_also_where_it_is_numbered():
    periods = (minute(at(2026, 11, 25)), numbered(minute(at(2026, 11, 25)), 2), nightly(at(2026, 11, 25)))

    assert [is_minute(each) for each in periods] == [True, True, False]


def test_minutes_that_the_clock_goes_through_again_are_numbered():
    assert [numbered("2026-11-25T11:07", times) for times in (1, 2, 12)] == [
        "2026-11-25T11:07",
        "2026-11-25T11:07 2",
        "2026-11-25T11:07 12",
    ]
