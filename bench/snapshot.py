"""How long the snapshot takes to write, whole and for one factory, and how long its first readers then wait.

    python bench/snapshot.py INSTANCE [--day 2026-11-25] [--rounds 7] [--keep public.sqlite]

INSTANCE is an installation with a database, as `accord simulate` makes one; its own snapshot is left alone. The first
reader asks for the page of the programme: in a process that had answered before the publication, and in a new one.
"""

import argparse
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.app import create_app
from accord.casework.publication import Publication
from accord.casework.snapshot import rebuild_snapshot, show
from accord.config import Settings
from accord.records.base import open_engine, reading
from accord.records.edition import PublishedEdition
from accord.rules.moments import Moment
from accord.rules.public.edition_object import edition_from

DHAKA = ZoneInfo("Asia/Dhaka")
BOUND_WHOLE_SECONDS, BOUND_ONE_SECONDS, BOUND_FIRST_SECONDS = 30, 0.3, 0.3
"""Of a programme of 2,000 factories."""


def seconds(deed: Callable[[], object]) -> float:
    """Return how long a deed takes."""
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


@contextmanager
def opened(instance: Path) -> Iterator[Session]:
    """Give a session on the database of the installation, only to read."""
    engine = open_engine(f"sqlite:///{instance / 'accord.sqlite'}")
    with reading(engine) as session:
        yield session
    engine.dispose()


def a_reader(snapshot: Path, moment: Moment) -> Callable[[], object]:
    """Return what asks a new process for the page of the programme; nothing is answered from what was kept whole."""
    settings = Settings(
        instance=snapshot.parent, database_url=f"sqlite:///{snapshot.parent / 'none.sqlite'}",
        secret_key=snapshot.parent.name, mail_url=None, base_url=None, zone=DHAKA, hotline=None,
    )  # fmt: skip
    visitor = create_app(settings, now=lambda: moment.now).test_client()
    visitor.set_cookie("bench", "1")

    def ask() -> None:
        assert visitor.get("/").status_code == 200

    return ask


def publications(instance: Path, most: int) -> list[Publication]:
    """Return the editions of some factories as if they had just been published."""
    with opened(instance) as session:
        found = session.scalars(select(PublishedEdition).order_by(PublishedEdition.factory_id).limit(most))
        return [Publication(edition_from(json.loads(each.content)), True, (), ()) for each in found]


def told(what: str, times: list[float], bound: float | None) -> None:
    """Print a line of what was measured."""
    within = "" if bound is None else f", bound {bound:g} s"
    print(f"  {what:66}{statistics.median(times):7.3f} s (most {max(times):.3f}){within}", flush=True)


def measure(instance: Path, snapshot: Path, moment: Moment, rounds: int) -> None:
    """Print the times."""
    with opened(instance) as session:
        numbers: list[int] = []
        worked = time.process_time()
        whole = seconds(lambda: numbers.extend(rebuild_snapshot(session, snapshot, moment=moment)))
        worked = time.process_time() - worked
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    scale = max(1.0, len(numbers) / 2000)
    print(f"{len(numbers):,} factories, {snapshot.stat().st_size / 1e6:.0f} MB, peak {peak_mb:.0f} MB")
    told(f"the whole snapshot ({worked:.1f} s of processor)", [whole], BOUND_WHOLE_SECONDS * scale)
    readers: dict[str, list[Any]] = {"known": [], "one": []}
    asks = a_reader(snapshot, moment)
    told("first reader in a new process", [seconds(asks)], None)
    told("later readers", [seconds(asks) for _ in range(rounds)], None)
    for publication in publications(instance, rounds):
        number = publication.edition.factory.number
        with opened(instance) as session:
            readers["one"].append(seconds(lambda: show(session, number, snapshot, moment=moment)))  # noqa: B023 (called at once)
        readers["known"].append(seconds(asks))
    told("publishing one factory into it", readers["one"], BOUND_ONE_SECONDS)
    told("first reader after that, in a process that had answered before", readers["known"], BOUND_FIRST_SECONDS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("instance", type=Path)
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 11, 25))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="folder to leave the snapshot in")
    given = parser.parse_args()
    noon = Moment(datetime.combine(given.day, clock_time(12), tzinfo=DHAKA), DHAKA)
    with tempfile.TemporaryDirectory() as made_here:
        measure(given.instance, (given.keep or Path(made_here)) / "public.sqlite", noon, given.rounds)
