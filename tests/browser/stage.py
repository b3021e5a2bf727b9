"""The demonstration served whole, its days passing as the test says, its people at telephones, signed in by hand."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page
from sqlalchemy import delete, func, update
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from accord.casework.demo import load_demo
from accord.casework.demo.sign_ins import make_demo_sign_ins
from accord.casework.disclosure import DEMONSTRATION
from accord.cli.photos import Preparer
from accord.config import Settings
from accord.gateways.files import FileStore
from accord.gateways.pictures import Processor
from accord.jobs.running import tick
from accord.jobs.workplace import Workplace
from accord.records.base import open_engine
from accord.records.clockwork import GoLive
from accord.records.journal import Fact
from accord.records.person import Person as Invited
from accord.rules.desk.people import DEMO_DOMAIN
from accord.rules.moments import Moment
from tests.browser.conftest import LOCALES, PATIENCE_MS
from tests.builders import a_site, settings_in
from tests.post_office import a_free_port

WIDTH = 360
"""Pixels: the narrowest telephone that is still sold in number."""


DHAKA = ZoneInfo("Asia/Dhaka")
NOON = time(12)
REAL_DOMAIN = "@programme.example"
"""Of the people of the demonstration where letters are sent."""


class Days:
    """The clock of the site: in Dhaka, on the day and at the hour that the story has come to."""

    def __init__(self, first: date) -> None:
        self.today, self.hour = first, NOON

    def now(self) -> datetime:
        """Return the instant."""
        return datetime.combine(self.today, self.hour, tzinfo=DHAKA).astimezone(UTC)

    def moment(self) -> Moment:
        """Return the instant with its zone."""
        return Moment(self.now(), DHAKA)


@dataclass(frozen=True)
class Stage:
    """The demonstration on a port of its own."""

    address: str
    days: Days
    passwords: dict[str, str]
    preparer: Preparer
    settings: Settings
    place: Workplace

    def run_the_clockwork(self) -> None:
        """Do what the clockwork does in the minute to which the story has come."""
        outcomes = tick(self.place, moment=self.days.moment())
        assert [each.said for each in outcomes if each.said] == []


class Person:
    """Somebody of the demonstration at a telephone, who goes only where a link or a button leads."""

    def __init__(self, context: BrowserContext, stage: Stage, email: str) -> None:
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(f"{stage.address}/sign-in")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(stage.passwords[email])
        self.press("Sign in")

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
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

    def take(self, deed: str, **words: str) -> None:
        """Open the form of a step of an order, fill in its fields and send it; "photos" names a file."""
        form = self.page.locator("details", has=self.page.get_by_text(deed, exact=True))
        if form.get_attribute("open") is None:
            form.locator("summary").first.click()
        for name, text in words.items():
            field = form.locator(f"[id$='-{name}']")
            if name == "photos":
                field.set_input_files(text)
            elif field.evaluate("each => each.localName") == "select":
                field.select_option(label=text)
            else:
                field.fill(text)
        self.press(deed, within=form)

    def home(self) -> None:
        """Go back to what is now."""
        self.follow("Accord desk")

    def given(self, name: str) -> bytes:
        """Return what the first link with these words gives to whoever follows it."""
        address = self.page.get_by_role("link", name=name).first.get_attribute("href")
        answer = self.page.request.get(f"{self.page.url.split('/desk')[0]}{address}")
        assert answer.ok, answer.status
        return answer.body()

    def _hear(self, said: ConsoleMessage) -> None:
        # An address that leads to a place of the page gives no field the keyboard, as it should be: no complaint.
        if not said.text.startswith("Autofocus processing was blocked because a document's URL has a fragment"):
            self.complaints.append(said.text)

    def _look(self) -> None:
        self.page.wait_for_load_state()
        if self.page.evaluate("document.documentElement.scrollWidth") > WIDTH:
            self.complaints.append(f"{self.page.url} scrolls sideways")


@contextmanager
def the_demonstration(folder: Path, *, first: date, mail_url: str | None = None) -> Iterator[Stage]:
    """Serve the demonstration as it stands on that day.

    With a mail server its people, buildings and histories are those of a programme that sends letters, once somebody
    has decided at the desk from when on: of a demonstration nothing ever leaves.
    """
    port = a_free_port() if mail_url else 0
    known = f"http://127.0.0.1:{port}" if mail_url else None
    settings, days = replace(settings_in(folder, base_url=known), mail_url=mail_url), Days(first)
    photos, uploads = FileStore(settings.photos, is_private=True), FileStore(settings.uploads, is_private=True)
    engine = open_engine(settings.database_url)
    with Session(engine) as session:
        load_demo(session, photos, moment=days.moment())
        passwords = {each.email: each.password for each in make_demo_sign_ins(session)}
        if mail_url:
            passwords = _made_real(session, passwords, days.moment())
        session.commit()
    site = a_site(settings, now=days.now)
    server = make_server("127.0.0.1", port, site, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    with Processor(workers=1) as processor:
        preparer = Preparer(engine, uploads, photos, processor, days.moment)
        place = Workplace(settings, engine, days.now)
        yield Stage(f"http://127.0.0.1:{server.server_port}", days, passwords, preparer, settings, place)
    server.shutdown()
    serving.join()
    server.server_close()
    site.extensions["accord"].snapshot.engine.dispose()
    site.extensions["accord"].private.close()
    engine.dispose()


def _made_real(session: Session, passwords: dict[str, str], moment: Moment) -> dict[str, str]:
    """Let nothing say any more that all is invented, and return the passwords by the addresses that people have now.

    Invented people stay at home, and nothing is sent before somebody decides it.
    """
    session.execute(delete(Fact).where(Fact.name == DEMONSTRATION))
    session.execute(update(Invited).values(email=func.replace(Invited.email, DEMO_DOMAIN, REAL_DOMAIN)))
    ahead = moment.now.replace(year=moment.now.year + 10)
    session.add(GoLive(live_from=ahead, reason="Not yet.", actor="the administrator", recorded_at=moment.now))
    return {email.replace(DEMO_DOMAIN, REAL_DOMAIN): password for email, password in passwords.items()}


def seats(browser: Browser, stage: Stage, contexts: list[BrowserContext]) -> Callable[..., Person]:
    """Return a function that seats somebody of the demonstration on a day, to which the clock of the site goes."""

    def seated(email: str, on: date, at: time = NOON) -> Person:
        stage.days.today, stage.days.hour = on, at
        context = browser.new_context(locale=LOCALES["en"], viewport={"width": WIDTH, "height": 780})
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return Person(context, stage, email)

    return seated


@contextmanager
def players(browser: Browser, stage: Stage, contexts: list[BrowserContext]) -> Iterator[Callable[..., Person]]:
    """Give a function that seats somebody on a day at an hour; nobody's browser has complained by the end."""
    seated, people = seats(browser, stage, contexts), []

    def at(email: str, on: date, hour: int = 10, minute: int = 0) -> Person:
        people.append(seated(email, on, time(hour, minute)))
        return people[-1]

    yield at
    assert [each.complaints for each in people if each.complaints] == []
