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
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from people_at_once import P95_BOUND_MS, TYPED, Seat, Version, served
from sqlalchemy import Connection, event, func, insert, select
from sqlalchemy.orm import Session

from accord.app import create_app
from accord.casework.desk import sign_in
from accord.config import Settings, load_settings
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
    number = sum(each != "BEGIN" for each in asked) / times
    print(f"a save is {number:.0f} statements and holds the pen {statistics.median(held):.1f} ms")


def measure(folder: Path, database: Path, checkouts: list[Path], *, people: int, each: int) -> bool:
    """Print the times of all, and return whether nobody was refused here and nobody waited too long."""
    moment = Moment(datetime.now(UTC), DHAKA)
    with ExitStack() as running:
        versions, alone = [], 0.0
        for place, checkout in enumerate(checkouts):
            here = folder / str(place)
            copy(database, here)
            found, rows = prepared(here, people, each * 5, moment=moment, is_first=not place)
            alone = alone or rows
            port, pid = running.enter_context(served(checkout, here))
            versions.append(Version(str(checkout) if place else "this version", port, pid, found))
        let_press(versions, each)
    for version in versions:
        version.tell(people, alone)
    if len(versions) > 1:
        print(f"p95 of this version is {versions[0].p95 / versions[1].p95:.2f} of the other one's")
    return not versions[0].refused and versions[0].p95 <= P95_BOUND_MS


def prepared(folder: Path, people: int, times: int, *, moment: Moment, is_first: bool) -> tuple[list[Seat], float]:
    """Write the people into a copy; for the first version, measure what one save is and what its rows alone take."""
    settings = load_settings({"ACCORD_INSTANCE": str(folder)})
    engine = open_engine(settings.database_url)
    alone = 0.0
    with Session(engine, expire_on_commit=False) as session:
        found = seats(session, people, moment)
        if is_first:
            print(f"{session.scalar(select(func.count()).select_from(Hazard)):,} hazards stand there")
            alone = rows_alone(session, found[0], times, moment)
            session.rollback()  # counting began to write
            pen_held(settings, found[0], times, moment)
    engine.dispose()
    return found, alone


def let_press(versions: list[Version], each: int) -> None:
    """Let the people of each version press so many times, turn by turn, when each process is warm."""
    for _ in range(3):
        for version in versions:
            version.together()
            version.times.clear()
    for _ in range(each):
        for version in versions:
            version.together()
            version.by_one()


def copy(database: Path, folder: Path) -> None:
    """Copy a database whole into a new folder, with what is still in the file beside it."""
    folder.mkdir()
    file = folder / "accord.sqlite"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as one, closing(sqlite3.connect(file)) as other:
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
        is_good = measure(Path(made_here), given.database, checkouts, people=given.people, each=given.each)
    sys.exit(0 if is_good else 1)
