"""A plan in a real browser: written on a telephone with and without a script, approved at a desk, in both languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from accord.casework.desk import sign_in
from accord.records.base import open_engine
from accord.rules.desk.people import Role
from accord.rules.vocabulary import CapState, Discipline
from accord.web.signed_in import COOKIE
from tests.browser.conftest import LOCALES, Visitor
from tests.browser.desk_server import served
from tests.builders import a_site, settings_in
from tests.desk_builders import a_cap_version, a_factory_with_hazard, a_person, an_engineer


@pytest.fixture
def desk(database, moment):
    """The address of a site with a factory of two hazards, and the words by which its people are signed in."""
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        factory = a_factory_with_hazard(session, moment).links[0].factory
        a_factory_with_hazard(session, moment, item=2)
        a_factory_with_hazard(session, moment, discipline=Discipline.ELECTRICAL)
        steps = [(CapState.TECHNICALLY_APPROVED, moment.today, moment.now)]
        a_cap_version(session, factory, Discipline.ELECTRICAL, steps=steps)
        people = {
            "owner": a_person(session, Role.FACTORY_USER, factory=factory, name="M. Rahman"),
            "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER, name="N. Akter"),
            "engineer": an_engineer(session),
        }
        words = {
            name: sign_in.begin(session, person, device="a test", moment=moment) for name, person in people.items()
        }
        session.commit()
    engine.dispose()
    with served(a_site(settings_in(database.parent), now=lambda: moment.now)) as address:
        yield address, words


@pytest.fixture
def seated(browser, desk):
    """A function that seats somebody at the desk, signed in."""
    contexts = []

    def at(name, language="en", *, width=360, javascript=True):
        context = browser.new_context(
            locale=LOCALES[language], viewport={"width": width, "height": 780}, java_script_enabled=javascript
        )
        context.add_cookies([{"name": COOKIE, "value": desk[1][name], "url": desk[0]}])
        contexts.append(context)
        return Visitor(context, desk[0])

    yield at
    for context in contexts:
        context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_plan_is_written_on_a_telephone_and_approved_at_a_desk(seated, javascript):
    owner = seated("owner", javascript=javascript)
    page = owner.go("/desk/factories/9001/plan")
    page.get_by_role("button", name="Begin the next version").first.click()
    first, second = page.locator(".plan-row").nth(0), page.locator(".plan-row").nth(1)
    first.get_by_label("What the factory will do").fill("The gate will be removed soon.")
    second.get_by_label("What the factory will do").fill("Replace 2 gates at stair 1.")
    second.get_by_label("Finished by").fill("2024-12-01")
    if javascript:
        first.get_by_text("cannot be verified").wait_for()
    page.get_by_role("button", name="Save all lines").click()
    page.get_by_text("2 lines are saved.").wait_for()
    expect(first.get_by_text("cannot be verified")).to_be_visible()
    page.get_by_role("link", name="See what changes, and hand it in").click()
    page.get_by_role("button", name="Hand the plan in").click()
    page.get_by_text("The plan is handed in.").wait_for()

    chief = seated("chief", width=1280, javascript=javascript)
    page = chief.go("/desk/plans")
    page.get_by_role("link", name="Look at the changes").click()
    page.get_by_role("button", name="Approve exactly this version").click()

    page.get_by_text("The plan is approved and in force from today.").wait_for()
    assert owner.complaints == chief.complaints == []


@pytest.mark.parametrize("language", ["en", "bn"])
def test_on_a_telephone_axe_finds_nothing_nothing_scrolls_sideways_and_thumbs_find_their_targets(seated, language):
    owner, chief, engineer = (seated(name, language) for name in ("owner", "chief", "engineer"))
    page = owner.go("/desk/factories/9001/plan")
    page.locator("form .button").first.click()
    lines = page.url.removeprefix(owner.address)
    page.locator("textarea").first.fill("Replace 2 gates at stair 1.")
    page.locator(".save-bar button").click()
    engineer.go("/desk/hazards/1/withdrawal").locator("#reason").fill("The same as item 2.")
    engineer.page.locator("main form button").click()
    visits = [
        (owner, "/desk/factories/9001/plan"),
        (owner, lines),
        (owner, lines.removesuffix("/lines")),
        (owner, "/desk/plans/1/finance"),
        (owner, "/desk/factories/9001/claims"),
        (owner, "/desk/hazards/1"),
        (chief, "/desk/plans"),
        (chief, "/desk/factories/9001/meetings"),
        (chief, "/desk/factories/9001/recognition"),
        (chief, "/desk/recognition"),
        (chief, "/desk/withdrawals"),
        (engineer, "/desk/hazards/2/withdrawal"),
    ]

    found = []
    for visitor, path in visits:
        page = visitor.go(path)
        violations = Axe().run(page).response["violations"]
        found += [(path, each["id"], each["nodes"][0]["html"][:120]) for each in violations]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((path, "scrolls sideways"))
        small = page.evaluate(
            "[...document.querySelectorAll('main button, main a.button, main summary, main input:not([type=hidden])')]"
            ".filter(e => e.checkVisibility() && (e.closest('label') || e).getBoundingClientRect().height < 43.5)"
            ".map(e => e.outerHTML.slice(0, 100))"
        )
        found += [(path, each) for each in small]

    assert found == []


@pytest.mark.parametrize("javascript", [True, False])
def test_several_corrections_are_reported_on_a_telephone_and_stand_in_the_queue(seated, javascript):
    owner = seated("owner", javascript=javascript)
    page = owner.go("/desk/factories/9001")
    page.get_by_role("link", name="Report corrections").click()
    page.get_by_label("What was done").first.fill("Both gates are gone.")
    for row in (1, 2):  # the first one is electrical
        page.locator(".plan-row").nth(row).get_by_text("It is corrected").click()
    page.get_by_role("button", name="Report all that are chosen").click()
    page.get_by_text("2 corrections are reported.").wait_for()
    assert page.get_by_role("link", name="Add photos").count() == 2

    engineer = seated("engineer", javascript=javascript)
    assert "2 claims wait" in engineer.go("/desk/verify").locator("main").inner_text()
    assert owner.complaints == engineer.complaints == []
