"""Which version of the protocol is in force on a day is told by the public snapshot as by the records."""

from datetime import date

from accord.rules.public.disclosed_protocol import DELIVERED, ProtocolDisclosed, in_force_on, latest_first


def version(number: int, holds_from: date) -> ProtocolDisclosed:
    return ProtocolDisclosed(number, str(number), holds_from, holds_from if number else None, "", "")


BEFORE = version(DELIVERED, date(2019, 5, 8))
FIRST, SECOND, THIRD = version(1, date(2020, 1, 1)), version(2, date(2021, 1, 1)), version(3, date(2020, 1, 1))


def test_the_latest_that_has_begun_holds_and_of_one_day_the_one_taken_last():
    every = [FIRST, BEFORE, SECOND, THIRD]

    assert [each.version for each in latest_first(every)] == [2, 3, 1, 0]
    assert in_force_on(every, date(2021, 1, 1)) == SECOND
    assert in_force_on(every, date(2020, 12, 31)) == THIRD


def test_the_delivered_one_holds_before_the_first_one_whatever_day_it_names():
    assert in_force_on([BEFORE, FIRST], date(2015, 1, 1)) == BEFORE
    assert in_force_on([BEFORE, version(1, date(2018, 1, 1))], date(2018, 1, 1)).version == 1
    assert in_force_on([], date(2020, 1, 1)) is None
