"""How long somebody waits who failed to sign in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.desk.attempts import FIRST_WAIT, LONGEST_WAIT, Counted, free_again

NOON = datetime(2024, 7, 1, 6, 0, tzinfo=UTC)


def wait_after(failures: int, counted: Counted = Counted.ACCOUNT) -> timedelta | None:
    moments = [NOON + timedelta(seconds=place) for place in range(failures)]
    free = free_again(counted, moments)
    return None if free is None else free - moments[-1]


def test_the_first_tries_are_free_and_then_each_wait_is_twice_the_one_before():
    waits = [wait_after(failures) for failures in range(11)]

    assert waits[:5] == [None] * 5
    assert [wait.total_seconds() for wait in waits[5:]] == [30, 60, 120, 240, 480, 900]


@pytest.mark.parametrize("counted", list(Counted))
@given(failures=st.integers(min_value=0, max_value=2000))
def test_nobody_ever_waits_longer_than_a_quarter_of_an_hour(counted, failures):
    wait = wait_after(failures, counted)

    assert wait is None or FIRST_WAIT <= wait <= LONGEST_WAIT


def test_an_office_behind_one_address_and_a_known_browser_may_mistype_more_often():
    assert Counted.ACCOUNT.value < Counted.BROWSER.value < Counted.NETWORK.value
