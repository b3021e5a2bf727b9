"""People who press a button at the same moment, each in a browser, and the server that they ask."""

import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from accord.web.signed_in import COOKIE

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
from contextlib import suppress
from gunicorn.app.base import BaseApplication
from accord.app import create_app
from accord.cli.serve import FIXED, THREADS_PER_WORKER
from accord.config import load_settings
from accord.gateways.garbage import leave_what_stands

SETTINGS = load_settings(os.environ)

class Server(BaseApplication):
    def load_config(self):
        told = lambda server: print(server.LISTENERS[0].sock.getsockname()[1], flush=True)
        options = {"bind": "127.0.0.1:0", "workers": int(sys.argv[1]), "threads": THREADS_PER_WORKER}
        for name, value in (options | FIXED | {"when_ready": told}).items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self):
        app = create_app(SETTINGS)
        with suppress(ImportError):  # an older version does not
            from accord.web.desk.warming import warm
            warm(app)
        leave_what_stands()
        return app

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
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(PROCESSES)], env=environment, cwd=folder, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            yield int(server.stdout.readline()), server.pid
        finally:
            server.terminate()
