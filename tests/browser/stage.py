"""The demonstration served whole, its days passing as the test says, its people at telephones, signed in by hand."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, Locator, Page
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from accord.casework.demo import load_demo
from accord.casework.demo.sign_ins import make_demo_sign_ins
from accord.cli.photos import Preparer
from accord.gateways.files import FileStore
from accord.gateways.pictures import Processor
from accord.records.base import open_engine
from accord.rules.moments import Moment
from tests.browser.conftest import LOCALES
from tests.builders import a_site, settings_in

WIDTH = 360
"""Pixels: the narrowest telephone that is still sold in number."""


class Days:
    """The clock of the site: noon in Dhaka on the day that the story has come to."""

    def __init__(self, first: date) -> None:
        self.today = first

    def now(self) -> datetime:
        """Return the instant."""
        return datetime(self.today.year, self.today.month, self.today.day, 6, tzinfo=UTC)

    def moment(self) -> Moment:
        """Return the instant with its zone."""
        return Moment(self.now(), ZoneInfo("Asia/Dhaka"))


@dataclass(frozen=True)
class Stage:
    """The demonstration on a port of its own."""

    address: str
    days: Days
    passwords: dict[str, str]
    preparer: Preparer


class Person:
    """Somebody of the demonstration at a telephone, who goes only where a link or a button leads."""

    def __init__(self, context: BrowserContext, stage: Stage, email: str) -> None:
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(f"{stage.address}/sign-in")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(stage.passwords[email])
        self.press("Sign in")

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Follow the first link with these words; the rooms of the desk stand behind one touch."""
        rooms = self.page.locator(".menu input")
        link = (within or self.page).get_by_role("link", name=name).first
        if within is None and rooms.is_visible() and not link.is_visible():
            rooms.check()
        link.click()
        self._look()

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press the first button with these words."""
        (within or self.page).get_by_role("button", name=name).first.click()
        self._look()

    def fill(self, **words: str) -> None:
        """Fill in fields by their ids."""
        for name, text in words.items():
            self.page.locator(f"#{name}").fill(text)

    def reads(self, words: str) -> None:
        """Wait for these words in what the page holds."""
        self.page.locator("main").get_by_text(words).first.wait_for()

    def _look(self) -> None:
        self.page.wait_for_load_state()
        if self.page.evaluate("document.documentElement.scrollWidth") > WIDTH:
            self.complaints.append(f"{self.page.url} scrolls sideways")


@contextmanager
def the_demonstration(folder: Path, *, first: date) -> Iterator[Stage]:
    """Serve the demonstration as it stands on that day."""
    settings, days = settings_in(folder), Days(first)
    photos, uploads = FileStore(settings.photos, is_private=True), FileStore(settings.uploads, is_private=True)
    engine = open_engine(settings.database_url)
    with Session(engine) as session:
        load_demo(session, photos, moment=days.moment())
        passwords = {each.email: each.password for each in make_demo_sign_ins(session)}
        session.commit()
    site = a_site(settings, now=days.now)
    server = make_server("127.0.0.1", 0, site, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    with Processor(workers=1) as processor:
        preparer = Preparer(engine, uploads, photos, processor, days.moment)
        yield Stage(f"http://127.0.0.1:{server.server_port}", days, passwords, preparer)
    server.shutdown()
    serving.join()
    server.server_close()
    site.extensions["accord"].snapshot.engine.dispose()
    site.extensions["accord"].private.close()
    engine.dispose()


def seats(browser: Browser, stage: Stage, contexts: list[BrowserContext]) -> Callable[[str, date], Person]:
    """Return a function that seats somebody of the demonstration on a day, to which the clock of the site goes."""

    def seated(email: str, on: date) -> Person:
        stage.days.today = on
        context = browser.new_context(locale=LOCALES["en"], viewport={"width": WIDTH, "height": 780})
        context.set_default_timeout(8000)
        contexts.append(context)
        return Person(context, stage, email)

    return seated
