"""All letters with invented words: read by whoever works for the programme, and by nobody else."""

from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import func, select

from accord.casework.notices.samples import samples_of
from accord.records.notice import NoticeText
from accord.records.order import SafetyOrder
from accord.rules.desk.people import Role
from accord.rules.notices import Letter
from accord.rules.orders.gate import ISSUED_BY
from accord.rules.vocabulary import OrderKind
from tests.desk_builders import a_person


@pytest.fixture
def handler(session, signed_in):
    return signed_in(a_person(session, Role.CASE_HANDLER, name="A case handler"))


def test_every_letter_stands_in_the_list_and_leads_to_its_page(handler):
    page = handler.get("/desk/notices/letters").text

    for letter in Letter:
        assert f'href="/desk/notices/letters/{letter.value}?kind=evacuation"' in page
        assert handler.get(f"/desk/notices/letters/{letter.value}").status_code == 200
    assert page.count("(PDF)") == len(ISSUED_BY)


def test_a_letter_is_shown_in_both_languages_to_each_audience_that_is_told_something_else(handler):
    page = handler.get("/desk/notices/letters/raised?kind=load_reduction").text

    assert "Take loads down now: Invented Building" in page
    assert "এখনই ভার কমান: কাল্পনিক ভবন" in page
    assert "To: factory and safety committee" in page
    assert "To: those who work for the programme" in page
    assert "18 kg on each square foot of floor" in page
    assert "Short message" in page


def test_the_letters_are_in_bangla_for_whoever_reads_bangla(handler):
    page = handler.get("/desk/notices/letters/determined?lang=bn").text

    assert "যাঁদের জন্য: কারখানা ও সেফটি কমিটি" in page
    assert "<h1>ভবন খালি করার নির্দেশ: কাল্পনিক ভবন</h1>" in page


def test_a_notice_for_the_gate_is_shown_as_one_that_is_invented(handler):
    answer = handler.get("/desk/notices/letters/gate/boiler_shutdown/lifted.pdf")

    assert answer.status_code == 200
    with pikepdf.open(BytesIO(answer.data)) as document:
        assert len(document.pages) == 1


@pytest.mark.parametrize(
    "path", ["nothing", "gate/evacuation/acknowledged.pdf", "gate/x/lifted.pdf", "gate/evacuation/x.pdf"]
)
def test_there_is_no_other_letter(handler, path):
    assert handler.get(f"/desk/notices/letters/{path}").status_code == 404


def test_nothing_invented_is_kept(session, handler):
    handler.get("/desk/notices/letters")
    handler.get("/desk/notices/letters/lifted")

    assert session.scalar(select(func.count(NoticeText.id))) == 0
    assert session.scalar(select(func.count(SafetyOrder.id))) == 0


@pytest.mark.parametrize("role", [Role.LABOUR_SIGNATORY, Role.COMPLAINTS_OFFICER, Role.REGULATOR])
def test_whoever_does_not_tell_others_does_not_read_them(session, signed_in, role):
    client = signed_in(a_person(session, role, name="Somebody"))

    assert client.get("/desk/notices/letters").status_code == 403


FIRST_WORDS = {
    Letter.RAISED: "Everybody must leave the building.",
    Letter.DETERMINED: "Everybody must leave the building.",
    Letter.JOINED: "Everybody must leave the building.",
    Letter.RE_ENTERED: "Everybody must leave the building.",
    Letter.REMINDER: "Everybody must leave the building.",
    Letter.SILENCE: "Please help us to reach them today.",
    Letter.NOT_DETERMINED: "Please decide now:",
    Letter.MEASURES_LATE: "Please take these measures today",
    Letter.WEEKLY_QUESTION: "Please answer this week",
    Letter.VERIFIED: "Keep the building empty:",
    Letter.LIFTED: "The building may be used again, unless another order stands on it.",
    Letter.CORRECTION: "You need not follow the order",
    Letter.VACATED: "Do not use the place as a factory again",
}


@pytest.mark.parametrize("letter", FIRST_WORDS)
def test_a_letter_begins_with_what_is_to_be_done_now(letter, moment):
    first = samples_of(letter, OrderKind.EVACUATION, moment=moment)[0]

    assert first.written.body.startswith(FIRST_WORDS[letter])


@pytest.mark.parametrize("kind", OrderKind)
@pytest.mark.parametrize("letter", [Letter.RAISED, Letter.DETERMINED, Letter.RE_ENTERED])
def test_a_factory_reads_of_the_notice_for_the_gate_and_of_wages_for_up_to_six_months(letter, kind, moment):
    written = samples_of(letter, kind, moment=moment)[0].written

    assert "Hang the notice for workers at every gate." in written.body
    assert "for up to six months" in written.body
    assert "প্রতিটি গেটে টাঙান" in written.body_bn
    assert "ছয় মাস পর্যন্ত" in written.body_bn


def test_no_end_of_an_order_says_that_a_place_is_free_while_another_order_may_stand(moment):
    for letter in (Letter.LIFTED, Letter.CORRECTION):
        for kind in OrderKind:
            for sample in samples_of(letter, kind, moment=moment):
                assert "unless another order stands" in sample.written.body
                assert "অন্য কোনো নির্দেশ না থাকলে" in sample.written.body_bn
