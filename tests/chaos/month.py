"""Plays the same simulated month twice, once in peace and once with processes killed, and compares what stands then.

The web server and the clockwork are processes of their own on a database of their own, with a mail server on this
machine. The clock stands in a file. At each moment of the script the clock is put forward, and while the clockwork does
what is due, people do their deeds; somewhere in that the killer comes. The clock goes on when every deed of the moment
was acknowledged and the clockwork has beaten for it: so both months are the same as far as time is concerned, and
whatever differs between them was lost or doubled by a kill.
"""

import random
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread, Timer
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from accord.casework.journal import first_broken_line
from accord.jobs.table import ALL
from accord.records.base import open_engine, reading
from accord.records.copying import damage_of_sqlite
from accord.rules.clockwork import is_minute, minute
from accord.rules.moments import Moment
from accord.schema import migrate
from tests.chaos.browser import Client, Places, do
from tests.chaos.processes import Running, is_listening, wait_for
from tests.chaos.script import Deed, deeds_of
from tests.chaos.simulated_time import put
from tests.chaos.world import World, a_world
from tests.post_office import PostOffice, a_free_port, open_at

ZONE = ZoneInfo("Asia/Dhaka")
BEGINS = datetime(2024, 7, 1, 2, 0, tzinfo=UTC)
STEP = timedelta(hours=6)
AFTER = timedelta(days=1)
"""After the last deed: until the last letter has arrived."""
LATEST_KILL_SECONDS = 0.15
"""After the clock was put forward; what is due then takes about so long."""
COOKIE = "accord_sign_in"
STANDS = {
    "notices": "SELECT cause, organisation, step FROM notice",
    "steps": "SELECT order_id, step, organisation, said_by, note, recorded_at FROM order_event",
    "reminders": "SELECT order_id, climb, track, number, due_at, overtaken, made_at FROM order_reminder",
    "hazards": "SELECT item, observation, inspection_id, severity FROM hazard",
    "orders": "SELECT id, kind, building_id, next_due_at FROM safety_order",
    "recipients": "SELECT order_id, organisation, from_step FROM order_recipient",
}
"""What must be the same after both months, row by row."""


@dataclass
class Month:
    """What came of one month."""

    stands: dict[str, Counter[tuple[object, ...]]]
    acknowledged: list[Deed]
    letters: list[tuple[str, str]]
    """Each address with the Message-ID of a letter that the mail server took for it."""
    waiting: int
    lost: list[str]
    """Letters that are said to be sent and that the mail server never took."""
    damage: str | None = None
    """What is wrong with the file of the database, or with the chain of its journal."""
    kills: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    begun_again: int = 0
    """Runs of the clockwork that were killed in the middle."""
    seconds: float = 0.0

    @property
    def doubled(self) -> int:
        """How many letters the mail server took more than once, each under the Message-ID that it had before."""
        return len(self.letters) - len(set(self.letters))


