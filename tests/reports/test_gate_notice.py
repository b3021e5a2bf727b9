"""The notice for a gate: one page, large, in both languages, whatever people wrote; the same file every time."""

import logging
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import product

import pikepdf
import pytest
from reports.reading import pdfium_text, poppler_text, structure
from reports.verapdf import violations

from accord.casework.notices.gate_print import Installed, paper_of_gate_notice
from accord.gateways.printing.apart import print_apart, print_here
from accord.gateways.printing.terms import PrintRefused, TooLong
from accord.rules.orders.gate import ISSUED_BY, GateNotice, Said
from accord.rules.vocabulary import OrderKind, OrderStep

HERE = Installed("https://accord.example", "09612-345678", is_demonstration=False)
NOTICE = GateNotice(
    order=12,
    key="abcdEFGH12345678",
    version=2,
    step=OrderStep.DETERMINED,
    kind=OrderKind.EVACUATION,
    is_determined=True,
    building=Said("Kadam Tower", "কদম টাওয়ার"),
    places=(),
    factories=(Said("Aftab Garments Ltd. (9490)", "আফতাব গার্মেন্টস (9490)"), Said("Second Wear Ltd. (9491)")),
    reasons=(Said("Column C3 is cracked through.", "C3 কলামে ফাটল এপার-ওপার।"),),
    limit_kpa=None,
    since=date(2024, 7, 1),
    issued_on=date(2024, 7, 2),
)
LOADED = replace(
    NOTICE,
    kind=OrderKind.LOAD_REDUCTION,
    limit_kpa=2.0,
    places=(Said("Level 3", "লেভেল ৩"), Said("Roof", "ছাদ")),
)
HOSTILE = '<img src="http://192.0.2.1/x.png"> {{ 7 * 7 }} &amp; 🛑 \x07\ufeff\ud800 漢字'
LONGEST = replace(
    LOADED,
    building=Said("W" * 200, "ভবন" * 66),
    places=tuple(Said(f"Level {n}, " + "a zone of cutting tables " * 8) for n in range(60)),
    factories=tuple(Said(f"Garments {n} " * 20) for n in range(60)),
    reasons=(Said("The slab is cracked. " * 400), Said("x" * 4000, "দীর্ঘশব্দ" * 400)),
)


@pytest.fixture(autouse=True)
def _nothing_is_logged(caplog):
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING] == []


def printed(notice: GateNotice, installed: Installed = HERE) -> bytes:
    return print_here(paper_of_gate_notice(notice, installed))


