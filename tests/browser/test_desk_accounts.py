"""Signing in, one's own account and the keeping of accounts in a real browser: on a telephone, in both languages."""

import re

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from accord.casework.desk import passwords
from accord.records.base import open_engine
from accord.records.person import Person
from accord.rules.desk.people import Role
from tests.browser.conftest import LOCALES, Visitor
from tests.browser.desk_server import served
from tests.builders import a_site, settings_in
from tests.desk_builders_accounts import PASSWORD, QUICK, somebody

ADMIN = "admin@accord.example"
PAGES = ("/desk/account", "/desk/account/password", "/desk/account/second-step", "/desk/people", "/desk/people/new",
         "/desk/people/1", "/desk/people/letters", "/desk/programme", "/desk/programme/limits/follow_up_months",
         "/desk/programme/wordings/new")  # fmt: skip
CLOSED = ("/sign-in", "/forgotten-password", "/forgotten-password/sent", "/choose-password/never-was")


@pytest.fixture
def desk(database, moment, monkeypatch):
    """The address of a site with an administrator, as it stands at a moment that never moves."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    passwords.nobodys_hash.cache_clear()
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        somebody(session, Role.ADMINISTRATOR, moment=moment, email=ADMIN, name="T. Das")
        session.commit()
    with served(a_site(settings_in(database.parent), now=lambda: moment.now)) as address:
        yield address, engine
    engine.dispose()


@pytest.fixture
def seated(browser, desk):
    """A function that seats somebody at the desk."""
    contexts = []

    def at(language="en", *, width=360, javascript=True):
        context = browser.new_context(
            locale=LOCALES[language], viewport={"width": width, "height": 780}, java_script_enabled=javascript
        )
        contexts.append(context)
        return Visitor(context, desk[0])

    yield at
    for context in contexts:
        context.close()


def enter(visitor, path="/sign-in"):
    page = visitor.go(path)
    page.locator("#email").fill(ADMIN)
    page.locator("#password").fill(PASSWORD)
    page.locator("main form button").first.click()
    return page


@pytest.mark.parametrize("javascript", [True, False])
def test_from_signing_in_over_the_second_step_to_signing_out(seated, desk, moment, javascript):
    visitor = seated(javascript=javascript)
    page = enter(visitor, "/desk/account/second-step")
    expect(page).to_have_url(re.compile("/desk/account/second-step$"))
    picture = page.get_by_role("img")
    assert picture.evaluate("image => image.naturalWidth") > 0
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.locator("#code").fill(pyotp.TOTP(secret).at(moment.now))
    page.locator("#present").fill(PASSWORD)
    page.get_by_role("button", name="Set it up").click()
    expect(page.locator(".secret-codes li")).to_have_count(10)
    codes = page.locator(".secret-codes li").all_inner_texts()
    page.get_by_role("link", name="I have written them down").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")

    enter(visitor)
    page.locator("#code").fill(codes[0])
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_url(re.compile("/desk$"))
    with Session(desk[1]) as session:
        assert session.get(Person, 1).totp_secret == secret
    # Who goes on before a page's mark has come breaks off its request: that is no complaint of the page.
    assert [each for each in visitor.complaints if not each.startswith(visitor.address)] == []


@pytest.mark.parametrize("language", ["en", "bn"])
def test_on_a_telephone_axe_finds_nothing_nothing_scrolls_sideways_and_thumbs_find_their_targets(seated, language):
    visitor = seated(language)
    found = []
    for path in (*CLOSED, *PAGES):
        page = enter(visitor, path) if path == PAGES[0] else visitor.go(path)
        violations = Axe().run(page).response["violations"]
        found += [(path, each["id"], each["nodes"][0]["html"][:120]) for each in violations]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((path, "scrolls sideways"))
        small = page.evaluate(
            "[...document.querySelectorAll('main button, main select, main input:not([type=hidden]):not(.unseen)')]"
            ".filter(e => e.checkVisibility() && (e.closest('label') || e).getBoundingClientRect().height < 43.5)"
            ".map(e => e.outerHTML.slice(0, 100))"
        )
        found += [(path, each) for each in small]

    assert found == []


def test_a_new_person_is_made_at_a_wide_screen_and_the_link_opens_in_another_browser(seated):
    page = enter(seated(width=1280), "/desk/people/new")
    page.locator("#name").fill("Selina Parvin")
    page.locator("#email").fill("selina@accord.example")
    page.locator("#role").select_option("engineer")
    page.get_by_label("fire").check()
    page.get_by_role("button", name="Make the account and a link").click()
    link = page.locator(".link-once").inner_text()

    other = seated("bn")
    page = other.go(link)
    page.locator("#password").fill("seven green parrots sing")
    page.locator("#again").fill("seven green parrots sing")
    page.locator("main form button").click()

    expect(page).to_have_url(re.compile("/sign-in/?$"))
    assert "পাসওয়ার্ড ঠিক করা হয়েছে" in page.locator("main").inner_text()
