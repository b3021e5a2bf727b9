"""Recommended timelines are said in the language of the page, and nothing that stands beside them gets lost."""

import pytest

from accord.gateways.language import Language
from accord.web import timelines


@pytest.fixture
def in_bangla(app):
    with app.test_request_context("/?lang=bn"):
        app.preprocess_request()
        assert timelines.language() == Language.BN
        yield


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Immediate", "অবিলম্বে"),
        ("6 weeks", "৬ সপ্তাহের মধ্যে"),
        ("3 months", "৩ মাসের মধ্যে"),
        ("10 days", "১০ দিনের মধ্যে"),
        ("6 weeks after the DEA", "6 weeks after the DEA"),
        ("when the roof is dry", "when the roof is dry"),
    ],
)
def test_a_timeline_is_said_in_bangla_where_its_words_hold_nothing_else(in_bangla, written, said):
    assert timelines.timeline(written) == said


def test_on_an_english_page_it_stands_as_it_is_written(app):
    with app.test_request_context("/"):
        app.preprocess_request()
        assert timelines.timeline("6 weeks") == "6 weeks"
