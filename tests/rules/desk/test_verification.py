"""Who may say what of the correction of a hazard."""

from datetime import date

import pytest

from accord.rules.desk.verification import (
    Said,
    Standing,
    Verdict,
    Wrong,
    wrong_with_claim,
    wrong_with_decision,
    wrong_with_verdict,
    wrong_with_withdrawal,
)
from accord.rules.vocabulary import Discipline, Status

FOUND, CLAIMED, TODAY = date(2024, 1, 10), date(2024, 3, 1), date(2024, 7, 1)
OWNER, ENGINEER = 7, 8
FIRE = Discipline.FIRE
PENDING, CORRECTED, IN_PROGRESS = Status.PENDING_VERIFICATION, Status.CORRECTED, Status.IN_PROGRESS


def a_hazard(*said):
    return Standing(FIRE, FOUND, (Said(IN_PROGRESS, FOUND, ENGINEER), *said))


def judged(
    standing, verdict=Verdict.VERIFIED, *, by=ENGINEER, disciplines=(FIRE,), then=(FIRE,), on=TODAY, comment="seen"
):
    return wrong_with_verdict(
        standing, verdict, by=by, disciplines=disciplines, disciplines_then=then, on=on, comment=comment, today=TODAY
    )


def test_a_hazard_in_progress_may_be_claimed_from_the_day_it_was_found_until_today():
    assert wrong_with_claim(a_hazard(), on=FOUND, today=TODAY) is None
    assert wrong_with_claim(a_hazard(), on=TODAY, today=TODAY) is None
    assert wrong_with_claim(a_hazard(), on=date(2024, 1, 9), today=TODAY) is Wrong.BEFORE_FOUND
    assert wrong_with_claim(a_hazard(), on=date(2024, 7, 2), today=TODAY) is Wrong.FUTURE


@pytest.mark.parametrize("status", [PENDING, CORRECTED, Status.WITHDRAWN])
def test_what_is_claimed_corrected_or_withdrawn_cannot_be_claimed_again(status):
    assert wrong_with_claim(a_hazard(Said(status, CLAIMED, OWNER)), on=TODAY, today=TODAY) is Wrong.NOTHING_TO_CLAIM


def test_an_engineer_of_the_discipline_verifies_a_claim_that_somebody_else_made():
    assert judged(a_hazard(Said(PENDING, CLAIMED, OWNER))) is None


def test_nobody_verifies_a_claim_of_their_own_not_even_after_it_was_not_accepted_once():
    own = a_hazard(Said(PENDING, CLAIMED, ENGINEER))
    refused_once = a_hazard(Said(PENDING, CLAIMED, ENGINEER), Said(IN_PROGRESS, date(2024, 4, 1), 9))

    assert judged(own) is Wrong.OWN_CLAIM
    assert judged(refused_once) is Wrong.OWN_CLAIM


def test_an_engineer_of_another_discipline_says_nothing():
    assert judged(a_hazard(Said(PENDING, CLAIMED, OWNER)), disciplines=(Discipline.BOILER,)) is Wrong.OTHER_DISCIPLINE


@pytest.mark.parametrize("verdict", [Verdict.VERIFIED, Verdict.NOT_ACCEPTED])
def test_who_became_an_engineer_only_after_the_inspection_has_seen_nothing_on_it(verdict):
    assert judged(a_hazard(Said(PENDING, CLAIMED, OWNER)), verdict, then=()) is Wrong.NOT_THEN


def test_what_is_seen_corrected_needs_no_claim_before_it():
    assert judged(a_hazard()) is None


def test_only_what_is_corrected_is_reopened_and_only_a_claim_is_not_accepted():
    assert judged(a_hazard(Said(CORRECTED, CLAIMED, ENGINEER)), Verdict.REOPENED) is None
    assert judged(a_hazard(), Verdict.REOPENED) is Wrong.NOTHING_TO_JUDGE
    assert judged(a_hazard(), Verdict.NOT_ACCEPTED) is Wrong.NOTHING_TO_JUDGE
    assert judged(a_hazard(Said(CORRECTED, CLAIMED, 9))) is Wrong.NOTHING_TO_JUDGE


@pytest.mark.parametrize("verdict", [Verdict.NOT_ACCEPTED, Verdict.REOPENED])
def test_who_says_that_something_is_not_right_says_what(verdict):
    status = PENDING if verdict is Verdict.NOT_ACCEPTED else CORRECTED

    assert judged(a_hazard(Said(status, CLAIMED, OWNER)), verdict, comment=None) is Wrong.NO_COMMENT


def test_a_verdict_is_never_dated_before_the_claim_that_it_is_about():
    claimed = a_hazard(Said(PENDING, CLAIMED, OWNER))

    assert judged(claimed, on=date(2024, 2, 29)) is Wrong.BEFORE_LAST
    assert judged(claimed, on=CLAIMED) is None


def test_a_withdrawn_hazard_is_not_withdrawn_twice():
    assert wrong_with_withdrawal(a_hazard(), disciplines=[FIRE]) is None
    withdrawn = a_hazard(Said(Status.WITHDRAWN, CLAIMED, ENGINEER))
    assert wrong_with_withdrawal(withdrawn, disciplines=[FIRE]) is Wrong.ALREADY_WITHDRAWN
    assert wrong_with_withdrawal(a_hazard(), disciplines=[]) is Wrong.OTHER_DISCIPLINE


@pytest.mark.parametrize("is_approved", [True, False])
def test_nobody_decides_on_a_withdrawal_that_they_proposed_themselves(is_approved):
    assert (
        wrong_with_decision(a_hazard(), is_approved=is_approved, proposed_by=ENGINEER, by=ENGINEER)
        is Wrong.OWN_PROPOSAL
    )
    assert wrong_with_decision(a_hazard(), is_approved=is_approved, proposed_by=ENGINEER, by=OWNER) is None


def test_a_withdrawn_hazard_can_only_stay_withdrawn():
    withdrawn = a_hazard(Said(Status.WITHDRAWN, CLAIMED, ENGINEER))

    assert wrong_with_decision(withdrawn, is_approved=True, proposed_by=ENGINEER, by=OWNER) is Wrong.ALREADY_WITHDRAWN
    assert wrong_with_decision(withdrawn, is_approved=False, proposed_by=ENGINEER, by=OWNER) is None
