"""What stands beside an order in a real browser: on a telephone, in both languages, with and without script."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from accord.casework.desk import sign_in
from accord.casework.orders import care, measures
from accord.casework.orders.care import OfTheState
from accord.casework.orders.measures import Wanted
from accord.records.base import open_engine
from accord.records.person import Person
from accord.rules.orders.words import Extent
from tests.browser.desk_server import served, telephones
from tests.builders import a_site, settings_in
from tests.order_builders import a_house, determined, go_live
from tests.picture_builders import a_photo

SIZE = {"width": 360, "height": 780}


@pytest.fixture
def desk(database, moment):
    """The address of a site with an order, and what lets each of three people in."""
    settings = settings_in(database.parent)
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        go_live(session, moment)
        house = a_house(session, moment)
        order = determined(session, house, moment)
        wanted = Wanted("Empty the roof tank.", moment.today + timedelta(days=1), floor=house.building.floors[1])
        measures.set_measure(session, order, wanted, who=house.who["engineer"], moment=moment)
        told = OfTheState(Extent.FULL, "Inspector General", moment.today, reference="DIFE/118")
        care.record_state_order(session, order, told, who=house.who["handler"], moment=moment)
        tokens = {
            name: sign_in.begin(session, session.get_one(Person, house.who[name].id), device="a test", moment=moment)
            for name in ("engineer", "owner", "brand")
        }
        session.commit()
    engine.dispose()
    with served(a_site(settings, now=lambda: moment.now)) as address:
        yield address, tokens


@pytest.fixture
def seated(browser, desk):
    """A function that seats somebody on a telephone."""
    with telephones(browser, desk[0]) as at:
        yield lambda name, *given, **more: at(desk[1][name], *given, **more)


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_pages_fit_a_telephone_and_can_be_used_by_everybody(seated, language):
    seats = {name: seated(name, language) for name in ("engineer", "owner", "brand")}
    pages = ("", "/measures/new", "/measures/1", "/government", "/production")

    asked = [("engineer", page) for page in pages] + [("owner", "/measures/1"), ("brand", "/production")]
    for name, path in asked:
        page = seats[name].go(f"/desk/orders/1{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        problems = Axe().run(page).response["violations"]
        assert [(path, each["id"], each["nodes"][0]["html"]) for each in problems] == []
    assert [each for seat in seats.values() for each in seat.complaints] == []


def test_a_ready_measure_puts_its_words_into_both_fields_and_leaves_ones_own_alone(seated):
    page = seated("engineer").go("/desk/orders/1/measures/new")

    page.locator("input[value=light_use]").check()
    assert "1 kPa" in page.locator("#words").input_value()
    assert "kPa" in page.locator("#words_bn").input_value()
    expect(page.locator("#limit_kpa")).to_have_value("1.0")
    page.locator("#words").fill("My own words.")
    page.locator("input[value=prop]").check()

    expect(page.locator("#words")).to_have_value("My own words.")
    expect(page.locator("#limit_kpa")).to_have_value("")


def test_a_measure_is_handed_in_with_a_photo_without_script_and_shown_small(seated, tmp_path):
    photo = tmp_path / "tank.jpg"
    photo.write_bytes(a_photo())
    page = seated("owner", javascript=False).go("/desk/orders/1/measures/1")
    page.locator("input[type=file]").first.set_input_files(photo)
    page.locator("form.card button").click()

    assert "It is handed in." in page.get_by_role("status").inner_text()
    picture = page.locator("#measures img")
    picture.scroll_into_view_if_needed()
    assert picture.get_attribute("alt") == "tank.jpg"
    page.wait_for_function("document.querySelector('#measures img').naturalWidth > 0")
