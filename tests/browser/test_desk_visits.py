"""The pages around a visit in a real browser: with the keyboard, on a telephone, with and without a script."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from accord.casework.desk import sign_in
from accord.casework.desk.inspections import InspectionFacts, record_inspection
from accord.records.base import open_engine
from accord.records.factory import Building, Factory, Floor, Occupant
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, InspectionKind
from accord.schema import migrate
from accord.web.signed_in import COOKIE
from tests.browser.conftest import LOCALES
from tests.browser.desk_server import served
from tests.builders import a_site, settings_in
from tests.desk_builders import a_visitor, an_engineer

PAGES = (
    "/desk/inspections",
    "/desk/inspections/new?factory=9001",
    "/desk/inspections/1",
    "/desk/inspections/1/measurements/new",
    "/desk/inspections/1/places",
    "/desk/reports",
    "/desk/reports/1",
    "/desk/visits",
    "/desk/visits/due",
    "/desk/visits/trip?pick=1-structural",
    "/desk/factories/9001/papers",
    "/desk/incidents/new?factory=9001",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk with one inspection, and the word of the engineer who made it."""
    settings = settings_in(tmp_path_factory.mktemp("desk"))
    engine = open_engine(settings.database_url)
    migrate(engine)
    moment = Moment(datetime(2024, 7, 1, 6, 0, tzinfo=UTC), ZoneInfo("Asia/Dhaka"))
    with Session(engine) as session:
        factory = Factory(
            number=9001, name="Padma Meghna Knit Composite, Dyeing and Finishing Ltd.", district="Gazipur"
        )
        building = Building(name="Main building", floors=[Floor(level=2, allowable_load_kpa=2.0)])
        building.occupants = [Occupant(factory=factory), Occupant(other_name="A bank")]
        engineer = an_engineer(session, Discipline.STRUCTURAL, name="R. Islam")
        session.add_all([factory, building])
        session.flush()
        facts = InspectionFacts(Discipline.STRUCTURAL, InspectionKind.FOLLOW_UP, date(2024, 6, 30), (engineer,))
        who = a_visitor(session, engineer, moment)
        record_inspection(session, factory, facts, visit=None, who=who, moment=moment)
        word = sign_in.begin(session, engineer, device="a test", moment=moment)
        session.commit()
    engine.dispose()
    with served(a_site(settings, now=lambda: moment.now)) as address:
        yield address, word


@pytest.fixture
def page_with(browser, desk):
    contexts = []
    address, word = desk

    def opened(path, language="en", *, javascript=True):
        context = browser.new_context(
            locale=LOCALES[language], viewport={"width": 360, "height": 800}, java_script_enabled=javascript
        )
        context.add_cookies([{"name": COOKIE, "value": word, "url": address}])
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.goto(f"{address}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_around_a_visit_scrolls_sideways_or_shuts_a_reader_out(page_with, path):
    page = page_with(path, "bn")

    found = Axe().run(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert found.violations_count == 0, found.generate_report()
    assert page.complaints == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_load_above_the_limit_is_said_and_saved_in_two_touches(page_with, javascript):
    page = page_with("/desk/inspections/1/measurements/new", javascript=javascript)
    page.get_by_label("What was measured").select_option("load")
    page.get_by_label("Value").fill("4.1")
    page.get_by_label("Unit").select_option("kPa")
    page.get_by_label("Building, floor or zone").select_option(index=2)
    page.get_by_label("Method").fill("weighed")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Measured 4.1 kPa (86 psf), allowed 2.0 kPa (42 psf).")).to_be_visible()
    expect(page.get_by_text("A bank")).to_be_visible()
    page.get_by_role("button", name="Save and raise it").click()

    page.wait_for_url("**/desk/orders/1*")
    page.get_by_role("link", name="Back to the inspection").click()
    expect(page.get_by_text("above the allowable load").first).to_be_visible()
