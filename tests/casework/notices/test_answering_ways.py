"""What a letter says of how to answer it: only what can be opened, or dialled."""

from datetime import UTC, datetime

import pytest

from accord.casework.notices.wording import Site, Words, letter
from accord.gateways.language import Language


def body(site: Site, *, needs_answer: bool = True) -> str:
    words = Words(
        public_key="1a2b3c4d5e6f7a8b9c0d",
        subject="Order",
        subject_bn="নির্দেশ",
        body="Clear the building.",
        body_bn="ভবন খালি করুন।",
        short_bn=None,
        needs_answer=needs_answer,
        written_at=datetime(2024, 7, 1, tzinfo=UTC),
    )
    return letter(words, "to@mill.example", Language.EN, site=site).body


@pytest.mark.parametrize(
    ("base_url", "hotline", "link", "telephone"),
    [
        ("https://accord.example", "09612-345678", True, True),
        ("https://accord.example", None, True, False),
        (None, "09612-345678", False, True),
        (None, None, False, False),
    ],
)
def test_a_letter_speaks_of_the_link_and_of_the_telephone_only_where_there_are_any(base_url, hotline, link, telephone):
    said = body(Site(base_url, "secret" * 8, hotline))

    assert ("https://accord.example/acknowledge/" in said) is link
    assert ("open the link" in said) is link
    assert ("09612-345678" in said) is telephone
    assert ("by telephone" in said) is telephone


def test_a_letter_that_waits_for_no_answer_asks_for_none():
    said = body(Site("https://accord.example", "secret" * 8, "09612-345678"), needs_answer=False)

    assert "acknowledge" not in said
    assert "09612-345678" not in said
