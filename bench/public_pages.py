"""Time public pages on a snapshot against what they cannot do without: their SQL, and their template with constants.

    python bench/public_pages.py public.sqlite [--day 2026-11-25] [--rounds 20]

The first reader of a snapshot pays for what is then remembered until it changes. The pages are asked for with a cookie,
so that no answer is given again that was kept whole.
"""

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, datetime
from datetime import time as clock_time
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, template_rendered
from sqlalchemy import event

from accord.app import create_app
from accord.config import Settings

DHAKA = ZoneInfo("Asia/Dhaka")
BOUND = 2.0


def milliseconds(deed: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Return how long a deed takes; by the time of the processor, which others on the machine do not lengthen much."""
    start = clock()
    deed()
    return (clock() - start) * 1000


def medians(deeds: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Return how long each deed takes in the middle of so many rounds, one after the other in each round."""
    found = [[milliseconds(deed) for deed in deeds] for _ in range(rounds)]
    return [statistics.median(times) for times in zip(*found, strict=True)]


def seen(app: Flask, visitor: Any, address: str) -> tuple[tuple[Any, dict[str, Any]], list[tuple[str, Any]]]:
    """Return the template of a page with its constants, and the statements it asks the snapshot."""
    drawn: list[tuple[Any, dict[str, Any]]] = []
    asked: list[tuple[str, Any]] = []

    def note_template(_sender: Flask, template: Any, context: dict[str, Any], **_rest: Any) -> None:
        drawn.append((template, context))

    def note_statement(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    engine = app.extensions["accord"].snapshot.engine
    event.listen(engine, "before_cursor_execute", note_statement)
    with template_rendered.connected_to(note_template, app):
        visitor.get(address)
    event.remove(engine, "before_cursor_execute", note_statement)
    return drawn[-1], asked


def measure(folder: Path, snapshot: Path, day: date, rounds: int) -> None:
    """Print the times of each page and the ratio to what it cannot do without."""
    settings = Settings(
        instance=folder, database_url=f"sqlite:///{folder / 'accord.sqlite'}", secret_key=folder.name, mail_url=None,
        base_url=None, zone=DHAKA, hotline=None,
    )  # fmt: skip
    app = create_app(settings, now=lambda: datetime.combine(day, clock_time(12), tzinfo=DHAKA))
    visitor = app.test_client()
    visitor.set_cookie("bench", "1")
    with closing(sqlite3.connect(f"file:{snapshot}?mode=ro", uri=True)) as plain:
        number = plain.execute(
            "SELECT number FROM factory WHERE edition IS NOT NULL ORDER BY number LIMIT 1"
        ).fetchone()
        for address in ("/", "/factories", "/factories?q=demo&district=Gazipur", f"/factories/{number[0]}"):
            first = milliseconds(partial(visitor.get, address), time.perf_counter)
            (template, constants), asked = seen(app, visitor, address)

            def ask(asked: list[tuple[str, Any]] = asked) -> None:
                for statement, parameters in asked:
                    plain.execute(statement, parameters).fetchall()

            with app.test_request_context(address):
                app.preprocess_request()
                deeds = (partial(visitor.get, address), ask, partial(template.render, constants))
                later, sql, words = medians(deeds, rounds)
            ratio = later / (sql + words)
            print(
                f"{address:40} first {first:6.0f} ms, later {later:6.1f} ms = {ratio:4.2f} times (bound {BOUND}) "
                f"its SQL {sql:5.1f} ms and its template {words:5.1f} ms"
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 11, 25))
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    if not given.snapshot.is_file():
        sys.exit(f"there is no snapshot at {given.snapshot}")
    with tempfile.TemporaryDirectory() as made_here:
        (Path(made_here) / "public.sqlite").symlink_to(given.snapshot.resolve())
        measure(Path(made_here), given.snapshot, given.day, given.rounds)
