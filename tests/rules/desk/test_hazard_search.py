"""A hazard is found by its words in either script, however they are spelled or cased."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.desk.hazard_search import search_text, words_asked
from accord.rules.public.search import folded_words, search_words

texts = st.text(alphabet=st.sampled_from("abZé ,.-০১9কাি্র\u200dণ&'\n"), max_size=40)


def finds(query: str, *said: str) -> bool:
    return all(f" {word}" in search_text(*said) for word in words_asked(query))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("gate", "Collapsible GATES at the exit"),
        ("collapsible gate", "Gates, collapsible, of steel"),
        ("তালা", "ফটকে তালা দেওয়া"),
        ("৩য় তলা", "৩য় তলার সিঁড়ি"),
        ("grid 3", "গ্রিড ৩: grid ৩"),
        ("stair enclosure", "stair_enclosure"),
        ("the gate and the stair", "gate, stair"),
        ("cafe", "Café on the roof"),
    ],
)
def test_a_word_is_found_where_it_begins_a_word(query, said):
    assert finds(query, said)


@pytest.mark.parametrize(("query", "said"), [("rigate", "frigate"), ("gate stair", "gate"), ("ালা", "তালা")])
def test_what_does_not_begin_a_word_is_not_found(query, said):
    assert not finds(query, said)


def test_texts_without_a_word_give_nothing_and_missing_ones_are_passed_over():
    assert search_text(None, "", "—", "the") == ""
    assert search_text("gate", None, "Gate") == " gate "


@given(st.lists(texts, max_size=4))
def test_every_text_is_found_by_itself(said):
    assert all(finds(text, *said) for text in said)


@given(texts)
def test_long_texts_are_folded_as_names_are(text):
    assert folded_words(text) == search_words(text)
