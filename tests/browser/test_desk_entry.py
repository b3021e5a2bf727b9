"""Recording hazards in a real browser: with the keyboard alone, and on a telephone."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from accord.casework.desk import sign_in
from accord.records.base import open_engine, reading
from accord.records.factory import Building, Floor, Occupant, Zone
from accord.records.hazard import Hazard
from accord.rules.vocabulary import Severity
from accord.web.signed_in import COOKIE
from tests.browser.conftest import LOCALES
from tests.builders import a_site, settings_in
from tests.desk_builders import a_factory_with_hazard, an_engineer, an_inspection

SEARCHES = (
    "coll gate",
    "fire door",
    "exit light",
    "storage stair",
    "alarm",
    "sprink",
    "hydrant",
    "exit width",
    "diesel",
)
MOST_KEYS = 30
"""Key presses for one hazard, its words and place in both languages."""

OPEN = """() => [...document.querySelectorAll("#hazard textarea")]
    .some(text => text.value.replaceAll("[place]", "").replaceAll("[স্থান]", "").includes("["))"""
"""Whether a wording leaves anything open but the place."""


@dataclass(frozen=True)
class Desk:
    """A running site with one inspection, and the word of an engineer who is signed in."""

    address: str
    page: str
    token: str
    engine: object


@pytest.fixture(scope="module")
def desk(tmp_path_factory, migrated_database, moment) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    engine = open_engine(f"sqlite:///{shutil.copy(migrated_database, folder / 'accord.sqlite')}")
    with Session(engine) as session:
        factory = a_factory_with_hazard(session, moment).links[0].factory
        neighbour = a_factory_with_hazard(session, moment, number=9002, item=7).links[0].factory
        building = Building(name="Main building", name_bn="প্রধান ভবন", landlord="M. Rahman")
        building.floors = [Floor(level=0), Floor(level=3, zones=[Zone(name="Cutting")])]
        building.occupants = [Occupant(factory=factory), Occupant(factory=neighbour)]
        session.add(building)
        inspection = an_inspection(session, factory)
        token = sign_in.begin(session, an_engineer(session, name="R. Islam"), device="a test", moment=moment)
        session.commit()
        path = f"/desk/inspections/{inspection.id}/hazards/new"
    site = a_site(settings_in(folder), now=lambda: moment.now)
    server = make_server("127.0.0.1", 0, site, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    address = f"http://127.0.0.1:{server.server_port}"
    yield Desk(address, f"{address}{path}", token, engine)
    server.shutdown()
    serving.join()
    server.server_close()
    site.extensions["accord"].snapshot.engine.dispose()
    site.extensions["accord"].private.close()
    engine.dispose()


@pytest.fixture
def seat(browser: Browser, desk: Desk):
    """A function that seats the engineer at a screen of a given width, in a language, with or without scripts."""
    contexts = []

    def seated(language: str = "en", *, width: int = 1280, javascript: bool = True) -> Page:
        context = browser.new_context(
            locale=LOCALES[language], viewport={"width": width, "height": 800}, java_script_enabled=javascript
        )
        context.add_cookies([{"name": COOKIE, "value": desk.token, "url": desk.address}])
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.goto(desk.page)
        return page

    yield seated
    for context in contexts:
        context.close()


class Keyboard:
    """Somebody without a mouse, whose key presses are counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.pressed += len(words)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1


def recorded(desk: Desk) -> list[Hazard]:
    with reading(desk.engine) as session:
        query = select(Hazard).where(Hazard.wording_key.is_not(None)).order_by(Hazard.id)
        return list(session.scalars(query))


def test_ten_hazards_are_recorded_with_the_keyboard_alone(seat, desk):
    page = seat()
    keys = Keyboard(page)

    for place, words in enumerate((*SEARCHES, "boiler room"), 1):
        expect(page.locator("#q")).to_be_focused()
        keys.type(words)
        keys.press("Enter")
        expect(page.locator("#location")).to_be_focused()
        keys.type(f"Stair {place}")
        is_open = page.evaluate(OPEN)
        keys.press("Enter")
        while is_open:  # what a wording leaves open is filled in, one after another, and saved by hand
            keys.type("7")
            keys.press("Tab")
            is_open = page.evaluate(OPEN)
            if not is_open:
                keys.press("Control+Enter")
        expect(page.locator(".said")).to_contain_text("is saved")

    saved = recorded(desk)
    assert len(saved) == 10
    assert all("[" not in f"{each.observation}{each.observation_bn}" for each in saved)
    assert all(each.building_id and each.observation_bn for each in saved)
    assert page.complaints == []
    assert keys.pressed / len(saved) <= MOST_KEYS, f"{keys.pressed / len(saved)} keys for a hazard"


