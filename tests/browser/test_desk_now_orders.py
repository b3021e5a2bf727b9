"""Now with open orders, a building drawn, and the chief safety officer's own order: on a telephone, without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from accord.casework.desk import sign_in
from accord.casework.orders import measures
from accord.records.base import open_engine
from accord.records.factory import Zone
from accord.records.inspection import Measurement
from accord.records.person import Person
from accord.rules.desk.measurements import Quantity, Unit
from accord.rules.vocabulary import Discipline, OrderKind
from tests.browser.desk_server import served, telephones
from tests.builders import a_site, settings_in
from tests.desk_builders import an_inspection
from tests.order_builders import a_house, determined, raised


@pytest.fixture
def desk(database, moment):
    """The address of a site with two open orders of one building, and the words of the signed-in chief."""
    settings = settings_in(database.parent)
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        house = a_house(session, moment)
        house.building.storeys = 3
        ground, first = house.building.floors
        ground.zones = [Zone(name=name, allowable_load_kpa=3.0) for name in ("Boiler house", "Fabric store", "Bay")]
        first.allowable_load_kpa = 2.0
        visit = an_inspection(session, house.first, discipline=Discipline.STRUCTURAL)
        session.add(
            Measurement(
                inspection=visit,
                building=house.building,
                floor=first,
                quantity=Quantity.LOAD,
                value=4.1,
                typed_value="4.1",
                typed_unit=Unit.KPA,
                method="weighed",
                actor="a test",
                recorded_at=moment.now,
            )
        )
        order = determined(session, house, moment, kind=OrderKind.LOAD_REDUCTION)
        wanted = measures.Wanted("Empty the tanks.", moment.today, words_bn="ট্যাংক খালি করুন।")
        measures.set_measure(session, order, wanted, who=house.who["engineer"], moment=moment)
        raised(session, house, moment)
        chief = session.get_one(Person, house.who["chief"].id)
        token = sign_in.begin(session, chief, device="a test", moment=moment)
        session.commit()
    engine.dispose()
    with served(a_site(settings, now=lambda: moment.now)) as address:
        yield address, token


@pytest.fixture
def seated(browser, desk):
    """A function that seats the chief safety officer at a telephone."""
    with telephones(browser, desk[0]) as at:
        yield lambda *given, **more: at(desk[1], *given, **more)


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_pages_fit_a_telephone_and_can_be_used_by_everybody(seated, language):
    chief = seated(language)
    for path in ("/desk", "/desk/orders", "/desk/buildings/1", "/desk/buildings/1/order"):
        page = chief.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        problems = Axe().run(page).response["violations"]
        assert [(path, each["id"], each["nodes"][0]["html"]) for each in problems] == []


def test_what_is_written_into_the_drawing_can_be_read_on_a_telephone(seated):
    page = seated().go("/desk/buildings/1")

    for text in page.locator(".floors text").all():
        assert text.bounding_box()["height"] >= 11
    above = page.locator(".floors text.above")
    assert above.text_content() == "▲ above limit"
    box, cell = above.bounding_box(), page.locator(".floors rect.above").bounding_box()
    assert cell["x"] <= box["x"]
    assert box["x"] + box["width"] <= cell["x"] + cell["width"]


def test_the_chief_reads_what_an_order_sets_off_and_raises_it_without_script(seated):
    page = seated(javascript=False).go("/desk/buildings/1")
    page.get_by_role("link", name="Raise an order").click()
    page.get_by_label("What must happen at once").select_option("boiler_shutdown")
    page.get_by_label("Boiler house").check()
    page.locator("#words").fill("It hisses.")
    page.get_by_role("button", name="See who will be told").click()
    assert "First Knit Ltd." in page.locator("#danger").inner_text()

    page.get_by_role("button", name="Raise it and tell them").click()

    assert "telephone now" in page.get_by_role("status").inner_text()
    assert "It hisses." in page.locator(".danger-now").inner_text()


def test_from_now_one_touch_leads_to_the_form_of_the_next_step(seated):
    page = seated().go("/desk")
    page.get_by_role("link", name="Determine the order").click()

    assert page.url.endswith("#take-determined")
    expect(page.get_by_role("button", name="Determine the order")).to_be_visible()
