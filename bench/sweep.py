"""What a sweep of orders costs where nothing is due, and what each order costs that is, on a database of a programme.

    accord simulate --factories 2000            # in an instance of its own
    python bench/sweep.py INSTANCE/accord.sqlite [--orders 500] [--due 20] [--rounds 200]

The database is copied first, and so many orders are raised and determined in it, as people do. What is asked each
minute is measured beside one SELECT count(*) of the same conditions, asked in the same way turn by turn.
"""

import argparse
import gc
import logging
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desk_save import DHAKA, copy
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor, visitor
from accord.casework.orders import deeds, raising
from accord.casework.orders.causes import Cause
from accord.config import load_settings
from accord.jobs.running import run, tick
from accord.jobs.table import TABLE
from accord.jobs.workplace import Workplace
from accord.records.base import open_engine, reading
from accord.records.clockwork import GoLive
from accord.records.factory import Building
from accord.records.hazard import Hazard
from accord.records.notice import Notice
from accord.records.order import OrderReminder, SafetyOrder
from accord.records.person import Person, RoleHeld
from accord.rules.clockwork import JobName
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.orders.words import CauseKind
from accord.rules.vocabulary import Discipline, OrderKind
from accord.schema import migrate

RATIO_BOUND = 3.0
ORDERS = next(job for job in TABLE if job.name is JobName.ORDERS)
LETTERS = next(job for job in TABLE if job.name is JobName.LETTERS)


def processor_ms(deed: Callable[[], object]) -> float:
    """Return how long a deed has a processor, all threads together."""
    start = time.process_time()
    deed()
    return (time.process_time() - start) * 1000


def raise_orders(engine: Engine, number: int, moment: Moment) -> None:
    """Raise and determine so many orders, each in a building of its own, within the hour before the moment."""
    with Session(engine) as session:
        session.add(GoLive(live_from=moment.now - timedelta(days=1), actor="bench", recorded_at=moment.now))
        chief = _chief(session, moment)
        taken = select(SafetyOrder.building_id).where(SafetyOrder.next_due_at.is_not(None))
        buildings = session.scalars(select(Building).where(Building.id.not_in(taken)).order_by(Building.id)).all()
        for place, building in enumerate(buildings[:number]):
            at = replace(moment, now=moment.now - timedelta(seconds=3600 * (number - place) / number))
            words = {"words": "A column is cracked.", "factories": []}
            cause = Cause(CauseKind.DECISION, OrderKind.EVACUATION, Discipline.STRUCTURAL, building, **words)
            order = raising.raise_or_join(session, cause, who=chief, moment=at)
            deeds.determine(session, order, who=chief, moment=at)
            session.commit()


def _chief(session: Session, moment: Moment) -> Visitor:
    recorded = {"actor": "bench", "recorded_at": moment.now}
    role = RoleHeld(role=Role.CHIEF_SAFETY_OFFICER, from_on=moment.today - timedelta(days=9), **recorded)
    chief = Person(email="bench-chief@example.org", name="The chief", roles=[role], **recorded)
    session.add(chief)
    session.flush()
    return visitor(session, chief, moment=moment)


def count(engine: Engine, moment: Moment) -> int:
    """Return how many orders are due: the yardstick."""
    with reading(engine) as session:
        return session.scalar(select(func.count(SafetyOrder.id)).where(SafetyOrder.next_due_at <= moment.now)) or 0


def nothing_due(place: Workplace, moment: Moment, rounds: int) -> bool:
    """Print what is asked each minute where nothing is due, and return whether it is within its bound."""
    assert count(place.engine, moment) == 0
    loaded: Counter[str] = Counter()
    event.listen(SafetyOrder, "load", lambda _order, _context: loaded.update(["order"]))
    asked = {
        "the yardstick, one SELECT count(*)": lambda: count(place.engine, moment),
        "what is asked each minute": lambda: run(place, ORDERS, moment=moment),
        "the sweep itself, were it called all the same": lambda: ORDERS.work(place, moment),
    }
    for deed in asked.values():
        deed()
    gc.collect()
    before = _peak_mb()
    times: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(rounds):
        for name, deed in asked.items():
            times[name].append(processor_ms(deed))
    yardstick, *others = (statistics.median(each) for each in times.values())
    for name, found in times.items():
        print(f"  {name:50}{statistics.median(found):7.2f} ms, {statistics.median(found) / yardstick:.2f} times")
    both = (ORDERS, LETTERS)
    whole = [
        processor_ms(lambda later=later: tick(place, moment=_later(moment, minutes=later), jobs=both))
        for later in range(1, 11)
    ]
    print(f"  a round of the clockwork, with its locks and its beat {statistics.median(whole):4.1f} ms")
    print(f"  {loaded['order']} orders loaded; the process has grown by {_peak_mb() - before:.1f} MB")
    return max(others) <= RATIO_BOUND * yardstick and not loaded


