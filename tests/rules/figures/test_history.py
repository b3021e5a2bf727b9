"""What a hazard was on a day, replayed from its events."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from accord.rules.figures.history import (
    DeadlineChange,
    HazardHistory,
    StatusEvent,
    due_on,
    hazard_on,
    statuses_until,
    times_reopened,
)
from accord.rules.vocabulary import Origin, Status

FOREVER = date(2100, 1, 1)
DAYS = st.dates(date(2014, 1, 1), date(2020, 12, 31))


def an_event(sequence: int, status: Status, day: date, *, recorded_on: date | None = None, compensates=None):
    return StatusEvent(sequence, status, day, recorded_on or day, compensates)


def a_history(*events: StatusEvent, found_on=date(2014, 6, 6), deadlines=()):
    return HazardHistory(Origin.INITIAL, found_on, found_on, events, deadlines)


def test_a_hazard_is_not_there_before_it_was_found():
    history = a_history(an_event(1, Status.IN_PROGRESS, date(2014, 6, 6)))

    assert hazard_on(history, as_of=date(2014, 6, 5), known_at=FOREVER) is None


def test_before_an_imported_status_begins_the_hazard_is_not_known():
    history = a_history(an_event(1, Status.CORRECTED, date(2018, 5, 16)))

    assert hazard_on(history, as_of=date(2018, 5, 15), known_at=FOREVER).status is None
    assert hazard_on(history, as_of=date(2018, 5, 16), known_at=FOREVER).status is Status.CORRECTED


def test_what_is_recorded_later_does_not_change_what_was_known_then():
    first = an_event(1, Status.IN_PROGRESS, date(2014, 6, 6))
    late_news = an_event(2, Status.CORRECTED, date(2016, 1, 1), recorded_on=date(2018, 1, 1))
    history = a_history(first, late_news)

    then = hazard_on(history, as_of=date(2016, 12, 31), known_at=date(2016, 12, 31))
    now = hazard_on(history, as_of=date(2016, 12, 31), known_at=FOREVER)

    assert then.status is Status.IN_PROGRESS
    assert now.status is Status.CORRECTED


def test_a_corrected_hazard_found_breached_again_counts_as_open_and_reopened_once():
    history = a_history(
        an_event(1, Status.IN_PROGRESS, date(2014, 6, 6)),
        an_event(2, Status.CORRECTED, date(2015, 3, 4)),
        an_event(3, Status.IN_PROGRESS, date(2017, 10, 7)),
    )

    state = hazard_on(history, as_of=FOREVER, known_at=FOREVER)

    assert (state.status, state.reopened_count) == (Status.IN_PROGRESS, 1)


def test_a_rejected_claim_is_no_reopening():
    events = [
        an_event(1, Status.IN_PROGRESS, date(2014, 6, 6)),
        an_event(2, Status.PENDING_VERIFICATION, date(2015, 1, 1)),
        an_event(3, Status.IN_PROGRESS, date(2015, 2, 1)),
    ]

    assert times_reopened(events) == 0


def test_a_compensating_event_takes_the_mistake_back_from_the_day_it_was_recorded():
    mistake = an_event(2, Status.CORRECTED, date(2016, 1, 1))
    mended = an_event(3, Status.PENDING_VERIFICATION, date(2016, 1, 1), recorded_on=date(2016, 1, 5), compensates=2)
    history = a_history(an_event(1, Status.IN_PROGRESS, date(2014, 6, 6)), mistake, mended)

    before = hazard_on(history, as_of=date(2016, 1, 2), known_at=date(2016, 1, 4))
    after = hazard_on(history, as_of=date(2016, 1, 2), known_at=date(2016, 1, 5))

    assert before.status is Status.CORRECTED
    assert (after.status, after.reopened_count) == (Status.PENDING_VERIFICATION, 0)


def test_the_deadline_of_a_day_is_the_one_agreed_last_by_then():
    changes = [
        DeadlineChange(1, date(2014, 9, 22), date(2014, 8, 11), date(2014, 8, 11)),
        DeadlineChange(2, date(2017, 12, 31), date(2015, 3, 4), date(2015, 3, 4)),
    ]

    assert due_on(changes, as_of=date(2015, 3, 3), known_at=FOREVER) == date(2014, 9, 22)
    assert due_on(changes, as_of=date(2015, 3, 4), known_at=FOREVER) == date(2017, 12, 31)
    assert due_on(changes, as_of=date(2014, 1, 1), known_at=FOREVER) is None


@given(st.lists(st.tuples(st.sampled_from(Status), DAYS), min_size=1, max_size=12), DAYS, st.randoms())
def test_the_order_in_which_events_are_read_makes_no_difference(pairs, day, random):
    events = [an_event(place, status, on) for place, (status, on) in enumerate(pairs)]
    shuffled = events.copy()
    random.shuffle(shuffled)

    assert statuses_until(shuffled, as_of=day, known_at=FOREVER) == statuses_until(events, as_of=day, known_at=FOREVER)


@given(st.lists(st.tuples(st.sampled_from(Status), DAYS, DAYS), max_size=12), DAYS, DAYS)
def test_a_past_quarter_stays_the_same_whatever_is_recorded_later(triples, as_of, known_at):
    events = [an_event(place, status, on, recorded_on=at) for place, (status, on, at) in enumerate(triples)]
    known_then = [event for event in events if event.recorded_on <= known_at]

    assert statuses_until(events, as_of=as_of, known_at=known_at) == statuses_until(
        known_then, as_of=as_of, known_at=known_at
    )
