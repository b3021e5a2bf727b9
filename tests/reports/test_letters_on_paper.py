"""Letters on paper: readable in both languages, to be signed, and never acknowledged by being printed or read."""

import logging
from io import BytesIO

import pikepdf
import pytest
from reports.reading import poppler_text, structure
from reports.verapdf import violations
from sqlalchemy import select

from accord.casework.notices.by_hand import ToldByHand, tell_by_hand
from accord.casework.notices.on_paper import Letterhead, paper_of_letters
from accord.casework.notices.to_carry import to_carry, undelivered
from accord.casework.notices.wording import Site
from accord.casework.orders import deeds
from accord.casework.orders.taking import Comes
from accord.gateways.printing.apart import print_here
from accord.records.notice import Notice, NoticeText
from accord.records.order import OrderEvent
from accord.rules.notices import Sending
from accord.rules.orders.words import Channel
from accord.rules.vocabulary import OrderStep
from tests.notice_builders import SECRET
from tests.order_builders import a_house, determined, go_live

HOSTILE = '<img src="http://192.0.2.1/x.png"> {{ 7 * 7 }} &amp; 🛑 \x07\ufeff 漢字 ' + "w" * 300


@pytest.fixture(autouse=True)
def _nothing_is_logged(caplog):
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING] == []


@pytest.fixture
def head(moment):
    return Letterhead(Site("https://accord.example", SECRET), moment.zone, "09612-345678", is_demonstration=False)


@pytest.fixture
def house(session, moment):
    go_live(session, moment)
    return a_house(session, moment)


@pytest.fixture
def order(session, house, moment):
    return determined(session, house, moment)


def to(session, order, organisation: str, step: str = "determined") -> Notice:
    found = session.scalars(
        select(Notice).where(Notice.order_id == order.id, Notice.organisation == organisation, Notice.step == step)
    )
    return found.one()


def printed(notices, head) -> bytes:
    return print_here(paper_of_letters(notices, head))


def words(pdf: bytes, folder) -> str:
    return " ".join(poppler_text(pdf, folder).split())


def test_a_letter_says_to_whom_when_and_what_and_is_signed(session, order, house, head, tmp_path):
    notice = to(session, order, f"factory {house.first.id}")
    pdf = printed([notice], head)
    text = words(pdf, tmp_path)

    for said in (
        "অ্যাকর্ড নিরাপত্তা কর্মসূচি",
        "First Knit Ltd.",
        "১ জুলাই ২০২৪",
        "1 July 2024",
        f"letter {notice.reference}",
        f"order {order.id}",
        "We have received this letter",
        "স্বাক্ষর বা সিল",
        "09612-345678",
        " ".join(notice.text.subject.split()),
        "Cracks in column C3.",
    ):
        assert said in text
    assert text.index(notice.text.subject_bn) < text.index(notice.text.subject)
    assert structure(pdf, tmp_path).count("/H1") == 1


def test_a_brand_reads_english_first(session, order, house, head, tmp_path):
    notice = to(session, order, f"signatory {house.nordic.id}")
    text = words(printed([notice], head), tmp_path)

    assert text.index(notice.text.subject) < text.index(notice.text.subject_bn)


def test_the_letters_of_an_order_begin_each_on_a_page_of_its_own(session, order, head, tmp_path):
    waiting = undelivered(session, order)
    with pikepdf.open(BytesIO(printed(waiting, head))) as document:
        assert len(document.pages) >= len(waiting)
    file = tmp_path / "all.pdf"
    file.write_bytes(printed(waiting, head))

    assert violations([file]) == []


def test_printing_a_letter_acknowledges_nothing_and_delivers_nothing(session, order, head):
    steps = len(session.scalars(select(OrderEvent)).all())
    states = session.scalars(select(Notice.state)).all()

    printed(undelivered(session, order), head)
    session.flush()

    assert len(session.scalars(select(OrderEvent)).all()) == steps
    assert session.scalars(select(Notice.state)).all() == states


