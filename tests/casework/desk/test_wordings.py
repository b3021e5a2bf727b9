"""Standard wordings as they stand here."""

from dataclasses import replace

import pytest

from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.desk.wordings import (
    BlanksDiffer,
    NoSuchWording,
    add_wording,
    change_wording,
    standing,
    standing_wordings,
    standings,
    wording_versions,
)
from accord.records.journal import JournalEntry
from accord.rules.words.standard_wording import standard_wordings

FIRST = standard_wordings()[0]


def change(session, moment, *, opened_at=None, is_retired=False, **words):
    stood = standing(session, FIRST.key)
    told = replace(stood.wording, **words)
    number = stood.number if opened_at is None else opened_at
    return change_wording(
        session, told, opened_at=number, is_retired=is_retired, actor="the administrator", moment=moment
    )


def test_each_wording_stands_as_it_was_delivered_until_it_is_changed(session):
    assert standing_wordings(session) == standard_wordings()


def test_the_latest_version_stands_and_every_one_is_kept(session, moment):
    change(session, moment, title="First change")
    changed = change(session, moment, title="Second change", keywords=("one", "two"))

    now = standing(session, FIRST.key)
    assert (now.wording.title, now.wording.keywords, now.number) == ("Second change", ("one", "two"), 2)
    assert changed["title"] == ("First change", "Second change")
    assert [each.title for each in wording_versions(session, FIRST.key)] == ["Second change", "First change"]
    assert standing_wordings(session)[0] == now.wording
    assert standing_wordings(session)[1:] == standard_wordings()[1:]


def test_what_is_the_same_makes_no_version(session, moment):
    assert change(session, moment) == {}
    assert list(wording_versions(session, FIRST.key)) == []


def test_a_retired_wording_is_offered_to_nobody_and_may_come_back(session, moment):
    change(session, moment, is_retired=True)
    assert FIRST.key not in {each.key for each in standing_wordings(session)}
    assert next(each for each in standings(session) if each.wording.key == FIRST.key).is_retired

    change(session, moment, is_retired=False)

    assert FIRST.key in {each.key for each in standing_wordings(session)}


def test_who_comes_second_is_shown_both(session, moment):
    change(session, moment, title="Theirs")

    with pytest.raises(ChangedMeanwhile) as refused:
        change(session, moment, title="Mine", opened_at=0)

    assert [(each.field, each.stands, each.typed) for each in refused.value.fields] == [("title", "Theirs", "Mine")]
    change(session, moment, title="Mine", opened_at=refused.value.revision)
    assert standing(session, FIRST.key).wording.title == "Mine"


def test_both_languages_leave_the_same_blanks_to_be_filled_in(session, moment):
    with pytest.raises(BlanksDiffer):
        change(session, moment, observation="At [place] and [place]: [number].", observation_bn="[স্থান]")


def test_a_wording_of_ones_own_gets_a_name_that_nobody_has(session, moment):
    told = replace(FIRST, key="", title="Gate: locked!")

    keys = [add_wording(session, told, actor="the administrator", moment=moment) for _ in range(2)]

    assert keys == ["gate_locked", "gate_locked_2"]
    assert {"gate_locked", "gate_locked_2"} <= {each.key for each in standing_wordings(session)}
    assert standing(session, "gate_locked").number == 1
    bangla = add_wording(session, replace(told, title="গেট"), actor="the administrator", moment=moment)
    assert bangla == "wording"


def test_each_change_stands_in_the_journal(session, moment):
    change(session, moment, title="First change")

    line = session.query(JournalEntry).one()
    assert (line.deed, line.subject) == ("changed a wording", f"wording {FIRST.key}")
    assert "First change" in line.details


def test_a_key_that_no_wording_has_is_refused(session):
    with pytest.raises(NoSuchWording):
        standing(session, "no_such_wording")
