"""Stage 3 in a real browser: drafted, answered on a telephone, signed by a second person, confirmed by a brand."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from accord.casework.desk import sign_in
from accord.records.base import open_engine
from accord.records.person import Person
from accord.rules.desk.people import Role
from tests.browser.desk_server import served, telephones
from tests.builders import a_site, settings_in
from tests.casework.escalation.test_deciding import before_stage_three
from tests.casework.escalation.test_stage_three import a_buyer
from tests.desk_builders import a_person

STAGE = "/desk/factories/9001/stage"


@pytest.fixture
def desk(database, moment):
    """The address of a site with a factory before stage 3, and what lets everybody in."""
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        cast = before_stage_three(session, moment)
        nordic = a_buyer(session, cast.factory, "Nordic", moment)
        people = {name: session.get_one(Person, cast.who[name].id) for name in ("chief", "deputy", "owner")} | {
            "brand": a_person(session, Role.SIGNATORY_USER, signatory=nordic),
            "handler": a_person(session, Role.CASE_HANDLER),
        }
        tokens = {
            name: sign_in.begin(session, person, device="a test", moment=moment) for name, person in people.items()
        }
        session.commit()
    engine.dispose()
    with served(a_site(settings_in(database.parent), now=lambda: moment.now)) as address:
        yield address, tokens


@pytest.fixture
def seated(browser, desk):
    """A function that seats somebody on a telephone."""
    with telephones(browser, desk[0]) as at:
        yield lambda name, *given, **more: at(desk[1][name], *given, **more)


def fits(page, path: str) -> None:
    """Hold a page against a telephone's width and against axe."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    problems = Axe().run(page).response["violations"]
    assert [(path, each["id"], each["nodes"][0]["html"]) for each in problems] == []


@pytest.mark.parametrize(("language", "javascript"), [("en", True), ("bn", False)])
def test_from_the_draft_to_the_end_of_business(seated, language, javascript):
    # Axe needs script; the whole way is walked without it in the other language.
    check = fits if javascript else lambda _page, _path: None
    chief, deputy, owner, brand, handler = (
        seated(name, language, javascript=javascript) for name in ("chief", "deputy", "owner", "brand", "handler")
    )

    page = chief.go(STAGE)
    page.locator("#stage-three a.button").click()
    page.wait_for_url("**/draft*")
    check(page, "new")
    page.locator("form.card .deeds button").click()
    page.wait_for_url("**/desk/drafts/*")
    here = page.url.removeprefix(chief.address)

    page = owner.go("/desk")
    page.locator(f"main a[href^='{here}']").first.click()
    page.wait_for_url(f"**{here}")
    check(page, "owner")
    page.locator("#answer-words").fill("দরজার অর্ডার দেওয়া হয়েছে।")
    page.locator("#answer form button").click()
    expect(page.locator(".owners-answer")).to_have_count(1)

    page = deputy.go(here)
    check(page, here)
    expect(page.locator(".owners-answer")).to_contain_text("দরজার অর্ডার দেওয়া হয়েছে।")
    page.locator("#sign-number").fill("9001")
    page.locator("#sign button").click()
    expect(page.locator("#sign")).to_have_count(0)

    page = brand.go("/desk")
    page.locator("main a[href*='/desk/terminations']").first.click()
    page.wait_for_url("**/desk/terminations?*")
    check(page, "terminations")
    page.locator("main table a").first.click()
    page.wait_for_url("**/desk/terminations/*")
    check(page, "termination")
    page.locator("main form .deeds button").click()
    expect(page.locator("main table .badge.sound")).to_have_count(1)

    page = handler.go(STAGE)
    check(page, STAGE)
    page.locator("a[href*='/desk/export-papers/']").click()
    page.wait_for_url("**/desk/export-papers/*")
    check(page, "papers")
    page.locator("main form .deeds button").click()
    expect(page.locator("#stage-three .lines li")).to_have_count(1)
    assert [each for seat in (chief, deputy, owner, brand, handler) for each in seat.complaints] == []
