"""What a request stops, for how long, and by when it is answered."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accord.rules.escalation.clocks import answer_due_on, is_stopped, stop_of, stopped_days, stops_until
from accord.rules.escalation.profile import RequestLimits
from accord.rules.spells import Spell

LIMITS = RequestLimits(answer_days=14, stops_days_at_most=30, reason="as an example")
ASKED = date(2026, 3, 1)
UNTIL = stops_until(ASKED, LIMITS)


def test_an_answer_is_in_time_on_the_last_of_its_days():
    assert answer_due_on(ASKED, LIMITS) == date(2026, 3, 15)


def test_a_clock_stands_still_until_the_answer():
    stop = stop_of(ASKED, date(2026, 3, 11), UNTIL)

    assert stop == Spell(ASKED, date(2026, 3, 11))
    assert is_stopped([stop], today=date(2026, 3, 10))
    assert not is_stopped([stop], today=date(2026, 3, 11))


def test_a_request_that_nobody_answers_stops_no_longer_than_the_limit():
    assert stop_of(ASKED, None, UNTIL) == Spell(ASKED, date(2026, 3, 31))
    assert stop_of(ASKED, date(2026, 6, 1), UNTIL) == Spell(ASKED, date(2026, 3, 31))


def test_an_answer_that_is_dated_before_the_question_stops_nothing():
    assert stopped_days([stop_of(ASKED, ASKED - timedelta(days=3), UNTIL)], since_on=ASKED, today=date(2026, 9, 1)) == 0


def test_days_that_two_requests_stop_count_once():
    stops = [Spell(date(2026, 3, 1), date(2026, 3, 11)), Spell(date(2026, 3, 6), date(2026, 3, 16))]

    assert stopped_days(stops, since_on=date(2026, 1, 1), today=date(2026, 9, 1)) == 15


def test_days_before_the_stage_and_days_to_come_do_not_count():
    stops = [Spell(date(2026, 3, 1), date(2026, 3, 11))]

    assert stopped_days(stops, since_on=date(2026, 3, 6), today=date(2026, 3, 8)) == 2


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.lists(st.tuples(days, days)), days, days)
def test_the_count_of_stopped_days_is_that_of_the_days_looked_at_one_by_one(pairs, since_on, today):
    stops = [Spell(from_on, until_on) for from_on, until_on in pairs]
    one_by_one = [since_on + timedelta(days=number) for number in range(max(0, (today - since_on).days))]

    assert stopped_days(stops, since_on=since_on, today=today) == sum(
        is_stopped(stops, today=day) for day in one_by_one
    )
