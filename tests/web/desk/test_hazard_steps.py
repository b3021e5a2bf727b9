"""The story of a hazard tells each step around it: of reports, plans, papers, photos and accidents, as far as read."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from accord.casework.desk import finance, plans, reports
from accord.records.factory import Building, Signatory, Sourcing
from accord.records.incident import Incident
from accord.records.inspection import InspectionEngineer
from accord.records.paperwork import HazardWait, RequiredDocument
from accord.records.photo import Photo
from accord.rules.desk.finance import FinanceForm, Side, Terms
from accord.rules.desk.incidents import IncidentKind
from accord.rules.desk.paperwork import DocumentKind
from accord.rules.desk.people import Role
from accord.rules.vocabulary import PhotoOf, Source
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer
from tests.web.reading import read


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment)


@pytest.fixture
def factory(hazard):
    return hazard.links[0].factory


@pytest.fixture
def author(session, hazard):
    person = an_engineer(session, name="Selina Akter")
    session.add(InspectionEngineer(inspection_id=hazard.inspection_id, person_id=person.id))
    session.flush()
    return person


@pytest.fixture
def owner(session, factory):
    return a_person(session, Role.FACTORY_USER, name="Kamal Uddin", factory=factory)


@pytest.fixture
def buyer(session, factory, moment):
    brand = Signatory(name="A Brand")
    link = {"factory": factory, "signatory": brand, "is_lead": True, "recorded_at": moment.now}
    session.add(Sourcing(from_on=date(2015, 1, 1), **link))
    session.flush()
    return a_person(session, Role.SIGNATORY_USER, name="Buyer", signatory=brand)


def told_to(signed_in, person, hazard, query=""):
    """Return the story as this person is told it."""
    page = read(signed_in(person).get(f"/desk/hazards/{hazard.id}{query}").text).text
    return page.split("Its story")[-1].split("of the journal")[0]


def in_order(text, *said):
    places = [text.index(each) for each in said]
    assert places == sorted(places)


def later(moment, days):
    return replace(moment, now=moment.now + timedelta(days=days))


def a_report_of_it(session, hazard, author, moment, *, issued):
    """Drafted, handed in, sent back, handed in again, checked by a second engineer, approved, and issued or not."""
    second, chief = an_engineer(session, name="R. Islam"), a_person(session, Role.CHIEF_SAFETY_OFFICER, name="N. Akter")
    writer, checker, decider = (a_visitor(session, each, moment) for each in (author, second, chief))
    report = reports.begin_report(session, hazard.inspection, who=writer, moment=moment)
    report.summary = "Gates are locked."
    reports.hand_in_report(session, report, who=writer, moment=later(moment, 1))
    reports.send_report_back(session, report, remark="Which gate?", who=checker, moment=later(moment, 2))
    reports.hand_in_report(session, report, who=writer, moment=later(moment, 3))
    reports.check_report(session, report, remark=None, who=checker, moment=later(moment, 4))
    reports.approve_reports(session, [report], who=decider, moment=later(moment, 5))
    if issued:
        reports.issue_report(session, report, who=decider, moment=later(moment, 6))
    return report


def test_each_step_of_the_report_that_tells_of_it_is_told_with_its_day_and_by_whom(
    session, signed_in, hazard, author, moment
):
    report = a_report_of_it(session, hazard, author, moment, issued=True)
    writer = a_visitor(session, author, moment)
    reports.revise_report(session, report, reason="Gate 3, not 2.", who=writer, moment=later(moment, 7))
    session.commit()

    text = told_to(signed_in, author, hazard)

    in_order(
        text,
        "10 January 2024 found",
        "1 July 2024 report drafted · initial Selina Akter",
        "2 July 2024 report handed in to be checked",
        "3 July 2024 report sent back · initial Which gate? R. Islam",
        "4 July 2024 report handed in to be checked",
        "5 July 2024 report checked by a second engineer · initial R. Islam",
        "6 July 2024 report approved by the chief safety officer · initial N. Akter",
        "7 July 2024 report issued to the parties · initial N. Akter",
        "8 July 2024 report revised: a new draft was begun (revision 1) · initial Gate 3, not 2. Selina Akter",
    )


def test_a_brand_is_told_that_a_report_was_issued_and_nothing_of_how_it_came_about(
    session, signed_in, hazard, author, buyer, owner, moment
):
    hazard.source = Source.IMPORTED  # so that it reads the hazard before the report is issued
    report = a_report_of_it(session, hazard, author, moment, issued=False)
    session.commit()
    before = [told_to(signed_in, person, hazard) for person in (buyer, owner)]
    chief = a_visitor(session, a_person(session, Role.DEPUTY, name="T. Das"), moment)
    reports.issue_report(session, report, who=chief, moment=later(moment, 6))
    session.commit()

    after = [told_to(signed_in, person, hazard) for person in (buyer, owner)]

    assert ["report " in each for each in before] == [False, False]
    assert [each.count("report ") for each in after] == [1, 1]
    assert ["report issued to the parties · initial T. Das" in each for each in after] == [True, True]


def test_the_safety_committee_that_reads_no_reports_is_told_of_none(session, signed_in, hazard, author, moment):
    a_report_of_it(session, hazard, author, moment, issued=True)
    committee = a_person(session, Role.SAFETY_COMMITTEE, factory=hazard.links[0].factory)
    session.commit()

    text = told_to(signed_in, committee, hazard)

    assert "found" in text
    assert "report " not in text


def a_plan_for_it(session, hazard, factory, moment):
    """Begun, handed in, sent back, handed in again, approved, and its finance agreed."""
    handler = a_visitor(session, a_person(session, Role.CASE_HANDLER, name="Rahima"), moment)
    chief = a_visitor(session, a_person(session, Role.DEPUTY, name="T. Das"), moment)
    version = plans.open_draft(session, factory, hazard.discipline, who=handler, moment=moment)
    planned = plans.Planned("Weld a new gate.", None, "Kamal", date(2024, 9, 1), None, 5000)
    plans.write_line(session, version, hazard, planned, opened_at=None, who=handler, moment=moment)
    plans.hand_in(session, version, who=handler, moment=later(moment, 1))
    plans.send_back(session, version, remark="Of which metal?", who=chief, moment=later(moment, 2))
    plans.hand_in(session, version, who=handler, moment=later(moment, 3))
    shown = plans.digest(plans.lines_of(session, version))
    plans.approve(session, version, shown=shown, who=chief, moment=later(moment, 4))
    said = finance.Said(Side.FACTORY, Terms(FinanceForm.OWN_MEANS, None), moment.today, "By telephone.")
    finance.say_terms(session, version, said, who=handler, moment=later(moment, 5))
    return version


def test_each_step_of_a_plan_that_it_stands_in_is_told_and_the_brand_is_told_of_approvals_alone(
    session, signed_in, hazard, factory, buyer, owner, moment
):
    hazard.source = Source.IMPORTED
    a_plan_for_it(session, hazard, factory, moment)
    session.commit()

    of_owner, of_brand = (told_to(signed_in, person, hazard) for person in (owner, buyer))

    in_order(
        of_owner,
        "2 July 2024 plan, version 1: handed in Rahima",
        "3 July 2024 plan, version 1: sent back Of which metal? T. Das",
        "4 July 2024 plan, version 1: handed in Rahima",
        "5 July 2024 plan, version 1: technically approved T. Das",
        "6 July 2024 plan, version 1: finance agreed Rahima",
    )
    in_order(of_brand, "plan, version 1: technically approved", "plan, version 1: finance agreed")
    assert "handed in" not in of_brand
    assert "Of which metal?" not in of_brand


def test_a_plan_that_it_does_not_stand_in_is_not_told(session, signed_in, hazard, factory, owner, moment):
    other = a_factory_with_hazard(session, moment, item=2)
    a_plan_for_it(session, other, factory, moment)
    session.commit()

    assert "plan, version" not in told_to(signed_in, owner, hazard)


def test_waiting_on_a_document_is_told_when_it_began_and_when_it_ended(session, signed_in, hazard, owner, moment):
    document = RequiredDocument(
        factory=hazard.links[0].factory, kind=DocumentKind.DEA, actor="an engineer", recorded_at=moment.now
    )
    wait = HazardWait(
        hazard_id=hazard.id,
        document=document,
        from_on=date(2024, 3, 1),
        actor="Selina Akter <s@example.org>",
        recorded_at=moment.now,
    )
    session.add(wait)
    session.commit()
    still = told_to(signed_in, owner, hazard)
    wait.to_on, wait.end_recorded_at = date(2024, 5, 1), moment.now
    session.commit()

    ended = told_to(signed_in, owner, hazard)

    said = "1 March 2024 waits on a document: detailed engineering assessment (DEA) Selina Akter"
    assert said in still
    assert "waits no longer" not in still
    in_order(ended, said, "1 May 2024 waits no longer on the document: detailed engineering assessment (DEA)")


def test_photos_of_one_day_are_told_together_and_one_taken_out_is_not(session, signed_in, hazard, owner, moment):
    for shows, on, taken_out in (
        (PhotoOf.HAZARD, 3, None),
        (PhotoOf.HAZARD, 3, None),
        (PhotoOf.HAZARD, 3, moment.now),
        (PhotoOf.CORRECTION, 4, None),
    ):
        session.add(
            Photo(
                hazard_id=hazard.id,
                shows=shows,
                sha256="0" * 64,
                width_px=4,
                height_px=3,
                size_bytes=10,
                taken_on=date(2024, 2, on),
                caption="a gate",
                taken_out_at=taken_out,
                actor="Selina Akter <s@example.org>",
                recorded_at=moment.now,
            )
        )
    session.commit()

    text = told_to(signed_in, owner, hazard)

    in_order(
        text,
        "3 February 2024 2 photos taken of what was found Selina Akter",
        "4 February 2024 1 photo taken of the correction Selina Akter",
    )
    bangla = read(signed_in(owner).get(f"/desk/hazards/{hazard.id}?lang=bn").text).text
    assert "৩ ফেব্রুয়ারী ২০২৪ যা পাওয়া গেছে তার ২টি ছবি তোলা হয়েছে" in bangla


def an_accident(session, factory, moment, *, on, building=None, hazards=()):
    incident = Incident(
        factory_id=factory.id,
        building=building,
        kind=IncidentKind.FIRE,
        happened_on=on,
        injured=3,
        account="Somebody's name.",
        cause="A spark.",
        hazards=list(hazards),
        actor="Selina Akter <s@example.org>",
        recorded_at=moment.now,
    )
    session.add(incident)
    session.flush()
    return incident


def test_accidents_are_told_that_it_had_to_do_with_or_that_happened_in_its_building_since_it_was_found(
    session, signed_in, hazard, factory, author, buyer, owner, moment
):
    hazard.source = Source.IMPORTED
    building = Building(name="Main hall")
    session.add(building)
    session.flush()
    an_accident(session, factory, moment, on=date(2024, 4, 1))
    an_accident(session, factory, moment, on=date(2024, 2, 1), hazards=[hazard])
    without_building = told_to(signed_in, author, hazard)
    hazard.building_id = building.id
    an_accident(session, factory, moment, on=date(2024, 1, 9), building=building)
    an_accident(session, factory, moment, on=date(2024, 1, 10), building=building)
    session.commit()

    texts = [told_to(signed_in, person, hazard) for person in (author, owner, buyer)]

    assert without_building.count("accident") == 1
    for text in texts[:2]:
        in_order(
            text,
            "10 January 2024 accident in the same building: a fire · injured: 3 A spark. Selina Akter",
            "1 February 2024 accident that it had to do with: a fire · injured: 3 A spark. Selina Akter",
        )
        assert text.count("accident ") == 2
        assert "Somebody's name." not in text
    assert "accident" not in texts[2]


def test_the_number_of_queries_does_not_grow_with_the_steps(
    app, session, signed_in, hazard, factory, author, owner, moment
):
    browser, queries = signed_in(author), []
    session.commit()
    listener = lambda *said: queries.append(said[2])  # noqa: E731 -- SQLAlchemy hands over six arguments
    event.listen(app.extensions["accord"].private.engine, "before_cursor_execute", listener)
    report = a_report_of_it(session, hazard, author, moment, issued=True)
    a_plan_for_it(session, hazard, factory, moment)
    session.commit()
    queries.clear()
    browser.get(f"/desk/hazards/{hazard.id}")
    few = len(queries)
    writer = a_visitor(session, author, moment)
    reports.revise_report(session, report, reason="Again.", who=writer, moment=later(moment, 9))
    a_plan_for_it(session, hazard, factory, later(moment, 20))
    an_accident(session, factory, moment, on=date(2024, 2, 1), hazards=[hazard])
    an_accident(session, factory, moment, on=date(2024, 2, 2), hazards=[hazard])
    session.commit()
    queries.clear()

    browser.get(f"/desk/hazards/{hazard.id}")

    assert len(queries) == few
