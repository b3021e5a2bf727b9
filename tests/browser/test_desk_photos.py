"""Photos in a real browser: sent, appearing by themselves, blurred by drawing; at 360 pixels, in both languages."""

import shutil
import threading
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from accord.casework.desk import sign_in
from accord.cli.photos import Preparer
from accord.gateways.files import FileStore
from accord.gateways.pictures import Processor
from accord.records.base import open_engine
from accord.records.photo import Photo
from accord.rules.moments import Moment
from accord.web.signed_in import COOKIE
from tests.builders import a_site, settings_in
from tests.desk_builders import a_factory_with_hazard, an_engineer, an_inspection
from tests.desk_builders_photos import a_different_photo, a_kept_photo

NOW = Moment(datetime(2024, 7, 1, 6, tzinfo=UTC), ZoneInfo("Asia/Dhaka"))


@pytest.fixture
def desk(tmp_path, migrated_database):
    """The address of a desk with one hazard and one photo, an engineer's word, and what makes photos."""
    shutil.copy(migrated_database, tmp_path / "accord.sqlite")
    settings = settings_in(tmp_path)
    photos, uploads = FileStore(settings.photos, is_private=True), FileStore(settings.uploads, is_private=True)
    engine = open_engine(settings.database_url)
    with Session(engine) as session:
        hazard = a_factory_with_hazard(session, NOW)
        a_kept_photo(session, hazard, photos=photos, moment=NOW, event_id=hazard.events[0].id)
        an_inspection(session, hazard.links[0].factory)
        token = sign_in.begin(session, an_engineer(session), device="a test", moment=NOW)
        session.commit()
    site = a_site(settings, now=lambda: NOW.now)
    server = make_server("127.0.0.1", 0, site, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    with Processor(workers=1) as processor:
        yield f"http://127.0.0.1:{server.server_port}", token, Preparer(engine, uploads, photos, processor, lambda: NOW)
    server.shutdown()
    serving.join()
    server.server_close()
    site.extensions["accord"].snapshot.engine.dispose()
    site.extensions["accord"].private.close()
    engine.dispose()


@pytest.fixture
def page(browser, desk):
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="en-GB")
    context.add_cookies([{"name": COOKIE, "value": desk[1], "url": desk[0]}])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


def test_a_photo_that_is_sent_appears_by_itself_while_the_next_one_is_described(desk, page, tmp_path):
    address, _, preparer = desk
    file = Path(tmp_path / "gate.jpg")
    file.write_bytes(a_different_photo(4))

    page.goto(f"{address}/desk/hazards/1/photos")
    page.set_input_files("input[type=file]", file)
    page.get_by_label("as found").check()
    page.get_by_label("What can be seen").fill("The gate is padlocked.")
    expect(page.locator(".chosen img")).to_have_count(1)
    page.get_by_role("button", name="Send the photos").click()
    page.wait_for_selector("#album[data-waiting]")
    page.get_by_label("What can be seen").fill("The next one.")
    assert preparer.prepare_all() == (1, 0)
    page.wait_for_selector("#album:not([data-waiting])")

    expect(page.get_by_alt_text("The gate is padlocked.")).to_have_count(1)
    expect(page.get_by_label("What can be seen")).to_have_value("The next one.")
    assert page.complaints == []


@pytest.mark.parametrize("with_script", [True, False], ids=["with a script", "without"])
def test_a_hazard_is_logged_with_its_photos_in_one_form(desk, browser, tmp_path, with_script):
    address, token, preparer = desk
    context = browser.new_context(viewport={"width": 360, "height": 780}, java_script_enabled=with_script)
    context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/desk/inspections/1/hazards/new")
    names = []
    for number in (1, 2):
        names.append(tmp_path / f"gate {number}.jpg")
        names[-1].write_bytes(a_different_photo(number))

    page.get_by_label("Where exactly").fill("Stair 2")
    page.get_by_label("Observation", exact=True).fill("The gate is padlocked.")
    page.get_by_label("Recommended action", exact=True).fill("Remove the gate.")
    page.get_by_label("To be corrected within").fill("6 weeks")
    page.get_by_label("high", exact=True).check()
    page.set_input_files("input[type=file]", names)
    previews = page.locator(".chosen img").count()
    page.get_by_role("button", name="Save and next").click()
    page.get_by_text("2 photos were sent.").wait_for()

    assert previews == (2 if with_script else 0)
    expect(page.get_by_text("Item 2 is saved.")).to_have_count(1)
    assert preparer.prepare_all() == (2, 0)
    context.close()


def test_a_box_that_is_drawn_is_blurred(desk, page):
    address, _, preparer = desk
    page.goto(f"{address}/desk/photos/1")
    box = page.locator("#whole").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.7)
    page.mouse.up()
    typed = [page.get_by_label(f"{name} 1", exact=True).input_value() for name in ("from left", "from top", "width")]
    page.get_by_role("button", name="Blur these parts").click()
    page.wait_for_selector(".said")

    assert [round(float(each)) for each in typed] == [10, 20, 50]
    with Session(preparer.engine) as session:
        assert session.scalars(select(Photo.blurred_from_id)).all() == [None, 1]
    assert page.complaints == []


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_pages_fit_a_telephone_and_are_open_to_everybody(desk, page, language):
    axe = Axe()
    paths = ["/desk/hazards/1/photos", "/desk/photos/1", "/desk/photos/to-clear", "/desk/hazards/1/documents"]
    paths += ["/desk/inspections/1/hazards/new", "/desk/hazards/1/verdict", "/desk/hazards/1"]
    for path in (*paths, "/desk/factories/9001/papers"):
        page.goto(f"{desk[0]}{path}?lang={language}")

        assert page.locator("html").bounding_box()["width"] == 360, path
        found = axe.run(page)
        assert found.violations_count == 0, found.generate_report()
