"""The journal: an altered, removed or inserted line is found."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from accord.casework.journal import first_broken_line, note
from accord.records.base import no_longer_append_only
from accord.rules.moments import Moment


@pytest.fixture
def five_lines(session, moment: Moment):
    for number in range(1, 6):
        later = replace(moment, now=moment.now + timedelta(minutes=number))
        note(
            session,
            "verified a correction",
            f"factory {number}",
            actor="R. Islam",
            moment=later,
            details={"item": number},
        )
    session.flush()
    return session


def break_in(session, statement: str) -> None:
    """Do what somebody with the database file and bad intentions could do."""
    for undo in no_longer_append_only("sqlite", "journal"):
        session.execute(text(undo))
    session.execute(text(statement))
    session.expire_all()


def test_an_untouched_journal_is_whole(five_lines):
    assert first_broken_line(five_lines) is None


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE journal SET actor = 'somebody else' WHERE id = 3", 3),
        ("UPDATE journal SET details = '{\"item\": 9}' WHERE id = 1", 1),
        ("UPDATE journal SET at = '2020-01-01 00:00:00.000000' WHERE id = 5", 5),
        ("DELETE FROM journal WHERE id = 2", 3),
        ("DELETE FROM journal WHERE id = 1", 2),
    ],
)
def test_what_was_done_to_it_shows_at_the_first_line_that_no_longer_fits(five_lines, statement, line):
    break_in(five_lines, statement)

    assert first_broken_line(five_lines) == line


def test_details_are_kept_in_the_words_they_were_written_in(session, moment):
    entry = note(session, "imported", "factory 9490", actor="নাসরিন", moment=moment, details={"নাম": "গেট"})

    assert entry.details == '{"নাম": "গেট"}'
