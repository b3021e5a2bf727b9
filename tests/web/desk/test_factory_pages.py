"""A factory at the desk: found, read with its rates, and published."""

from datetime import date

import pytest
from sqlalchemy import select

from accord.casework.desk.visits import plan_visit
from accord.records.factory import Factory, Signatory, Sourcing
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline, InspectionKind
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer


@pytest.fixture
def factory(session, moment):
    factory = a_factory_with_hazard(session, moment).links[0].factory
    factory.name, factory.district = "Kashimpur Denim Ltd.", "Gazipur"
    a_factory_with_hazard(session, moment, number=9002).links[0].factory.name = "Savar Knit"
    return factory


def test_a_factory_is_found_although_it_is_mistyped_and_only_what_one_sees_is_listed(session, factory, signed_in):
    engineer = signed_in(an_engineer(session))
    owner = signed_in(a_person(session, Role.FACTORY_USER, factory=factory, name="owner"))

    assert "Kashimpur Denim" in engineer.get("/desk/factories?q=kasimpur").text
    assert "Savar Knit" not in engineer.get("/desk/factories?q=kasimpur").text
    assert "Savar Knit" in engineer.get("/desk/factories").text
    assert "Savar Knit" not in owner.get("/desk/factories").text


def test_a_factory_shows_its_rates_and_what_is_done_there(session, factory, signed_in):
    page = signed_in(an_engineer(session)).get("/desk/factories/9001").text

    assert "Kashimpur Denim Ltd." in page
    assert "0 of 1" in page
    assert "Nothing of this factory is published yet." in page
    assert "Publish" not in page.split("Corrective action plan")[0]


def test_a_visit_that_is_not_announced_is_not_seen_by_the_factory_nor_by_a_brand(session, moment, factory, signed_in):
    brand = Signatory(name="Nordic")
    session.add(Sourcing(signatory=brand, factory=factory, from_on=date(2020, 1, 1), recorded_at=moment.now))
    engineer = an_engineer(session, name="R. Islam")
    plan_visit(
        session,
        factory,
        discipline=Discipline.FIRE,
        kind=InspectionKind.SPECIAL,
        planned_on=date(2024, 7, 9),
        engineer=engineer,
        is_announced=False,
        note=None,
        who=a_visitor(session, engineer, moment),
        moment=moment,
    )

    assert "not announced" in signed_in(engineer).get("/desk/factories/9001").text
    for person in (
        a_person(session, Role.FACTORY_USER, factory=factory, name="owner"),
        a_person(session, Role.SIGNATORY_USER, signatory=brand, name="buyer"),
    ):
        page = signed_in(person).get("/desk/factories/9001")
        assert page.status_code == 200
        assert "R. Islam" not in page.text


def test_what_is_not_approved_is_not_published_and_the_page_says_why(session, factory, signed_in):
    chief = signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER, name="chief"))

    assert "no approved corrective action plan" in chief.get("/desk/factories/9001/publish").text
    answer = chief.post("/desk/factories/9001/publish", follow_redirects=True)
    assert "no approved corrective action plan" in answer.text


def test_a_factory_is_named_in_the_language_of_the_page_where_that_is_on_record(session, factory, signed_in):
    factory.name_bn = "কাশিমপুর ডেনিম লিমিটেড"
    other = session.scalars(select(Factory).where(Factory.number == 9002)).one()
    other.name = None
    engineer = signed_in(an_engineer(session))

    english, bangla = (engineer.get(f"/desk/factories?lang={language}").text for language in ("en", "bn"))

    assert "<bdi>Kashimpur Denim Ltd.</bdi>" in english
    assert "<bdi>কাশিমপুর ডেনিম লিমিটেড</bdi>" in bangla
    assert "<bdi>9002</bdi>" in english
