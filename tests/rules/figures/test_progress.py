"""The numbers people quote."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.figures.progress import HazardOnDay, Tally, is_overdue, progress_of, rate_percent, tally
from accord.rules.figures.progress_object import progress_object
from accord.rules.vocabulary import Origin, Status

TODAY = date(2018, 7, 1)
HAZARDS = st.lists(
    st.builds(
        HazardOnDay,
        origin=st.sampled_from(Origin),
        status=st.one_of(st.none(), st.sampled_from(Status)),
        due_on=st.one_of(st.none(), st.dates(date(2014, 1, 1), date(2020, 12, 31))),
        reopened_count=st.integers(0, 3),
    ),
    max_size=60,
)


def a_hazard(status: Status | None = Status.IN_PROGRESS, *, origin=Origin.INITIAL, due_on=None, reopened_count=0):
    return HazardOnDay(origin=origin, status=status, due_on=due_on, reopened_count=reopened_count)


def test_the_golden_figure_of_april_2016_is_51_12_percent():
    assert rate_percent(53_091, 103_846) == Decimal("51.12")


def test_a_rate_is_rounded_down_so_that_100_percent_means_all():
    assert rate_percent(1_999, 2_000) == Decimal("99.95")
    assert rate_percent(199_999, 200_000) == Decimal("99.99")
    assert rate_percent(200_000, 200_000) == Decimal("100.00")


def test_nothing_to_count_is_neither_0_nor_100_percent():
    assert rate_percent(0, 0) is None


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_rate_is_never_above_the_truth_and_never_further_than_a_hundredth_below(part, rest):
    whole = part + rest

    percent = rate_percent(part, whole)

    assert 0 <= Decimal(part) * 100 / whole - percent < Decimal("0.01")
    assert (percent == 100) is (rest == 0)


@given(HAZARDS)
def test_the_parts_of_every_total_add_up_to_it(hazards):
    progress = progress_of(hazards, as_of=TODAY, known_at=TODAY)

    for counted in (progress.initial, progress.new):
        parts = counted.corrected + counted.pending_verification + counted.in_progress + counted.unknown
        assert parts == counted.applicable
    everything = progress.initial + progress.new
    assert everything.applicable + everything.withdrawn == len(hazards)


@given(HAZARDS, HAZARDS)
def test_a_total_is_the_sum_of_its_parts_numerators_and_denominators(some, others):
    assert tally(some) + tally(others) == tally(some + others)


def test_a_withdrawn_hazard_leaves_the_denominator_but_is_still_counted():
    counted = tally([a_hazard(Status.CORRECTED), a_hazard(Status.WITHDRAWN)])

    assert (counted.applicable, counted.withdrawn, counted.verified_percent) == (1, 1, Decimal("100.00"))


def test_a_claim_counts_as_reported_but_never_as_verified():
    counted = tally([a_hazard(Status.CORRECTED), a_hazard(Status.PENDING_VERIFICATION), a_hazard()])

    assert (counted.verified_percent, counted.reported_percent) == (Decimal("33.33"), Decimal("66.66"))


def test_a_rate_with_an_unknown_hazard_is_not_known():
    counted = tally([a_hazard(Status.CORRECTED), a_hazard(None)])

    assert counted.applicable == 2
    assert counted.verified_percent is None
    assert counted.reported_percent is None


@pytest.mark.parametrize(
    ("status", "due_on", "expected"),
    [
        (Status.IN_PROGRESS, date(2018, 6, 30), True),
        (Status.IN_PROGRESS, TODAY, False),
        (Status.IN_PROGRESS, None, False),
        (Status.PENDING_VERIFICATION, date(2014, 1, 1), False),
        (Status.CORRECTED, date(2014, 1, 1), False),
        (None, date(2014, 1, 1), False),
    ],
)
def test_overdue_is_in_progress_after_its_last_day(status, due_on, expected):
    assert is_overdue(status, due_on, TODAY) is expected


def test_new_hazards_are_overdue_too_and_those_without_a_date_are_counted_on_their_own():
    late = date(2018, 1, 1)
    hazards = [a_hazard(due_on=late), a_hazard(origin=Origin.NEW, due_on=late), a_hazard(origin=Origin.NEW)]

    progress = progress_of(hazards, as_of=TODAY, known_at=TODAY)

    assert (progress.overdue, progress.no_date) == (2, 1)


def test_the_progress_object_is_worded_as_outside_clients_rely_on():
    hazards = [a_hazard(Status.CORRECTED)] * 30 + [a_hazard(Status.PENDING_VERIFICATION, due_on=TODAY)] * 4
    hazards += [a_hazard(due_on=date(2018, 6, 1))] * 5 + [a_hazard(due_on=None, reopened_count=1)] * 2
    hazards += [a_hazard(Status.WITHDRAWN)]

    said = progress_object(progress_of(hazards, as_of=TODAY, known_at=TODAY))

    assert said == {
        "as_of": "2018-07-01",
        "known_at": "2018-07-01",
        "initial": {
            "applicable": 41,
            "corrected": 30,
            "pending_verification": 4,
            "in_progress": 7,
            "withdrawn": 1,
            "unknown": 0,
            "verified_percent": 73.17,
            "reported_percent": 82.92,
        },
        "new": {
            "applicable": 0,
            "corrected": 0,
            "pending_verification": 0,
            "in_progress": 0,
            "withdrawn": 0,
            "unknown": 0,
            "verified_percent": None,
            "reported_percent": None,
        },
        "overdue": 5,
        "no_date": 2,
        "reopened": 2,
        "status": None,
    }
    assert Tally().verified_percent is None