def test_a_danger_is_said_while_it_is_typed_and_saved_only_when_confirmed(seat, desk):
    page = seat(width=360)
    page.fill("#q", "roof door locked")
    page.press("#q", "Enter")
    expect(page.locator("#location")).to_be_focused()
    page.fill("#location", "Stair 9")
    page.get_by_label("severe and imminent").check()

    danger = page.locator(".danger-now")
    expect(danger).to_contain_text("9002")
    expect(danger).to_contain_text("the chief safety officer and the deputy")
    assert Axe().run(page).response["violations"] == []
    danger.get_by_label("evacuation").check()
    danger.get_by_role("button", name="Save the danger").click()

    expect(page.locator(".said")).to_contain_text("is saved")
    with reading(desk.engine) as session:
        last = session.scalars(select(Hazard).order_by(Hazard.id.desc()).limit(1)).one()
    assert (last.severity, "Stair 9" in last.observation_bn) == (Severity.SEVERE_AND_IMMINENT, True)


def choose(page: Page, words: str) -> None:
    page.fill("#q", words)
    page.press("#q", "Enter")
    expect(page.locator("#location")).to_be_focused()


def test_a_wording_fills_what_is_empty_or_of_a_wording_and_keeps_what_somebody_wrote(seat):
    page = seat()
    page.fill("#observation", "The door was tied with a rope.")
    page.get_by_label("severe and imminent").check()
    choose(page, "coll gate")
    first = page.input_value("#recommended_action")
    choose(page, "roof door locked")

    assert page.input_value("#observation") == "The door was tied with a rope."
    expect(page.get_by_label("severe and imminent")).to_be_checked()
    assert page.input_value("#recommended_action") not in ("", first)
    kept = page.locator(".field", has=page.locator("#observation")).locator("[aria-live]")
    expect(kept).to_have_text("Your own words are kept. Empty this field to have the standard words put in.")
    page.fill("#observation", "")
    page.press("#observation", "Tab")
    expect(page.locator("#observation")).not_to_have_value("")
    expect(kept).to_have_text("")
    assert page.complaints == []


def test_leaving_asks_first_only_when_something_typed_is_not_saved(seat, desk):
    page = seat()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Done").click()
    page.wait_for_url("**/desk/inspections/*")
    assert asked == []

    page.goto(desk.page)
    choose(page, "roof door locked")
    page.fill("#location", "Stair 5")
    page.get_by_role("button", name="Save and next").click()
    expect(page.locator(".said")).to_contain_text("is saved")
    assert asked == []

    page.fill("#observation", "A rope.")
    page.get_by_role("link", name="Done").click()
    page.wait_for_url("**/desk/inspections/*")
    assert asked == ["beforeunload"]


def test_without_a_script_a_wording_is_found_and_saved_one_step_later(seat):
    page = seat(javascript=False, width=360)
    page.fill("#location", "Stair 4")
    page.fill("#q", "roof door locked")
    page.press("#q", "Enter")
    page.locator("#wordings button").first.click()
    expect(page.locator("#location")).to_have_value("Stair 4")
    page.get_by_role("button", name="Save and next").click()

    expect(page.locator(".said")).to_contain_text("is saved")


@pytest.mark.parametrize("language", ["en", "bn"])
def test_nothing_shuts_anybody_out_and_nothing_scrolls_sideways_on_a_telephone(seat, desk, language):
    page = seat(language, width=360)
    page.fill("#q", "gate")
    expect(page.locator("#wordings li").first).to_be_visible()

    assert Axe().run(page).response["violations"] == []
    page.goto(desk.page.replace("/new", "/paste"))
    page.fill("#rows", "Stair 1\tfire doors\tDoor.\tMend it.\tsoon\tHigh")
    page.locator("main form button").first.click()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("width", [360, 1280])
def test_a_danger_without_bangla_is_said_to_hang_in_english_while_it_is_typed(seat, width):
    page = seat(width=width)
    said = page.locator(".lacks-bangla").locator("visible=true")
    severe = page.locator("[name=severity][value=severe_and_imminent]")

    expect(said).to_have_count(0)
    severe.check(force=True)
    expect(page.locator("#danger-title")).to_be_visible()
    expect(said).to_have_count(2)  # at the field, and at the button that saves it
    page.locator("[name=observation_bn]").fill("দেয়াল হেলে আছে।")
    expect(said).to_have_count(0)
    assert page.complaints == []
