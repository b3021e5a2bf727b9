"""The letters of the protocol on paper: read back from their PDF; the sheet for workers takes one page."""

import logging
from io import BytesIO

import pikepdf
import pytest
from reports.reading import poppler_text, structure
from reports.verapdf import violations

from accord.casework.escalation.letters.samples import sample_letters
from accord.casework.notices.on_paper import Letterhead, paper_of_letter
from accord.casework.notices.wording import Site
from accord.casework.orders.letters import Audience
from accord.gateways.printing.apart import print_here
from accord.records.factory import Factory
from accord.records.notice import Notice, NoticeText
from accord.rules.notices import OF_PROTOCOL, Letter, Sending
from tests.notice_builders import SECRET

ORGANISATIONS = {
    Audience.FACTORY: "factory 1",
    Audience.SIGNATORY: "signatory 1",
    Audience.LABOUR: "labour_signatories",
    Audience.PROGRAMME: "steering_committee",
}


@pytest.fixture(autouse=True)
def _nothing_is_logged(caplog):
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING] == []


@pytest.fixture
def head(moment):
    return Letterhead(Site("https://accord.example", SECRET), moment.zone, "09612-345678", is_demonstration=False)


def a_letter(letter: Letter, audience: Audience, moment, **changes) -> Notice:
    written = dict(sample_letters(letter, moment=moment))[audience]
    said = {name: getattr(written, name) for name in ("subject", "subject_bn", "body", "body_bn")} | changes
    return Notice(
        id=5,
        public_key="a-key-of-16-signs",
        cause="stage 1",
        year=2024,
        number=42,
        organisation=ORGANISATIONS[audience],
        organisation_name="Invented Garments Ltd.",
        step=letter.value,
        text=NoticeText(letter=letter, recorded_at=moment.now, **said),
        needs_answer=letter is not Letter.TO_WORKERS and audience is not Audience.PROGRAMME,
        state=Sending.WAITING,
        recorded_at=moment.now,
    )


def words(pdf: bytes, folder) -> str:
    return " ".join(poppler_text(pdf, folder).split())


def test_every_letter_to_everybody_is_read_back_and_keeps_to_the_standards(moment, head, tmp_path):
    files = []
    for letter in sorted(OF_PROTOCOL):
        for audience, written in sample_letters(letter, moment=moment):
            pdf = print_here(paper_of_letter(a_letter(letter, audience, moment), head))
            text = words(pdf, tmp_path)
            for said in ("L-2024-00042", written.subject, "1 July 2024" if letter is not Letter.TO_WORKERS else "২০২৪"):
                assert " ".join(said.split()) in text, (letter, audience)
            assert structure(pdf, tmp_path).count("/H1") == 1
            assert ("We have received this letter" in text) == (
                letter is not Letter.TO_WORKERS and audience is not Audience.PROGRAMME
            )
            files.append(tmp_path / f"{letter}-{audience}.pdf")
            files[-1].write_bytes(pdf)

    assert violations(files) == []


def test_what_is_owed_is_a_table_with_its_days(moment, head, tmp_path):
    pdf = print_here(paper_of_letter(a_letter(Letter.STAGE_WARNED, Audience.FACTORY, moment), head))
    text, tags = words(pdf, tmp_path), structure(pdf, tmp_path)

    assert "Fire 12: The exit is locked. 24 November 2023 200 20" in text
    assert "|" not in text
    assert tags.count("/TH") >= 8


@pytest.mark.parametrize("name", ["কাল্পনিক গার্মেন্টস", "অতি দীর্ঘ নামের একটি কারখানা " * 12])
def test_the_sheet_for_workers_takes_one_page_however_long_the_name_and_begins_in_bangla(moment, head, tmp_path, name):
    subject = f"{name} (99999)-এর শ্রমিকদের জন্য"
    notice = a_letter(Letter.TO_WORKERS, Audience.FACTORY, moment, subject_bn=subject[:300])
    pdf = print_here(paper_of_letter(notice, head))

    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 1
    text = words(pdf, tmp_path)
    assert text.index("আপনাদের মজুরি") < text.index("To the workers")
    assert text.count("09612-345678") == 1
    assert "We have received" not in text


@pytest.mark.parametrize("base_url", ["https://accord.example", "http://127.0.0.1:8000", None])
def test_without_a_hotline_the_sheet_for_workers_leads_to_our_pages_or_to_the_case_handler(moment, tmp_path, base_url):
    head = Letterhead(Site(base_url, SECRET), moment.zone, None, is_demonstration=False)
    pdf = print_here(paper_of_letter(a_letter(Letter.TO_WORKERS, Audience.FACTORY, moment), head))

    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 1
    text, is_public = words(pdf, tmp_path), base_url == "https://accord.example"
    assert "the case handler for your factory" in text
    assert ("Our pages: accord.example" in text) == is_public
    assert ("/Figure" in structure(pdf, tmp_path)) == is_public
    for said in ("all us", "127.0.0.1", "ফোন"):
        assert said not in text
    (tmp_path / "sheet.pdf").write_bytes(pdf)
    assert violations([tmp_path / "sheet.pdf"]) == []


@pytest.mark.parametrize(("base_url", "is_shown"), [("https://accord.example", True), ("http://127.0.0.1:8000", False)])
def test_a_letter_does_not_give_an_address_of_this_machine_as_its_sender(moment, tmp_path, base_url, is_shown):
    head = Letterhead(Site(base_url, SECRET), moment.zone, None, is_demonstration=False)
    letter = a_letter(Letter.INELIGIBLE, Audience.PROGRAMME, moment)
    text = words(print_here(paper_of_letter(letter, head)), tmp_path)

    assert ("accord.example" in text) == is_shown
    assert "127.0.0.1" not in text


@pytest.mark.parametrize(
    ("organisation", "is_named"), [("factory 1", True), ("committee 1", True), ("signatory 1", False)]
)
def test_a_factory_is_addressed_by_the_bangla_name_that_is_on_record_too(
    moment, head, tmp_path, organisation, is_named
):
    letter = a_letter(Letter.MEETING_INVITED, Audience.FACTORY, moment)
    letter.organisation = organisation
    letter.factory = Factory(id=1, number=90001, name="Invented Garments Ltd.", name_bn="নদী নিট")

    text = words(print_here(paper_of_letter(letter, head)), tmp_path)

    assert ("নদী নিট" in text) == is_named
    assert "Invented Garments Ltd." in text


def test_the_same_letter_always_gives_the_same_bytes(moment, head):
    letter = a_letter(Letter.INELIGIBLE, Audience.SIGNATORY, moment)

    assert print_here(paper_of_letter(letter, head)) == print_here(paper_of_letter(letter, head))
