"""The first page of the desk: dangers on top, then what waits for whom."""

from datetime import date

import pytest

from accord.casework.desk.danger import preview_of_hazard, record_danger
from accord.casework.desk.statuses import claim_correction
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline, OrderKind, Severity
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment, severity=Severity.SEVERE_AND_IMMINENT)


@pytest.fixture
def owner(session, hazard):
    return a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory)


def a_danger(session, hazard, moment):
    who = a_visitor(session, an_engineer(session), moment)
    preview = preview_of_hazard(
        session,
        factory=hazard.links[0].factory,
        building=None,
        discipline=Discipline.FIRE,
        severity=hazard.severity,
        moment=moment,
    )
    record_danger(session, preview, kind=OrderKind.EVACUATION, hazard=hazard, who=who, moment=moment)


def test_a_danger_stands_on_top_for_the_engineer_and_for_the_factory_and_not_for_its_rival(
    session, moment, hazard, owner, signed_in
):
    a_danger(session, hazard, moment)
    rival = a_person(
        session, Role.FACTORY_USER, factory=a_factory_with_hazard(session, moment, number=9002).links[0].factory
    )

    for person in (an_engineer(session), owner):
        page = signed_in(person).get("/desk").text
        assert "Nobody has decided on this yet." in page
        assert "Hazard 1 of factory 9001" in page
    assert "Hazard 1 of factory 9001" not in signed_in(rival).get("/desk").text


def test_claims_wait_for_the_engineers_of_their_discipline_with_the_age_of_the_oldest(
    session, moment, hazard, owner, signed_in
):
    claim_correction(
        session, hazard, done="Gate removed.", on=date(2024, 5, 1), who=a_visitor(session, owner, moment), moment=moment
    )

    fire = signed_in(an_engineer(session)).get("/desk").text
    boiler = signed_in(an_engineer(session, Discipline.BOILER)).get("/desk").text

    assert "claims wait to be verified, the oldest for 61 days; 1 of high risk" in fire
    assert "Where most claims wait" in fire
    assert "No claim waits to be verified." in boiler


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COMPLAINTS_OFFICER, Role.REGULATOR])
def test_who_reads_no_safety_data_is_shown_none(session, moment, hazard, signed_in, role):
    a_danger(session, hazard, moment)

    page = signed_in(a_person(session, role)).get("/desk").text

    assert "Nothing waits for you here today." in page
    assert "Hazard 1" not in page


def test_the_page_speaks_bangla(session, hazard, owner, signed_in):
    assert "এখন" in signed_in(owner).get("/desk?lang=bn").text
