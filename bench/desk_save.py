"""Time ten people who save hazards at once, against writing the same rows bare, on a database of a whole programme.

    accord simulate --factories 2000            # in an instance of its own
    python bench/desk_save.py INSTANCE/accord.sqlite [--people 10] [--each 20]

The database is copied first. The people press the button at the same moment, each in a thread of its own, again and
again; nobody may be refused. The bare rows are written by one writer alone, each hazard in a transaction of its own.
"""

import argparse
import secrets
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import func, insert, select
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
P95_BOUND_MS = 120
TYPED = {
    "location": "Stair 2, level 3", "category": "lockable_or_collapsible_gates", "severity": "high",
    "observation": "At [place], a collapsible gate stands in the exit path.", "observation_bn": "[স্থান]: কলাপসিবল গেট।",
    "recommended_action": "Cut out and take away the gate.", "recommended_action_bn": "গেটটি কেটে সরিয়ে ফেলুন।",
    "recommended_timeline": "6 weeks", "then": "next",
}  # fmt: skip


@dataclass(frozen=True)
class Seat:
    """An engineer who is signed in, with the inspection that they write up."""

    token: str
    inspection_id: int


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


def work(
    app: Flask, seat: Seat, each: int, times: list[float], refused: list[int], together: threading.Barrier
) -> None:
    """Save so many hazards, each at the same moment as everybody else."""
    browser = app.test_client()
    browser.set_cookie(COOKIE, seat.token)
    address = f"/desk/inspections/{seat.inspection_id}/hazards/new"
    for _ in range(each):
        typed = TYPED | {"key": secrets.token_hex(8)}
        status: list[int] = []
        together.wait()
        times.append(
            milliseconds(
                lambda typed=typed, status=status: status.append(browser.post(address, data=typed).status_code)
            )
        )
        refused += [code for code in status if code != 303]


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


def measure(folder: Path, people: int, each: int) -> bool:
    """Print the times of both, and return whether nobody was refused and nobody waited too long."""
    moment = Moment(datetime.now(UTC), DHAKA)
    url = f"sqlite:///{folder / 'accord.sqlite'}"
    engine = open_engine(url)
    with Session(engine, expire_on_commit=False) as session:
        print(f"{session.scalar(select(func.count()).select_from(Hazard)):,} hazards stand there")
        found = seats(session, people, moment)
        inspection = session.get_one(Inspection, found[0].inspection_id)
        alone = [
            milliseconds(lambda item=item: bare(session, inspection.id, inspection.factory_id, 90_000 + item, moment))
            for item in range(each * 5)
        ]
    settings = Settings(
        instance=folder,
        database_url=url,
        secret_key=folder.name,
        mail_url=None,
        base_url=None,
        zone=DHAKA,
        hotline=None,
    )
    app = create_app(settings, now=lambda: moment.now)
    app.config["WTF_CSRF_ENABLED"] = False
    times: list[float] = []
    refused: list[int] = []
    barrier = threading.Barrier(len(found))
    threads = [threading.Thread(target=work, args=(app, seat, each, times, refused, barrier)) for seat in found]
    whole = milliseconds(lambda: ([thread.start() for thread in threads], [thread.join() for thread in threads]))
    one: list[float] = []
    before = time.process_time()
    work(app, found[0], each, one, refused, threading.Barrier(1))
    processor = (time.process_time() - before) * 1000 / each
    p95 = statistics.quantiles(times, n=20)[-1]
    middle = statistics.median(alone)
    print(f"the rows alone: p50 {middle:.1f} ms, p95 {statistics.quantiles(alone, n=20)[-1]:.1f} ms")
    ratio = statistics.median(one) / middle
    print(
        f"one person: p50 {statistics.median(one):.1f} ms = {ratio:.1f} times the rows, {processor:.1f} ms of processor"
    )
    print(f"{people} people at once: p50 {statistics.median(times):.1f} ms, p95 {p95:.1f} ms (bound {P95_BOUND_MS})")
    print(f"longest {max(times):.1f} ms, {len(times) / whole * 1000:.0f} hazards a second, {len(refused)} refused")
    return not refused and p95 <= P95_BOUND_MS


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--each", type=int, default=20)
    given = parser.parse_args()
    if not given.database.is_file():
        sys.exit(f"there is no database at {given.database}")
    with tempfile.TemporaryDirectory() as made_here:
        shutil.copy(given.database, Path(made_here) / "accord.sqlite")
        sys.exit(0 if measure(Path(made_here), given.people, given.each) else 1)
