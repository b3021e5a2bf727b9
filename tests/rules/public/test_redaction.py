"""What is hidden in an edition before it is published: in every field that holds words."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum

import pytest

from accord.rules.public.disclosure import LogDisclosed
from accord.rules.public.public_text import HIDDEN
from accord.rules.public.redaction import NO_WORDS, redacted
from accord.rules.vocabulary import Discipline
from tests.reports.editions import a_factory, a_hazard, an_edition, hazards


def words_in(thing, name=""):
    """Every word that the thing holds, with the names of the fields on the way to it."""
    if isinstance(thing, str) and not isinstance(thing, Enum):
        yield name, thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from words_in(part, name)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from words_in(getattr(thing, field.name), f"{name}.{field.name}")


def with_words(thing, words, name=""):
    """The thing with these words in each of its texts."""
    if isinstance(thing, str) and not isinstance(thing, Enum):
        return thing if name in NO_WORDS else words
    if isinstance(thing, tuple):
        return tuple(with_words(part, words, name) for part in thing)
    if is_dataclass(thing):
        return replace(
            thing, **{field.name: with_words(getattr(thing, field.name), words, field.name) for field in fields(thing)}
        )
    return thing


def full_edition():
    """An edition in which every field that can hold words holds some."""
    every = tuple(
        replace(
            hazard,
            category_as_written="Gates",
            observation_bn="ফটক",
            recommended_action_bn="সরান",
            final_action_plan_bn="সরানো হবে",
            withdrawn_reason="Recorded twice.",
            statuses=tuple(replace(event, reason="Recorded twice.") for event in hazard.statuses),
            log=(LogDisclosed(date(2016, 5, 3), "Seen."),),
        )
        for hazard in hazards(4)
    )
    factory = a_factory()
    buildings = tuple(replace(building, construction="brick") for building in factory.buildings)
    return an_edition(every, factory=replace(factory, buildings=buildings))


def fields_of_words(kind_names):
    return {name for name, _ in words_in(full_edition()) if name.rsplit(".", 1)[-1] not in kind_names}


def test_the_edition_of_these_tests_has_words_in_every_field_that_can_hold_some():
    names = {name.rsplit(".", 1)[-1] for name in fields_of_words(NO_WORDS)}

    can_hold = {
        field.name
        for thing in (
            full_edition().factory,
            full_edition().factory.buildings[0],
            full_edition().hazards[0],
            full_edition().hazards[0].statuses[0],
            full_edition().hazards[0].log[0],
        )
        for field in fields(thing)
        if field.type in ("str", "str | None", str, str | None)
    }
    assert can_hold - NO_WORDS <= names


@pytest.mark.parametrize("secret", ["01711123456", "owner@example.com", "complaint", "অভিযোগ"])
def test_no_field_of_an_edition_shows_a_contact_or_tells_of_a_complaint(secret):
    edition = with_words(full_edition(), f"Words before {secret} and after.")

    shown = redacted(edition).edition

    assert [name for name, text in words_in(shown) if secret in text] == []


def test_an_edition_with_nothing_to_hide_is_left_as_it_is():
    assert redacted(full_edition()).edition == full_edition()
    assert redacted(full_edition()).hidden == ()


def test_a_comment_of_which_nothing_is_left_goes_with_its_date():
    log = (
        LogDisclosed(date(2016, 5, 3), "Visited after a complaint."),
        LogDisclosed(date(2016, 6, 3), "01711123456."),
        LogDisclosed(date(2016, 7, 3), "Gate removed. Call 01711123456."),
    )

    [hazard] = redacted(an_edition([a_hazard(log=log)])).edition.hazards

    assert hazard.log == (LogDisclosed(date(2016, 7, 3), "Gate removed. Call […]."),)


def test_a_person_is_told_where_something_is_hidden():
    hazard = a_hazard(
        Discipline.FIRE,
        7,
        observation="Visited after a complaint.",
        final_action_plan="Call 01711123456.",
        log=(LogDisclosed(None, "Workers complained."),),
    )
    edition = an_edition([hazard], factory=a_factory(address="Plot 17, owner@example.com"))

    result = redacted(edition)

    assert result.hidden == (
        "factory 90002: a part of address is hidden",
        "factory 90002, fire, item 7: all of observation is hidden",
        "factory 90002, fire, item 7: a part of final action plan is hidden",
        "factory 90002, fire, item 7: all of log text is hidden",
    )
    assert result.edition.hazards[0].observation == HIDDEN
