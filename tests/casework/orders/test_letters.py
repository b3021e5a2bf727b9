"""Every letter can be written for every audience, in both languages, and says no more than it may."""

import pytest
from sqlalchemy import select

from accord.casework.orders.letters import HAS_SHORT, LONGEST_SHORT, Audience, render, write_letter
from accord.gateways.language import Language
from accord.paths import templates_folder
from accord.rules.notices import OF_PROTOCOL, Letter
from accord.rules.vocabulary import OrderKind
from accord.rules.words.bangla import is_bangla
from tests.order_builders import a_house, raised

OF_NO_ORDER = {Letter.CLOCKWORK_IS_BACK, Letter.DIGEST} | OF_PROTOCOL


@pytest.fixture
def house(session, moment):
    return a_house(session, moment)


def test_there_is_a_template_of_each_letter_in_both_languages_and_no_other():
    folder = templates_folder() / "letters"

    assert {each.name for each in folder.iterdir()} == {letter.value for letter in Letter} | {"parts"}
    for letter in Letter:
        assert {each.name for each in (folder / letter.value).iterdir()} >= {"en.txt", "bn.txt"}
        assert (folder / letter.value / "short_bn.txt").exists() == (letter in HAS_SHORT)


@pytest.mark.parametrize("kind", OrderKind)
def test_every_letter_is_written_for_every_audience(session, moment, house, kind):
    order = raised(session, house, moment, kind=kind)
    order.limit_kpa = 2.0 if kind is OrderKind.LOAD_REDUCTION else None
    more = {"silent": (("First Knit Ltd.", "factory"),), "late": ("Empty the roof tank",), "note": "As seen."}
    for letter in set(Letter) - OF_NO_ORDER:
        for audience in Audience:
            written = write_letter(order, letter, audience=audience, moment=moment, **more)

            assert "Block A" in written.subject
            assert is_bangla(written.subject_bn.replace("Block A", ""))
            assert "\n\n\n" not in written.body + written.body_bn
            assert "Cracks in column C3." in written.body
            assert "{" not in written.body + written.body_bn + written.subject + written.subject_bn


@pytest.mark.parametrize("kind", OrderKind)
@pytest.mark.parametrize("name", ["খান ভবন", "অতি দীর্ঘ নামের একটি ভবন " * 8])
def test_the_short_text_fits_into_one_message_however_long_the_name(session, moment, house, kind, name):
    house.building.name_bn = name[:200]
    order = raised(session, house, moment, kind=kind)
    order.limit_kpa = 2.0
    for letter in HAS_SHORT:
        text = write_letter(order, letter, audience=Audience.FACTORY, moment=moment).short_bn

        assert text is not None
        assert len(text) <= LONGEST_SHORT
        assert name[:5] in text
        assert is_bangla(text)


def test_neither_a_telephone_number_nor_a_trace_of_a_complaint_is_in_a_letter(session, moment, house):
    order = raised(session, house, moment)
    order.because = "Crack at C3. Call Rahim on 01712345678."
    said = write_letter(order, Letter.RAISED, audience=Audience.FACTORY, moment=moment)
    order.because = "A worker complained about the crack at C3."
    told = write_letter(order, Letter.RAISED, audience=Audience.FACTORY, moment=moment)

    assert "01712345678" not in said.body + said.body_bn
    assert "complain" not in told.body


@pytest.mark.parametrize("language", Language)
def test_the_letters_of_no_order_are_written_too(language):
    back = render(
        Letter.CLOCKWORK_IS_BACK, language, since="10:00", until="12:00", orders="3", reminders="4", overtaken="9"
    )
    digest = render(Letter.DIGEST, language, today="1 July 2024", lines=["Two claims wait"], desk=None, account=None)

    assert "10:00" in back[1]
    assert "- Two claims wait" in digest[1]


def test_what_a_person_wrote_reads_as_it_was_written(session, moment, house):
    house.building.name = "Khan & Sons' <Tower>"
    order = raised(session, house, moment)

    written = write_letter(order, Letter.RAISED, audience=Audience.FACTORY, moment=moment)

    assert "Khan & Sons' <Tower>" in written.subject
    assert session.scalars(select(type(order))).one() is order
