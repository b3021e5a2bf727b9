"""Since when, and why, a factory stands in a public list."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accord.rules.escalation.words import Declarations
from accord.rules.factories.coverage import coverage_on
from accord.rules.public.disclosed_ineligibility import (
    ExportPapers,
    ExportPapersDisclosed,
    TerminationDisclosed,
    counted,
)
from accord.rules.public.disclosed_stage import StageDisclosed, stage_on
from accord.rules.public.disclosure import CoverageDisclosed, RecognitionDisclosed
from accord.rules.public.public_lists import (
    LEFT,
    Ineligibility,
    Leave,
    Requalification,
    ineligibility,
    ineligibility_taken_back,
    ineligible_soon,
    leave,
    recognition_taken_back,
    requalification,
)
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

    assert found == (
        Ineligibility(date(2018, 2, 20), date(2018, 3, 1), "Refused once more.", None, last_decided_on=date(2018, 6, 1))
    )


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


def test_a_decision_that_was_taken_back_never_held_and_stays_as_a_tombstone():
    refused = stage(3, date(2018, 2, 20), date(2018, 3, 1))
    back = replace(refused, retracted_on=date(2018, 4, 1), why_retracted="The door was there.")
    stages = [stage(2, date(2018, 1, 1), date(2018, 1, 1)), back]

    assert stage_on(stages, as_of=date(2018, 3, 15)) == 2
    assert ineligibility(stages, as_of=date(2018, 3, 15)) is None
    assert ineligibility_taken_back(stages, as_of=date(2018, 4, 1)) == (back,)
    assert ineligibility_taken_back(stages, as_of=date(2018, 3, 31)) == ()
    assert ineligibility_taken_back([stages[0], refused], as_of=date(2018, 4, 1)) == ()


def test_what_is_decided_is_told_from_its_signature_on_and_until_it_holds():
    decided = stage(3, date(2018, 2, 20), date(2018, 3, 1))

    assert ineligible_soon([decided], as_of=date(2018, 2, 19)) is None
    assert ineligible_soon([decided], as_of=date(2018, 2, 28)) == decided
    assert ineligible_soon([decided], as_of=date(2018, 3, 1)) is None
    assert ineligible_soon([replace(decided, retracted_on=date(2018, 2, 25))], as_of=date(2018, 2, 28)) is None


def test_a_requalified_factory_tells_both_ends_of_the_time_and_the_reason_of_the_end():
    stages = [
        stage(3, date(2016, 2, 20), date(2016, 3, 1)),
        stage(0, date(2017, 1, 1), date(2017, 1, 1), "Every door is there."),
        stage(1, date(2017, 5, 1), date(2017, 5, 1), "Late again."),
    ]

    found = requalification(stages, as_of=date(2017, 6, 1))

    assert found == Requalification(date(2016, 3, 1), date(2017, 1, 1), "Every door is there.", None)
    assert requalification(stages, as_of=date(2016, 12, 31)) is None
    assert requalification(stages[1:], as_of=date(2017, 6, 1)) is None


def test_a_letter_is_told_as_withdrawn_only_where_no_other_stands():
    gone = RecognitionDisclosed(date(2017, 3, 1), date(2018, 2, 1), why_withdrawn="A gate is locked again.")
    again = RecognitionDisclosed(date(2018, 5, 1), None)

    assert recognition_taken_back([gone], as_of=date(2018, 1, 31)) is None
    assert recognition_taken_back([gone, again], as_of=date(2018, 4, 30)) == gone
    assert recognition_taken_back([gone, again], as_of=date(2018, 5, 1)) is None


def papers(step, day):
    return ExportPapersDisclosed(date(2018, 2, 20), step, day)


def counts(terminations=(), steps=(), *, as_of=date(2018, 3, 12)):
    day = date(2018, 2, 20)
    return counted(terminations, steps, first_on=day, last_on=day, as_of=as_of)


def test_the_days_without_withheld_papers_count_from_the_decision_and_go_on_when_they_are_restored():
    asked, withheld = papers(ExportPapers.ASKED, date(2018, 3, 1)), papers(ExportPapers.WITHHELD, date(2018, 3, 5))
    restored = papers(ExportPapers.RESTORED, date(2018, 3, 10))

    assert counts().days_without_withdrawal == 20
    assert counts(steps=[asked]).days_without_withdrawal == 20
    assert counts(steps=[asked, withheld]).days_without_withdrawal is None
    assert counts(steps=[asked, withheld], as_of=date(2018, 3, 4)).days_without_withdrawal == 12
    assert counts(steps=[asked, withheld, restored]).days_without_withdrawal == 20


def test_signatories_that_have_not_confirmed_are_counted_as_they_stood_on_the_day():
    day = date(2018, 2, 20)
    duties = [TerminationDisclosed(day, date(2018, 3, 2)), TerminationDisclosed(day, None)]

    now, before = counts(duties), counts(duties, as_of=date(2018, 3, 1))

    assert (now.not_confirmed, now.signatories) == (1, 2)
    assert (before.not_confirmed, before.signatories) == (2, 2)


def test_the_public_has_a_word_for_whatever_becomes_of_export_papers():
    assert {each.value for each in ExportPapers} == {each.value for each in Declarations}
