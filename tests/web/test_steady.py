"""One answer is of one state of the snapshot, also where a publication comes while it is being worked out."""

from datetime import timedelta

import pytest

from accord.gateways.snapshot.reader import PublicSnapshot
from tests.builders import NOW, an_edition, hazards, publish


@pytest.fixture
def publishing_meanwhile(settings, monkeypatch):
    """Publish another edition, once, after the first question of an answer."""
    asked = PublicSnapshot.factory
    left = ["the second edition"]

    def factory(self, number, *, as_of):
        found = asked(self, number, as_of=as_of)
        if left:
            left.pop()
            publish(settings, an_edition(hazards(30), number=4), written_at=NOW + timedelta(seconds=1))
        return found

    monkeypatch.setattr(PublicSnapshot, "factory", factory)


def test_a_page_that_a_publication_comes_into_is_asked_again(settings, visitor, publishing_meanwhile):
    publish(settings, an_edition(hazards(10)))

    answer = visitor.get("/api/v1/factories/90002").json

    again = visitor.get("/api/v1/factories/90002").json
    assert answer == again


def test_a_file_is_tagged_by_the_state_that_it_was_made_of(settings, visitor):
    publish(settings, an_edition(hazards(10)))
    first = visitor.get("/factories.csv")

    publish(settings, an_edition(hazards(30), number=4), written_at=NOW + timedelta(seconds=1))
    second = visitor.get("/factories.csv")

    assert first.headers["ETag"] != second.headers["ETag"]
    assert first.data != second.data
