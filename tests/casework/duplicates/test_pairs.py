"""Which pairs are listed, and what was said of one of them for the others."""

import pytest
from casework.duplicates.merging import (
    ALIF,
    ALIF_AGAIN,
    BOTH,
    HEADS,
    WHO,
    numbers,
    three,
)
from sqlalchemy import func, select

from accord.casework.factories import factory_on_record
from accord.casework.register import say_different, say_same, undo
from accord.casework.register.decisions import NothingDecided
from accord.casework.register.giving_way import AlreadyDecided
from accord.casework.register.pairs import pairs_in
from accord.records.factory import Factory
from accord.records.register import DuplicateState, LikelyDuplicate
from tests.casework.factory_lists import take_in, written


def test_two_that_the_program_did_not_find_alike_may_be_named_by_a_person(session, moment):
    three(session, moment)

    say_different(session, 1003, 1001, actor=WHO, moment=moment)

    [pair] = pairs_in(session, DuplicateState.DIFFERENT)
    assert (pair.numbers, pair.score, pair.because) == ((1001, 1003), 0, ("named by a person",))
    assert (pair.decided_by, pair.decided_at, pair.kept) == (WHO, moment.now, None)


def test_what_was_said_to_be_different_is_never_listed_again_unless_that_is_undone(alike, moment, tmp_path):
    assert numbers(alike) == [BOTH]
    say_different(alike, *BOTH, actor=WHO, moment=moment)

    told = take_in(alike, moment, written(tmp_path, (*HEADS, "Upazila"), (*ALIF, "Tongi"), (*ALIF_AGAIN, "Tongi")))

    assert (told.updated, told.likely_duplicates, numbers(alike)) == (2, [], [])
    with pytest.raises(AlreadyDecided, match=r"were said to be different by R\. Islam on 2024-07-01; undo that first"):
        say_same(alike, *BOTH, keep=9490, actor=WHO, moment=moment)
    undo(alike, *BOTH, actor=WHO, moment=moment)
    assert numbers(alike) == [BOTH]
    with pytest.raises(NothingDecided):
        undo(alike, *BOTH, actor=WHO, moment=moment)


def test_a_new_factory_is_compared_with_the_one_that_stands_and_not_with_the_merged_one(alike, same, moment, tmp_path):
    same()

    report = take_in(alike, moment, written(tmp_path, ("Name", "Address"), ("Alif Knitwears", "Plot 7, Tongi")))

    assert [pair.factories for pair in report.likely_duplicates] == [(9490, 60_000)]
    [pair] = alike.scalars(select(LikelyDuplicate).where(LikelyDuplicate.state == DuplicateState.OPEN))
    assert 9491 not in {pair.factory.number, pair.other_factory.number}


def test_a_factory_is_not_found_alike_to_one_from_which_a_merged_one_was_told_apart(alike, same, moment, tmp_path):
    alike.add(Factory(number=9492, name="Alif Knitwear Ltd."))
    alike.flush()
    say_different(alike, 9491, 9492, actor=WHO, moment=moment)
    same()

    report = take_in(alike, moment, written(tmp_path, (*HEADS, "Upazila"), (*ALIF, "Tongi")))

    assert (report.updated, report.likely_duplicates) == (1, [])
    assert alike.scalar(select(func.count()).select_from(LikelyDuplicate)) == 2


@pytest.fixture
def three_alike(alike, moment):
    """A third record whose only likely pair is with the one that gives way."""
    third = Factory(number=9492, name="Alif Composite")
    alike.add(third)
    alike.flush()
    pair = {"factory_id": factory_on_record(alike, 9491).id, "other_factory_id": third.id}
    alike.add(LikelyDuplicate(**pair, score=85, because="names 90 % alike", found_at=moment.now))
    alike.flush()
    return alike


def test_a_pair_of_the_merged_factory_is_listed_as_one_of_the_factory_that_stands_for_it(three_alike, same, undone):
    same()

    [pair] = pairs_in(three_alike, DuplicateState.OPEN)
    assert (pair.numbers, pair.score) == ((9490, 9492), 85)
    assert pair.because == ("names 90 % alike", "found of 9491 and 9492")
    undone()
    assert numbers(three_alike) == [BOTH, (9491, 9492)]


def test_what_is_said_of_the_factory_that_stands_holds_for_the_pair_of_the_merged_one(three_alike, same, moment):
    same()

    say_different(three_alike, 9490, 9492, actor=WHO, moment=moment)

    assert numbers(three_alike) == []
    assert [pair.score for pair in pairs_in(three_alike, DuplicateState.DIFFERENT)] == [85]


def test_two_said_to_be_different_are_not_made_one_by_way_of_a_third(three_alike, same, moment):
    say_different(three_alike, 9491, 9492, actor=WHO, moment=moment)
    same()

    with pytest.raises(AlreadyDecided, match="9491 and 9492 were said to be different"):
        same(keep=9490, pair=(9490, 9492))
    assert numbers(three_alike) == []


def test_what_was_said_of_one_merged_factory_holds_for_the_pair_of_another_one(three_alike, same, moment):
    three_alike.add(Factory(number=9493, name="Alif"))
    three_alike.flush()
    say_different(three_alike, 9493, 9492, actor=WHO, moment=moment)
    same()
    assert numbers(three_alike) == [(9490, 9492)]

    same(keep=9490, pair=(9490, 9493))

    assert numbers(three_alike) == []
