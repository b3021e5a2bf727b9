"""Whoever is killed at any point loses nothing and doubles nothing: a few days with kills end like those in peace."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.chaos.month import Month, differences, play

DAYS, HOUSES, KILLS = 3, 2, 6


@pytest.fixture(scope="module")
def peaceful():
    return play(seed=1, days=DAYS, houses=HOUSES, kills=0)


def test_days_in_which_processes_are_killed_end_like_the_same_days_in_peace(peaceful):
    disturbed = play(seed=1, days=DAYS, houses=HOUSES, kills=KILLS)

    assert differences(peaceful, disturbed) == []
    assert sum(disturbed.kills.values()) == KILLS
    assert len(disturbed.acknowledged) == len(peaceful.acknowledged) > 10
    assert sum(peaceful.stands["reminders"].values()) > 5


def test_what_was_lost_or_doubled_would_be_told(peaceful):
    def told(**changes: object) -> str:
        return "\n".join(differences(peaceful, replace(peaceful, **changes)))

    assert told() == ""
    for name, rows in peaceful.stands.items():
        first = next(iter(rows))
        fewer, more = (
            peaceful.stands | {name: rows - Counter([first])},
            peaceful.stands | {name: rows + Counter([first])},
        )
        assert f"{name}: lost {first}" in told(stands=fewer)
        assert f"{name}: too much {first}" in told(stands=more)
    assert "wait for ever" in told(waiting=1)
    assert "sent and never taken" in told(lost=["abc"])
    address, _ = peaceful.letters[0]
    assert address in told(letters=peaceful.letters[1:])
    assert address in told(letters=[*peaceful.letters, (address, "<another@127.0.0.1>")])
    assert told(letters=[*peaceful.letters, peaceful.letters[0]]) == "", "the same letter again, under its Message-ID"
    gone = Month(peaceful.stands | {"steps": Counter()}, peaceful.acknowledged, peaceful.letters, 0, [])
    assert "acknowledged, and not on record once" in "\n".join(differences(peaceful, gone))
