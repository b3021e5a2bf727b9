"""The letter of recognition on paper: one page, in one language, readable by everybody and every machine."""

import logging
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from reports.reading import poppler_text, structure
from reports.verapdf import violations

from accord.casework.desk.recognition_letter import Letterhead, LetterSaid, paper_of_letter
from accord.gateways.language import Language
from accord.gateways.printing.apart import print_here
from accord.rules.vocabulary import Discipline

HEAD = Letterhead("https://accord.example", "09612-345678")
SAID = LetterSaid(
    number="BA/L 017",
    recognised_on=date(2024, 7, 1),
    factory=9490,
    name="Aftab Garments Ltd.",
    name_bn="আফতাব গার্মেন্টস লিঃ",
    address="Zirabo, Savar",
    address_bn="জিরাবো, সাভার",
    corrected=((Discipline.STRUCTURAL, 12), (Discipline.FIRE, 33)),
    new_open=2,
    signed_by="N. Akter",
    is_chief=True,
    is_demonstration=False,
)
HOSTILE = '<img src="http://192.0.2.1/x.png"> {{ 7 * 7 }} &amp; 🛑 \x07\ufeff 漢字 ' + "w" * 200


@pytest.fixture(autouse=True)
def _nothing_is_logged(caplog):
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING] == []


def printed(said: LetterSaid, language: Language = Language.EN) -> bytes:
    return print_here(paper_of_letter(said, HEAD, language))


def words(pdf: bytes, folder) -> str:
    return " ".join(poppler_text(pdf, folder).split())


def test_the_letter_says_what_was_verified_and_what_it_does_not_say(tmp_path):
    pdf = printed(SAID)
    text = words(pdf, tmp_path)

    for said in (
        "Letter BA/L 017",
        "1 July 2024",
        "Aftab Garments Ltd.",
        "factory number 9490",
        "Structural 12 hazards",
        "Fire 33 hazards",
        "on this day 2 of them were not corrected",
        "N. Akter Chief Safety Officer",
        "look it up here",
    ):
        assert said in text
    assert structure(pdf, tmp_path).count("/H1") == 1
    assert "on this day none was open" in words(printed(replace(SAID, new_open=0)), tmp_path)


def test_the_letter_is_whole_in_bangla(tmp_path):
    text = words(printed(SAID, Language.BN), tmp_path)

    for said in ("আফতাব গার্মেন্টস লিঃ", "১ জুলাই ২০২৪", "BA/L 017", "9490", "৩৩টি"):
        assert said in text


def test_both_letters_keep_to_the_standards_on_one_page_whatever_people_wrote(tmp_path):
    hostile = replace(SAID, name=HOSTILE, address=HOSTILE, signed_by=HOSTILE, number=HOSTILE[:100])
    files = []
    for name, said in (("plain", SAID), ("hostile", hostile)):
        for language in Language:
            file = tmp_path / f"{name}-{language}.pdf"
            file.write_bytes(printed(said, language))
            files.append(file)

    with pikepdf.open(BytesIO(files[0].read_bytes())) as document:
        assert len(document.pages) == 1
    assert violations(files) == []


def test_the_same_letter_is_always_the_same_file():
    assert printed(SAID) == printed(SAID)
