from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.sheets.dates import (
    ImpossibleDate,
    UnreadableDate,
    date_at_start,
    header_dates,
    month_comes_first,
    parse_table_date,
)

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("'20/11/2014", date(2014, 11, 20)),
        ("03/08/2014 ", date(2014, 8, 3)),
        ("28.12.2017", date(2017, 12, 28)),
        ("22-04-16", date(2016, 4, 22)),
        ("03/02/16", date(2016, 2, 3)),
        ("24-June-2019", date(2019, 6, 24)),
        ("14 - November-2017", date(2017, 11, 14)),
        ("2nd April 2018", date(2018, 4, 2)),
        ("21st January 2015", date(2015, 1, 21)),
        ("28-July/15", date(2015, 7, 28)),
        ("17 Nov 19", date(2019, 11, 17)),
        ("Jun 23 2019", date(2019, 6, 23)),
        ("September 5, 2018", date(2018, 9, 5)),
        ("05/Nov/2019", date(2019, 11, 5)),
        ("8 March 2016", date(2016, 3, 8)),
        ("12-Sept-2016", date(2016, 9, 12)),
        ("2014-09-22", date(2014, 9, 22)),
        ("2014-09-22 00:00:00", date(2014, 9, 22)),
        ("২২/০৯/২০১৪", date(2014, 9, 22)),
        ("31/12/2017.", date(2017, 12, 31)),
    ],
)
def test_every_form_that_people_type_is_read_day_first(written: str, day: date) -> None:
    assert parse_table_date(written) == day


def test_the_form_that_a_program_wrote_with_a_time_is_month_first() -> None:
    assert parse_table_date("9/30/2014 12:00:00 AM") == date(2014, 9, 30)
    assert parse_table_date("10/8/2014 12:00:00 AM") == date(2014, 10, 8)
    assert parse_table_date("10/8/2014 00:00:00") == date(2014, 8, 10)


@pytest.mark.parametrize("written", ["31/02/2018", "30-Feb-2018", "12/25/2018", "00/01/2018", "29.02.2018", "1/1/2917"])
def test_a_day_that_does_not_exist_is_refused_and_never_rolls_over(written: str) -> None:
    with pytest.raises(ImpossibleDate):
        parse_table_date(written)


@pytest.mark.parametrize(
    "written", ["", "Done", "6 weeks", "31/12/2017 or later", "Octember 4 2018", "41931", "12/2017"]
)
def test_what_is_no_date_is_called_unreadable(written: str) -> None:
    with pytest.raises(UnreadableDate):
        parse_table_date(written)


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%b-%Y", "%d %B %Y", "%b %d %Y", "%Y-%m-%d", "%d - %B-%Y"]))
def test_any_day_written_in_any_form_is_read_back(day: date, form: str) -> None:
    assert parse_table_date(day.strftime(form)) == day


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_one_of_the_two_refusals(text: str) -> None:
    try:
        day = parse_table_date(text)
    except (ImpossibleDate, UnreadableDate):
        return
    assert 1990 <= day.year <= 2099


def test_a_date_at_the_start_tells_where_the_rest_begins() -> None:
    text = "14/08/2014: Evacuation was verified."

    found = date_at_start(text)

    assert found
    assert (found.day_on, text[found.end :]) == (date(2014, 8, 14), ": Evacuation was verified.")
    assert date_at_start("Evacuation on 14/08/2014") is None


def test_one_value_over_12_decides_the_order_of_the_whole_header() -> None:
    assert header_dates(["05/15/2014", "07/20/2014", "05/02/2016"]) == (
        date(2014, 5, 15),
        date(2014, 7, 20),
        date(2016, 5, 2),
    )
    assert header_dates(["06/04/2014", "18/07/2014"]) == (date(2014, 4, 6), date(2014, 7, 18))


def test_without_a_value_over_12_chronology_decides() -> None:
    received = "01-June/14"

    assert header_dates(["04/09/2014", received, "28-July/15"])[0] == date(2014, 4, 9)


def test_without_any_hint_the_day_comes_first() -> None:
    assert not month_comes_first(["04/09/2014", None, "text", date(2015, 1, 1)])
    assert header_dates(["04/09/2014", None, "no date"]) == (date(2014, 9, 4), None, None)


def test_real_dates_in_a_header_stay_as_they_are() -> None:
    day = datetime(2014, 9, 15).date()  # noqa: DTZ001  a civil date, as a workbook holds it

    assert header_dates([day, "11/05/2015"]) == (day, date(2015, 5, 11))


@given(st.lists(DAYS, min_size=2, max_size=18).map(sorted))
def test_dates_in_their_true_order_are_read_back_if_any_says_which_order_it_is(days: list[date]) -> None:
    if all(day.day <= 12 for day in days):
        return

    assert header_dates([day.strftime("%m/%d/%Y") for day in days]) == tuple(days)
    assert header_dates([day.strftime("%d/%m/%Y") for day in days]) == tuple(days)
