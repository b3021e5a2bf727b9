"""Whoever is killed at any point loses nothing and doubles nothing: a few days with kills end like those in peace."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from tests.chaos.month import STANDS, Month, differences, play
from tests.chaos.script import Deed

SHAPE = {"seed": 1, "days": 3, "houses": 2}
KILLS = 6


def test_days_in_which_processes_are_killed_end_like_the_same_days_in_peace():
    peaceful, disturbed = play(**SHAPE, kills=0), play(**SHAPE, kills=KILLS)

    assert differences(peaceful, disturbed) == []
    assert sum(disturbed.kills.values()) == KILLS
    assert len(disturbed.acknowledged) == len(peaceful.acknowledged) > 10
    assert sum(peaceful.stands["reminders"].values()) > 5


def test_what_was_lost_or_doubled_would_be_told():
    deeds = [
        Deed(datetime(2024, 7, 1, tzinfo=UTC), mark, kind, 0, "somebody")
        for mark, kind in (("deed-0000", "danger"), ("deed-0001", "determined"))
    ]
    rows = {name: Counter([("a", name), ("another", name)]) for name in STANDS}
    rows["hazards"][(1, "A crack, deed-0000.")] = rows["steps"][(1, "determined", "deed-0001")] = 1
    letters = [("owner@told.example", "<one@site>"), ("owner@told.example", "<two@site>")]
    peaceful = Month(rows, deeds, letters, waiting=0, lost=[])

    def told(**changes: object) -> list[str]:
        return differences(peaceful, replace(peaceful, **changes))

    assert told() == []
    for name in rows:
        row = ("a", name)
        assert told(stands=rows | {name: rows[name] - Counter([row])}) == [f"{name}: lost {row}"]
        assert told(stands=rows | {name: rows[name] + Counter([row])}) == [f"{name}: too much {row}"]
    assert told(waiting=1) == ["1 letters wait for ever"]
    assert told(damage="line 3 of the journal") == ["damaged: line 3 of the journal"]
    assert told(lost=["abc"]) == ["sent and never taken: notice abc"]
    assert told(letters=letters[1:]) == ["not as many letters as in peace: owner@told.example"]
    assert told(letters=[*letters, ("owner@told.example", "<three@site>")]) == told(letters=letters[1:])
    assert told(letters=[*letters, letters[0]]) == [], "the same letter again, under its Message-ID"
    for table, deed in (("hazards", deeds[0]), ("steps", deeds[1])):
        row = next(row for row in rows[table] if any(deed.mark in str(each) for each in row))
        for changed in (rows[table] - Counter([row]), rows[table] + Counter([row])):
            assert f"acknowledged, and not on record once: {deed}" in told(stands=rows | {table: changed})
