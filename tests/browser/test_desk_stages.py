"""Proposals on stages in a real browser: decided on a telephone, by name and with a reason, with nothing in the way."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy.orm import Session

from accord.casework.desk import sign_in
from accord.casework.escalation.proposals import sweep_proposals
from accord.records.base import open_engine
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.schema import migrate
from accord.web.signed_in import COOKIE
from tests.browser.desk_server import served
from tests.builders import a_site, settings_in
from tests.desk_builders import a_person
from tests.escalation_builders import a_covered_factory, an_overdue_hazard, at_stage

PAGES = (
    "/desk/stages",
    "/desk/stages?at=2",
    "/desk/stages/proposals/1",
    "/desk/stages/decide?p=1.1&p=2.1",
    "/desk/factories/9001/stage",
    "/desk/factories/9003/stage",
    "/desk/stages/decisions/1/retract",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk with two factories proposed for stage 1 and one for stage 3, and the word of the chief safety officer."""
    settings = settings_in(tmp_path_factory.mktemp("desk"))
    engine = open_engine(settings.database_url)
    migrate(engine)
    moment = Moment(datetime(2024, 7, 1, 6, 0, tzinfo=UTC), ZoneInfo("Asia/Dhaka"))
    with Session(engine) as session:
        for number, count in ((9001, 6), (9002, 6), (9003, 18)):
            factory = a_covered_factory(session, number)
            for _ in range(count):
                an_overdue_hazard(session, factory, late_days=400, moment=moment)
        at_stage(session, factory, (2, moment.today - timedelta(days=200)), moment=moment)
        sweep_proposals(session, moment=moment)
        chief = a_person(session, Role.CHIEF_SAFETY_OFFICER, name="The CSO")
        word = sign_in.begin(session, chief, device="a test", moment=moment)
        session.commit()
    engine.dispose()
    with served(a_site(settings, now=lambda: moment.now)) as address:
        yield address, word


@pytest.fixture
def page(browser, desk):
    address, word = desk
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=address)
    context.add_cookies([{"name": COOKIE, "value": word, "url": address}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "bn"])
def test_nothing_stands_in_anybodys_way_on_a_telephone(page, path, language):
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")

    found = Axe().run(page).response["violations"]

    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_several_are_chosen_seen_by_name_and_decided_with_one_reason(page):
    page.goto("/desk/stages")
    for number in (9001, 9002):
        page.get_by_label(f"Choose Factory {number}").check()
    page.get_by_role("button", name="Decide on those that are chosen").click()
    page.get_by_text("2 factories go to stage 1").wait_for()
    page.get_by_label("Reason", exact=True).fill("Late by a year.")
    page.get_by_role("button", name="Decide as proposed").click()

    page.get_by_role("heading", name="2 factories are decided on").wait_for()
    page.get_by_role("link", name="Factory 9001").click()

    page.get_by_text("Late by a year.").first.wait_for()
    page.get_by_text("What has to be gone to go down").wait_for()
