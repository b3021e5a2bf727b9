"""Where a notice stands follows from its attempts and from the addresses that there are now."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.notices import (
    Address,
    Delivered,
    Delivery,
    Sending,
    Tried,
    delivered,
    is_for_first_contacts,
    wait_before_attempt,
)

ONE, TWO = Address(Delivery.MAIL, "one@mill.example"), Address(Delivery.MAIL, "two@mill.example")


def tried(address: Address, *, is_taken: bool = False, is_final: bool = False, is_refused: bool = False) -> Tried:
    return Tried(address.delivery, address.place, is_taken, is_final, is_refused=is_refused)


def test_a_notice_to_nobody_stands_as_such_until_there_is_an_address():
    assert delivered([], []).state is Sending.NOBODY
    assert delivered([], [ONE]).state is Sending.WAITING


def test_a_notice_is_sent_when_every_address_took_it():
    stands = delivered([tried(ONE, is_taken=True), tried(TWO, is_taken=True)], [ONE, TWO])

    assert (stands.state, stands.to_try) == (Sending.SENT, ())


def test_an_address_that_could_not_take_it_is_tried_again_and_no_other():
    stands = delivered([tried(ONE, is_taken=True), tried(TWO)], [ONE, TWO])

    assert (stands.state, stands.to_try) == (Sending.SENT_IN_PART, (TWO,))


def test_it_is_refused_only_when_no_address_is_left():
    refused = [tried(ONE, is_final=True)]

    assert delivered(refused, [ONE]).state is Sending.REFUSED
    assert delivered(refused, [ONE, TWO]).state is Sending.WAITING
    assert delivered(refused, []).state is Sending.NOBODY


def test_it_stands_refused_while_every_address_that_is_left_refuses_it_for_now_and_is_tried_again():
    for_now = tried(ONE, is_refused=True)

    assert delivered([for_now], [ONE]) == Delivered(Sending.REFUSED, (ONE,))
    assert delivered([for_now, tried(TWO, is_final=True)], [ONE, TWO]) == Delivered(Sending.REFUSED, (ONE,))
    assert delivered([for_now], [ONE, TWO]).state is Sending.WAITING, "the other one was not asked yet"
    assert delivered([for_now, tried(ONE)], [ONE]).state is Sending.WAITING, "now its server is away"
    assert delivered([for_now, tried(ONE, is_taken=True)], [ONE]).state is Sending.SENT


def test_who_was_told_in_person_was_told():
    by_hand = Tried(Delivery.BY_HAND, "+880170", is_taken=True)

    assert delivered([by_hand, tried(ONE)], [ONE, TWO]) == delivered([by_hand], [])
    assert delivered([by_hand], []).state is Sending.SENT


@given(
    st.lists(st.tuples(st.sampled_from([ONE, TWO]), st.booleans(), st.booleans(), st.booleans())),
    st.sets(st.sampled_from([ONE, TWO])),
)
def test_nothing_is_left_to_try_only_where_it_was_taken_or_somebody_must_call(attempts, addresses):
    told = [
        tried(to, is_taken=taken, is_final=final, is_refused=final or refused) for to, taken, final, refused in attempts
    ]

    stands = delivered(told, addresses)

    final = {(each.delivery, each.place) for each in told if each.is_final or each.is_taken}
    left = {each for each in addresses if (each.delivery, each.place) not in final}
    if stands.state is not Sending.SENT:
        assert set(stands.to_try) == left
    if stands.state is Sending.WAITING:
        assert stands.to_try
    if stands.state in {Sending.SENT, Sending.NOBODY}:
        assert not stands.to_try


@pytest.mark.parametrize(
    ("step", "is_first"),
    [("climb 1.1", True), ("climb 12.1", True), ("climb 1.2", False), ("climb 1.11", False), ("raised", False)],
)
def test_only_the_first_reminder_of_a_climb_goes_to_the_first_contacts_alone(step, is_first):
    assert is_for_first_contacts(step) is is_first


def test_nobody_waits_longer_than_an_hour_for_the_next_attempt():
    waits = [wait_before_attempt(made) for made in range(1, 40)]

    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(minutes=1), timedelta(hours=1))
