"""Time ten people who save hazards at once, against writing the same rows bare, on a database of a whole programme.

    accord simulate --factories 2000            # in an instance of its own
    python bench/desk_save.py INSTANCE/accord.sqlite [--people 10] [--each 20] [--against CHECKOUT]

The database is copied first. The server runs as `accord serve` runs it, two processes of four threads; the people are
threads of another process, each with a connection that is kept, as a browser keeps it. Each loads the form, then all
press "save" at the same moment; the time is from the press until the whole answer is there. Nobody may be refused.
With --against, another checkout of the program is asked turn by turn with this one, on a copy of its own: of what was
measured beside other work, only the ratio tells.
"""

import argparse
import os
import re
import secrets
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, event, func, insert, select
from sqlalchemy.orm import Session

from accord.app import create_app
from accord.casework.desk import sign_in
from accord.config import Settings
from accord.records.base import open_engine
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardEvent, HazardFactory
from accord.records.inspection import Inspection
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, InspectionKind, Origin, Severity, Source, Status
from accord.web.signed_in import COOKIE

DHAKA = ZoneInfo("Asia/Dhaka")
HERE = Path(__file__).resolve().parents[1]
P95_BOUND_MS = 120
PROCESSES = 2
TYPED = {
    "location": "Stair 2, level 3", "category": "lockable_or_collapsible_gates", "severity": "high",
    "observation": "At [place], a collapsible gate stands in the exit path.", "observation_bn": "[স্থান]: কলাপসিবল গেট।",
    "recommended_action": "Cut out and take away the gate.", "recommended_action_bn": "গেটটি কেটে সরিয়ে ফেলুন।",
    "recommended_timeline": "6 weeks", "then": "next",
}  # fmt: skip
SERVER = """
import os
import sys
from gunicorn.app.base import BaseApplication
from accord.app import create_app
from accord.cli.serve import FIXED, THREADS_PER_WORKER
from accord.config import load_settings

SETTINGS = load_settings(os.environ)

class Server(BaseApplication):
    def load_config(self):
        told = lambda server: print(server.LISTENERS[0].sock.getsockname()[1], flush=True)
        options = {"bind": "127.0.0.1:0", "workers": int(sys.argv[1]), "threads": THREADS_PER_WORKER, "when_ready": told}
        for name, value in (options | FIXED).items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self):
        return create_app(SETTINGS)

Server().run()
"""
"""What `accord serve` runs, without what it does before: the simulated programme has no snapshot."""


@dataclass(frozen=True)
class Seat:
    """An engineer who is signed in, with the inspection that they write up."""

    token: str
    inspection_id: int

    @property
    def address(self) -> str:
        """Where a hazard is recorded."""
        return f"/desk/inspections/{self.inspection_id}/hazards/new"


def seats(session: Session, people: int, moment: Moment) -> list[Seat]:
    """Write so many engineers, each with an inspection of a factory of their own."""
    factories = session.scalars(select(Factory).where(Factory.merged_into_id.is_(None)).limit(people)).all()
    found = []
    for place, factory in enumerate(factories):
        recorded = {"actor": "bench", "recorded_at": moment.now}
        role = RoleHeld(role=Role.ENGINEER, discipline=Discipline.FIRE, from_on=date(2010, 1, 1), **recorded)
        person = Person(email=f"bench{place}@example.org", name=f"Engineer {place}", roles=[role], **recorded)
        inspection = Inspection(
            factory_id=factory.id, discipline=Discipline.FIRE, kind=InspectionKind.SPECIAL, source=Source.DESK,
            inspected_on=moment.today, recorded_at=moment.now,
        )  # fmt: skip
        session.add_all([person, inspection])
        session.flush()
        found.append(Seat(sign_in.begin(session, person, device="bench", moment=moment), inspection.id))
    session.commit()
    return found


def milliseconds(deed: Callable[[], object]) -> float:
    """Return how long a deed takes."""
    start = time.perf_counter()
    deed()
    return (time.perf_counter() - start) * 1000


