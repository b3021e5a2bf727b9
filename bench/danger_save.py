"""How much longer the save of a hazard takes when it raises an order, and what it takes to determine one.

    accord simulate --factories 2000            # in an instance of its own
    python bench/danger_save.py INSTANCE/accord.sqlite [--times 30]

The database is copied first, and buildings are added in it, each with five factories that forty signatories buy from. A
hazard without danger and one that raises an order are saved turn by turn through the application itself, each order in
a building of its own; measured is the request that saves, after the one that shows what would be set off.
"""

import argparse
import re
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desk_save import DHAKA, copy
from flask.testing import FlaskClient
from people_at_once import TYPED
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.app import create_app
from accord.casework.desk import sign_in
from accord.config import load_settings
from accord.gateways.garbage import leave_what_stands
from accord.records.base import open_engine
from accord.records.clockwork import GoLive
from accord.records.factory import Building, Factory, Occupant, Signatory, Sourcing
from accord.records.inspection import Inspection
from accord.records.notice import Notice
from accord.records.order import SafetyOrder
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, InspectionKind, Source
from accord.schema import migrate
from accord.web.signed_in import COOKIE

OCCUPANTS, SIGNATORIES = 5, 40
BOUND_MS = 60.0


@dataclass
class Times:
    """How long a request took, again and again."""

    wall: list[float]
    processor: list[float]

    def take(self, deed: Callable[[], object]) -> None:
        """Measure it once."""
        wall, processor = time.perf_counter(), time.process_time()
        deed()
        self.processor.append((time.process_time() - processor) * 1000)
        self.wall.append((time.perf_counter() - wall) * 1000)

    def tell(self, name: str) -> None:
        """Print the middle and the slowest of twenty."""
        print(f"  {name:42}", end="")
        for what, found in (("wall", self.wall), ("processor", self.processor)):
            print(f"  {what} p50 {statistics.median(found):6.1f} p95 {p95(found):6.1f} ms", end="")
        print()


def p95(found: list[float]) -> float:
    """Return what 95 of 100 took at most."""
    return statistics.quantiles(found, n=20)[-1]


def a_programme(session: Session, houses: int, moment: Moment) -> tuple[list[int], dict[str, str]]:
    """Write so many buildings full of people; return an inspection in each, and the words of who is signed in."""
    recorded = {"actor": "bench", "recorded_at": moment.now}
    session.add(GoLive(live_from=moment.now - timedelta(days=1), **recorded))
    brands = [Signatory(name=f"Bench brand {number}") for number in range(SIGNATORIES)]
    session.add_all(brands)
    session.flush()
    first = (session.scalar(select(func.max(Factory.number))) or 0) + 1
    inspections = []
    for house in range(houses):
        factories = [Factory(number=first + house * OCCUPANTS + place, name="Bench Ltd.") for place in range(OCCUPANTS)]
        building = Building(name=f"Bench block {house}", occupants=[Occupant(factory=each) for each in factories])
        inspection = Inspection(
            factory=factories[0], discipline=Discipline.STRUCTURAL, kind=InspectionKind.SPECIAL, source=Source.DESK,
            inspected_on=moment.today, recorded_at=moment.now,
        )  # fmt: skip
        bought = {"from_on": date(2020, 1, 1), "recorded_at": moment.now}
        session.add_all(Sourcing(signatory=brand, factory=each, **bought) for brand in brands for each in factories)
        session.add_all([building, inspection])
        session.flush()
        inspections.append(inspection.id)
    tokens = {}
    for role, discipline in ((Role.ENGINEER, Discipline.STRUCTURAL), (Role.CHIEF_SAFETY_OFFICER, None)):
        held = RoleHeld(role=role, discipline=discipline, from_on=date(2010, 1, 1), **recorded)
        person = Person(email=f"bench-{role}@example.org", name=f"Bench {role}", roles=[held], **recorded)
        session.add(person)
        session.flush()
        tokens[role.value] = sign_in.begin(session, person, device="bench", moment=moment)
    session.commit()
    return inspections, tokens


def save(browser: FlaskClient, inspection_id: int, times: Times, *, is_danger: bool) -> None:
    """Save a hazard, measuring the request that does so."""
    address = f"/desk/inspections/{inspection_id}/hazards/new"
    severity = "severe_and_imminent" if is_danger else "high"
    typed = TYPED | {"key": secrets.token_hex(8), "category": "", "severity": severity}
    if is_danger:
        shown = browser.post(address, data=typed).text
        typed |= {"confirmed": re.search(r'name="confirmed" value="([^"]+)"', shown)[1]}  # type: ignore[index]
    times.take(lambda: _done(browser, address, typed))


def _done(browser: FlaskClient, address: str, typed: dict[str, str]) -> None:
    answer = browser.post(address, data=typed)
    assert answer.status_code == 303, answer.text
    browser.delete_cookie("accord_form")  # the next page takes the message out of it


def measure(folder: Path, database: Path, times: int) -> bool:
    """Print the times, and return whether an order adds no more than it may."""
    copy(database, folder / "instance")
    settings = load_settings({"ACCORD_INSTANCE": str(folder / "instance")})
    engine = open_engine(settings.database_url)
    migrate(engine)
    moment = Moment(datetime.now(UTC), DHAKA)
    warm = 3
    with Session(engine) as session:
        inspections, tokens = a_programme(session, times + warm, moment)
        last = session.scalar(select(func.max(SafetyOrder.id))) or 0
    app = create_app(settings, now=lambda: moment.now)
    app.config["WTF_CSRF_ENABLED"] = False
    engineer, chief = app.test_client(), app.test_client()
    engineer.set_cookie(COOKIE, tokens[Role.ENGINEER])
    chief.set_cookie(COOKIE, tokens[Role.CHIEF_SAFETY_OFFICER])
    plain, danger, determined = (Times([], []) for _ in range(3))
    leave_what_stands()
    for place, inspection_id in enumerate(inspections):
        if place == warm:
            plain, danger = (Times([], []) for _ in range(2))
        save(engineer, inspection_id, plain, is_danger=False)
        save(engineer, inspection_id, danger, is_danger=True)
    with Session(engine) as session:
        ids = session.scalars(select(SafetyOrder.id).where(SafetyOrder.id > last).order_by(SafetyOrder.id)).all()
    assert len(ids) == len(inspections)
    for place, order_id in enumerate(ids):
        if place == warm:  # the first one writes the whole snapshot, which is not there
            determined = Times([], [])
        determined.take(lambda order_id=order_id: _done(chief, f"/desk/orders/{order_id}/determined", {}))
    with Session(engine) as session:
        letters = session.scalar(select(func.count(Notice.id)).where(Notice.order_id == ids[-1])) or 0
    engine.dispose()
    plain.tell("a hazard")
    danger.tell("a hazard that raises an order")
    determined.tell(f"an order determined ({letters} letters of both)")
    more = p95(danger.wall) - p95(plain.wall), p95(danger.processor) - p95(plain.processor)
    print(f"an order adds {more[0]:.1f} ms (p95, wall) and {more[1]:.1f} ms (p95, processor) to the save, ", end="")
    print(f"bound {BOUND_MS:g} ms")
    return max(more) <= BOUND_MS


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--times", type=int, default=30)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made_here:
        is_good = measure(Path(made_here), given.database, given.times)
    sys.exit(0 if is_good else 1)
