"""What a free text may show to the public."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.public.public_text import HIDDEN, public_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Call the manager, 01712-345678, before entry.", "Call the manager, […], before entry."),
        ("Tel. +880 1812 345 678", "Tel. […]"),
        ("Tel.01711123456", "Tel.[…]"),
        ("ফোন ০১৭১২৩৪৫৬৭৮", "ফোন […]"),
        ("ফোন +৮৮০ ১৭১২-৩৪৫৬৭৮।", "ফোন […]।"),
        ("Send the design to eng.rahim@example.com today", "Send the design to […] today"),
        ("Write to rahim (at) example.com", "Write to […]"),
        ("Write to rahim [at] example [dot] com", "Write to […]"),
        ("ঠিকানা রহিম@উদাহরণ.বাংলা দেখুন", "ঠিকানা […] দেখুন"),
    ],
)
def test_telephone_numbers_and_mail_addresses_are_hidden(text, shown):
    assert public_text(text) == shown


@pytest.mark.parametrize(
    "number",
    [
        "(017) 11123456",
        "01711 - 123456",
        "1711123456",
        "1711-123456",
        "01711_123_456",
        "01711.123.456",
        "01711–123456",
        "(+880) 1711-123456",
        "+88 01711 123456",
        "+8801711123456",
        "00880 1711 123456",
        "8801711123456",
        "880-1711-123456",
        "+880(0)1711123456",
        "(0)1711-123456",
        "\u200b01711\u200d123456",
        "０１７１１１２３４５６",
        "01711\u00a0123456",
        "02-55667788",
        "(02) 9123456",
        "0255667788",
        "02-5566-7788",
        "+880 2 55667788",
        "+88-02-9123456",
        "00880-2-9123456",
        "031-710123",
        "০২-৫৫৬৬৭৭৮৮",
        "+44 20 7946 0958",
    ],
)
def test_a_telephone_number_is_hidden_in_every_form_it_is_typed_in(number):
    assert not any(sign.isdecimal() for sign in public_text(f"Call {number} first"))


@pytest.mark.parametrize(
    "text",
    [
        "Compressive strength 2,370 psi and 2,800 psi via UPV testing.",
        "On 22/09/2014 the load was 2.0 kPa (42 psf), 63 psf in storage.",
        "5,000 litre tanks; breaker 63 A; 1,240 persons; ফাটল ২০১৪ সালে দেখা গেছে",
        "Seen on 12.03.2018 and 01.04.2018 2500 kg",
        "01-12-2018 to 02-12-2018",
        "between 02.12.2018 and 03-12-2018",
        "see 02 2014-2018",
        "20 25 30 35 40",
        "15 20 25 30 35",
        "Items 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11",
        "columns 13-14, 15-16, 17-18, 19-20",
        "14 15 16 17 18 19 20 21",
        "12 mm @ 150 mm c/c and 10mm@6in",
        "levels +3.50 +6.75 +10.00 +13.25",
        "The factor of safety is 1.4152535465",
        "The plan is compliant and complete.",
    ],
)
def test_measurements_lists_and_dates_are_no_telephone_numbers(text):
    assert public_text(text) == text


@given(st.lists(st.dates(date(2000, 1, 1), date(2030, 12, 31)), min_size=1, max_size=4), st.sampled_from(".-/"))
def test_no_date_is_ever_hidden(days, between):
    text = " ".join(day.strftime(f"%d{between}%m{between}%Y") for day in days)

    assert public_text(text) == text


@pytest.mark.parametrize(
    "words",
    [
        "Visited after a worker's complaint on 3 May.",
        "The COMPLAINANT showed the exit.",
        "Workers complained.",
        "A grievance was filed.",
        "A whistle-blower sent a photo.",
        "An anonymous caller spoke of cracks.",
        "Anonymous letter of March.",
        "শ্রমিকের অভিযোগের পর পরিদর্শন হয়।",
        "শ্রমিক নালিশ করেছেন।",
        "A com\u00adplaint.",
        "A com\u200bplaint.",
        "A ｃｏｍｐｌａｉｎｔ.",
    ],
)
def test_a_text_that_tells_of_a_complaint_is_hidden_whole(words):
    assert public_text(f"Exit was found locked. {words} Gate must be removed.") == HIDDEN


@given(st.text())
def test_what_was_hidden_once_stays_as_it_is(text):
    assert public_text(public_text(text)) == public_text(text)
