"""The stretches of a hazard say of every day what the replay of its events says."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from accord.rules.figures.history import DeadlineChange, HazardHistory, StatusEvent, hazard_on, statuses_until
from accord.rules.figures.states import states_of
from accord.rules.vocabulary import Origin, Status

FIRST = date(2018, 1, 1)
days = st.integers(0, 40).map(lambda day: FIRST + timedelta(days=day))


@st.composite
def histories(draw):
    events = tuple(
        StatusEvent(place, status, day, FIRST)
        for place, (status, day) in enumerate(draw(st.lists(st.tuples(st.sampled_from(Status), days), max_size=6)))
    )
    deadlines = tuple(
        DeadlineChange(place, due, held, FIRST)
        for place, (due, held) in enumerate(draw(st.lists(st.tuples(st.none() | days, days), max_size=4)))
    )
    return HazardHistory(Origin.INITIAL, draw(days), FIRST, events, deadlines)


@given(histories(), days)
def test_the_stretch_of_a_day_says_what_the_replay_says(history, day):
    known = {"as_of": date.max, "known_at": date.max}
    states = states_of(history.found_on, statuses_until(history.events, **known), history.deadlines)

    of_the_day = [state for state in states if state.from_on <= day and (state.until_on or date.max) > day]
    replayed = hazard_on(history, as_of=day, known_at=date.max)

    if replayed is None:
        assert of_the_day == []
    else:
        [state] = of_the_day
        assert (state.status, state.due_on, state.reopened_count) == (
            replayed.status,
            replayed.due_on,
            replayed.reopened_count,
        )


@given(histories())
def test_the_stretches_follow_each_other_without_a_gap(history):
    known = {"as_of": date.max, "known_at": date.max}
    states = states_of(history.found_on, statuses_until(history.events, **known), history.deadlines)

    assert states[0].from_on == history.found_on
    assert states[-1].until_on is None
    for one, after in pairwise(states):
        assert one.until_on == after.from_on
        assert one.status is after.before
