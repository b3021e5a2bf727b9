"""The public pages in a real browser: the way to the PDF, small screens, no script, and readers of every kind."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.builders import FILES

PAGES = (
    "/",
    "/?q=nobody",
    "/factories/90002",
    "/factories/90004",
    "/factories/9490",
    "/factories/1",
)
NAMES = {"en": "Demo Denim & Washing Ltd.", "bn": "ডেমো ডেনিম অ্যান্ড ওয়াশিং লিমিটেড"}
PDFS = {"en": "PDF English", "bn": "PDF বাংলা"}


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_first_page_over_the_factory_to_its_pdf(visitor_with, language, javascript):
    page = visitor_with(language, javascript=javascript).go("/")

    page.get_by_role("link", name=NAMES[language]).click()
    assert page.get_by_role("heading", level=1).inner_text() == NAMES[language]
    page.get_by_role("link", name=PDFS[language]).click()
    page.wait_for_url(f"**/factories/90002/cap.pdf?lang={language}")

    # The browser's own viewer shows it; the same address gives the published bytes.
    assert page.context.request.get(page.url).body() == FILES["pdf", language]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_factory_is_found_by_its_bangla_name_and_its_late_hazards_by_their_figure(visitor_with, javascript):
    visitor = visitor_with("bn", javascript=javascript, width=360)
    page = visitor.go("/")

    page.get_by_role("searchbox").fill("ডেনিম")
    page.get_by_role("button", name="খুঁজুন").click()
    page.get_by_role("link", name=NAMES["bn"]).click()
    page.locator(".counts a").first.click()

    assert page.url.endswith("?show=overdue&lang=bn#hazards")
    late = page.locator("article.hazard")
    assert late.count() == page.locator("article.hazard .badge.late").count() > 0


def test_the_other_language_is_one_click_away_and_shows_the_same_page(visitor_with):
    page = visitor_with("en").go("/factories/90002?discipline=fire")

    page.get_by_role("link", name="বাংলা", exact=True).click()

    assert page.locator("html").get_attribute("lang") == "bn"
    assert page.locator("article.hazard").count() == page.locator("article.hazard[id^=fire]").count() > 0


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(visitor_with, language, path):
    page = visitor_with(language).go(path)

    for width in (320, 360, 600, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_that_shuts_a_reader_out(visitor_with, language, path):
    page = visitor_with(language).go(path)

    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", ["/", "/factories/90002"])
def test_a_page_is_complete_without_complaint_from_the_browser(visitor_with, path):
    visitor = visitor_with("en")

    page = visitor.go(path)

    assert visitor.complaints == []
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Noto Sans"')
    assert page.locator("svg.bar rect").first.bounding_box()["width"] > 100


def test_the_first_tab_leads_past_the_head_of_the_page(visitor_with):
    page = visitor_with("en").go("/factories/90002")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**#content")


def test_what_is_folded_on_the_screen_is_printed(visitor_with):
    page = visitor_with("en").go("/factories/90002")
    folded = page.locator("details .log li").first
    expect(folded).not_to_be_visible()

    page.emulate_media(media="print")

    assert folded.bounding_box()["height"] > 0
