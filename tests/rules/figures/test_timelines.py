from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.figures.timelines import Timeline, TimelineKind, due_on, parse_timeline, states_only_a_timeline

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2080, 12, 31))


@pytest.mark.parametrize(
    ("written", "timeline"),
    [
        ("Immediate – Now", Timeline(TimelineKind.IMMEDIATE)),
        ("Priority 1 (Immediate - Now)", Timeline(TimelineKind.IMMEDIATE)),
        ("Immediately", Timeline(TimelineKind.IMMEDIATE)),
        ("PRIORITY: P1 5 weeks", Timeline(TimelineKind.WEEKS, 5)),
        ("Within 6 – weeks", Timeline(TimelineKind.WEEKS, 6)),
        ("within 6-weeks", Timeline(TimelineKind.WEEKS, 6)),
        ("3 WEEKS", Timeline(TimelineKind.WEEKS, 3)),
        ("eleven week", Timeline(TimelineKind.WEEKS, 11)),
        ("Within 06 Month", Timeline(TimelineKind.MONTHS, 6)),
        ("within 1-month", Timeline(TimelineKind.MONTHS, 1)),
        ("1 year", Timeline(TimelineKind.MONTHS, 12)),
        ("Within 14 days", Timeline(TimelineKind.DAYS, 14)),
        ("9/30/2014 12:00:00 AM", Timeline(TimelineKind.DATE, by=date(2014, 9, 30))),
        ("10/07/2014", Timeline(TimelineKind.DATE, by=date(2014, 7, 10))),
    ],
)
def test_a_timeline_is_read_as_printed(written: str, timeline: Timeline) -> None:
    assert parse_timeline(written) == timeline


@pytest.mark.parametrize("written", ["", "Priority 2", "as agreed", "31/02/2018"])
def test_words_without_a_period_are_no_timeline(written: str) -> None:
    assert parse_timeline(written) is None
    assert due_on(date(2018, 1, 1), None) is None


def test_months_are_clipped_to_the_end_of_the_month() -> None:
    assert due_on(date(2018, 1, 31), Timeline(TimelineKind.MONTHS, 1)) == date(2018, 2, 28)
    assert due_on(date(2019, 12, 31), Timeline(TimelineKind.MONTHS, 2)) == date(2020, 2, 29)
    assert due_on(date(2014, 8, 31), Timeline(TimelineKind.MONTHS, 6)) == date(2015, 2, 28)


def test_immediate_is_due_on_the_day_itself_and_a_date_on_that_date() -> None:
    start = date(2014, 6, 6)

    assert due_on(start, Timeline(TimelineKind.IMMEDIATE)) == start
    assert due_on(start, Timeline(TimelineKind.DATE, by=date(2014, 9, 30))) == date(2014, 9, 30)


@given(DAYS, st.integers(0, 200))
def test_days_and_weeks_are_calendar_days(start: date, count: int) -> None:
    assert due_on(start, Timeline(TimelineKind.DAYS, count)) == start + timedelta(days=count)
    assert due_on(start, Timeline(TimelineKind.WEEKS, count)) == start + timedelta(days=7 * count)


@given(DAYS, st.integers(0, 60))
def test_so_many_months_end_in_the_right_month_and_never_on_a_later_day(start: date, count: int) -> None:
    end = due_on(start, Timeline(TimelineKind.MONTHS, count))

    assert end
    assert (end.year - start.year) * 12 + end.month - start.month == count
    assert end.day <= start.day


@pytest.mark.parametrize(
    "text",
    [
        "within 6-weeks",
        "Within 6 – months",
        "Within 06 Month",
        "3 WEEKS",
        "PRIORITY: P1 5 weeks",
        "Priority 1 (Immediate - Now)",
        "Immediate – Now",
        "9/30/2014 12:00:00 AM",
        "10/07/2014",
    ],
)
def test_a_timeline_as_printed_states_nothing_else(text: str) -> None:
    assert states_only_a_timeline(text)


@pytest.mark.parametrize(
    "text",
    ["6 weeks after DEA approval", "Immediate, then every 3 months", "10/07/2014 or at the next shutdown", "TBD"],
)
def test_a_condition_beside_a_timeline_is_seen(text: str) -> None:
    assert not states_only_a_timeline(text)
