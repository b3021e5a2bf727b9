"""The words of both languages: complete, written with the right digits, and whole on paper."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from hypothesis import given
from hypothesis import strategies as st

from accord.gateways.formats import format_date, format_number, format_ordinal, format_percent
from accord.gateways.language import Language, merged_catalog, translator
from accord.gateways.printing.breaks import BREAK, LONGEST_WORD, breakable
from accord.paths import reports_folder
from accord.rules.labels import label, labels
from accord.rules.vocabulary import FactoryStatus, InspectionKind, Origin, Status
from accord.rules.words.bangla import digits, is_bangla


def test_every_word_of_the_vocabulary_has_a_label_and_a_bangla_translation():
    translated = merged_catalog(Language.BN)

    for words in labels().values():
        assert [said for said in words.values() if not (translated.get(said) and translated.get(said).string)] == []


def test_every_phrase_of_the_print_templates_is_translated():
    phrases = extract_from_dir(
        reports_folder(),
        method_map=[("**.html", "jinja2")],
        options_map={"**.html": {"newstyle_gettext": "true", "trimmed": "false"}},
        keywords={"_": None, "gettext": None, "ngettext": (1, 2)},
    )
    translated = merged_catalog(Language.BN)

    needed = {message if isinstance(message, str) else message[0] for _, _, message, _, _ in phrases}
    assert len(needed) > 50
    assert [phrase for phrase in sorted(needed) if translated.get(phrase) is None] == []


def test_the_glossary_holds_the_words_that_the_program_uses():
    glossary = (Path(__file__).parents[2] / "docs" / "glossary-bn.md").read_text(encoding="utf-8")

    for words in labels().values():
        for said in words.values():
            assert f"| {said} | {translator('bn').gettext(said)} |" in glossary


def test_a_translation_keeps_every_name_in_its_phrase():
    for message in merged_catalog(Language.BN):
        asked = message.id if isinstance(message.id, str) else message.id[-1]
        for given_back in [message.string] if isinstance(message.string, str) else message.string:
            assert set(re.findall(r"%\(\w+\)s", given_back)) <= set(re.findall(r"%\(\w+\)s", asked))


def test_labels_are_what_people_say():
    assert label(Status.PENDING_VERIFICATION) == "pending verification"
    assert label(FactoryStatus.BEHIND_SCHEDULE) == "behind schedule"
    assert label(InspectionKind.FOLLOW_UP) == "follow-up"
    assert label(InspectionKind.INITIAL) == label(Origin.INITIAL) == "initial"


def test_dates_numbers_and_rates_are_written_as_each_language_writes_them():
    assert [format_date(date(2018, 7, 1), language) for language in Language] == ["1 July 2018", "১ জুলাই ২০১৮"]
    assert [format_number(160_000, language) for language in Language] == ["160,000", "১,৬০,০০০"]
    assert [format_percent(Decimal("52.87"), language) for language in Language] == ["52.87 %", "৫২.৮৭ %"]
    assert format_percent(Decimal(100), "en") == "100.00 %"
    assert format_percent(None, "en") is None
    assert [format_ordinal(number, "en") for number in (1, 2, 3, 4, 11, 12, 13, 16, 21)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "16th", "21st",
    ]  # fmt: skip
    assert [format_ordinal(number, "bn") for number in (1, 2, 4, 5, 6, 16)] == ["১ম", "২য়", "৪র্থ", "৫ম", "৬ষ্ঠ", "১৬তম"]


def test_a_language_that_is_not_ours_is_refused():
    with pytest.raises(ValueError, match="fr"):
        translator("fr")


def test_bangla_is_known_by_its_letters():
    assert is_bangla("২ নম্বর ভবন")
    assert is_bangla("CAP অনুমোদিত হয়েছে")
    assert not is_bangla("Column C4 (সি)")
    assert not is_bangla("2018")


@given(st.integers(0, 10**9))
def test_digits_can_be_read_back(number):
    assert int(digits(str(number))) == number


@given(st.text())
def test_places_to_break_change_no_letter_and_touch_no_usual_word(text):
    broken = breakable(text)

    assert broken.replace(BREAK, "") == text.replace(BREAK, "")
    if all(len(word) <= 20 for word in text.split()):
        assert broken == text


def test_an_endless_bangla_word_is_broken_between_letters_only():
    pieces = breakable("ক্ষতিগ্রস্ত" * 10).split(BREAK)

    assert len(pieces) > 5
    assert all("ক" <= piece[0] <= "হ" and not piece.endswith("্") for piece in pieces)
    assert breakable("x" * LONGEST_WORD) == "x" * LONGEST_WORD