@dataclass
class Play:
    """A month that is being played."""

    folder: Path
    seed: int
    days: int
    houses: int
    kills: int
    office: PostOffice = field(default_factory=PostOffice)
    unanswered: int = 0
    done: list[Deed] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.clock = self.folder / "clock"
        self.database = self.folder / "accord.sqlite"
        self.log = self.folder / "log"
        self.port = a_free_port()

    def play(self) -> Month:
        """Play it, and return what stands then."""
        began = time.monotonic()
        put(self.clock, BEGINS)
        engine = open_engine(f"sqlite:///{self.database}")
        migrate(engine)
        moment = Moment(BEGINS, ZONE)
        with Session(engine) as session:
            world = a_world(session, moment, houses=self.houses)
        script = deeds_of(world, self.seed, begins=BEGINS, days=self.days)
        with (
            self._telling_what_they_said(),
            open_at(self.office, mail_port := a_free_port()),
            self._running(mail_port) as (web, clockwork),
        ):
            killer = random.Random(f"kills of {self.seed}")  # noqa: S311  no secret hangs on it
            moments = self._moments(script)
            struck = Counter(killer.choices(moments[1:], k=self.kills))
            for before, now in pairwise([BEGINS - STEP, *moments]):
                put(self.clock, now)
                if _has_another_night(before, now):
                    # What is done once a day looks at what people have done by then.
                    wait_for(f"the clockwork at {now}", lambda: self._has_beaten(now))  # noqa: B023  (called at once)
                timers = [self._kill_soon(killer, web, clockwork) for _ in range(struck[now])]
                for deed in (each for each in script if each.at == now):
                    with Session(engine) as session:
                        self._do(deed, world, session, Moment(now, ZONE))
                for timer in timers:
                    timer.join()
                wait_for(f"the clockwork at {now}", lambda: self._has_beaten(now))  # noqa: B023  (called at once)
        month = self._read()
        with reading(engine) as session:
            broken = first_broken_line(session)
        engine.dispose()
        month.damage = damage_of_sqlite(self.database) or (f"line {broken} of the journal" if broken else None)
        month.seconds = time.monotonic() - began
        return month

    @contextmanager
    def _running(self, mail_port: int) -> Iterator[tuple[Running, Running]]:
        environment = {
            "ACCORD_INSTANCE": str(self.folder),
            "ACCORD_MAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "ACCORD_BASE_URL": f"http://127.0.0.1:{self.port}",
            "ACCORD_SECRET_KEY": "a secret that only this month knows of",
        }
        log = self.log
        web = Running("tests.chaos.run_web", (str(self.clock), str(self.port)), environment, port=self.port, log=log)
        clockwork = Running("tests.chaos.run_clockwork", (str(self.clock),), environment, log=log)
        over = Event()

        def keep() -> None:
            while not over.wait(0.02):
                web.keep()
                clockwork.keep()

        keeper = Thread(target=keep)
        keeper.start()
        try:
            wait_for("the web server", lambda: is_listening(self.port))
            yield web, clockwork
        finally:
            over.set()
            keeper.join()
            web.kill()
            clockwork.kill()

    @contextmanager
    def _telling_what_they_said(self) -> Iterator[None]:
        try:
            yield
        except TimeoutError as error:
            error.add_note(self.log.read_text(errors="replace")[-2000:])
            raise

    def _moments(self, script: list[Deed]) -> list[datetime]:
        """Return where the clock stands: at each deed and a minute before, and some hours apart in between."""
        end = BEGINS + timedelta(days=self.days) + AFTER
        # Minute by minute at the end: a round may end with a letter, which the next one sends.
        found = {BEGINS, *(end + timedelta(minutes=place) for place in range(3))}
        found |= {BEGINS + STEP * place for place in range(1, int((end - BEGINS) / STEP) + 1)}
        found |= {at for deed in script for at in (deed.at, deed.at - timedelta(minutes=1))}
        return sorted(found)

    def _kill_soon(self, killer: random.Random, web: Running, clockwork: Running) -> Timer:
        what, kill = killer.choice(
            [
                ("clockwork", clockwork.kill),
                ("clockwork", clockwork.kill),
                ("web server", web.kill),
                ("a worker of the web server", web.kill_a_child),
            ]
        )

        def strike() -> None:
            # Killed is what runs: one that is just being started anew is waited for.
            wait_for(what, kill)
            self.killed[what] += 1

        timer = Timer(killer.uniform(0, LATEST_KILL_SECONDS), strike)
        timer.start()
        return timer

    def _do(self, deed: Deed, world: World, session: Session, moment: Moment) -> None:
        house = world.houses[deed.house]
        cookies = {COOKIE: world.sign_in(session, deed.who, moment)} if deed.who else {}
        places = Places(
            inspection=lambda: house.inspection_id,
            order=lambda: int(self._ask("SELECT max(id) FROM safety_order WHERE building_id = ?", house.building_id)),
            link=lambda: self._link_to(deed.typed["organisation"]),
        )
        self.unanswered += do(deed, Client(self.port, cookies), places, moment.today)
        self.done.append(deed)

    def _link_to(self, organisation: str) -> str:
        """Return the path of the link in the last letter that asks the organisation for an answer."""
        address = f"{organisation.replace(' ', '-')}@told.example"
        site = f"http://127.0.0.1:{self.port}/acknowledge/"
        for to, message in reversed(self.office.taken):
            if to == address and site in (body := message.get_content()):
                return f"/acknowledge/{body.split(site, 1)[1].split()[0]}"
        msg = f"no letter with a link has come to {address}"
        raise LookupError(msg)

    def _ask(self, query: str, *words: object) -> str:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as asked:
            return str(asked.execute(query, words).fetchone()[0])

    def _has_beaten(self, now: datetime) -> bool:
        query = "SELECT count(*) FROM clockwork_run WHERE job = 'heartbeat' AND period = ? AND ended_at IS NOT NULL"
        return self._ask(query, minute(Moment(now, ZONE))) != "0"

    def _read(self) -> Month:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as asked:
            stands = {name: Counter(asked.execute(query).fetchall()) for name, query in STANDS.items()}
            waiting = asked.execute("SELECT count(*) FROM notice WHERE state = 'waiting'").fetchone()[0]
            sent = asked.execute("SELECT public_key FROM notice WHERE state = 'sent'").fetchall()
            again = asked.execute("SELECT coalesce(sum(begun_times - 1), 0) FROM clockwork_run").fetchone()[0]
        letters = [(address, str(message["Message-ID"])) for address, message in self.office.taken]
        taken = {message_id for _, message_id in letters}
        lost = [key for (key,) in sent if f"<notice-{key}@127.0.0.1>" not in taken]
        told = {"kills": self.killed, "unanswered": self.unanswered, "begun_again": again}
        return Month(stands, self.done, letters, waiting, lost, **told)