class Browser:
    """A connection that is kept, with the cookies of one person; it does little, so as not to measure itself."""

    def __init__(self, port: int, seat: Seat) -> None:
        self.seat = seat
        self.cookies = {COOKIE: seat.token}
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.reader = self.socket.makefile("rb")

    def load(self) -> bytes:
        """Load the form, and return what the press of its button will send."""
        status, page = self.ask(self._request("GET"))
        word = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert status == 200
        assert word is not None
        typed = TYPED | {"key": secrets.token_hex(8), "csrf_token": word[1].decode()}
        return self._request("POST", urlencode(typed).encode())

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a request, and return the status and the body of the answer once it is there whole."""
        self.socket.sendall(request)
        status = int(self.reader.readline().split()[1])
        size = 0
        while (line := self.reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                size = int(value)
            elif name.lower() == b"set-cookie":
                cookie, _, word = value.strip().partition(b";")[0].decode().partition("=")
                self.cookies[cookie] = word
        return status, self.reader.read(size)

    def _request(self, method: str, body: bytes = b"") -> bytes:
        cookies = "; ".join(f"{name}={word}" for name, word in self.cookies.items())
        form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n" if body else ""
        head = f"{method} {self.seat.address} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n{form}\r\n"
        return head.encode() + body


@dataclass
class Version:
    """One version of the program on a database of its own, and how long its people waited."""

    name: str
    port: int
    pid: int
    seats: list[Seat]
    times: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def p95(self) -> float:
        """How long 95 of 100 waited at most."""
        return statistics.quantiles(self.times, n=20)[-1]

    def together(self) -> None:
        """Let everybody load the form, and press the button at the same moment."""
        self.times += self._pressed(self.seats)

    def by_one(self) -> None:
        """Let one person do so, with nobody else there."""
        before = processor_ms(self.pid)
        self.alone += self._pressed(self.seats[:1], before=lambda: before.append(processor_ms(self.pid)[0]))
        self.processor.append(processor_ms(self.pid)[0] - before[-1])

    def _pressed(self, seats: list[Seat], before: Callable[[], object] = lambda: None) -> list[float]:
        times: list[float] = []
        barrier = threading.Barrier(len(seats), action=before)

        def press(seat: Seat) -> None:
            browser = Browser(self.port, seat)
            with closing(browser.socket), closing(browser.reader):
                request = browser.load()
                barrier.wait()
                start = time.perf_counter()
                status, _ = browser.ask(request)
                times.append((time.perf_counter() - start) * 1000)
            self.refused += status != 303

        threads = [threading.Thread(target=press, args=(seat,)) for seat in seats]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return times

    def tell(self, people: int, bare: float) -> None:
        """Print what was measured."""
        one = statistics.median(self.alone)
        print(f"{self.name}:")
        print(f"  one person: p50 {one:.1f} ms = {one / bare:.1f} times the rows, ", end="")
        print(f"{statistics.median(self.processor):.1f} ms of processor")
        print(f"  {people} at once: p50 {statistics.median(self.times):.1f} ms, p95 {self.p95:.1f} ms", end="")
        print(f" (bound {P95_BOUND_MS}), longest {max(self.times):.1f} ms, {self.refused} refused")


def processor_ms(parent: int) -> list[float]:
    """Return how long the children of a process have had a processor, all their threads together."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    tasks = [task for child in children for task in Path(f"/proc/{child}/task").iterdir()]
    return [sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6]


@contextmanager
def served(checkout: Path, folder: Path) -> Iterator[tuple[int, int]]:
    """Serve the installation with the program of a checkout; give the port, and the process."""
    environment = os.environ | {"ACCORD_INSTANCE": str(folder), "PYTHONPATH": str(checkout)}
    with subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-c", SERVER, str(PROCESSES)], env=environment, cwd=folder, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            yield int(server.stdout.readline()), server.pid
        finally:
            server.terminate()


def bare(session: Session, inspection_id: int, factory_id: int, item: int, moment: Moment) -> None:
    """Write the rows of one hazard and nothing else, and commit."""
    said = {"discipline": Discipline.FIRE, "item": item, "recorded_at": moment.now}
    row = said | {
        "public_key": secrets.token_hex(8), "origin": Origin.NEW, "visit": InspectionKind.SPECIAL,
        "found_on": moment.today, "inspection_id": inspection_id, "observation": TYPED["observation"],
        "observation_bn": TYPED["observation_bn"], "recommended_action": TYPED["recommended_action"],
        "recommended_timeline": "6 weeks", "severity": Severity.HIGH, "source": Source.DESK,
        "status": Status.IN_PROGRESS,
    }  # fmt: skip
    hazard_id = session.execute(insert(Hazard).values(row)).inserted_primary_key[0]
    session.execute(insert(HazardFactory).values(said | {"hazard_id": hazard_id, "factory_id": factory_id}))
    event = {"hazard_id": hazard_id, "status": Status.IN_PROGRESS, "effective_on": moment.today, "source": Source.DESK}
    session.execute(insert(HazardEvent).values(event | {"recorded_at": moment.now, "actor": "bench"}))
    session.commit()