def due(place: Workplace, moment: Moment, number: int) -> None:
    """Print what a sweep costs where so many orders are due."""
    with reading(place.engine) as session:
        query = select(SafetyOrder.next_due_at).where(SafetyOrder.next_due_at > moment.now)
        instants = session.scalars(query.order_by(SafetyOrder.next_due_at).limit(number)).all()
    then = Moment(instants[-1], moment.zone)
    loaded: Counter[str] = Counter()
    event.listen(SafetyOrder, "load", lambda _order, _context: loaded.update(["order"]))
    held: list[float] = []
    event.listen(place.engine, "begin", lambda connection: _begun(held, connection))
    event.listen(place.engine, "checkin", lambda _connection, _record: _ended(held))
    before, written = _peak_mb(), _written(place.engine)
    wall = time.perf_counter()
    worked = processor_ms(lambda: ORDERS.work(place, then))
    wall = (time.perf_counter() - wall) * 1000
    reminders, letters = (after - had for after, had in zip(_written(place.engine), written, strict=True))
    print(f"{len(instants)} orders due: {reminders} reminders and {letters} letters written in", end="")
    print(f" {worked:.0f} ms of processor ({wall:.0f} ms),", end="")
    print(f" {worked / reminders:.1f} ms an order, {worked / letters:.2f} ms a letter")
    print(f"  {loaded['order']} orders loaded; the pen held {max(held):.0f} ms at most at a time,", end="")
    print(f" {statistics.median(held):.0f} ms in the middle; grown by {_peak_mb() - before:.1f} MB")


def _begun(held: list[float], connection: object) -> None:
    if not connection.get_execution_options().get("reads_only"):  # type: ignore[attr-defined]
        held.append(-time.perf_counter() * 1000)


def _ended(held: list[float]) -> None:
    if held and held[-1] < 0:
        held[-1] += time.perf_counter() * 1000


def _written(engine: Engine) -> tuple[int, int]:
    with reading(engine) as session:
        return tuple(session.scalar(select(func.count(each))) or 0 for each in (OrderReminder.id, Notice.id))  # type: ignore[return-value]


def _later(moment: Moment, **passed: float) -> Moment:
    return replace(moment, now=moment.now + timedelta(**passed))


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(folder: Path, database: Path, *, orders: int, number: int, rounds: int) -> bool:
    """Print it all, and return whether it is within its bounds."""
    copy(database, folder / "instance")
    settings = load_settings({"ACCORD_INSTANCE": str(folder / "instance")})
    engine = open_engine(settings.database_url)
    migrate(engine)
    moment = Moment(datetime.now(UTC), DHAKA)
    place = Workplace(settings, engine, lambda: moment.now)
    with reading(engine) as session:
        stood = session.scalar(select(func.count(SafetyOrder.id)).where(SafetyOrder.next_due_at.is_not(None)))
        print(f"{session.scalar(select(func.count(Hazard.id))):,} hazards; {stood} orders stand open already")
    raise_orders(engine, orders, moment)
    ORDERS.work(place, moment)  # what the simulated programme has left undone
    while LETTERS.foresee(place, moment):
        LETTERS.work(place, moment)
    print(f"{orders} orders more are open; nothing is due:")
    is_good = nothing_due(place, moment, rounds)
    due(place, moment, number)
    engine.dispose()
    return is_good


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--orders", type=int, default=500)
    parser.add_argument("--due", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made_here:
        found = measure(Path(made_here), given.database, orders=given.orders, number=given.due, rounds=given.rounds)
    sys.exit(0 if found else 1)