def _has_another_night(before: datetime, now: datetime) -> bool:
    """Return whether a job that is done once a day is due at the second moment that was not at the first."""
    one, other = Moment(before, ZONE), Moment(now, ZONE)
    return any(job.period(one) != job.period(other) for job in ALL if not is_minute(job.period(other)))


def play(*, seed: int, days: int, houses: int, kills: int) -> Month:
    """Play a month in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return Play(Path(folder), seed, days, houses, kills).play()


def differences(peaceful: Month, disturbed: Month) -> list[str]:
    """Return what is not as it must be after the month in which processes were killed."""
    found = []
    for name in STANDS:
        missing, more = peaceful.stands[name] - disturbed.stands[name], disturbed.stands[name] - peaceful.stands[name]
        found += [f"{name}: lost {row}" for row in missing.elements()]
        found += [f"{name}: too much {row}" for row in more.elements()]
    found += [f"sent and never taken: notice {key}" for key in disturbed.lost]
    if disturbed.damage:
        found.append(f"damaged: {disturbed.damage}")
    if disturbed.waiting:
        found.append(f"{disturbed.waiting} letters wait for ever")
    found += [f"not as many letters as in peace: {address}" for address in _missing(peaceful, disturbed)]
    gone = [deed for deed in disturbed.acknowledged if not _is_there(deed, disturbed)]
    found += [f"acknowledged, and not on record once: {deed}" for deed in gone]
    return found


def _missing(peaceful: Month, disturbed: Month) -> list[str]:
    """Return the addresses at which fewer letters arrived, each counted once by its Message-ID, or more of them."""
    before, after = (Counter(address for address, _ in set(month.letters)) for month in (peaceful, disturbed))
    return sorted(((before - after) + (after - before)).elements())


def _is_there(deed: Deed, month: Month) -> bool:
    table = "hazards" if deed.kind in ("hazard", "danger") else "steps"
    rows = [row for row in month.stands[table].elements() if any(deed.mark in str(each) for each in row)]
    return len(rows) == 1
