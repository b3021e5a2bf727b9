"""An engineer finds a standard wording by what he types on a telephone, in either script."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.vocabulary import Category, Discipline
from accord.rules.wording_search import found_wordings
from accord.rules.words.standard_wording import standard_wordings
from accord.rules.words.typing_errors import errors_at_beginning

WORDINGS = standard_wordings()


def keys(words, **options):
    return [wording.key for wording in found_wordings(WORDINGS, words, **options)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("gate lock", {"gate_collapsible", "exit_lockable", "shutter_at_exit", "roof_door_locked"}),
        ("collapsible", {"gate_collapsible"}),
        ("colapsible", {"gate_collapsible"}),
        ("তালা", {"exit_lockable", "roof_door_locked"}),
        ("tala", {"exit_lockable"}),
        ("গেটের", {"gate_collapsible"}),
        ("gates", {"gate_collapsible"}),
        ("crack column", {"column_crushing", "cracks_beam_or_slab"}),
        ("column crack", {"column_crushing", "cracks_beam_or_slab"}),
        ("ফাটল", {"cracks_beam_or_slab", "cracks_wall"}),
        ("fatol", {"cracks_beam_or_slab", "cracks_wall"}),
        ("kolam", {"column_highly_stressed", "column_crushing"}),
        ("noksha", {"drawings_missing"}),
        ("earth", {"earth_resistance_high", "machine_not_earthed", "earth_record_missing"}),
        ("আর্থিং", {"machine_not_earthed", "earth_record_missing"}),
        ("arthing", {"machine_not_earthed", "earth_record_missing"}),
        ("sprinkl", {"sprinkler_missing", "sprinkler_obstructed", "sprinkler_not_commissioned"}),
        ("sprinker", {"sprinkler_missing", "sprinkler_obstructed", "sprinkler_not_commissioned"}),
        ("SLD", {"sld_missing"}),
        ("megger", {"insulation_not_tested", "insulation_low"}),
        ("dizel", {"diesel_near_exit"}),
        ("emergncy light", {"emergency_light_missing"}),
        ("জরুরি বাতি", {"emergency_light_missing"}),
        ("exit sign", {"exit_signs_missing", "exit_sign_wrong_way"}),
        ("load plan", {"load_plan_missing", "load_plan_not_followed"}),
        ("লোড প্ল্যান", {"load_plan_missing", "load_plan_not_followed"}),
        ("roof tank", {"roof_water_tanks"}),
        ("door open", {"fire_door_held_open"}),
        ("18 inch", {"sprinkler_obstructed"}),
        ("১৮", {"sprinkler_obstructed"}),
        ("dhula", {"lint_in_boards"}),
        ("safty valve", {"safety_valve_missing", "safety_valve_untested"}),
        ("boiler cert", {"boiler_certificate_missing"}),
        ("hydrostatic", {"hydrostatic_test_failed"}),
        ("lps", {"lightning_missing", "down_conductor_broken"}),
        ("brekar", {"breaker_oversized"}),
        ("xyzzy gate", {"gate_collapsible"}),
    ],
)
def test_what_is_typed_finds_what_was_meant_first(words, first):
    found = keys(words)

    assert found
    assert found[0] in first
    assert first <= set(found)


@pytest.mark.parametrize("words", ["zzzz", "%", "…", "9999"])
def test_what_answers_nothing_finds_nothing(words):
    assert keys(words) == []


@pytest.mark.parametrize("words", ["", "  "])
def test_no_words_show_the_first_wordings_of_the_discipline(words):
    assert (
        keys(words, discipline=Discipline.BOILER, limit=3)
        == [wording.key for wording in WORDINGS if wording.discipline is Discipline.BOILER][:3]
    )


def test_only_wordings_of_the_discipline_are_found_and_no_more_than_the_limit():
    fire = found_wordings(WORDINGS, "exit", discipline=Discipline.FIRE, limit=5)

    assert len(fire) == 5
    assert {wording.discipline for wording in fire} == {Discipline.FIRE}
    assert keys("exit", discipline=Discipline.BOILER) == []
    assert len(keys("exit")) == 8


@pytest.mark.parametrize("category", Category)
def test_each_category_is_found_by_its_own_word(category):
    found = found_wordings(WORDINGS, category.replace("_", " "))

    assert found[0].category is category


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.key)
def test_each_wording_is_found_by_its_title_in_both_languages(wording):
    assert keys(wording.title)[0] == wording.key
    assert keys(wording.title_bn)[0] == wording.key


@given(st.sampled_from(WORDINGS), st.integers(0, 30))
def test_one_letter_left_out_of_a_long_word_still_finds_the_wording(wording, place):
    words = [word for word in re.findall(r"[a-z]+", wording.title.lower()) if len(word) >= 7]
    for word in words:
        at = 1 + place % (len(word) - 1)
        typed = word[:at] + word[at + 1 :]

        assert wording.key in keys(f"{typed} {' '.join(words)}", limit=100), typed


@given(st.text(max_size=40), st.none() | st.sampled_from(Discipline), st.integers(1, 10))
def test_whatever_is_typed_each_is_found_once_at_most(words, discipline, limit):
    found = keys(words, discipline=discipline, limit=limit)

    assert len(found) == len(set(found)) <= limit


@pytest.mark.parametrize(
    ("typed", "word", "at_most", "errors"),
    [
        ("gate", "gate", 1, 0),
        ("gat", "gate", 1, 0),
        ("gtae", "gate", 1, 1),
        ("gaet", "gates", 1, 1),
        ("grte", "gates", 1, 1),
        ("colapsible", "collapsible", 2, 1),
        ("sprnklr", "sprinkler", 2, 2),
        ("sprnklr", "sprinkler", 1, None),
        ("fate", "gate", 1, None),
        ("ফাটোল", "ফাটল", 1, 1),
        ("a", "", 1, None),
        ("", "gate", 1, None),
    ],
)
def test_slips_are_counted_against_the_beginning_of_a_word(typed, word, at_most, errors):
    assert errors_at_beginning(typed, word, at_most=at_most) == errors
