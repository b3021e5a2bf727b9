"""Since when, and why, a factory stands in a public list."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accord.rules.factories.coverage import coverage_on
from accord.rules.public.disclosure import CoverageDisclosed, StageDisclosed, stage_on
from accord.rules.public.public_lists import LEFT, Ineligibility, Leave, ineligibility, leave
from accord.rules.vocabulary import Coverage

days = st.integers(0, 60).map(lambda day: date(2018, 1, 1) + timedelta(days=day))


def stage(number, decided_on, effective_on, reason="Refused."):
    return StageDisclosed(number, decided_on, effective_on, reason, None)


def test_a_factory_is_ineligible_from_the_effective_day_on_and_the_days_count_from_the_decision():
    stages = [stage(2, date(2018, 1, 1), date(2018, 1, 1)), stage(3, date(2018, 2, 20), date(2018, 3, 1))]

    assert ineligibility(stages, as_of=date(2018, 2, 28)) is None
    assert ineligibility(stages, as_of=date(2018, 3, 1)) == (
        Ineligibility(date(2018, 2, 20), date(2018, 3, 1), "Refused.", None)
    )


def test_a_decision_taken_again_does_not_start_the_clock_anew_but_gives_its_reason():
    first = stage(3, date(2018, 2, 20), date(2018, 3, 1))
    again = stage(3, date(2018, 6, 1), date(2018, 6, 2), "Refused once more.")

    found = ineligibility([first, again], as_of=date(2018, 7, 1))

    assert found == Ineligibility(date(2018, 2, 20), date(2018, 3, 1), "Refused once more.", None)


def test_after_a_requalification_the_clock_starts_anew():
    stages = [
        stage(3, date(2016, 2, 20), date(2016, 3, 1)),
        stage(0, date(2017, 1, 1), date(2017, 1, 1)),
        stage(3, date(2018, 2, 20), date(2018, 3, 1)),
    ]

    assert ineligibility(stages, as_of=date(2017, 6, 1)) is None
    assert ineligibility(stages, as_of=date(2018, 7, 1)).decided_on == date(2018, 2, 20)


def test_a_factory_leaves_on_the_first_day_of_its_last_coverage_and_returns_when_it_is_covered_again():
    handed = CoverageDisclosed(Coverage.HANDED_OVER, date(2018, 4, 2), "No brand.", None)
    told = CoverageDisclosed(Coverage.HANDED_OVER, date(2018, 5, 2), "No brand since 2016.", None)
    back = CoverageDisclosed(Coverage.ACTIVE, date(2018, 6, 2), None, None)

    assert leave([handed, told], as_of=date(2018, 4, 1)) is None
    assert leave([handed, told], as_of=date(2018, 5, 30)) == (
        Leave(Coverage.HANDED_OVER, date(2018, 4, 2), "No brand since 2016.", None)
    )
    assert leave([handed, told, back], as_of=date(2018, 6, 2)) is None


def test_a_closure_of_unknown_date_is_listed_without_one():
    closed = CoverageDisclosed(Coverage.CLOSED, None, None, None)

    assert leave([closed], as_of=date(2018, 1, 1)) == Leave(Coverage.CLOSED, None, None, None)


@given(st.lists(st.tuples(st.integers(0, 3), days, days), max_size=6), days)
def test_the_list_holds_exactly_the_factories_at_stage_three(decisions, day):
    stages = [stage(number, min(one, other), max(one, other)) for number, one, other in decisions]

    found = ineligibility(stages, as_of=day)

    assert (found is not None) == (stage_on(stages, as_of=day) == 3)
    assert found is None or found.decided_on <= found.effective_on <= day


@given(st.lists(st.tuples(st.sampled_from(Coverage), st.none() | days), max_size=6), days)
def test_the_list_holds_exactly_the_factories_whose_coverage_is_handed_over_or_closed(changes, day):
    coverages = [CoverageDisclosed(coverage, from_on, None, None) for coverage, from_on in changes]

    found = leave(coverages, as_of=day)

    assert (found is not None) == (coverage_on(coverages, as_of=day) in LEFT)
    assert found is None or found.from_on is None or found.from_on <= day
