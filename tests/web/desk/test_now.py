"""The first page of the desk: dangers on top, then what waits for whom."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event

from accord.casework.desk.limits import Wanted, set_limit
from accord.casework.desk.now import claims_elsewhere, hazards_without_date, stops_for_claims
from accord.casework.desk.statuses import claim_correction
from accord.records.danger import DangerToConfirm
from accord.records.factory import Building, Signatory, Sourcing
from accord.records.hazard import Deadline, HazardFactory
from accord.records.order import OrderEvent, OrderFactory, SafetyOrder
from accord.rules.desk.limits import limits
from accord.rules.desk.people import Role
from accord.rules.desk.reports import ReportState
from accord.rules.vocabulary import CapState, Coverage, Discipline, OrderKind, OrderStep, Severity, Source, Status
from tests.desk_builders import (
    a_cap_version,
    a_factory_with_hazard,
    a_person,
    a_report,
    a_visitor,
    an_engineer,
    an_inspection,
)
from tests.web.reading import read


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment, severity=Severity.SEVERE_AND_IMMINENT)


@pytest.fixture
def owner(session, hazard):
    return a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory)


def a_danger(session, hazard, moment):
    """Write a danger that an imported sheet spoke of."""
    danger = DangerToConfirm(
        factory_id=hazard.links[0].factory_id,
        discipline=hazard.discipline,
        hazard_id=hazard.id,
        kind=OrderKind.EVACUATION,
        because="severe and imminent",
        recorded_at=moment.now,
    )
    session.add(danger)
    session.commit()


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


def test_a_signatory_reads_of_a_danger_or_an_order_once_it_is_determined(session, moment, hazard, signed_in):
    factory, buyer = hazard.links[0].factory, Signatory(name="Nordic")
    session.add(Sourcing(signatory=buyer, factory=factory, from_on=date(2020, 1, 1), recorded_at=moment.now))
    a_danger(session, hazard, moment)
    order = SafetyOrder(kind=OrderKind.EVACUATION, building=Building(name="Block A"), because="Columns crack.")
    order.factories = [OrderFactory(factory=factory)]
    order.steps = [a_step(OrderStep.RAISED, moment)]
    session.add(order)
    brand = signed_in(a_person(session, Role.SIGNATORY_USER, signatory=buyer))

    before = brand.get("/desk").text
    order.steps.append(a_step(OrderStep.DETERMINED, moment))
    session.commit()
    after = brand.get("/desk").text

    assert "Hazard 1 of factory 9001" not in before
    assert "Columns crack." not in before
    assert "Columns crack." in after


def a_step(step, moment):
    return OrderEvent(step=step, happened_on=moment.today, actor="the CSO", recorded_at=moment.now)


def test_claims_wait_for_the_engineers_of_their_discipline_with_the_age_of_the_oldest(
    session, moment, hazard, owner, signed_in
):
    claim_correction(
        session, hazard, done="Gate removed.", on=date(2024, 5, 1), who=a_visitor(session, owner, moment), moment=moment
    )

    fire = signed_in(an_engineer(session)).get("/desk").text
    boiler = signed_in(an_engineer(session, Discipline.BOILER)).get("/desk").text

    assert "claim waits to be verified, the oldest for 61 days; 1 of high risk" in fire
    assert "Where most claims wait" in fire
    assert "No claim waits to be verified." in boiler


def set_to(session, name, value, moment):
    """Set a limit as the administrator does, from today on."""
    wanted = Wanted(value, moment.today, "More engineers.")
    set_limit(session, limits()[name], wanted, opened_at=0, actor="the administrator", moment=moment)
    session.commit()


def tasks_that_are_late(page):
    return [each for each in page.split('<li class="card')[1:] if each.startswith(" is-late")]


@pytest.mark.parametrize(("longest", "is_late"), [(30, True), (60, True), (61, False), (90, False)])
def test_a_claim_is_late_once_it_waits_longer_than_the_administrator_set(
    session, moment, hazard, owner, signed_in, longest, is_late
):
    claim_correction(
        session, hazard, done="Gate removed.", on=date(2024, 5, 1), who=a_visitor(session, owner, moment), moment=moment
    )
    set_to(session, "claim_waits_days", longest, moment)

    page = signed_in(an_engineer(session)).get("/desk").text
    queue = signed_in(an_engineer(session)).get("/desk/verify").text

    assert any("to be verified" in each for each in tasks_that_are_late(page)) is is_late
    assert ("waits for 61 days · too long" in read(queue).text) is is_late


def test_factories_are_due_by_the_rhythm_that_the_administrator_set(session, moment, signed_in):
    hazard = a_factory_with_hazard(session, moment, number=9003)
    hazard.links[0].factory.coverage = Coverage.ACTIVE
    an_inspection(session, hazard.links[0].factory, on=date(2024, 2, 20))
    session.commit()
    browser = signed_in(an_engineer(session))
    assert "1 factory was not visited for over 4 months" in read(browser.get("/desk").text).text
    set_to(session, "follow_up_months", 5, moment)

    assert "0 factories were not visited for over 5 months" in read(browser.get("/desk").text).text
    assert "৫ মাসের বেশি পরিদর্শন হয়নি" in read(browser.get("/desk?lang=bn").text).text


def test_a_report_is_late_by_the_days_that_the_administrator_set(session, moment, hazard, signed_in):
    engineer = an_engineer(session)
    visit = an_inspection(session, hazard.links[0].factory, on=date(2024, 6, 15))
    a_report(session, visit, who=engineer, state=ReportState.APPROVED)
    session.commit()
    browser = signed_in(engineer)
    before = read(browser.get(f"/desk/inspections/{visit.id}").text).text
    set_to(session, "report_days", 10, moment)

    after = read(browser.get(f"/desk/inspections/{visit.id}").text).text

    assert "2 days late" in before
    assert "6 days late" in after


def test_claims_of_busy_districts_that_the_page_folds_are_one_touch_away(session, moment, signed_in):
    handler = a_visitor(session, a_person(session, Role.CASE_HANDLER), moment)
    for number in range(9001, 9012):
        hazards = [a_factory_with_hazard(session, moment, number=number, item=item) for item in (1, 2)]
        hazards[0].links[0].factory.district = "Gazipur" if number < 9011 else None
        for hazard in hazards[: 2 if number < 9009 else 1]:
            claim_correction(session, hazard, done="Done.", on=date(2024, 6, 30), who=handler, moment=moment)
    session.commit()
    browser = signed_in(an_engineer(session))

    page = read(browser.get("/desk").text)

    assert page.link_texts["2 more in Gazipur"] == "/desk/verify?district=Gazipur"
    assert "Factory 9010" in browser.get("/desk/verify?district=Gazipur").text
    rest = page.link_texts["1 more whose district is not on record"]
    queue = read(browser.get(rest).text).text
    assert "Factory 9011" in queue
    assert "1 claim waits" in queue
    assert "গাজীপুর জেলায় আরও ২টি" in read(browser.get("/desk?lang=bn").text).text


def test_a_claim_of_a_shared_building_is_counted_once_among_those_that_are_folded(session, moment, hazard):
    handler = a_visitor(session, a_person(session, Role.CASE_HANDLER), moment)
    other = a_factory_with_hazard(session, moment, number=9002, item=5).links[0].factory
    link = HazardFactory(factory=other, discipline=Discipline.FIRE, item=1, recorded_at=moment.now)
    hazard.links.append(link)
    claim_correction(session, hazard, done="Done.", on=date(2024, 6, 30), who=handler, moment=moment)
    session.flush()
    who = a_visitor(session, an_engineer(session), moment)
    stops = stops_for_claims(session, who)

    assert [each.count for each in claims_elsewhere(session, who, [])] == [1]
    assert claims_elsewhere(session, who, stops[:1]) == ()


def test_a_queue_that_is_cut_says_how_many_more_wait_and_where(session, moment, signed_in, monkeypatch):
    handler = a_visitor(session, a_person(session, Role.CASE_HANDLER), moment)
    for item in range(1, 5):
        hazard = a_factory_with_hazard(session, moment, item=item)
        hazard.links[0].factory.district = "Gazipur"
        claim_correction(session, hazard, done="Done.", on=date(2024, 6, 30), who=handler, moment=moment)
    session.commit()
    monkeypatch.setattr("accord.casework.desk.queue.MOST_CLAIMS", 3)

    page = read(signed_in(an_engineer(session)).get("/desk/verify").text)

    assert "4 claims wait" in page.text
    assert page.link_texts["1 more in Gazipur"] == "/desk/verify?district=Gazipur"


def test_a_letter_that_waits_for_the_chief_safety_officer_stands_among_the_tasks(session, moment, hazard, signed_in):
    chief = signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER))
    session.commit()
    assert "letter of recognition" not in chief.get("/desk").text
    factory = hazard.links[0].factory
    factory.coverage = Coverage.ACTIVE
    for discipline in Discipline:
        of_it = (
            hazard if discipline is Discipline.FIRE else a_factory_with_hazard(session, moment, discipline=discipline)
        )
        steps = [(CapState.TECHNICALLY_APPROVED, moment.today, moment.now)]
        a_cap_version(session, factory, discipline, steps=steps)
        of_it.status = Status.CORRECTED
    session.commit()

    page = read(chief.get("/desk").text)

    assert page.link_texts["1 factory waits for its letter of recognition"] == "/desk/recognition"
    assert "letter of recognition" not in signed_in(an_engineer(session)).get("/desk").text


def test_the_factory_is_told_how_many_hazards_of_its_reports_have_no_agreed_date(
    session, moment, hazard, owner, signed_in
):
    second, dated, corrected, untold = (a_factory_with_hazard(session, moment, item=item) for item in range(2, 6))
    rival = a_factory_with_hazard(session, moment, number=9002)
    for each in (hazard, second, dated, corrected, rival):
        each.source = Source.IMPORTED
    session.add(
        Deadline(
            hazard=dated,
            due_on=date(2024, 9, 1),
            holds_from=moment.today,
            recorded_at=moment.now,
            source=Source.DESK,
            approved_by="the chief",
        )
    )
    corrected.status = Status.CORRECTED
    session.commit()

    page = read(signed_in(owner).get("/desk").text)

    sentence = "2 hazards have no agreed date: plan their correction"
    assert page.link_texts[sentence] == "/desk/factories/9001/plan"
    assert "২ ত্রুটির কোনো সম্মত তারিখ নেই" in read(signed_in(owner).get("/desk?lang=bn").text).text
    a_report(session, untold.inspection, who=an_engineer(session), state=ReportState.ISSUED)
    session.commit()
    assert "3 hazards have no agreed date" in read(signed_in(owner).get("/desk").text).text
    for role in (Role.CASE_HANDLER, Role.CHIEF_SAFETY_OFFICER):
        assert "no agreed date" not in signed_in(a_person(session, role, name=role.value)).get("/desk").text


def test_who_looks_after_two_factories_is_told_which_has_hazards_without_a_date_in_one_question(
    session, moment, hazard, owner
):
    other = a_factory_with_hazard(session, moment, number=9002)
    for each in (hazard, other):
        each.source = Source.IMPORTED
    session.flush()
    one = a_visitor(session, owner, moment)
    both = frozenset(link.factory_id for each in (hazard, other) for link in each.links)
    who = replace(one, holdings=(replace(one.holdings[0], factories=both),))
    asked = []
    event.listen(session.connection(), "before_cursor_execute", lambda *told: asked.append(told[2]))

    found = [(factory.number, count) for factory, count in hazards_without_date(session, who)]

    assert found == [(9001, 1), (9002, 1)]
    assert len(asked) == 1


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COMPLAINTS_OFFICER, Role.REGULATOR])
def test_who_reads_no_safety_data_is_shown_none(session, moment, hazard, signed_in, role):
    a_danger(session, hazard, moment)

    page = signed_in(a_person(session, role)).get("/desk").text

    assert "Nothing waits for you here today." in page
    assert "Hazard 1" not in page


def test_the_page_speaks_bangla(session, hazard, owner, signed_in):
    assert "এখন" in signed_in(owner).get("/desk?lang=bn").text
