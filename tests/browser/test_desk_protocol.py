"""Another version of the protocol in a real browser: pasted with a mistake, mended, previewed, taken, read by all."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from accord.casework.desk import sign_in
from accord.casework.disclosed_protocol import disclosed_protocol
from accord.gateways.snapshot.protocol import put_protocol
from accord.gateways.snapshot.tables import open_for_writing
from accord.records.base import open_engine
from accord.rules.desk.people import Role
from accord.rules.escalation.profile_file import delivered_text
from tests.browser.desk_server import served, telephones
from tests.builders import a_site, an_edition, publish, settings_in
from tests.desk_builders import a_person
from tests.escalation_builders import a_covered_factory, an_overdue_hazard


@pytest.fixture
def desk(database, moment):
    """The address of a site with a factory that a stricter protocol would warn, and an officer's words to sign in."""
    settings = settings_in(database.parent)
    publish(settings, an_edition())
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        factory = a_covered_factory(session)
        an_overdue_hazard(session, factory, late_days=200, moment=moment)
        token = sign_in.begin(session, a_person(session, Role.CHIEF_SAFETY_OFFICER), device="a test", moment=moment)
        session.commit()
        versions = disclosed_protocol(session, moment=moment)
    engine.dispose()
    snapshot = open_for_writing(settings.snapshot)
    with snapshot.begin() as connection:
        put_protocol(connection, versions)
    snapshot.dispose()
    with served(a_site(settings, now=lambda: moment.now)) as address:
        yield address, token


@pytest.fixture
def seated(browser, desk):
    """A function that seats the chief safety officer on a telephone."""
    with telephones(browser, desk[0]) as at:
        yield lambda *given, **more: at(desk[1], *given, **more)


def fits(page: Page) -> None:
    """Hold the page to a telephone, and to those who do not see it."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    problems = Axe().run(page).response["violations"]
    assert [(page.url, each["id"], each["nodes"][0]["html"]) for each in problems] == []


WRONG = delivered_text().replace("least = [6, 12, 18]\ngone_at_most = 3", "least = [1, 12, 18]\ngone_at_most = 1")
RIGHT = WRONG.replace("gone_at_most = 1", "gone_at_most = 0")


@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_version_with_a_mistake_is_mended_previewed_and_taken(seated, language):
    page = seated(language).go("/desk/protocol")
    fits(page)
    text, look = page.locator("textarea[name=text]"), page.locator("form[enctype] button")

    text.fill(WRONG)
    look.click()
    expect(page.locator("mark")).to_have_text("gone_at_most = 1")
    expect(text).to_have_value(WRONG)
    # The wrong line is in sight in the text itself.
    chosen = "each => each.value.slice(each.selectionStart, each.selectionEnd)"
    assert text.evaluate(chosen) == "gone_at_most = 1"
    fits(page)

    text.fill(RIGHT)
    page.locator("input[name=holds_from]").fill("2024-07-01")
    look.click()
    expect(page.locator("a[href*='/desk/factories/9001/stage']")).to_have_count(1)
    fits(page)
    page.locator("form[action*='/past'] button").click()
    expect(page.locator("svg polyline")).to_have_count(3)
    fits(page)

    page.locator("textarea[name=reason]").fill("The board decided so.")
    page.locator("form[action*='/take'] button").click()
    expect(page.get_by_role("status")).to_have_count(1)
    expect(page.get_by_text("The board decided so.")).to_be_visible()
    page.goto(page.url.split("/desk")[0] + f"/protocol?lang={language}")
    expect(page.locator(".protocol-versions li")).to_have_count(2)
    fits(page)


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_rooms_of_the_officer_stand_in_one_row_on_a_screen_and_open_at_one_touch(seated, language):
    page = seated(language, javascript=False).go("/desk/journal")
    page.set_viewport_size({"width": 1280, "height": 800})
    rooms = page.locator(".mast nav li:visible")

    tops = rooms.evaluate_all("all => all.map(each => Math.round(each.getBoundingClientRect().top / 10))")
    assert len(set(tops)) == 1
    expect(page.locator(".mast a[aria-current]")).to_be_visible()
    few = rooms.count()
    page.locator(".menu input").check()
    assert rooms.count() > few
