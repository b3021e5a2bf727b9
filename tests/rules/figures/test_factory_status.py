"""The remediation status of a factory is the first of six that holds."""

from dataclasses import replace
from datetime import date

import pytest

from accord.rules.figures.factory_status import REQUIRED_DISCIPLINES, Standing, factory_status
from accord.rules.figures.progress import Progress, Tally
from accord.rules.vocabulary import Discipline, FactoryStatus

DAY = date(2018, 7, 1)
COMPLETE = Standing(
    is_ineligible=False, inspected=REQUIRED_DISCIPLINES, approved=REQUIRED_DISCIPLINES, is_recognised=False
)


def a_progress(*, initial=Tally(corrected=3, in_progress=1), overdue=0):  # noqa: B008  frozen, so shared safely
    return Progress(DAY, DAY, initial=initial, new=Tally(), overdue=overdue, no_date=0, reopened=0)


def test_a_factory_with_everything_on_record_and_nothing_late_is_on_track():
    assert factory_status(COMPLETE, a_progress()) is FactoryStatus.ON_TRACK


def test_one_overdue_hazard_is_enough_to_be_behind_schedule():
    assert factory_status(COMPLETE, a_progress(overdue=1)) is FactoryStatus.BEHIND_SCHEDULE


def test_completed_needs_all_initial_hazards_corrected_and_the_letter_of_recognition():
    done = a_progress(initial=Tally(corrected=4, withdrawn=1))

    assert factory_status(COMPLETE, done) is FactoryStatus.ON_TRACK
    assert factory_status(replace(COMPLETE, is_recognised=True), done) is FactoryStatus.INITIAL_CAP_COMPLETED
    assert factory_status(replace(COMPLETE, is_recognised=True), a_progress()) is FactoryStatus.ON_TRACK


def test_completed_comes_before_behind_schedule_so_the_overdue_new_hazards_stand_beside_it():
    done = a_progress(initial=Tally(corrected=4), overdue=2)

    assert factory_status(replace(COMPLETE, is_recognised=True), done) is FactoryStatus.INITIAL_CAP_COMPLETED


@pytest.mark.parametrize("missing", sorted(REQUIRED_DISCIPLINES))
def test_a_missing_initial_inspection_or_approval_keeps_the_cap_pending_however_late_it_is(missing: Discipline):
    rest = REQUIRED_DISCIPLINES - {missing}

    assert factory_status(replace(COMPLETE, inspected=rest), a_progress(overdue=9)) is FactoryStatus.CAP_PENDING
    assert factory_status(replace(COMPLETE, approved=rest), a_progress(overdue=9)) is FactoryStatus.CAP_PENDING


def test_a_factory_that_was_never_inspected_is_not_inspected_and_not_at_0_percent():
    nothing = Standing(is_ineligible=False, inspected=frozenset(), approved=frozenset(), is_recognised=False)

    assert factory_status(nothing, a_progress(initial=Tally())) is FactoryStatus.NOT_INSPECTED


def test_ineligible_comes_before_everything():
    assert factory_status(replace(COMPLETE, is_ineligible=True, is_recognised=True), a_progress()) is (
        FactoryStatus.INELIGIBLE
    )
