"""The rota, one's letters and the address of one's calendar in a real browser: on a telephone, in both languages."""

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from accord.casework.desk import sign_in
from accord.records.base import open_engine
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline
from tests.browser.desk_server import served, telephones
from tests.builders import a_site, settings_in
from tests.desk_builders import a_person, an_engineer
from tests.rota_builders import on_call


@pytest.fixture
def desk(database, moment):
    """The address of a site where one engineer is on call, and the words of the chief safety officer's browser."""
    settings = replace(settings_in(database.parent), base_url=None)
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        engineer = an_engineer(session, Discipline.FIRE, name="Rina Das")
        engineer.telephone = "+880 1700-000001"
        an_engineer(session, Discipline.FIRE, name="Abdul Karim")
        on_call(session, engineer, moment, begins=-2, ends=10)
        token = sign_in.begin(session, a_person(session, Role.CHIEF_SAFETY_OFFICER), device="a test", moment=moment)
        session.commit()
    engine.dispose()
    with served(a_site(settings, now=lambda: moment.now)) as address:
        yield address, token


@pytest.fixture
def seated(browser, desk):
    """A function that seats the chief safety officer on a telephone."""
    with telephones(browser, desk[0]) as at:
        yield lambda *given, **more: at(desk[1], *given, **more)


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_pages_fit_a_telephone_and_can_be_used_by_everybody(seated, language):
    officer = seated(language)

    for path in ("/desk/rota", "/desk/rota/1", "/desk", "/desk/account/letters", "/desk/account"):
        page = officer.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        problems = Axe().run(page).response["violations"]
        assert [(path, each["id"], each["nodes"][0]["html"]) for each in problems] == []


def test_without_a_script_somebody_is_put_on_call_and_rung_by_one_touch(seated):
    page = seated(javascript=False).go("/desk/rota")

    expect(page.get_by_role("link", name="+880 1700-000001")).to_have_attribute("href", "tel:+8801700000001")
    page.get_by_label("Who", exact=True).select_option(label="Abdul Karim · fire")
    page.get_by_label("From day").fill("2024-07-03")
    page.get_by_label("Until day").fill("2024-07-03")
    page.get_by_role("button", name="Put on call").click()

    expect(page.get_by_role("status")).to_have_text("The shift is on the rota.")
    expect(page.locator("table.rota tbody tr").first).to_contain_text("08:00–20:00 Abdul Karim")


def test_the_address_of_the_calendar_is_shown_once(seated):
    page = seated().go("/desk/account/letters")

    page.get_by_role("button", name="Make an address").click()
    expect(page.locator(".link-once")).to_contain_text("/calendar/")
    page.get_by_role("link", name="I have copied it").click()

    expect(page.locator(".link-once")).to_have_count(0)
    expect(page.get_by_role("button", name="End the address")).to_be_visible()
