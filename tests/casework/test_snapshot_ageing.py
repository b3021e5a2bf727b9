"""The ages of late and of waiting hazards, counted from the stretches of the snapshot, are what a replay says."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings

from accord.gateways.snapshot.factory import history_of
from accord.rules.factories.coverage import coverage_on
from accord.rules.figures.ageing import bands_of
from accord.rules.figures.history import hazard_on
from accord.rules.vocabulary import COVERED, Status
from tests.casework.test_snapshot_figures import NUMBERS, a_programme, days, written


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("ageing")


def waiting_since(hazard, day):
    """Return the day from which the hazard has been pending without a break, replayed event by event."""
    since = None
    for event in hazard.statuses:
        if event.effective_on > day:
            break
        if event.status is not Status.PENDING_VERIFICATION:
            since = None
        elif since is None:
            since = max(event.effective_on, hazard.found_on)
    return since


@given(a_programme(), days)
@settings(max_examples=60, deadline=None)
def test_ages_are_what_the_replay_says_and_a_shared_hazard_is_counted_once(folder, programme, day):
    hazards, sharing, coverage = programme
    covered = {number for number in NUMBERS if coverage_on(coverage[number], as_of=day) in COVERED}
    snapshot = written(folder, *programme)

    ageing = snapshot.ageing(as_of=day)

    late, waiting, reported_late = Counter(), Counter(), 0
    for hazard in hazards:
        state = hazard_on(history_of(hazard), as_of=day, known_at=date.max)
        if not state or not covered & sharing[hazard.key]:
            continue
        if state.status is Status.IN_PROGRESS and state.due_on and state.due_on < day:
            late[(day - state.due_on).days] += 1
        if state.status is Status.PENDING_VERIFICATION:
            since = waiting_since(hazard, day)
            agreed = hazard_on(history_of(hazard), as_of=since, known_at=date.max).due_on
            waiting[(day - since).days] += 1
            reported_late += agreed is not None and agreed < since
    assert ageing.overdue == bands_of(late, first_days=1)
    assert ageing.waiting == bands_of(waiting, first_days=0)
    assert ageing.reported_late == reported_late
    progress = snapshot.register(as_of=day).progress
    assert sum(band.count for band in ageing.overdue) == progress.overdue
    pending = progress.initial.pending_verification + progress.new.pending_verification
    assert sum(band.count for band in ageing.waiting) == pending
