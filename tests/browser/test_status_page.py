"""The page that tells how the site is in a real browser: no reader shut out, no sideways scrolling, no script."""

import pytest
from axe_playwright_python.sync_playwright import Axe


@pytest.mark.parametrize("language", ["en", "bn"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visitor_with, language):
    page = visitor_with(language).go("/status")

    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_it_is_found_from_the_foot_of_every_page_and_needs_no_script(visitor_with):
    visitor = visitor_with("en", javascript=False)
    page = visitor.go("/")

    page.get_by_role("link", name="How this site is").click()

    assert page.get_by_role("heading", level=1).inner_text() == "How this site is"
    assert visitor.complaints == []