def pages(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def words(pdf: bytes, folder) -> str:
    return " ".join(poppler_text(pdf, folder).split())


def test_each_step_and_kind_gives_one_page_that_can_be_archived_and_read_aloud(tmp_path):
    files = []
    for kind, step in product(OrderKind, sorted(ISSUED_BY)):
        limit = 2.0 if kind is OrderKind.LOAD_REDUCTION else None
        pdf = printed(replace(NOTICE, kind=kind, step=step, limit_kpa=limit, is_determined=step != "raised"))
        assert pages(pdf) == 1
        files.append(tmp_path / f"{kind}-{step}.pdf")
        files[-1].write_bytes(pdf)

    assert violations(files) == []


def test_it_says_what_is_forbidden_where_why_since_when_by_whom_and_whom_to_call(tmp_path):
    text = words(printed(NOTICE), tmp_path)

    for said in (
        "প্রবেশ নিষেধ",
        "Do not enter",
        "কদম টাওয়ার",
        "পুরো ভবন",
        "C3 কলামে ফাটল এপার-ওপার।",
        "Column C3 is cracked through.",
        "১ জুলাই ২০২৪",
        "এটি সরকারের আদেশ নয়",
        "অনিরাপদ কাজে ‘না’ বলা আপনার অধিকার।",
        "ছয় মাস পর্যন্ত",
        "হয়রানি",
        "09612-345678",
        "999",
        "accord.example/orders",
        "নির্দেশ নম্বর 12 · নোটিশ ২ · ২ জুলাই ২০২৪",
    ):
        assert said in text
    assert "DEMONSTRATION" not in text
    assert "প্রবেশ নিষেধ" in pdfium_text(printed(NOTICE))


def test_a_limit_is_told_in_kilograms_on_a_square_foot_never_rounded_up(tmp_path):
    text = words(printed(LOADED), tmp_path)

    assert "মেঝের প্রতি বর্গফুটে ১৮ কেজির বেশি নয় (২.০ kPa, ৪২ psf)।" in text
    assert "লেভেল ৩" in text
    assert "পুরো ভবন" not in text


def test_what_is_forbidden_is_never_said_by_colour_alone(tmp_path):
    with pikepdf.open(BytesIO(printed(NOTICE))) as document:
        described = [
            str(each.Alt) for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
        ]

    assert "ভেতরে যাচ্ছেন এমন একজন মানুষ, ওপরে কাটা দাগ" in described
    assert structure(printed(NOTICE), tmp_path).count("/H1") == 1


def test_before_it_is_determined_it_is_a_precaution_of_the_accord(tmp_path):
    text = words(printed(replace(NOTICE, step=OrderStep.RAISED, is_determined=False)), tmp_path)

    assert "সাবধানতা হিসেবে" in text
    assert "প্রধান নিরাপত্তা কর্মকর্তা এখনো সিদ্ধান্ত দেননি" in text
    assert "Once it is decided" in text


def test_a_lifted_order_says_who_saw_the_works_and_that_one_may_go_in(tmp_path):
    lifted = replace(NOTICE, step=OrderStep.LIFTED, seen_on=date(2024, 8, 3), is_by_panel=True)
    text = words(printed(lifted), tmp_path)

    assert "নির্দেশ উঠে গেছে" in text
    assert "You may go in again, unless another notice at this gate forbids it." in text
    assert "An engineer of the Accord saw the works on site on 3 August 2024" in text
    assert "danger of this order is over" not in text
    assert "The Review Panel of engineers agrees" in text
    assert "প্রবেশ নিষেধ" not in text


def test_of_what_was_taken_back_before_it_was_public_no_address_is_printed(tmp_path):
    annulled = replace(NOTICE, step=OrderStep.ANNULLED, is_determined=False)

    assert "accord.example" not in words(printed(annulled), tmp_path)
    assert "accord.example" in words(printed(replace(annulled, is_determined=True)), tmp_path)


def test_however_long_names_and_reasons_are_it_stays_one_page_and_says_where_the_rest_is(tmp_path):
    pdf = printed(LONGEST)
    text = words(pdf, tmp_path)

    assert pages(pdf) == 1
    assert "The whole text stands where this code leads" in text
    assert "ভার কমান" in text
    assert "09612-345678" in text


def test_what_people_wrote_is_words_and_nothing_else(tmp_path):
    pdf = printed(replace(NOTICE, building=Said(HOSTILE), reasons=(Said(HOSTILE),)))

    assert pages(pdf) == 1
    assert '<img src="http://192.0.2.1/x.png"> {{ 7 * 7 }} &amp;' in words(pdf, tmp_path)


def test_the_page_of_a_demonstration_says_so(tmp_path):
    text = words(printed(NOTICE, replace(HERE, is_demonstration=True)), tmp_path)

    assert "DEMONSTRATION" in text


def test_without_a_hotline_and_an_address_the_fire_service_is_named_and_no_code_is_drawn(tmp_path):
    text = words(printed(NOTICE, Installed(None, None, is_demonstration=False)), tmp_path)

    assert "999" in text
    assert "স্ক্যান" not in text


def test_the_same_notice_gives_the_same_bytes_also_in_the_process_apart():
    paper = paper_of_gate_notice(NOTICE, HERE)

    assert print_here(paper) == print_here(paper) == print_apart(paper)


def test_what_cannot_be_printed_is_refused_by_the_process_apart_too():
    paper = replace(paper_of_gate_notice(NOTICE, HERE), wordings=("<p>a</p>" * 2000,))

    with pytest.raises(TooLong):
        print_here(paper)
    with pytest.raises(PrintRefused, match="short enough"):
        print_apart(paper)
