"""What a free text may show to the public."""

import pytest

from accord.rules.public_text import public_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Call the manager, 01712-345678, before entry.", "Call the manager, […], before entry."),
        ("Tel. +880 1812 345 678", "Tel. […]"),
        ("ফোন ০১৭১২৩৪৫৬৭৮", "ফোন […]"),
        ("Send the design to eng.rahim@example.com today", "Send the design to […] today"),
    ],
)
def test_telephone_numbers_and_mail_addresses_are_hidden(text, shown):
    assert public_text(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Compressive strength 2,370 psi and 2,800 psi via UPV testing.",
        "On 22/09/2014 the load was 2.0 kPa (42 psf), 63 psf in storage.",
        "5,000 litre tanks; breaker 63 A; 1,240 persons; ফাটল ২০১৪ সালে দেখা গেছে",
    ],
)
def test_measurements_and_dates_are_no_telephone_numbers(text):
    assert public_text(text) == text


def test_a_sentence_that_speaks_of_a_complaint_is_hidden_and_the_rest_stays():
    text = "Exit was found locked. Visited after a worker's complaint on 3 May. Gate must be removed."

    assert public_text(text) == "Exit was found locked. […] Gate must be removed."


def test_a_complaint_in_bangla_is_hidden_too():
    assert "অভিযোগ" not in public_text("গেট তালাবদ্ধ ছিল। শ্রমিকের অভিযোগের পর পরিদর্শন হয়। গেট সরাতে হবে।")
