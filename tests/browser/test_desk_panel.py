"""The Review Panel and closures in a real browser: on a telephone, in both languages, without script."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy.orm import Session

from accord.casework.desk import sign_in
from accord.casework.orders.closures import WagesSaid, close_factory, record_wages
from accord.records.base import open_engine
from accord.records.person import Person
from accord.rules.orders.words import Asked, Extent, Wages
from tests.browser.desk_server import served, telephones
from tests.builders import a_site, settings_in
from tests.order_builders import a_house, go_live
from tests.referral_builders import a_case, stores_in

ORDER, CLOSURES = "/desk/orders/1", "/desk/factories/9001/closures"


@pytest.fixture
def desk(database, moment):
    """The address of a site with a determined evacuation and a closure, and the word of its chief safety officer."""
    settings = settings_in(database.parent)
    engine = open_engine(f"sqlite:///{database}")
    documents, photos = stores_in(database.parent)
    with Session(engine) as session:
        go_live(session, moment)
        house = a_house(session, moment)
        a_case(session, house, moment, documents=documents, photos=photos)
        who = {"who": house.who["handler"], "moment": moment}
        begun = date(2024, 4, 20)
        closure = close_factory(session, house.first, extent=Extent.PARTIAL, from_on=begun, workers=900, **who)
        told = WagesSaid(date(2024, 5, 1), Wages.NOT_PAID, [Asked.WORKERS], workers_asked=12, note="At the gate.")
        record_wages(session, closure, told, **who)
        chief = session.get_one(Person, house.who["chief"].id)
        token = sign_in.begin(session, chief, device="a test", moment=moment)
        session.commit()
    engine.dispose()
    with served(a_site(settings, now=lambda: moment.now)) as address:
        yield address, token


@pytest.fixture
def chief(browser, desk):
    """A function that seats the chief safety officer on a telephone."""
    with telephones(browser, desk[0]) as at:
        yield lambda *given, **more: at(desk[1], *given, **more)


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_pages_fit_a_telephone_and_can_be_used_by_everybody(chief, language):
    visitor = chief(language)

    for path in (ORDER, f"{ORDER}/panel", CLOSURES):
        page = visitor.go(path)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        problems = Axe().run(page).response["violations"]
        assert [(path, each["id"], each["nodes"][0]["html"]) for each in problems] == []


def test_an_order_is_referred_and_its_determination_recorded_without_script(chief):
    page = chief(javascript=False).go(ORDER)
    page.get_by_text("Refer to the Review Panel").first.click()
    page.get_by_label("What the Review Panel is asked").fill("May the ground floor be used?")
    page.get_by_role("button", name="Refer to the Review Panel").click()
    assert "its secretariat is told" in page.get_by_role("status").inner_text()

    with page.expect_download() as downloading:
        page.get_by_role("link", name="The package").click()
    assert downloading.value.suggested_filename == "order-1-referral-1.zip"

    page.get_by_text("Record what it determined").first.click()
    page.get_by_label("What the Review Panel determined").select_option("no_restriction")
    page.get_by_label("Determined on").fill("2024-07-01")
    for group in ("Which members took part", "Which of them agreed"):
        for name in ("Engineers of the programmes", "BUET", "DIFE"):
            page.get_by_role("group", name=group).get_by_label(name).check()
    page.get_by_role("button", name="Record what it determined").click()
    assert page.locator("#panel .badge.sound").inner_text() == "of one mind"