def rows_alone(session: Session, seat: Seat, times: int, moment: Moment) -> float:
    """Return how long it takes to write the rows of one hazard, and print it."""
    inspection = session.get_one(Inspection, seat.inspection_id)
    alone = [
        milliseconds(lambda item=item: bare(session, inspection.id, inspection.factory_id, 90_000 + item, moment))
        for item in range(times)
    ]
    middle = statistics.median(alone)
    print(f"the rows alone: p50 {middle:.1f} ms, p95 {statistics.quantiles(alone, n=20)[-1]:.1f} ms")
    return middle


def pen_held(settings: Settings, seat: Seat, times: int, moment: Moment) -> None:
    """Print how many statements a save is, and for how long it keeps other writers from writing."""
    app = create_app(settings, now=lambda: moment.now)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    browser.set_cookie(COOKIE, seat.token)
    engine = app.extensions["accord"].private.engine
    asked: list[str] = []
    held: list[float] = []

    def begun(connection: Connection) -> None:
        if not connection.get_execution_options().get("reads_only"):
            held.append(-time.perf_counter() * 1000)

    def ended(_connection: object, _record: object) -> None:
        if held and held[-1] < 0:
            held[-1] += time.perf_counter() * 1000

    event.listen(engine, "after_cursor_execute", lambda *words: asked.append(words[2]))
    event.listen(engine, "begin", begun)
    # The driver commits before its connection goes back to the others.
    event.listen(engine, "checkin", ended)
    for _ in range(times):
        answer = browser.post(seat.address, data=TYPED | {"key": secrets.token_hex(8)})
        assert answer.status_code == 303
        browser.delete_cookie("accord_form")  # the next page takes the message out of it
    engine.dispose()
    print(f"a save is {sum(each[:5] != 'BEGIN' for each in asked) / times:.0f} statements and holds the pen {statistics.median(held):.1f} ms")


def measure(folder: Path, database: Path, checkouts: list[Path], people: int, each: int) -> bool:
    """Print the times of all, and return whether nobody was refused here and nobody waited too long."""
    moment = Moment(datetime.now(UTC), DHAKA)
    with ExitStack() as running:
        versions = []
        for place, checkout in enumerate(checkouts):
            here = folder / str(place)
            here.mkdir()
            copy(database, here / "accord.sqlite")
            url = f"sqlite:///{here / 'accord.sqlite'}"
            engine = open_engine(url)
            with Session(engine, expire_on_commit=False) as session:
                if not place:
                    print(f"{session.scalar(select(func.count()).select_from(Hazard)):,} hazards stand there")
                found = seats(session, people, moment)
                if not place:
                    alone = rows_alone(session, found[0], each * 5, moment)
                    pen_held(settings_of(here, url), found[0], each * 5, moment)
            engine.dispose()
            port, pid = running.enter_context(served(checkout, here))
            versions.append(Version(str(checkout) if place else "this version", port, pid, found))
        for _ in range(3):  # each process is warm then
            for version in versions:
                version.together()
                version.times.clear()
        for _ in range(each):
            for version in versions:
                version.together()
                version.by_one()
        for version in versions:
            version.tell(people, alone)
    if len(versions) > 1:
        print(f"p95 of this version is {versions[0].p95 / versions[1].p95:.2f} of the other one's")
    return not versions[0].refused and versions[0].p95 <= P95_BOUND_MS


def settings_of(folder: Path, url: str) -> Settings:
    """Return the settings of the installation in a folder."""
    return Settings(
        instance=folder,
        database_url=url,
        secret_key=folder.name,
        mail_url=None,
        base_url=None,
        zone=DHAKA,
        hotline=None,
    )


def copy(database: Path, to: Path) -> None:
    """Copy a database whole, with what is still in the file beside it."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as one, closing(sqlite3.connect(to)) as other:
        one.backup(other)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--against", type=Path, help="another checkout of the program")
    given = parser.parse_args()
    if not given.database.is_file():
        sys.exit(f"there is no database at {given.database}")
    checkouts = [HERE, *([given.against.resolve()] if given.against else [])]
    with tempfile.TemporaryDirectory() as made_here:
        is_good = measure(Path(made_here), given.database, checkouts, given.people, given.each)
    sys.exit(0 if is_good else 1)