def test_who_had_a_letter_handed_over_is_not_printed_again(session, order, house, moment, head):
    notice = to(session, order, f"factory {house.first.id}")
    assert notice in undelivered(session, order)
    told = ToldByHand("Mr Karim, manager", Channel.ON_PAPER, None, moment.now, "Signed.")

    attempt = tell_by_hand(session, notice, told, who=house.who["handler"], moment=moment)

    assert (notice.state, attempt.said) == (Sending.SENT, "on_paper: Mr Karim, manager – Signed.")
    assert notice not in undelivered(session, order)


def test_whoever_nothing_else_reaches_comes_first_and_what_is_held_is_not_printed(session, order):
    first, second, third, *_ = undelivered(session, order)
    first.state, third.state = Sending.HELD, Sending.NOBODY
    session.flush()

    waiting = undelivered(session, order)

    assert waiting[0] is third
    assert first not in waiting
    assert second in waiting


def test_of_an_order_that_has_ended_only_its_end_is_handed_over(session, order, house, head, moment, tmp_path):
    deeds.propose_annulment(session, order, Comes(note="None."), who=house.who["second"], moment=moment)
    deeds.annul(session, order, Comes(note="None."), who=house.who["chief"], moment=moment)
    session.flush()

    assert {each.step.partition(" ")[0] for each in undelivered(session, order)} == {"correction"}
    old = to(session, order, f"factory {house.first.id}")
    assert "not handed over any more" in words(printed([old], head), tmp_path)
    assert order.steps[-1].step is OrderStep.ANNULLED


def test_what_people_wrote_is_words_and_nothing_else(session, order, house, head, tmp_path):
    notice = to(session, order, f"factory {house.first.id}")
    notice.organisation_name = HOSTILE[:300]
    hostile = NoticeText(
        letter=notice.text.letter,
        subject=HOSTILE[:300],
        subject_bn=HOSTILE[:300],
        body=HOSTILE,
        body_bn=HOSTILE,
        recorded_at=notice.recorded_at,
    )
    session.add(hostile)
    notice.text = hostile
    session.flush()

    assert '<img src="http://192.0.2.1/x.png"> {{ 7 * 7 }} &amp;' in words(printed([notice], head), tmp_path)


def test_the_same_letters_give_the_same_bytes(session, order, head):
    waiting = undelivered(session, order)

    assert printed(waiting, head) == printed(waiting, head)


def test_only_what_nothing_else_reaches_is_carried_unless_others_are_chosen(session, order, house):
    waiting = undelivered(session, order)
    assert to_carry(waiting, None) == []
    for each in waiting[:2]:
        each.state = Sending.NOBODY
    session.flush()
    waiting = undelivered(session, order)

    assert [each.id for each in to_carry(waiting, None)] == [each.id for each in waiting[:2]]
    assert to_carry(waiting, {waiting[-1].id}) == [waiting[-1]]
    assert to_carry(waiting, {999_999}) == []


def test_of_several_letters_to_the_same_place_the_latest_is_carried(session, order, house):
    first = to(session, order, f"factory {house.first.id}", "raised")
    latest = to(session, order, f"factory {house.first.id}")
    first.state = latest.state = Sending.NOBODY
    session.flush()

    assert to_carry(undelivered(session, order), None) == [latest]


def test_what_the_programme_writes_to_itself_is_not_printed(session, order):
    assert {"chief_safety_officer", "on_call structural"} & {
        each.organisation for each in undelivered(session, order)
    } == set()
    assert "chief_safety_officer" in session.scalars(select(Notice.organisation)).all()


def test_a_letter_takes_one_page_where_it_fits(session, order, house, head):
    notice = to(session, order, f"factory {house.first.id}")

    with pikepdf.open(BytesIO(printed([notice], head))) as document:
        assert len(document.pages) == 1
