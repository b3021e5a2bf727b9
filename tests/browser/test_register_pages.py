"""The register, its map and the public lists in a real browser."""

import threading
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from werkzeug.serving import make_server

from accord.rules.factories.districts import DISTRICTS
from tests.browser.conftest import LOCALES
from tests.builders import a_site, settings_in
from tests.public_builders_reg import a_programme, an_entry, put_register

PAGES = (
    "/factories",
    "/factories?q=nobody",
    "/factories?view=map",
    "/orders",
    "/completed",
    "/ineligible",
    "/handed-over",
    "/orders?as_of=2014-01-01",
)


@contextmanager
def served(settings):
    site = a_site(settings)
    server = make_server("127.0.0.1", 0, site, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()
    site.extensions["accord"].snapshot.engine.dispose()


@pytest.fixture(scope="module")
def programme_address(tmp_path_factory):
    """A programme in which every case occurs."""
    settings = settings_in(tmp_path_factory.mktemp("programme"))
    a_programme(settings)
    with served(settings) as address:
        yield address


@pytest.fixture(scope="module")
def country_address(tmp_path_factory):
    """A programme with factories in every district."""
    settings = settings_in(tmp_path_factory.mktemp("country"))
    numbered = enumerate(DISTRICTS * 3, start=1000)
    put_register(settings, [an_entry(number, name="Demo", district=district) for number, district in numbered])
    with served(settings) as address:
        yield address


@pytest.fixture
def page_with(browser, programme_address):
    contexts = []

    def opened(path, language="en", *, width=1280, javascript=True, address=programme_address):
        context = browser.new_context(
            locale=LOCALES[language], viewport={"width": width, "height": 800}, java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.goto(f"{address}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_or_shuts_a_reader_out_or_draws_a_complaint(page_with, language, path):
    page = page_with(path, language)

    for width in (320, 360, 600, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    assert page.complaints == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_worker_finds_the_factory_by_its_bangla_name_and_sees_the_order(page_with, javascript):
    page = page_with("/factories", "bn", width=360, javascript=javascript)

    page.get_by_role("searchbox").fill("সাভার নিট লিঃ")
    page.get_by_role("button", name="খুঁজুন").click()

    expect(page.locator(".listing tbody tr")).to_have_count(1)
    page.locator(".listing .badge.ordered").click()
    expect(page.locator(".edict.open").first).to_be_visible()


def test_the_map_is_used_with_the_keyboard_alone(page_with):
    page = page_with("/factories?view=map")
    area = page.locator("svg.map a").first

    area.focus()
    assert area.locator("path").evaluate("path => getComputedStyle(path).strokeWidth") == "9px"
    page.keyboard.press("Enter")

    page.wait_for_url("**/factories?district=Gazipur")
    expect(page.locator(".listing tbody tr")).to_have_count(4)


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_two_labels_of_the_map_lie_over_each_other(page_with, country_address, language, width):
    page = page_with("/factories?view=map", language, width=width, address=country_address)

    labels = page.locator(".district-name > *")
    boxes = labels.evaluate_all("labels => labels.map(label => label.getBoundingClientRect().toJSON())")

    assert len(boxes) == 12
    expect(page.locator("svg.map a")).to_have_count(64)
    for place, one in enumerate(boxes):
        assert one["left"] >= 0
        for other in boxes[place + 1 :]:
            # By the height of the letters: the box of a line is taller than what is read of it.
            lines_apart = abs(one["top"] + one["bottom"] - other["top"] - other["bottom"]) / 2 > 8
            assert lines_apart or one["right"] <= other["left"] or other["right"] <= one["left"], (one, other)


def test_on_paper_the_form_is_left_out_and_the_figures_stay(page_with):
    page = page_with("/factories")

    page.emulate_media(media="print")

    expect(page.locator(".asking")).not_to_be_visible()
    expect(page.locator(".narrowed")).not_to_be_visible()
    expect(page.locator(".listing tbody tr").last).to_be_visible()
    expect(page.locator(".found .rates")).to_be_visible()
