"""The page of a hazard tells its story in the order of the days, to each as far as they may read it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from accord.casework.desk import statuses, withdrawals
from accord.records.cap import CapVersion
from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.hazard import Deadline, HazardEvent, HazardFactory, LogEntry
from accord.records.inspection import Report
from accord.records.photo import Photo
from accord.records.plan import CapLine
from accord.rules.desk.people import Role
from accord.rules.desk.reports import ReportState
from accord.rules.desk.verification import Verdict
from accord.rules.vocabulary import CapState, Discipline, PhotoOf, Source, Status
from tests.desk_builders import a_factory_with_hazard, a_person, a_report, a_visitor, an_engineer, an_inspection
from tests.web.reading import read


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment)


@pytest.fixture
def engineer(session):
    return an_engineer(session, name="Selina Akter")


@pytest.fixture
def owner(session, hazard):
    return a_person(session, Role.FACTORY_USER, name="Kamal Uddin", factory=hazard.links[0].factory)


def page_of(signed_in, person, hazard, query=""):
    return read(signed_in(person).get(f"/desk/hazards/{hazard.id}{query}").text)


def a_life(session, hazard, owner, engineer, moment):
    """Reported, verified, found breached again."""
    statuses.claim_correction(
        session,
        hazard,
        done="Gate taken off its hinges",
        on=date(2024, 2, 1),
        who=a_visitor(session, owner, moment),
        moment=moment,
    )
    who = a_visitor(session, engineer, moment)
    for on, verdict, comment in (
        (date(2024, 3, 1), Verdict.VERIFIED, None),
        (date(2024, 5, 1), Verdict.REOPENED, "Chained again at noon"),
    ):
        visit = an_inspection(session, hazard.links[0].factory, on=on)
        statuses.give_verdict(session, hazard, verdict, inspection=visit, comment=comment, who=who, moment=moment)


def deadlines(session, hazard, *changes, moment):
    session.add_all(
        Deadline(
            hazard_id=hazard.id,
            due_on=due,
            holds_from=holds_from,
            recorded_at=moment.now,
            source=Source.DESK,
            approved_by="N. Akter <cso@example.org>",
            reason=reason,
        )
        for due, holds_from, reason in changes
    )
    session.flush()


def test_the_story_stands_in_the_order_of_the_days_and_says_who_and_on_which_visit(
    session, signed_in, hazard, owner, engineer, moment
):
    a_life(session, hazard, owner, engineer, moment)

    text = page_of(signed_in, engineer, hazard).text

    told = ["10 January 2024 found", "1 February 2024 the factory reported it as corrected"]
    told += ["1 March 2024 verified as corrected", "1 May 2024 found breached again: reopened"]
    places = [text.index(each) for each in told]
    assert places == sorted(places)
    assert "Gate taken off its hinges Kamal Uddin · recorded 1 July 2024, 12:00" in text
    assert text.count("Chained again at noon") == 1 + text.count("reason Chained again at noon")
    assert "1st follow-up" in text
    assert "@example.org" not in text.split("Its story")[1].split("journal")[0]


def test_what_was_taken_back_is_shown_as_taken_back(session, signed_in, hazard, owner, engineer, moment):
    who = a_visitor(session, owner, moment)
    said = statuses.claim_correction(session, hazard, done="all done", on=date(2024, 2, 1), who=who, moment=moment)
    statuses.take_back(session, said, reason="wrong item", who=who, moment=moment)

    page = page_of(signed_in, engineer, hazard)

    assert "the factory reported it as corrected · taken back" in page.text
    assert "taken back what was said; it is again: in progress" in page.text
    assert [each.tag for each in page.having("s")] == ["s"]


def test_a_changed_date_keeps_the_old_one_the_reason_and_who_approved_it(session, signed_in, hazard, engineer, moment):
    deadlines(
        session,
        hazard,
        (date(2024, 4, 1), date(2024, 1, 20), None),
        (date(2024, 6, 1), date(2024, 3, 20), "doors held at customs"),
        moment=moment,
    )

    text = page_of(signed_in, engineer, hazard).text

    assert "date agreed: 1 April 2024" in text
    assert "agreed date changed from 1 April 2024 to 1 June 2024 doors held at customs approved by N. Akter" in text
    assert "1 June 2024 overdue changed once" in text


@pytest.mark.parametrize(("due_on", "is_late"), [(-1, True), (0, False), (1, False)])
def test_the_last_day_of_the_agreed_date_is_not_late(session, signed_in, hazard, engineer, moment, due_on, is_late):
    deadlines(session, hazard, (moment.today + timedelta(days=due_on), date(2024, 1, 20), None), moment=moment)

    assert ("overdue" in page_of(signed_in, engineer, hazard).text) is is_late


def test_without_an_agreed_date_the_page_says_so_and_never_that_it_is_on_time(signed_in, hazard, engineer):
    assert "agreed date no date" in page_of(signed_in, engineer, hazard).text


def test_a_draft_plan_is_hidden_from_the_brand_and_an_approved_one_is_not(session, signed_in, hazard, moment):
    factory, buyer = hazard.links[0].factory, Signatory(name="A Brand")
    hazard.source = Source.IMPORTED
    session.add(Sourcing(factory_id=factory.id, signatory=buyer, from_on=date(2015, 1, 1), recorded_at=moment.now))
    for number, state, plan in (
        (1, CapState.TECHNICALLY_APPROVED, "weld a new gate"),
        (2, CapState.DRAFT, "do nothing"),
    ):
        version = CapVersion(
            factory_id=factory.id,
            discipline=hazard.discipline,
            number=number,
            state=state,
            approved_on=date(2024, 2, 2) if number == 1 else None,
            source=Source.DESK,
            actor="somebody",
            recorded_at=moment.now,
        )
        words = {"actor": "somebody", "recorded_at": moment.now}
        session.add(CapLine(version=version, hazard=hazard, action_plan=plan, due_on=date(2024, 8, 1), **words))
    session.flush()
    brand = a_person(session, Role.SIGNATORY_USER, signatory=buyer)
    handler = a_person(session, Role.CASE_HANDLER)

    of_brand, of_handler = (page_of(signed_in, person, hazard).text for person in (brand, handler))

    assert "plan, version 1 (technically approved), to be done by 1 August 2024 weld a new gate" in of_brand
    assert "do nothing" not in of_brand
    assert "plan, version 2 (draft), to be done by 1 August 2024 do nothing" in of_handler


def test_a_proposal_to_withdraw_is_for_those_who_decide_until_it_is_decided(
    session, signed_in, hazard, owner, engineer, moment
):
    who = a_visitor(session, engineer, moment)
    withdrawals.propose_withdrawal(session, hazard, reason="listed twice", who=who, moment=moment)

    of_engineer, of_owner = (page_of(signed_in, person, hazard).text for person in (engineer, owner))

    assert "proposed to be withdrawn listed twice" in of_engineer
    assert "listed twice" not in of_owner


def test_the_journal_is_shown_with_from_and_to_to_those_alone_who_read_it(
    session, signed_in, hazard, owner, engineer, moment
):
    a_life(session, hazard, owner, engineer, moment)

    of_engineer, of_owner = (page_of(signed_in, person, hazard).text for person in (engineer, owner))

    assert "3 lines of the journal" in of_engineer
    assert "reported a correction" in of_engineer
    assert "journal" not in of_owner


def test_a_shared_hazard_names_the_other_factory_only_to_those_who_may_see_it(
    session, signed_in, hazard, owner, engineer, moment
):
    other = Factory(number=9002, name="Next Door Ltd.")
    link = HazardFactory(factory=other, discipline=Discipline.FIRE, item=1, recorded_at=moment.now)
    hazard.links.append(link)
    session.flush()

    of_engineer, of_owner = (page_of(signed_in, person, hazard).text for person in (engineer, owner))

    assert "Next Door Ltd." in of_engineer
    assert "Next Door" not in of_owner
    assert "It counts for one more factory in the building." in of_owner


def test_the_page_offers_what_the_visitor_may_do_and_nothing_else(session, signed_in, hazard, owner, engineer):
    stranger = an_engineer(session, Discipline.ELECTRICAL, name="of another discipline")

    links = {
        name: page_of(signed_in, person, hazard).link_texts
        for name, person in (("engineer", engineer), ("owner", owner), ("stranger", stranger))
    }

    assert links["engineer"]["Give a verdict"] == f"/desk/hazards/{hazard.id}/verdict"
    assert links["owner"]["Report it as corrected"] == f"/desk/hazards/{hazard.id}/claim"
    assert "Give a verdict" not in links["owner"].keys() | links["stranger"].keys()
    assert "Report it as corrected" not in links["engineer"].keys() | links["stranger"].keys()


def test_photos_stand_as_found_beside_after_and_one_taken_out_nowhere(session, signed_in, hazard, engineer, moment):
    for shows, caption, taken_out in (
        (PhotoOf.HAZARD, "the chained gate", None),
        (PhotoOf.CORRECTION, "the new gate", None),
        (PhotoOf.CORRECTION, "somebody's face", moment.now),
    ):
        session.add(
            Photo(
                hazard_id=hazard.id,
                shows=shows,
                sha256=caption.encode().hex()[:64].ljust(64, "0"),
                width_px=4,
                height_px=3,
                size_bytes=10,
                taken_on=date(2024, 2, 3),
                caption=caption,
                taken_out_at=taken_out,
                actor="somebody",
                recorded_at=moment.now,
            )
        )
    session.flush()

    text = page_of(signed_in, engineer, hazard).text

    assert "as found the chained gate 3 February 2024" in text
    assert "after the correction the new gate 3 February 2024" in text
    assert "somebody's face" not in text


def test_a_comment_without_a_day_says_so_and_is_in_the_story(session, signed_in, hazard, engineer, moment):
    words = {"source": Source.IMPORTED, "actor": "an import", "recorded_at": moment.now}
    session.add(LogEntry(hazard_id=hazard.id, dated_on=None, text="<b>see drawing</b>", **words))
    session.flush()

    response = signed_in(engineer).get(f"/desk/hazards/{hazard.id}")

    assert (
        "no day given comment <b>see drawing</b> an import · recorded 1 July 2024, 12:00 · imported"
        in read(response.text).text
    )
    assert "<b>" not in response.text


def test_the_brand_reads_a_hazard_once_its_report_is_issued(session, signed_in, hazard, moment):
    factory, buyer = hazard.links[0].factory, Signatory(name="A Brand")
    session.add(Sourcing(factory_id=factory.id, signatory=buyer, from_on=date(2015, 1, 1), recorded_at=moment.now))
    report = Report(
        inspection_id=hazard.inspection_id, number=0, state=ReportState.APPROVED, actor="x", recorded_at=moment.now
    )
    session.add(report)
    brand = a_person(session, Role.SIGNATORY_USER, signatory=buyer)
    before = signed_in(brand).get(f"/desk/hazards/{hazard.id}").status_code

    report.state = ReportState.ISSUED

    assert (before, signed_in(brand).get(f"/desk/hazards/{hazard.id}").status_code) == (404, 200)


def test_the_number_of_queries_does_not_grow_with_the_story(app, session, signed_in, hazard, owner, engineer, moment):
    browser = signed_in(engineer)
    queries = []
    event.listen(
        app.extensions["accord"].private.engine, "before_cursor_execute", lambda *said: queries.append(said[2])
    )

    browser.get(f"/desk/hazards/{hazard.id}")
    few = len(queries)
    a_life(session, hazard, owner, engineer, moment)
    session.commit()
    queries.clear()
    browser.get(f"/desk/hazards/{hazard.id}")

    assert len(queries) == few


def test_in_bangla_all_of_the_page_but_what_people_wrote_is_bangla(session, signed_in, hazard, owner, engineer, moment):
    a_life(session, hazard, owner, engineer, moment)

    page = page_of(signed_in, engineer, hazard, "?lang=bn")

    assert "একই ত্রুটি আবার পাওয়া গেছে: আবার খোলা হয়েছে" in page.text
    assert "১ মে ২০২৪" in page.text
    assert hazard.status is Status.IN_PROGRESS


def test_a_brand_reads_nothing_of_a_visit_whose_report_it_was_not_given(session, moment, signed_in):
    hazard = a_factory_with_hazard(session, moment)
    hazard.source = Source.IMPORTED
    factory = hazard.links[0].factory
    brand = Signatory(name="Nordic")
    session.add(Sourcing(signatory=brand, factory=factory, from_on=date(2020, 1, 1), recorded_at=moment.now))
    visit = an_inspection(session, factory)
    engineer = an_engineer(session)
    who = a_visitor(session, engineer, moment)
    statuses.give_verdict(
        session, hazard, Verdict.VERIFIED, inspection=visit, comment="Gate gone.", who=who, moment=moment
    )
    buyer = a_person(session, Role.SIGNATORY_USER, signatory=brand)
    owner = a_person(session, Role.FACTORY_USER, factory=factory)

    told = read(signed_in(buyer).get(f"/desk/hazards/{hazard.id}").text).text
    assert "Gate gone." not in told
    assert "verified as corrected recorded" in told  # the status is public at once
    assert "Gate gone." in signed_in(owner).get(f"/desk/hazards/{hazard.id}").text

    a_report(session, visit, who=engineer)
    assert "Gate gone." in signed_in(buyer).get(f"/desk/hazards/{hazard.id}").text


@pytest.mark.parametrize(("times", "said"), [(0, None), (1, "reopened once"), (2, "reopened 2 times")])
def test_the_page_says_how_often_the_hazard_was_reopened(session, signed_in, hazard, engineer, moment, times, said):
    days = (moment.today - timedelta(days=each) for each in range(10, 0, -1))
    for _ in range(times):
        for status in (Status.CORRECTED, Status.IN_PROGRESS):
            session.add(
                HazardEvent(
                    hazard_id=hazard.id,
                    status=status,
                    effective_on=next(days),
                    recorded_at=moment.now,
                    source=Source.IMPORTED,
                    actor="somebody",
                )
            )
            session.flush()

    page = signed_in(engineer).get(f"/desk/hazards/{hazard.id}").text
    badges = page.split('class="badges"')[1].split("</p>")[0]

    assert (said in badges) if said else ("reopened" not in badges)


@pytest.mark.parametrize(("source", "shows_original"), [(Source.DESK, False), (Source.IMPORTED, True)])
def test_in_bangla_the_timeline_is_said_in_bangla_and_an_import_is_shown_as_it_was_written(
    session, signed_in, hazard, engineer, source, shows_original
):
    hazard.recommended_timeline, hazard.source = "6 weeks", source

    page = page_of(signed_in, engineer, hazard, "?lang=bn").text

    assert "৬ সপ্তাহের মধ্যে" in page
    assert ("(6 weeks)" in page) is shows_original
