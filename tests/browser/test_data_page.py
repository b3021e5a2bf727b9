"""The page of the open data in a real browser: no reader shut out, no sideways scrolling, complete on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect


@pytest.mark.parametrize("language", ["en", "bn"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visitor_with, language):
    page = visitor_with(language).go("/data")
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")

    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_record_is_two_clicks_away_from_the_first_page(visitor_with, javascript):
    visitor = visitor_with("en", javascript=javascript)
    page = visitor.go("/")
    # A browser gives up the mark of its tab where one leaves before it came.
    page.wait_for_load_state("networkidle")

    page.get_by_role("link", name="Data", exact=True).click()
    page.wait_for_load_state("networkidle")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()

    # Waited for: a visitor who leaves in the middle of a download drops the connection of the server.
    assert download.value.path().read_bytes().startswith(b"SQLite format 3")
    assert download.value.suggested_filename == "DEMONSTRATION-accord-public.sqlite"
    assert visitor.complaints == [] or all("sqlite" in complaint for complaint in visitor.complaints)


def test_the_meaning_of_a_field_is_one_click_away_and_printed_without_any(visitor_with):
    page = visitor_with("en").go("/data")
    meaning = page.get_by_text("What the engineer saw.", exact=True)
    expect(meaning).not_to_be_visible()

    page.emulate_media(media="print")
    assert meaning.bounding_box()["height"] > 0

    page.emulate_media(media="screen")
    page.locator("summary", has_text="One hazard, with its texts").click()
    expect(meaning).to_be_visible()
