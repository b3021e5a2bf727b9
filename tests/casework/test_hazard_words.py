"""Whoever writes the words of a hazard writes those by which it is searched for."""

from datetime import date

import pytest
from casework.cap_sheets import a_row, a_sheet
from casework.demonstration import every_hazard
from sqlalchemy import select

from accord.casework.hazard_words import fill_search_texts, lack_search_text, search_text_of
from accord.records.hazard import Hazard


def test_an_imported_hazard_is_found_by_its_new_words_after_another_sheet(take, session):
    take(a_sheet(a_row(1)))
    take(a_sheet(a_row(1, final_action_plan="Gates at grid ৪ will be removed."), sheet_date=date(2019, 1, 1)))

    session.expire_all()
    [hazard] = every_hazard(session)

    assert " grid 4 " in hazard.search_text
    assert hazard.search_text == search_text_of(hazard)


def test_every_hazard_of_the_demonstration_has_its_words(demo):
    hazards = every_hazard(demo)

    assert all(hazard.search_text == search_text_of(hazard) for hazard in hazards)
    assert not lack_search_text(demo)


@pytest.mark.parametrize("at_once", [1, 2, 1000])
def test_what_an_older_version_left_out_is_filled_in_once(take, session, monkeypatch, at_once):
    monkeypatch.setattr("accord.casework.hazard_words.AT_ONCE", at_once)
    take(a_sheet(*(a_row(item) for item in range(1, 6))))
    for hazard in session.scalars(select(Hazard)):
        hazard.search_text = ""
    session.flush()

    assert lack_search_text(session)
    assert fill_search_texts(session) == 5
    assert fill_search_texts(session) == 0

    session.expire_all()
    assert all(hazard.search_text == search_text_of(hazard) != "" for hazard in every_hazard(session))
