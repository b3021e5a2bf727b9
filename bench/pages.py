"""Ask for the same pages again and again, and for static files of the same size, and compare.

    python bench/pages.py [--factories 200] [--seconds 1.0] [--rounds 5] [--server]

A repeated read of a published page is answered from memory: 200 with its compressed bytes, or 304. The yardstick is a
static file of the same size and headers, opened, asked for its time and read at each request, as a server of files does
it: `bare` is a WSGI function of a few lines that does nothing else, `flask` is Flask's own way of sending a file. Both
are asked in this process, turn by turn with ours; with --server also through gunicorn, one process with four threads,
over kept connections. Figures are medians of answers per second.
"""

import argparse
import multiprocessing
import os
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

from builders import a_factory, a_site, an_edition, hazards, publish, settings_in  # noqa: E402 (the path is set above)
from flask import Flask, send_file  # noqa: E402 (the path is set above)

PAGES = ("/", "/factories/90002", "/data?lang=bn", "/api/v1/factories", "/factories.csv")
Environ = dict[str, Any]
App = Callable[..., Iterable[bytes]]


def environ(address: str, **headers: str) -> Environ:
    """Return a request as a server hands it over."""
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
        "HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9,bn;q=0.8",
        **headers,
    }


def answer(app: App, asked: Environ) -> tuple[str, dict[str, str], bytes]:
    """Return status, headers and body."""
    told: list[Any] = []
    parts = app(asked, lambda status, headers, *_: told.extend((status, headers)))
    body = b"".join(parts)
    if close := getattr(parts, "close", None):
        close()
    return told[0], dict(told[1]), body


def bare(file: Path, headers: dict[str, str]) -> App:
    """Return the smallest server of one file: 304 for who has it, else its bytes."""

    def app(asked: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        with file.open("rb") as opened:
            about = os.fstat(opened.fileno())
            tag = f'"{about.st_mtime_ns}-{about.st_size}"'
            listed = [*headers.items(), ("ETag", tag)]
            if tag in asked.get("HTTP_IF_NONE_MATCH", ""):
                start_response("304 NOT MODIFIED", listed)
                return ()
            start_response("200 OK", [*listed, ("Content-Length", str(about.st_size))])
            return (opened.read(),)

    return app


def flask_file(file: Path, headers: dict[str, str]) -> App:
    """Return an application of Flask that sends one file."""
    app = Flask("static")

    @app.get("/<path:_any>")
    @app.get("/")
    def show(_any: str = "") -> Any:
        response = send_file(file, mimetype="text/html", conditional=True)
        response.headers.extend(headers)
        return response

    return app


def per_second(app: App, asked: Environ, seconds: float) -> float:
    """Return how many answers a second one thread gets."""
    count, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < seconds:
        for _ in range(20):
            answer(app, dict(asked))
        count += 20
    return count / passed


def compare(app: App, address: str, folder: Path, *, seconds: float, rounds: int) -> None:
    """Print one line for a page."""
    first = environ(address)
    started = time.perf_counter()
    answer(app, dict(first))
    made = time.perf_counter() - started
    status, headers, body = answer(app, dict(first))
    assert status == "200 OK"
    file = folder / "page"
    file.write_bytes(body)
    same = {name: value for name, value in headers.items() if name not in ("Content-Length", "ETag")}
    kinds: dict[str, App] = {"ours": app, "bare": bare(file, same), "flask": flask_file(file, same)}
    tags = {name: answer(each, environ(address))[1]["ETag"] for name, each in kinds.items()}
    found: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        for name, each in kinds.items():
            for what, more in (("200", {}), ("304", {"HTTP_IF_NONE_MATCH": tags[name]})):
                asked = environ(address, **more)
                assert answer(each, dict(asked))[0].startswith(what)
                found.setdefault((name, what), []).append(per_second(each, asked, seconds / rounds))
    median = {key: statistics.median(values) for key, values in found.items()}
    print(
        f"{address:20} {len(body) / 1000:6.1f} kB, made in {made * 1000:6.1f} ms | "
        + " | ".join(
            f"{what}: {median['ours', what]:7.0f}/s, {median['ours', what] / median['bare', what]:.2f} of bare,"
            f" {median['ours', what] / median['flask', what]:.1f} of flask"
            for what in ("200", "304")
        ),
        flush=True,
    )


def served(app: App, ready: Any) -> None:
    """Serve the application with gunicorn as `accord serve` does, with one process."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            self.cfg.set("bind", "127.0.0.1:0")
            self.cfg.set("workers", 1)
            self.cfg.set("threads", 4)
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("loglevel", "warning")
            self.cfg.set("control_socket_disable", True)
            self.cfg.set("when_ready", lambda server: ready.send(server.LISTENERS[0].sock.getsockname()[1]))

        def load(self) -> App:
            return app

    Server().run()


def asked_over_sockets(port: int, request: bytes, seconds: float) -> float:
    """Return how many answers a second four kept connections get."""
    counts = [0] * 4

    def ask(place: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            reader = connection.makefile("rb")
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                connection.sendall(request)
                size = 0
                while (line := reader.readline()) not in (b"\r\n", b""):
                    if line.lower().startswith(b"content-length:"):
                        size = int(line[15:])
                reader.read(size)
                counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def compare_served(app: App, address: str, folder: Path, *, seconds: float, rounds: int) -> None:
    """Print one line for a page that gunicorn serves."""
    _, headers, body = answer(app, environ(address))
    file = folder / "page"
    file.write_bytes(body)
    same = {name: value for name, value in headers.items() if name not in ("Content-Length", "ETag")}
    context = multiprocessing.get_context("fork")
    running = {}
    for name, each in {"ours": app, "bare": bare(file, same)}.items():
        here, there = context.Pipe()
        process = context.Process(target=served, args=(each, there))
        process.start()
        running[name] = process, here.recv(), answer(each, environ(address))[1]["ETag"]
    found: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        for name, (_process, port, tag) in running.items():
            for what, more in (("200", ""), ("304", f"If-None-Match: {tag}\r\n")):
                request = f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n{more}\r\n".encode()
                found.setdefault((name, what), []).append(asked_over_sockets(port, request, seconds / rounds))
    for process, _port, _tag in running.values():
        process.terminate()
        process.join()
    median = {key: statistics.median(values) for key, values in found.items()}
    print(
        f"{address:20} {len(body) / 1000:6.1f} kB, gunicorn | "
        + " | ".join(
            f"{what}: {median['ours', what]:7.0f}/s, {median['ours', what] / median['bare', what]:.2f} of bare"
            for what in ("200", "304")
        ),
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--factories", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--server", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        settings = settings_in(here)
        others = (a_factory(number=20_000 + place, district="Dhaka") for place in range(given.factories))
        publish(settings, an_edition(hazards(60)), *(an_edition([], factory=other) for other in others), files=())
        site = a_site(settings)
        for page in PAGES:
            compare(site, page, here, seconds=given.seconds, rounds=given.rounds)
        if given.server:
            for page in PAGES:
                compare_served(site, page, here, seconds=given.seconds, rounds=given.rounds)
