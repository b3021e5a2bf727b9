"""How a factory is heard in a real browser: on a telephone, in both languages, without any script."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from accord.casework.desk import sign_in
from accord.casework.escalation.hearings import Minutes, Promised, hold, invite
from accord.casework.escalation.obstructions import record_obstruction
from accord.casework.escalation.requests import Asked, answer, ask
from accord.records.base import open_engine
from accord.rules.desk.people import Role
from accord.rules.escalation.words import RequestKind, Trigger
from accord.rules.moments import Moment
from tests.browser.desk_server import served, telephones
from tests.builders import a_site, settings_in
from tests.desk_builders import a_person, a_visitor, an_engineer
from tests.escalation_builders import a_covered_factory, an_overdue_hazard, at_stage


def before(moment, days):
    return Moment(moment.now - timedelta(days=days), moment.zone)


@pytest.fixture
def desk(database, moment):
    """The address of a site where a factory is at stage 2, and what lets each of three people in."""
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        factory = a_covered_factory(session)
        at_stage(session, factory, (2, before(moment, 30).today), moment=moment)
        hazard, other = (an_overdue_hazard(session, factory, late_days=days, moment=moment) for days in (20, 9))
        people = {
            "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER),
            "engineer": an_engineer(session),
            "owner": a_person(session, Role.FACTORY_USER, factory=factory),
        }
        who = {name: a_visitor(session, person, moment=moment) for name, person in people.items()}
        place = {"place": "10:30, Gulshan 2, Dhaka", "who": who["chief"], "moment": before(moment, 25)}
        held = invite(session, factory, meets_on=before(moment, 10).today, **place)
        doors = Promised("Fire doors", before(moment, -12).today, hazard)
        promises = [doors, Promised("A pump", before(moment, 3).today)]
        said = Minutes("Mr. Rahman, owner", "The doors were discussed.", "A loan is asked for.", promises)
        hold(session, held, said, who=who["chief"], moment=before(moment, 10))
        invite(session, factory, meets_on=moment.today, **place)
        wrong = Asked(RequestKind.WRONG_OBSERVATION, "It opens from inside.", hazard=hazard)
        ask(session, factory, wrong, who=who["owner"], moment=before(moment, 30))
        found = ask(
            session,
            factory,
            Asked(RequestKind.EXTENSION, "At sea.", hazard=other, wants_until_on=before(moment, -60).today),
            who=who["owner"],
            moment=before(moment, 5),
        )
        answer(session, found, is_granted=True, words="Until then.", who=who["chief"], moment=moment)
        record_obstruction(
            session,
            factory,
            trigger=Trigger.NO_COOPERATION,
            happened_on=moment.today,
            words="The gate stayed shut.",
            who=who["engineer"],
            moment=moment,
        )
        tokens = {name: sign_in.begin(session, each, device="a test", moment=moment) for name, each in people.items()}
        session.commit()
    engine.dispose()
    with served(a_site(settings_in(database.parent), now=lambda: moment.now)) as address:
        yield address, tokens


@pytest.fixture
def seated(browser, desk):
    """A function that seats somebody on a telephone."""
    with telephones(browser, desk[0]) as at:
        yield lambda name, *given, **more: at(desk[1][name], *given, **more)


PAGES = (
    ("chief", "/desk/factories/9001/stage"),
    ("chief", "/desk/factories/9001/stage/meetings"),
    ("chief", "/desk/meetings/stage"),
    ("chief", "/desk/meetings/stage/1"),
    ("chief", "/desk/meetings/stage/2"),
    ("chief", "/desk/requests"),
    ("chief", "/desk/requests/2"),
    ("chief", "/desk/factories/9001/refusals"),
    ("engineer", "/desk/requests/1"),
    ("owner", "/desk/factories/9001/stage"),
    ("owner", "/desk/factories/9001/ask/extension"),
    ("owner", "/desk/hazards/1"),
)


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_pages_fit_a_telephone_and_can_be_used_by_everybody(seated, language):
    seats = {name: seated(name, language) for name in ("chief", "engineer", "owner")}

    for name, path in PAGES:
        page = seats[name].go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        problems = Axe().run(page).response["violations"]
        assert [(path, each["id"], each["nodes"][0]["html"]) for each in problems] == []
    assert [each for seat in seats.values() for each in seat.complaints] == []


def test_without_script_a_meeting_is_recorded_with_a_promise_in_a_row_that_was_added(seated):
    page = seated("chief", javascript=False).go("/desk/meetings/stage/2")
    page.get_by_label("Who came").fill("Mr. Rahman, owner")
    expect(page.get_by_role("group", name="Promise 3")).to_have_count(0)

    page.get_by_role("button", name="Room for more promises").click()
    page.get_by_label("What was said").fill("The stairs were discussed.")
    row = page.get_by_role("group", name="Promise 4")
    row.get_by_label("What was promised").fill("Handrails on both stairs")
    page.get_by_role("button", name="Record the meeting").click()

    expect(page.get_by_text("Promise 4: Please fill this in.")).to_be_visible()
    expect(page.get_by_label("Who came")).to_have_value("Mr. Rahman, owner")
    row.get_by_label("Promised for").fill("2024-08-15")
    page.get_by_role("button", name="Record the meeting").click()

    expect(page.get_by_text("It is recorded.")).to_be_visible()
    expect(page.get_by_text("Handrails on both stairs")).to_be_visible()
    expect(page.get_by_text("due in 45 days")).to_be_visible()


def test_without_script_an_owner_asks_and_reads_the_answer(seated):
    owner = seated("owner", javascript=False).go("/desk/factories/9001/stage")
    owner.get_by_role("link", name="Ask for more time").click()
    owner.get_by_label("Until which day").fill("2024-09-01")
    owner.get_by_label("Why more time is needed").fill("The bank wants another paper.")
    owner.get_by_role("button", name="Ask for more time").click()
    expect(owner.get_by_text("due in 14 days")).to_be_visible()

    chief = seated("chief", javascript=False).go(urlsplit(owner.url).path)
    chief.get_by_label("No: the agreed day stays").check()
    chief.get_by_label("Reason of the answer").fill("The paper can come later.")
    chief.get_by_role("button", name="Give the answer").click()
    expect(chief.get_by_text("not granted")).to_be_visible()

    owner.reload()
    expect(owner.get_by_text("The paper can come later.")).to_be_visible()
