"""Two records of one factory that are listed as a likely pair, and what a person says of them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from casework.duplicates.merging import (
    ALIF,
    ALIF_AGAIN,
    BOTH,
    HEADS,
    WHO,
)

from accord.casework.register import say_same, undo
from tests.casework.factory_lists import take_in, written


@pytest.fixture
def then(moment):
    """A month before the moment of the tests."""
    return replace(moment, now=datetime(2024, 6, 1, 6, 0, tzinfo=UTC))


@pytest.fixture
def later(moment):
    """A month after the moment of the tests."""
    return replace(moment, now=datetime(2024, 8, 1, 6, 0, tzinfo=UTC))


@pytest.fixture
def a_list(tmp_path):
    return written(tmp_path, HEADS, ALIF, ALIF_AGAIN)


@pytest.fixture
def alike(session, then, a_list):
    """Two records of one factory, imported from a list a month ago, which are listed as a likely pair."""
    take_in(session, then, a_list)
    return session


@pytest.fixture
def same(alike, moment):
    def said(keep=9490, *, pair=BOTH, at=moment):
        return say_same(alike, *pair, keep=keep, actor=WHO, moment=at)

    return said


@pytest.fixture
def undone(alike, later):
    def said(*, pair=BOTH, at=later):
        return undo(alike, *pair, actor="the CSO", moment=at)

    return said
