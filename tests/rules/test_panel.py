"""Who belongs to the Review Panel, and when it is of one mind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.orders.panel import (
    Member,
    NoPanel,
    Votes,
    delivered,
    is_unanimous,
    members_told,
    read,
    votes_of,
    written,
)

NAMES = [each.name for each in delivered()]
NEEDED = [each.name for each in delivered() if each.must_take_part]


def test_the_members_are_those_that_were_agreed_on():
    assert NAMES == ["Engineers of the programmes", "BUET", "DIFE", "BGMEA", "BKMEA", "IndustriALL"]
    assert NEEDED == ["Engineers of the programmes", "BUET", "DIFE"]
    assert all(each.name_bn for each in delivered())


def test_of_one_mind_is_a_panel_of_which_all_who_must_take_part_did_and_nobody_was_against():
    panel = delivered()

    assert is_unanimous(panel, Votes(tuple(NAMES)))
    assert is_unanimous(panel, Votes(tuple(NEEDED)))
    assert not is_unanimous(panel, Votes(tuple(NEEDED), against=("BGMEA",)))
    assert not is_unanimous(panel, Votes(("BUET",)))
    assert not is_unanimous(panel, Votes(()))


@given(took_part=st.sets(st.sampled_from(NAMES)), agreed=st.sets(st.sampled_from(NAMES)))
def test_one_voice_against_or_one_that_is_missing_is_enough_to_keep_it_closed(took_part, agreed):
    votes = votes_of(delivered(), took_part, agreed)

    assert (votes is None) == (not agreed <= took_part)
    if votes is not None:
        assert set(votes.took_part) == took_part
        assert is_unanimous(delivered(), votes) == (agreed == took_part and set(NEEDED) <= took_part)
        assert read(written(votes)) == votes


def test_nobody_votes_who_is_no_member():
    assert votes_of(delivered(), ["BUET", "Somebody"], ["BUET"]) is None


def test_an_installation_names_its_own_members():
    assert members_told("BUET / বুয়েট!; BGMEA ;") == (
        Member("BUET", "বুয়েট", must_take_part=True),
        Member("BGMEA", None, must_take_part=False),
    )


@pytest.mark.parametrize("told", ["", " ; ", "BUET", "BUET!; BUET", "!", "x" * 121 + "!", "BU\tET!"])
def test_a_panel_of_nobody_or_one_that_nobody_must_attend_is_refused(told):
    with pytest.raises(NoPanel):
        members_told(told)
