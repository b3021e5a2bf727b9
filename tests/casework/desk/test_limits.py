"""The numbers that the programme sets for itself."""

from datetime import timedelta

import pytest

from accord.casework.desk.limits import FromThePast, NotWhole, OutOfBounds, Wanted, limit, limits_on, set_limit, turn_of
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.gateways.language import Language, merged_catalog
from accord.records.journal import JournalEntry
from accord.rules.desk.limits import limits

RHYTHM = limits()["follow_up_months"]


def set_rhythm(session, moment, value, *, days=0, opened_at=None):
    wanted = Wanted(value, moment.today + timedelta(days=days), "There are more engineers.")
    turn = turn_of(session, RHYTHM.name) if opened_at is None else opened_at
    set_limit(session, RHYTHM, wanted, opened_at=turn, actor="the administrator", moment=moment)


def test_each_limit_is_as_delivered_until_it_is_set(session, moment):
    assert limits_on(session, moment.today) == {name: each.default for name, each in limits().items()}
    assert limit(session, "follow_up_months", on=moment.today) == 4
    assert limit(session, "claim_waits_days", on=moment.today) == 30


def test_a_limit_holds_from_its_day_on_and_what_held_before_still_does_for_before(session, moment):
    set_rhythm(session, moment, 6)
    set_rhythm(session, moment, 3, days=10)

    held = [limit(session, RHYTHM.name, on=moment.today + timedelta(days=days)) for days in (-1, 0, 9, 10, 400)]

    assert held == [4, 6, 6, 3, 3]


def test_of_two_numbers_for_the_same_day_the_one_set_later_holds(session, moment):
    set_rhythm(session, moment, 6)
    set_rhythm(session, moment, 5)

    assert limit(session, RHYTHM.name, on=moment.today) == 5


@pytest.mark.parametrize(
    ("value", "days", "refusal"),
    [
        (0, 0, OutOfBounds),
        (25, 0, OutOfBounds),
        (float("nan"), 0, OutOfBounds),
        (float("inf"), 0, OutOfBounds),
        (4.5, 0, NotWhole),
        (5, -1, FromThePast),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(session, moment, value, days, refusal):
    with pytest.raises(refusal):
        set_rhythm(session, moment, value, days=days)

    assert turn_of(session, RHYTHM.name) == 0


def test_who_comes_second_is_told_what_stands_now(session, moment):
    set_rhythm(session, moment, 6)

    with pytest.raises(ChangedMeanwhile) as refused:
        set_rhythm(session, moment, 3, opened_at=0)

    assert [(each.stands, each.typed) for each in refused.value.fields] == [("6", "3")]
    set_rhythm(session, moment, 3, opened_at=refused.value.revision)
    assert limit(session, RHYTHM.name, on=moment.today) == 3


def test_each_change_stands_in_the_journal_with_its_reason(session, moment):
    set_rhythm(session, moment, 6)

    line = session.query(JournalEntry).one()
    assert (line.deed, line.subject, line.actor) == ("set a limit", "limit follow_up_months", "the administrator")
    assert "There are more engineers." in line.details


def test_a_name_that_is_no_limit_is_a_mistake(session, moment):
    with pytest.raises(KeyError):
        limit(session, "no_such_limit", on=moment.today)


def test_each_delivered_number_is_within_its_bounds_and_said_in_both_languages():
    catalog = merged_catalog(Language.BN)

    assert [each.name for each in limits().values() if each.flaw(each.default)] == []
    words = {word for each in limits().values() for word in (each.title, each.meaning, each.unit, each.reason)}
    assert [word for word in sorted(words) if not catalog.get(word)] == []
    assert all(each.source for each in limits().values())
