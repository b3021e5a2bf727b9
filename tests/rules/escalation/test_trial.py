"""A profile is tried on the past with the function that proposes."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from accord.rules.escalation.evidence import Evidence, tallies
from accord.rules.escalation.profile_file import delivered
from accord.rules.escalation.proposing import At, judge
from accord.rules.escalation.trial import Course, Moved, Owed, at_of, sizes, tried
from accord.rules.escalation.words import Trigger, Way

PROFILE = delivered()
FIRST = date(2025, 1, 1)
DAYS = [FIRST + timedelta(days=7 * week) for week in range(104)]
BEHIND = frozenset({Trigger.BEHIND_SCHEDULE})


def a_course(*owed: Owed, covered_until: date | None = None) -> Course:
    return Course(90001, [(FIRST, covered_until)], owed)


def late(
    from_on: date, until_on: date | None = None, *, count: int = PROFILE.triggers[Trigger.BEHIND_SCHEDULE].least[2]
) -> list[Owed]:
    return [Owed(Trigger.BEHIND_SCHEDULE, from_on, until_on)] * count


def test_a_factory_that_does_nothing_goes_all_the_way():
    moved = tried(PROFILE, a_course(*late(date(2025, 1, 10))), DAYS)

    assert [each.stage for each in moved] == [1, 2, 3]
    assert all(later.on > earlier.on for earlier, later in pairwise(moved))


def test_a_factory_that_corrects_everything_comes_down():
    moved = tried(PROFILE, a_course(*late(date(2025, 1, 10), date(2025, 9, 1))), DAYS)

    assert [each.stage for each in moved] == [1, 0]
    assert moved[-1].on >= date(2025, 9, 1)


def test_a_factory_that_left_is_moved_no_further():
    moved = tried(PROFILE, a_course(*late(date(2025, 1, 10)), covered_until=date(2025, 9, 1)), DAYS)

    assert [each.stage for each in moved] == [1]


def test_sizes_count_covered_factories_only_and_how_long_they_have_been_at_stage_one():
    moved = [Moved(date(2025, 1, 15), 1, BEHIND)]
    courses = [
        (a_course(), moved),
        (a_course(), [Moved(date(2025, 6, 1), 1, BEHIND)]),
        (a_course(), [*moved, Moved(date(2025, 7, 20), 2, BEHIND)]),
        (a_course(), []),
        (a_course(covered_until=date(2025, 3, 1)), moved),
    ]

    found = sizes(courses, today=date(2025, 8, 1))

    assert (found.covered, found.at_stage, found.long_at_one) == (4, {0: 1, 1: 2, 2: 1}, 1)


def test_what_kept_a_factory_before_it_was_last_at_no_stage_keeps_it_no_longer():
    moved = [
        Moved(date(2025, 1, 1), 1, frozenset({Trigger.PLAN_NOT_FINAL})),
        Moved(date(2025, 2, 1), 0, frozenset()),
        Moved(date(2025, 3, 1), 1, BEHIND),
    ]

    assert at_of(moved) == At(stage=1, since_on=date(2025, 3, 1), grounds=BEHIND)


owed_things = st.builds(
    lambda trigger, start, length, lost, again: Owed(
        trigger,
        FIRST + timedelta(days=start),
        None if length is None else FIRST + timedelta(days=start + length),
        lost,
        FIRST + timedelta(days=start + again),
    ),
    st.sampled_from(list(Trigger)),
    st.integers(-200, 700),
    st.none() | st.integers(0, 500),
    st.integers(0, 60),
    st.integers(0, 90),
)


@settings(max_examples=60)
@given(st.lists(owed_things, max_size=15))
def test_the_past_is_tried_as_each_day_would_have_been_judged(owed):
    at, expected = At(), []
    for day in DAYS:
        evidence = [
            Evidence(each.trigger, "x", each.owed_on, each.programme_days)
            for each in owed
            if each.from_on <= day and (each.until_on is None or day < each.until_on)
        ]
        judgement = judge(PROFILE, at, tallies(PROFILE, evidence, today=day), today=day)
        if judgement.way is None:
            continue
        grounds = judgement.grounds if judgement.way is Way.UP else frozenset()
        expected.append(Moved(day, judgement.to_stage, grounds))
        at = at_of(expected)

    assert tried(PROFILE, a_course(*owed), DAYS) == expected
