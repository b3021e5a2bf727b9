"""What must be on record before a factory is closed, or handed over."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from accord.rules.factories.endings import (
    BY_HAND,
    CONDITIONS,
    Condition,
    Ending,
    Facts,
    check_list,
    counts_from,
    still_missing,
)
from accord.rules.vocabulary import Coverage

CLOSED = Facts(
    on_file=frozenset({Condition.MANAGEMENT_CONFIRMED, Condition.SEVERANCE_KNOWN}),
    buyers=frozenset({1, 2}),
    confirmed=frozenset({1, 2}),
    closure_visit_on=date(2024, 6, 1),
    unsettled={},
)
HANDED_OVER = replace(CLOSED, on_file=frozenset({Condition.FUND_SUPPORT_TOLD, Condition.REGULATOR_ACCEPTED}))


@dataclass(frozen=True)
class Change:
    coverage: Coverage
    from_on: date | None


def missing(ending, facts):
    return still_missing(check_list(ending, facts))


def test_a_factory_is_closed_with_all_four_conditions_of_the_rules():
    assert missing(Ending.CLOSING, CLOSED) == ()


@pytest.mark.parametrize(
    ("changes", "condition"),
    [
        ({"on_file": frozenset({Condition.SEVERANCE_KNOWN})}, Condition.MANAGEMENT_CONFIRMED),
        ({"on_file": frozenset({Condition.MANAGEMENT_CONFIRMED})}, Condition.SEVERANCE_KNOWN),
        ({"confirmed": frozenset({1})}, Condition.BRANDS_CONFIRMED),
        ({"closure_visit_on": None}, Condition.CLOSURE_VERIFIED),
    ],
)
def test_each_condition_of_a_closure_blocks_by_itself(changes, condition):
    assert missing(Ending.CLOSING, replace(CLOSED, **changes)) == (condition,)


def test_the_brand_that_has_not_confirmed_is_named_and_one_that_left_is_not_asked():
    [check] = [
        each for each in check_list(Ending.CLOSING, replace(CLOSED, confirmed=frozenset({1, 3}))) if not each.is_met
    ]

    assert check.missing == ("signatory 2",)
    assert missing(Ending.CLOSING, replace(CLOSED, buyers=frozenset(), confirmed=frozenset())) == ()


@pytest.mark.parametrize("condition", [each for each in CONDITIONS[Ending.HANDING_OVER] if each not in BY_HAND])
def test_whatever_is_unsettled_blocks_a_handing_over(condition):
    facts = replace(HANDED_OVER, unsettled={condition: ["order 3"]})

    assert missing(Ending.HANDING_OVER, HANDED_OVER) == ()
    assert missing(Ending.HANDING_OVER, facts) == (condition,)


def test_what_is_put_on_file_by_hand_blocks_a_handing_over_until_it_is_there():
    assert missing(Ending.HANDING_OVER, replace(HANDED_OVER, on_file=frozenset())) == (
        Condition.FUND_SUPPORT_TOLD,
        Condition.REGULATOR_ACCEPTED,
    )


def test_what_was_confirmed_before_a_factory_came_back_confirms_no_later_closure():
    back = date(2022, 3, 1)
    changes = [
        Change(Coverage.ACTIVE, None),
        Change(Coverage.CLOSED, date(2020, 1, 1)),
        Change(Coverage.ACTIVE, back),
        Change(Coverage.INACTIVE, date(2023, 1, 1)),
    ]

    assert counts_from(changes) == back
    assert counts_from(changes[:2]) is None
