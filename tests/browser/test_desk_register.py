"""The register and the page of a hazard in a real browser: on a telephone, by the keyboard, with nothing in the way."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy.orm import Session

from accord.casework.desk import sign_in, statuses
from accord.records.base import open_engine
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.schema import migrate
from accord.web.signed_in import COOKIE
from tests.browser.desk_server import served
from tests.builders import a_site, settings_in
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer

PAGES = ("/desk/hazards", "/desk/hazards?overdue=yes", "/desk/hazards/1", "/desk/hazards/charts")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk with three hazards, one of them reported as corrected, and the word of an engineer."""
    settings = settings_in(tmp_path_factory.mktemp("desk"))
    engine = open_engine(settings.database_url)
    migrate(engine)
    moment = Moment(datetime(2024, 7, 1, 6, 0, tzinfo=UTC), ZoneInfo("Asia/Dhaka"))
    with Session(engine) as session:
        hazards = [a_factory_with_hazard(session, moment, item=item) for item in (1, 2, 3)]
        owner = a_person(session, Role.FACTORY_USER, factory=hazards[0].links[0].factory)
        who = a_visitor(session, owner, moment)
        on = date(2024, 6, 1)
        statuses.claim_correction(session, hazards[0], done="Gate taken off", on=on, who=who, moment=moment)
        word = sign_in.begin(session, an_engineer(session), device="a test", moment=moment)
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


def test_a_hazard_is_found_by_the_keyboard_alone(page):
    page.goto("/desk/hazards")
    page.get_by_label("Words of the hazard").focus()
    page.keyboard.type("hazard 1")
    page.keyboard.press("Enter")

    page.get_by_role("link", name="fire 1", exact=True).focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/desk/hazards/1*")
    assert "Gate taken off" in page.content()
