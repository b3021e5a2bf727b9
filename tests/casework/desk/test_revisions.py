"""Two people on the same record."""

from dataclasses import dataclass

import pytest

from accord.casework.desk.revisions import ChangedMeanwhile, Meanwhile, take_turn


@dataclass
class Note:
    text: str
    due: str | None = None
    revision: int = 1


def test_who_changes_a_record_first_is_told_what_changed_and_raises_its_revision():
    note = Note("old")

    changed = take_turn(note, {"text": "new", "due": None}, opened_at=1)

    assert changed == {"text": ("old", "new")}
    assert (note.text, note.revision) == ("new", 2)


def test_who_comes_second_is_shown_both_and_overwrites_nothing():
    note = Note("theirs", revision=2)

    with pytest.raises(ChangedMeanwhile) as refused:
        take_turn(note, {"text": "mine", "due": None}, opened_at=1)

    assert refused.value.fields == (Meanwhile("text", stands="theirs", typed="mine"),)
    assert (refused.value.revision, note.text, note.revision) == (2, "theirs", 2)


def test_who_comes_second_and_typed_the_same_is_not_bothered():
    note = Note("agreed", revision=2)

    assert take_turn(note, {"text": "agreed"}, opened_at=1) == {}
    assert note.revision == 2


def test_after_both_were_shown_the_second_may_decide():
    note = Note("theirs", revision=2)
    with pytest.raises(ChangedMeanwhile) as refused:
        take_turn(note, {"text": "mine"}, opened_at=1)

    take_turn(note, {"text": "mine"}, opened_at=refused.value.revision)

    assert (note.text, note.revision) == ("mine", 3)
