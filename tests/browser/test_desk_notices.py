"""Letters, contacts and the page behind the link in a real browser: on a telephone, in both languages, no script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from accord.casework.desk import sign_in
from accord.gateways.signed_links import answer_token
from accord.records.base import open_engine
from accord.rules.desk.people import Role
from accord.rules.notices import Sending
from accord.web.signed_in import COOKIE
from tests.browser.conftest import LOCALES, Visitor
from tests.browser.desk_server import served
from tests.builders import a_site, settings_in
from tests.desk_builders import a_person
from tests.notice_builders import SHORT_BN, a_contact, a_notice, an_open_order


@pytest.fixture
def desk(database, moment):
    """The address of a site with letters, the link of the first one, and the words of somebody who is signed in."""
    settings = settings_in(database.parent)
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        order = an_open_order(session, moment)
        first, _held = (
            a_notice(session, order, moment, step=step, state=state, short_bn=SHORT_BN)
            for step, state in (("raised", Sending.REFUSED), ("climb 1.1", Sending.HELD))
        )
        a_contact(session, first.organisation, moment, telephone="+880 1700 000000")
        officer = a_person(session, Role.CHIEF_SAFETY_OFFICER)
        token = sign_in.begin(session, officer, device="a test", moment=moment)
        link = f"/acknowledge/{answer_token(first.public_key, secret=settings.secret_key)}"
        session.commit()
    engine.dispose()
    with served(a_site(settings, now=lambda: moment.now)) as address:
        yield address, link, token


@pytest.fixture
def seated(browser, desk):
    """A function that seats somebody on a telephone."""
    contexts = []

    def at(language="en", *, is_signed_in=True, javascript=True):
        context = browser.new_context(
            locale=LOCALES[language], viewport={"width": 360, "height": 780}, java_script_enabled=javascript
        )
        contexts.append(context)
        if is_signed_in:
            context.add_cookies([{"name": COOKIE, "value": desk[2], "url": desk[0]}])
        return Visitor(context, desk[0])

    yield at
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_pages_fit_a_telephone_and_can_be_used_by_everybody(seated, desk, language):
    officer, stranger = seated(language), seated(language, is_signed_in=False)
    pages = ("/desk/letters", "/desk/notices/1", "/desk/notices/held", "/desk/contacts", "/desk/contacts/1",
             "/desk/contacts/new?organisation=inspector_general")  # fmt: skip

    for visitor, path in (*((officer, path) for path in pages), (stranger, desk[1]), (stranger, "/acknowledge/x")):
        page = visitor.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        problems = Axe().run(page).response["violations"]
        assert [(path, each["id"], each["nodes"][0]["html"]) for each in problems] == []


def test_a_landlord_confirms_by_the_link_without_script_and_without_an_account(seated, desk):
    page = seated("bn", is_signed_in=False, javascript=False).go(desk[1])
    page.locator("#name").fill("আব্দুল করিম")
    page.locator("main form button").click()

    assert "আব্দুল করিম" in page.get_by_role("status").inner_text()
    expect(page.locator("#name")).to_have_count(0)


def test_somebody_is_told_by_telephone_and_it_is_recorded_without_script(seated):
    page = seated(javascript=False).go("/desk/notices/1")
    page.locator("#spoken_with").fill("The manager")
    page.get_by_label("by telephone").check()
    page.locator("#number").fill("+880 1700 000000")
    page.get_by_role("button", name="Record that they were told").click()

    assert "It is recorded that they were told." in page.get_by_role("status").inner_text()
    expect(page.locator(".danger-now")).to_have_count(0)
