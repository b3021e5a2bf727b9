"""The calendar of one's own days, at a secret address: what stands in it, for whom it ends, and what never does."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from sqlalchemy import event, select

from accord.casework.desk.calendar_links import make_link
from accord.casework.desk.people import close_account, open_again
from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.hazard import Hazard
from accord.records.inspection import Inspection, InspectionEngineer, Visit
from accord.records.journal import JournalEntry
from accord.records.order import OrderFactory
from accord.records.order_care import OrderMeasure, OrderMeasureStep
from accord.records.person import CalendarLink
from accord.rules.desk.people import Role
from accord.rules.desk.reports import ReportState
from accord.rules.desk.rounds import VisitState
from accord.rules.orders.words import MeasureStep
from accord.rules.vocabulary import Discipline, InspectionKind, OrderStep
from tests.desk_builders import a_factory_with_hazard, a_person, a_report, an_engineer, an_inspection
from tests.notice_builders import an_open_order, take
from tests.rota_builders import on_call


@pytest.fixture
def factory(session, moment):
    hazard = a_factory_with_hazard(session, moment)
    hazard.due_on = date(2024, 8, 1)
    inspection = session.get_one(Inspection, hazard.inspection_id)
    a_report(session, inspection, who=a_person(session, Role.CHIEF_SAFETY_OFFICER))
    return hazard.links[0].factory


@pytest.fixture
def engineer(session):
    return an_engineer(session, Discipline.FIRE, name="Rina Das")


def a_visit(session, factory, engineer, moment, *, is_announced=True, days=3):
    visit = Visit(
        factory_id=factory.id,
        discipline=Discipline.FIRE,
        kind=InspectionKind.FOLLOW_UP,
        planned_on=moment.today + timedelta(days=days),
        engineer_id=engineer.id,
        is_announced=is_announced,
        state=VisitState.PLANNED,
        actor="a test",
        recorded_at=moment.now,
    )
    session.add(visit)
    session.flush()
    return visit


@pytest.fixture
def feed(session, app, moment):
    """Read the calendar of somebody, as a program without a sign-in does."""

    def of(person):
        session.expire_on_commit = False
        token = make_link(session, person, actor="a test", moment=moment)
        session.commit()
        return app.test_client().get(f"/calendar/{token}.ics")

    return of


def entries(response):
    assert response.status_code == 200
    calendar = icalendar.Calendar.from_ical(response.data)
    return {str(each["uid"]): each for each in calendar.walk("VEVENT")}


def titles(response):
    return sorted(str(each["summary"]) for each in entries(response).values())


def test_an_engineer_reads_the_own_visits_shifts_and_reports(session, moment, factory, engineer, feed):
    visit = a_visit(session, factory, engineer, moment)
    a_visit(session, factory, an_engineer(session, Discipline.FIRE), moment)
    shift = on_call(session, engineer, moment, begins=2, ends=14)
    inspection = an_inspection(session, factory, on=date(2024, 6, 25))
    session.add(InspectionEngineer(inspection_id=inspection.id, person_id=engineer.id))
    session.flush()

    found = entries(feed(engineer))

    assert {uid.partition("@")[0]: str(each["summary"]) for uid, each in found.items()} == {
        f"visit-{visit.id}": "Visit: Factory 9001 (9001) · fire",
        f"shift-{shift.id}": "On call: fire",
        f"report-{inspection.id}": "Report is due: Factory 9001 (9001) · fire",
    }
    by_kind = {uid.partition("-")[0]: each for uid, each in found.items()}
    assert (by_kind["visit"].start, by_kind["visit"].end) == (date(2024, 7, 4), date(2024, 7, 5))
    assert (by_kind["shift"].start, by_kind["shift"].end) == (
        datetime(2024, 7, 1, 8, tzinfo=UTC),
        datetime(2024, 7, 1, 20, tzinfo=UTC),
    )
    assert by_kind["report"].start == date(2024, 7, 9)


def test_a_report_that_was_issued_is_due_no_more(session, moment, factory, engineer, feed):
    inspection = an_inspection(session, factory, on=date(2024, 6, 25))
    session.add(InspectionEngineer(inspection_id=inspection.id, person_id=engineer.id))
    a_report(session, inspection, who=engineer, state=ReportState.ISSUED)

    assert titles(feed(engineer)) == []


def test_an_unannounced_visit_is_told_to_its_engineer_alone_and_names_no_factory(
    session, moment, factory, engineer, feed
):
    a_visit(session, factory, engineer, moment, is_announced=False)
    brand = Signatory(name="Nordic")
    session.add(brand)
    session.flush()
    session.add(Sourcing(signatory=brand, factory=factory, from_on=date(2020, 1, 1), recorded_at=moment.now))
    others = [
        a_person(session, Role.FACTORY_USER, factory=factory),
        a_person(session, Role.SAFETY_COMMITTEE, factory=factory),
        a_person(session, Role.SIGNATORY_USER, signatory=brand),
        a_person(session, Role.CASE_HANDLER),
        a_person(session, Role.CHIEF_SAFETY_OFFICER),
    ]

    own = feed(engineer)

    assert titles(own) == ["Visit: see the desk"]
    assert "9001" not in own.text
    for person in others:
        assert not [each for each in titles(feed(person)) if "isit" in each], person.roles[0].role


def test_a_visit_that_is_announced_stands_in_no_calendar_of_the_factory_either(
    session, moment, factory, engineer, feed
):
    a_visit(session, factory, engineer, moment)
    owner = a_person(session, Role.FACTORY_USER, factory=factory)
    owner.language = "en"

    assert titles(feed(owner)) == ["Agreed day: 1 open hazards · Factory 9001 (9001)"]


def test_an_owner_reads_the_agreed_days_and_measures_of_the_own_factory_in_bangla_and_a_rival_none(
    session, moment, factory, feed
):
    order = an_open_order(session, moment, number=9009)
    session.add(OrderFactory(order_id=order.id, factory_id=factory.id))
    for step, due in ((MeasureStep.SET, date(2024, 7, 5)), (MeasureStep.VERIFIED, date(2024, 7, 6))):
        steps = [OrderMeasureStep(step=step, happened_on=moment.today, actor="a test", recorded_at=moment.now)]
        session.add(
            OrderMeasure(
                order_id=order.id,
                words="Empty the tanks.",
                due_on=due,
                actor="a test",
                recorded_at=moment.now,
                steps=steps,
            )
        )
    owner = a_person(session, Role.FACTORY_USER, factory=factory)
    other = Factory(number=9500, name="Rival")
    session.add(other)
    session.flush()

    response = feed(owner)
    found = entries(response)

    assert {uid.partition("-")[0]: each.start for uid, each in found.items()} == {
        "measure": date(2024, 7, 5),
        "plan": date(2024, 8, 1),
    }
    for words in ("Empty the tanks", "cracked"):
        assert words not in response.text
    assert any("নির্দেশ" in title for title in titles(response))
    assert titles(feed(a_person(session, Role.FACTORY_USER, factory=other))) == []
    take(session, order, OrderStep.LIFTED, moment=moment)
    order.next_due_at = None
    assert [uid for uid in entries(feed(owner)) if uid.startswith("measure")] == []


def test_what_no_issued_report_tells_of_is_in_no_calendar(session, moment, feed):
    hazard = a_factory_with_hazard(session, moment, number=9300)
    hazard.due_on = date(2024, 8, 1)

    assert titles(feed(a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory))) == []


def test_the_same_day_bears_the_same_name_at_every_reading(session, moment, factory, engineer, feed):
    a_visit(session, factory, engineer, moment)
    on_call(session, engineer, moment)

    assert set(entries(feed(engineer))) == set(entries(feed(engineer)))


def test_an_address_of_nobody_of_a_closed_account_and_one_that_was_ended_answer_alike(
    session, moment, engineer, feed, app
):
    first = feed(engineer)
    feed(engineer)
    [old, new] = session.scalars(select(CalendarLink).order_by(CalendarLink.ended_at.is_(None))).all()
    assert first.status_code == 200
    assert (old.ended_at, new.ended_at) == (moment.now, None)

    token = make_link(session, engineer, actor="a test", moment=moment)
    engineer.ended_at = moment.now
    session.commit()
    answers = {app.test_client().get(f"/calendar/{each}.ics").status_code for each in (token, "nothing", "x" * 4000)}

    assert answers == {404}


def test_an_address_of_before_an_account_was_closed_reads_nothing_once_it_is_open_again(session, moment, engineer, app):
    session.expire_on_commit = False
    token = make_link(session, engineer, actor="a test", moment=moment)
    close_account(session, engineer, actor_id=None, actor="a test", moment=moment)
    open_again(session, engineer, actor="a test", moment=moment)
    session.commit()

    assert app.test_client().get(f"/calendar/{token}.ics").status_code == 404


def test_who_lost_the_role_reads_none_of_its_days(session, moment, factory, engineer, feed):
    a_visit(session, factory, engineer, moment)
    on_call(session, engineer, moment)
    engineer.roles[0].to_on = moment.today - timedelta(days=1)

    assert titles(feed(engineer)) == []


def test_whoever_tries_addresses_must_wait_and_who_holds_one_need_not(session, moment, engineer, feed, app):
    session.expire_on_commit = False
    token = make_link(session, engineer, actor="a test", moment=moment)
    session.commit()
    browser = app.test_client()

    answers = [browser.get(f"/calendar/guess{each}.ics").status_code for each in range(32)]

    assert answers[0] == 404
    assert answers[-1] == 429
    assert browser.get(f"/calendar/{token}.ics").status_code == 200


def test_the_words_of_the_address_are_shown_once_kept_as_a_hash_and_in_no_journal(
    session, moment, engineer, signed_in, app
):
    browser = signed_in(engineer)

    shown = browser.post("/desk/account/calendar")
    token = shown.text.partition("/calendar/")[2].partition(".ics")[0]
    # Shown this one time: whole, so that a calendar program takes it as it stands.
    assert f"http://localhost/calendar/{token}.ics" in shown.text

    assert app.test_client().get(f"/calendar/{token}.ics").status_code == 200
    assert token not in browser.get("/desk/account/letters").text
    [link] = session.scalars(select(CalendarLink))
    assert token not in link.token_sha256
    assert token not in "".join(f"{each.subject}{each.details}" for each in session.scalars(select(JournalEntry)))
    session.commit()
    assert browser.post("/desk/account/calendar/end").status_code == 303
    assert app.test_client().get(f"/calendar/{token}.ics").status_code == 404


def test_nobody_keeps_a_copy_and_no_index_finds_it(engineer, feed):
    response = feed(engineer)

    assert response.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.content_type == "text/calendar; charset=utf-8"


def test_however_many_days_there_are_the_questions_are_as_many(session, moment, factory, engineer, feed, app):
    def asked():
        engine, found = app.extensions["accord"].private.engine, []

        def count(*_words):
            found.append(1)

        event.listen(engine, "before_cursor_execute", count)
        feed(engineer)
        event.remove(engine, "before_cursor_execute", count)
        return len(found)

    for owner_of in (factory,):
        engineer.roles.append(a_person(session, Role.FACTORY_USER, factory=owner_of).roles[0])
    a_visit(session, factory, engineer, moment)
    few = asked()
    for day in range(20):
        a_visit(session, factory, engineer, moment, days=day)
        on_call(session, engineer, moment, begins=24 * day, ends=24 * day + 2)
        another = a_factory_with_hazard(session, moment, item=50 + day)
        another.due_on = date(2024, 9, 1) + timedelta(days=day)

    assert asked() == few
    assert session.scalars(select(Hazard)).all()
