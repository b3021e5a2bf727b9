"""The administrator changes the coverage of a factory, from a day on and with a reason."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from accord.casework.coverage import set_coverage
from accord.records.factory import Factory
from accord.records.journal import JournalEntry
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Coverage
from tests.desk_builders_accounts import somebody

ADDRESS = "/desk/programme/coverage/9001"
WANTED = {"revision": "1", "coverage": "inactive", "from_on": "2024-06-30", "reason": "Confirmed by both brands."}


@pytest.fixture
def admin(session, moment, signed_in):
    factory = Factory(number=9001, name="Own Knit Ltd.")
    set_coverage(factory, Coverage.ACTIVE, from_on=date(2020, 1, 1), actor="test", moment=moment)
    session.add(factory)
    return signed_in(somebody(session, Role.ADMINISTRATOR, moment=moment, email="admin@accord.example"))


def coverages(session):
    session.expire_all()
    factory = session.scalars(select(Factory)).one()
    found = factory.coverage, [(each.coverage, each.from_on) for each in factory.coverage_changes]
    session.rollback()
    return found


def test_a_coverage_is_changed_from_a_day_on_and_what_held_before_stays_on_record(admin, session):
    response = admin.post(ADDRESS, data=WANTED)

    assert (response.status_code, response.location) == (303, ADDRESS)
    changes = [(Coverage.ACTIVE, date(2020, 1, 1)), (Coverage.INACTIVE, date(2024, 6, 30))]
    assert coverages(session) == (Coverage.INACTIVE, changes)
    page = admin.get(ADDRESS).text
    assert "Confirmed by both brands." in page
    line = session.scalars(select(JournalEntry).where(JournalEntry.deed == "changed the coverage")).one()
    assert (line.subject, "Confirmed by both brands." in line.details) == ("factory 9001", True)


def test_the_public_lists_follow_at_once(admin):
    public = admin.application.test_client()
    assert public.get("/factories/9001").status_code == 404

    admin.post(ADDRESS, data=WANTED)

    assert "Confirmed by both brands." in public.get("/factories/9001").text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"coverage": "active"}, "has this coverage on that day already"),
        ({"coverage": ""}, "Please fill this in."),
        ({"from_on": "2024-07-02"}, "not before its day"),
        ({"from_on": ""}, "Please fill this in."),
        ({"reason": " "}, "Please fill this in."),
        ({"revision": "0"}, "Somebody else changed this"),
        ({"revision": "x"}, "Somebody else changed this"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_changed(admin, session, words, sentence):
    response = admin.post(ADDRESS, data=WANTED | words)

    assert response.status_code == 422
    assert sentence in response.text
    assert coverages(session)[0] is Coverage.ACTIVE


def test_after_both_were_shown_the_second_may_decide(admin, session):
    admin.post(ADDRESS, data=WANTED)
    second = admin.post(ADDRESS, data=WANTED | {"coverage": "archived", "from_on": "2024-07-01"})
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', second.text)[1]

    decided = admin.post(ADDRESS, data=WANTED | {"coverage": "archived", "from_on": "2024-07-01", "revision": revision})

    assert (second.status_code, decided.status_code) == (422, 303)
    assert coverages(session)[0] is Coverage.ARCHIVED


def test_a_factory_is_found_by_its_number(admin):
    assert admin.get("/desk/programme/coverage?number=9001").location == ADDRESS
    assert admin.get("/desk/programme/coverage?number=9999", follow_redirects=True).status_code == 404
    asked = admin.get("/desk/programme/coverage?number=nine", follow_redirects=True)
    assert "four or five digits" in asked.text


def test_a_closure_is_refused_while_its_check_list_is_open_and_says_what_is(admin, session):
    response = admin.post(ADDRESS, data=WANTED | {"coverage": "closed", "reason_bn": "উৎপাদন শেষ।"})
    in_bangla = admin.post(f"{ADDRESS}?lang=bn", data=WANTED | {"coverage": "handed_over"})

    assert response.status_code == in_bangla.status_code == 422
    assert "The management has confirmed the closure in writing." in response.text
    assert "নিয়ন্ত্রক সংস্থা লিখে জানিয়েছে" in in_bangla.text
    assert coverages(session)[0] is Coverage.ACTIVE
