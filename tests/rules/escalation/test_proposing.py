"""What the protocol proposes for a factory, from what it owes and where it stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accord.rules.escalation.evidence import Evidence, Tally, first_met_on, met, tallies
from accord.rules.escalation.profile_file import delivered
from accord.rules.escalation.proposing import At, further_from, judge
from accord.rules.escalation.words import LAST_STAGE, Trigger, Waiting, Way

TODAY = date(2026, 9, 1)
PROFILE = delivered()
BEHIND = PROFILE.triggers[Trigger.BEHIND_SCHEDULE]


def overdue(days: int, *, count: int = 1, programme_days: int = 0) -> list[Evidence]:
    """Return hazards that are late for so many days."""
    owed_on = TODAY - timedelta(days=days)
    return [
        Evidence(Trigger.BEHIND_SCHEDULE, f"hazard {number}", owed_on, programme_days=programme_days)
        for number in range(count)
    ]


def judged(at: At, evidence: list[Evidence], *, today: date = TODAY):
    return judge(PROFILE, at, tallies(PROFILE, evidence, today=today), today=today)


def test_a_piece_counts_once_it_is_late_for_longer_than_the_limit():
    on_the_limit, past_it = overdue(BEHIND.after_days), overdue(BEHIND.after_days + 1)

    assert tallies(PROFILE, on_the_limit, today=TODAY) == {Trigger.BEHIND_SCHEDULE: Tally(0, 1)}
    assert tallies(PROFILE, past_it, today=TODAY) == {Trigger.BEHIND_SCHEDULE: Tally(1, 1)}


def test_days_that_the_programme_lost_do_not_count_against_the_factory():
    evidence = overdue(BEHIND.after_days + 10, count=BEHIND.least[0], programme_days=10)

    assert judged(At(), evidence).waiting is Waiting.NOTHING_MET
    assert judged(At(), evidence, today=TODAY + timedelta(days=1)).way is Way.UP


def test_a_trigger_is_met_by_so_many_pieces_and_no_fewer():
    few = tallies(PROFILE, overdue(400, count=BEHIND.least[0] - 1), today=TODAY)
    enough = tallies(PROFILE, overdue(400, count=BEHIND.least[0]), today=TODAY)

    assert not met(PROFILE, few)
    assert met(PROFILE, enough) == {Trigger.BEHIND_SCHEDULE}


def test_a_trigger_that_is_turned_off_is_never_met():
    off = replace(PROFILE, triggers={**PROFILE.triggers, Trigger.BEHIND_SCHEDULE: replace(BEHIND, is_on=False)})

    assert not met(off, tallies(off, overdue(400, count=50), today=TODAY))
    assert first_met_on(off, overdue(400, count=50)) is None


def test_a_factory_that_meets_a_trigger_is_proposed_for_stage_one():
    judgement = judged(At(), overdue(400, count=6))

    assert (judgement.way, judgement.to_stage, judgement.grounds) == (Way.UP, 1, {Trigger.BEHIND_SCHEDULE})


@pytest.mark.parametrize(
    ("stage", "since_on", "last_day_of_patience"),
    [
        (1, date(2026, 2, 28), date(2026, 8, 28)),
        (1, date(2025, 8, 31), date(2026, 2, 28)),
        (2, date(2026, 1, 31), date(2026, 2, 28)),
    ],
)
def test_the_next_stage_is_proposed_on_the_day_after_its_months_and_not_before(stage, since_on, last_day_of_patience):
    at = At(stage=stage, since_on=since_on, grounds=frozenset({Trigger.BEHIND_SCHEDULE}))
    evidence = [replace(each, owed_on=since_on - timedelta(days=400)) for each in overdue(1, count=BEHIND.least[stage])]

    in_time = judged(at, evidence, today=last_day_of_patience)
    after = judged(at, evidence, today=last_day_of_patience + timedelta(days=1))

    assert (in_time.way, in_time.waiting) == (None, Waiting.IN_TIME)
    assert in_time.next_on == last_day_of_patience + timedelta(days=1)
    assert (after.way, after.to_stage) == (Way.UP, stage + 1)


def test_where_less_is_owed_than_the_next_stage_asks_for_the_factory_stays():
    stage = 1
    at = At(stage=stage, since_on=date(2020, 1, 1), grounds=frozenset({Trigger.BEHIND_SCHEDULE}))

    assert judged(at, overdue(400, count=BEHIND.least[stage] - 1)).waiting is Waiting.NOT_ENOUGH


def test_days_on_which_the_clock_stood_still_are_added_to_the_patience():
    at = At(stage=2, since_on=date(2026, 6, 1), stopped_days=10)

    assert further_from(PROFILE, at) == date(2026, 7, 12)


def test_nothing_further_is_proposed_while_a_clock_stands_still():
    at = At(stage=1, since_on=date(2025, 1, 1), is_stopped=True)

    assert judged(at, overdue(400, count=6)).waiting is Waiting.CLOCK_STOPPED


@pytest.mark.parametrize("stage", [1, 2, 3])
def test_a_factory_goes_down_when_what_brought_it_there_is_gone(stage):
    at = At(stage=stage, since_on=date(2026, 5, 1), grounds=frozenset({Trigger.BEHIND_SCHEDULE}))

    too_many = judged(at, overdue(1, count=BEHIND.gone_at_most + 1))
    gone = judged(at, overdue(1, count=BEHIND.gone_at_most))

    assert too_many.way is not Way.DOWN
    assert (gone.way, gone.to_stage) == (Way.DOWN, 0)


def test_what_did_not_bring_it_there_keeps_it_only_if_it_meets_a_trigger_now():
    at = At(stage=1, since_on=date(2026, 8, 1), grounds=frozenset({Trigger.PLAN_NOT_FINAL}))

    assert judged(at, overdue(1, count=4)).way is Way.DOWN
    assert judged(at, overdue(400, count=6)).waiting is Waiting.IN_TIME


def test_where_the_grounds_are_not_on_record_anything_late_keeps_it():
    at = At(stage=1, since_on=date(2026, 8, 1), grounds=None)

    assert judged(at, overdue(1, count=4)).waiting is Waiting.IN_TIME


def test_at_the_last_stage_nothing_is_proposed_until_all_is_gone():
    at = At(stage=LAST_STAGE, since_on=date(2024, 1, 1), grounds=frozenset({Trigger.BEHIND_SCHEDULE}))

    assert judged(at, overdue(5, count=4)).waiting is Waiting.AT_THE_END


def test_a_factory_that_is_not_covered_is_left_alone():
    assert judged(At(is_covered=False), overdue(400, count=9)).waiting is Waiting.OUT_OF_SCOPE


def test_it_is_foretold_on_which_day_a_trigger_will_be_met():
    evidence = overdue(10, count=BEHIND.least[0])

    day = first_met_on(PROFILE, evidence)

    assert day is not None
    assert judged(At(), evidence, today=day).way is Way.UP
    assert judged(At(), evidence, today=day - timedelta(days=1)).way is None
