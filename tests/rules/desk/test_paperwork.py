"""Engineering documents: who may say what of them, and whose days the waiting is."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accord.rules.desk.paperwork import (
    HANDED_IN,
    STATES,
    DocumentKind,
    DocumentState,
    days_with_the_programme,
    next_states,
)
from accord.rules.spells import Spell, days_of
from accord.rules.vocabulary import Status

TODAY = date(2024, 7, 1)


def on(day):
    return date(2024, 6, day)


def test_the_factory_hands_in_and_the_programme_judges_and_nobody_says_both():
    assert next_states(DocumentKind.DEA, DocumentState.SUBMITTED, hands_in=True) == ()
    assert next_states(DocumentKind.DEA, DocumentState.SUBMITTED, hands_in=False) == (
        DocumentState.COMMENTS,
        DocumentState.ACCEPTED,
    )
    assert next_states(DocumentKind.DEA, DocumentState.COMMENTS, hands_in=True) == (DocumentState.RESUBMITTED,)
    for kind, states in STATES.items():
        for state, following in states.items():
            both = (next_states(kind, state, hands_in=True), next_states(kind, state, hands_in=False))
            assert sorted(both[0] + both[1]) == sorted(following)
            assert set(both[0]) <= HANDED_IN


def test_a_claim_that_waits_for_a_verdict_is_the_programmes_own_time():
    claims = [(on(1), Status.IN_PROGRESS), (on(10), Status.PENDING_VERIFICATION), (on(14), Status.CORRECTED)]

    assert days_with_the_programme(claims, [], today=TODAY) == 4
    assert days_with_the_programme(claims[:2], [], today=TODAY) == 21, "still waiting"


def test_a_document_under_review_counts_only_while_the_hazard_waits_on_it():
    steps = [(on(1), DocumentState.REQUIRED), (on(5), DocumentState.SUBMITTED), (on(15), DocumentState.COMMENTS)]

    assert days_with_the_programme([], [(steps, Spell(on(1), None))], today=TODAY) == 10
    assert days_with_the_programme([], [(steps, Spell(on(8), on(12)))], today=TODAY) == 4
    assert days_with_the_programme([], [(steps, Spell(on(16), None))], today=TODAY) == 0


def test_a_day_on_which_claim_and_document_both_wait_is_one_day():
    claims = [(on(8), Status.PENDING_VERIFICATION), (on(20), Status.IN_PROGRESS)]
    steps = [(on(5), DocumentState.SUBMITTED), (on(15), DocumentState.ACCEPTED)]

    assert days_with_the_programme(claims, [(steps, Spell(on(1), None))], today=TODAY) == 15


DAYS = st.integers(0, 400).map(lambda each: TODAY - timedelta(days=200) + timedelta(days=each))


@given(st.lists(st.builds(Spell, DAYS, st.none() | DAYS), max_size=6))
def test_days_are_those_that_a_calendar_would_count(spells):
    days = [TODAY - timedelta(days=each) for each in range(1, 201)]

    counted = sum(any(spell.from_on <= day < min(spell.to_on or TODAY, TODAY) for spell in spells) for day in days)

    assert days_of(spells, today=TODAY) == counted
