"""The pages of the programme and of how figures are counted in a real browser: screens, readers, keyboard, paper."""

import threading
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from werkzeug.serving import make_server

from tests.builders import a_site, settings_in
from tests.public_builders_home import publish_a_past

PAGES = ("/", "/?as_of=2017-10-31", "/?as_of=2013-01-01", "/figures")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a site with a programme of nine factories, its past, and two orders in force."""
    settings = settings_in(tmp_path_factory.mktemp("programme"))
    publish_a_past(settings)
    site = a_site(settings)
    server = make_server("127.0.0.1", 0, site, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()
    site.extensions["accord"].snapshot.engine.dispose()


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_that_shuts_a_reader_out_folded_or_open(visitor_with, language, path):
    page = visitor_with(language).go(path)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")

    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_folded_or_open(visitor_with, language, path):
    page = visitor_with(language).go(path)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")

    for width in (320, 360, 600, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_the_browser_has_nothing_to_complain_of(visitor_with, path):
    visitor = visitor_with("en")

    visitor.go(path)

    assert visitor.complaints == []


def test_the_labels_of_the_chart_stand_at_their_ticks(visitor_with):
    page = visitor_with("bn").go("/")

    plot = page.locator(".plot > svg").bounding_box()
    heights = [box_middle(label) for label in page.locator(".ys i").all()]
    assert heights == pytest.approx([plot["y"] + plot["height"] * share for share in (0, 0.25, 0.5, 0.75, 1)], abs=3)
    months = page.locator(".xs i").all()
    middle = months[2].bounding_box()
    assert middle["x"] + middle["width"] / 2 == pytest.approx(plot["x"] + plot["width"] / 2, abs=3)


def box_middle(label):
    box = label.bounding_box()
    return box["y"] + box["height"] / 2


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("language", ["en", "bn"])
def test_no_two_labels_of_the_chart_touch(visitor_with, language, width):
    page = visitor_with(language, width=width).go("/")

    shown = [label.bounding_box() for label in page.locator(".xs i").all() if label.is_visible()]

    assert len(shown) >= 2
    for left, right in pairwise(shown):
        assert left["x"] + left["width"] + 4 < right["x"]


def test_the_table_of_the_chart_opens_by_keyboard(visitor_with):
    page = visitor_with("en", javascript=False).go("/")
    table = page.locator("table.months")
    expect(table).not_to_be_visible()

    page.locator("summary", has_text="The figures month by month").focus()
    page.keyboard.press("Enter")

    expect(table).to_be_visible()


def test_a_day_is_chosen_without_a_script_and_stays_chosen_in_the_other_language(visitor_with):
    page = visitor_with("en", javascript=False).go("/")

    page.get_by_label("As it stood on another day").fill("2017-10-31")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="বাংলা", exact=True).click()

    assert "৩১ অক্টোবর ২০১৭ তারিখে অবস্থা যেমন ছিল" in page.locator(".then").inner_text()


def test_what_is_folded_is_printed_and_what_only_a_screen_can_do_is_not(visitor_with):
    page = visitor_with("en").go("/")

    page.emulate_media(media="print")

    assert page.locator("table.months tbody tr").first.bounding_box()["height"] > 0
    expect(page.locator(".finder")).not_to_be_visible()
    assert page.locator(".plot > svg").bounding_box()["height"] > 150
