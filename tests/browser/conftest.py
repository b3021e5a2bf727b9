"""The real application served to a real browser, on a port of its own."""

import os
import shutil
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from tests.builders import a_factory, a_site, an_edition, hazards, publish, settings_in
from tests.post_office import PostOffice

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
PATIENCE_MS = 12_000
"""How long a page may take on a machine that is busy with other tests; nothing waits longer than it must."""
LOCALES = {"en": "en-GB", "bn": "bn-BD"}
LONG_NAME = "Padma Meghna Jamuna Knit Composite, Dyeing, Printing and Finishing Industries (Private) Limited – Unit 2"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; where there is none, the tests are skipped, but never in CI."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        reason = "needs a Chromium on the PATH; on Debian or Ubuntu: sudo apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site that has published three factories."""
    settings = settings_in(tmp_path_factory.mktemp("site"))
    unseen = a_factory(number=9490, name="Unseen Sweaters Ltd.", name_bn=None, workers=0, address=None, address_bn=None)
    publish(settings, an_edition(hazards(17), is_demonstration=True))
    publish(
        settings,
        an_edition(hazards(5), is_demonstration=True, factory=a_factory(number=90004, name=LONG_NAME, name_bn=None)),
    )
    publish(settings, an_edition([], is_demonstration=True, factory=unseen, inspections=(), approvals=()))
    site = a_site(settings)
    server = make_server("127.0.0.1", 0, site, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()
    site.extensions["accord"].snapshot.engine.dispose()


class Visitor:
    """Somebody at a screen of a given width, who reads one of the two languages."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(request.url))

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(f"{self.address}{path}")
        return self.page


@pytest.fixture
def visitor_with(browser: Browser, address: str) -> Iterator[object]:
    """A function that seats a visitor: language, width in pixels, with or without JavaScript."""
    contexts: list[BrowserContext] = []

    def seated(language: str, *, width: int = 1280, javascript: bool = True) -> Visitor:
        context = browser.new_context(
            locale=LOCALES[language],
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
        )
        contexts.append(context)
        return Visitor(context, address)

    yield seated
    for context in contexts:
        context.close()


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    """What a test opens of the browser, closed when it is done."""
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


@pytest.fixture
def office() -> PostOffice:
    """A mail server that takes everything."""
    return PostOffice()
