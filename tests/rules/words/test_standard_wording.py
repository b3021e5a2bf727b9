"""The standard wordings are complete in both languages, and none says what it does not mean."""

import re
from collections import Counter

import pytest

from accord.rules.figures.timelines import TimelineKind, parse_timeline, states_only_a_timeline
from accord.rules.orders.causes import order_for_rating
from accord.rules.sheets.cap_words import danger_in
from accord.rules.sheets.category_words import category_from_words
from accord.rules.vocabulary import Category, OrderKind, Rating, Severity
from accord.rules.words.bangla import is_bangla
from accord.rules.words.complaint_words import tells_of_complaint
from accord.rules.words.standard_wording import BLANKS, blanks_in, standard_wording, standard_wordings

WORDINGS = standard_wordings()
each_wording = pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.key)
MEASURE = re.compile(r"\d|today|now\b|week|month|year|shift|every|each|until|before", re.IGNORECASE)
"""A figure, a day, or the whole of something: what another engineer can check."""


def test_every_category_has_one_to_four_wordings_and_all_together_about_eighty():
    counts = Counter(wording.category for wording in WORDINGS)

    assert set(counts) == set(Category)
    assert 1 <= min(counts.values()) <= max(counts.values()) <= 4
    assert 75 <= len(WORDINGS) <= 100


@pytest.mark.parametrize("field", ["key", "title", "title_bn", "observation", "observation_bn"])
def test_no_two_wordings_share(field):
    counts = Counter(getattr(wording, field) for wording in WORDINGS)

    assert [said for said, count in counts.items() if count > 1] == []


@each_wording
def test_a_wording_is_english_and_bangla_short_in_its_title_and_measurable_in_its_action(wording):
    assert re.fullmatch(r"[a-z_]{4,40}", wording.key)
    for english in (wording.title, wording.observation, wording.action):
        assert not is_bangla(english)
    for bangla in (wording.title_bn, wording.observation_bn, wording.action_bn):
        assert is_bangla(bangla)
    assert max(len(wording.title), len(wording.title_bn)) <= 60
    assert len(wording.observation) <= 250
    assert len(wording.action) <= 350
    assert MEASURE.search(wording.action)
    assert wording.keywords
    assert any(is_bangla(keyword) for keyword in wording.keywords)


@each_wording
def test_both_languages_leave_the_same_to_be_filled_in_the_place_first_and_nothing_in_what_must_be_done(wording):
    english, bangla = blanks_in(wording.observation), blanks_in(wording.observation_bn)

    assert english[0] == "[place]"
    assert sorted(f"[{BLANKS[blank.strip('[]')]}]" for blank in english) == sorted(bangla)
    for text in (wording.title, wording.title_bn, wording.action, wording.action_bn):
        assert "[" not in text
    for text in (wording.observation, wording.observation_bn):
        assert len(re.findall(r"\[", text)) == len(blanks_in(text))


@each_wording
def test_the_timeline_is_one_that_reports_print_and_immediate_where_danger_is(wording):
    timeline = parse_timeline(wording.timeline)

    assert timeline is not None
    assert states_only_a_timeline(wording.timeline)
    if wording.severity is Severity.SEVERE_AND_IMMINENT:
        assert timeline.kind is TimelineKind.IMMEDIATE


@each_wording
def test_the_words_call_for_an_order_exactly_where_the_danger_is_severe_and_imminent(wording):
    danger = danger_in(wording.discipline, wording.observation, wording.action)

    assert bool(danger) is (wording.severity is Severity.SEVERE_AND_IMMINENT)


def test_a_crushed_column_means_evacuation_and_a_tied_safety_valve_shutdown():
    severe = {
        wording.category: danger_in(wording.discipline, wording.observation, wording.action).kind
        for wording in WORDINGS
        if wording.severity is Severity.SEVERE_AND_IMMINENT
    }

    assert severe == {
        Category.COLUMN_OVERSTRESS: order_for_rating(Rating.RED),
        Category.SAFETY_VALVE: OrderKind.BOILER_SHUTDOWN,
    }


@each_wording
def test_no_wording_is_read_as_another_category_nor_tells_of_a_complaint(wording):
    texts = (wording.observation, wording.observation_bn)

    read = {category_from_words(wording.discipline, None, observation=text) for text in texts}

    assert read <= {wording.category, None}
    assert not any(tells_of_complaint(text) for text in (*texts, wording.action, wording.action_bn))


@pytest.mark.parametrize(
    ("category", "limits"),
    [
        (Category.STORAGE_SEPARATION, ("2.45 m", "23 sq m", "3.66 m", "93 sq m", "1 hour")),
        (Category.FUEL_NEAR_EGRESS, ("10 ft", "2 hours")),
        (Category.LOAD_PLAN, ("2.0 kPa (42 psf)",)),
        (Category.OVERLOADED_STORAGE, ("3.0 kPa (63 psf)", "1.0 kPa")),
    ],
)
def test_the_limits_are_those_of_the_programme(category, limits):
    said = " ".join(f"{w.observation} {w.action}" for w in WORDINGS if w.category is category)

    assert [limit for limit in limits if limit not in said] == []


def test_what_is_still_to_be_filled_in_is_told_once_each_and_only_that():
    assert blanks_in("At [place], [number] of [number] gates [sic] […] [স্থান]") == ("[place]", "[number]", "[স্থান]")
    assert blanks_in("At the ground floor, 3 gates.") == ()


def test_a_wording_is_found_by_its_key_and_a_strange_key_finds_none():
    assert standard_wording("gate_collapsible").category is Category.LOCKABLE_OR_COLLAPSIBLE_GATES
    assert standard_wording("nothing") is None
