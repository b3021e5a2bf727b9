"""Counts a programme anew from its rows, in plain SQL and Python: nothing here comes from `accord`.

What the program says of itself is held against it, in tests and in `bench/simulate.py`.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Dhaka")
COVERED = ("active", "independent")
DISCIPLINES = ("structural", "fire", "electrical")


@dataclass
class Counted:
    """What is counted of a set of hazards on a day."""

    initial: Counter = field(default_factory=Counter)
    new: Counter = field(default_factory=Counter)
    overdue: int = 0
    no_date: int = 0
    reopened: int = 0

    def as_object(self) -> dict:
        """Return the counts as the progress object says them."""
        return {
            "initial": tally(self.initial),
            "new": tally(self.new),
            "overdue": self.overdue,
            "no_date": self.no_date,
            "reopened": self.reopened,
        }


@dataclass
class HazardOn:
    """A hazard on a day: with the factories it counts for."""

    origin: str
    discipline: str
    category: str
    status: str
    due: str | None
    reopened: int
    factories: tuple[int, ...]


def tally(counts: Mapping[str, int]) -> dict:
    """Return counts and both rates, rounded down."""
    words = ("corrected", "pending_verification", "in_progress", "withdrawn")
    said = {word: counts.get(word, 0) for word in words}
    applicable = said["corrected"] + said["pending_verification"] + said["in_progress"]
    reported = said["corrected"] + said["pending_verification"]
    return said | {
        "applicable": applicable,
        "unknown": 0,
        "verified_percent": percent(said["corrected"], applicable),
        "reported_percent": percent(reported, applicable),
    }


def percent(part: int, whole: int) -> float | None:
    return (part * 10_000 // whole) / 100 if whole else None


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        yield connection


def end_of(day: date) -> str:
    """Return the first instant after the day in Dhaka, as it is stored."""
    there = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=ZONE)
    return there.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M:%S.%f")


def covered_on(connection: sqlite3.Connection, day: date) -> set[int]:
    """Return the ids of the factories covered on that day, as recorded by its end."""
    last: dict[int, str] = {}
    query = (
        "SELECT factory_id, coverage FROM coverage_change WHERE from_on <= ? AND recorded_at < ? "
        "ORDER BY factory_id, from_on, id"
    )
    for factory, coverage in connection.execute(query, (day.isoformat(), end_of(day))):
        last[factory] = coverage
    return {factory for factory, coverage in last.items() if coverage in COVERED}


def hazards_on(connection: sqlite3.Connection, day: date) -> list[HazardOn]:
    """Return every hazard on record on that day."""
    known = (day.isoformat(), end_of(day))
    links = defaultdict(list)
    for hazard, factory in connection.execute(
        "SELECT hazard_id, factory_id FROM hazard_factory WHERE recorded_at < ?", known[1:]
    ):
        links[hazard].append(factory)
    events = defaultdict(list)
    for hazard, status in connection.execute(
        "SELECT hazard_id, status FROM hazard_event WHERE effective_on <= ? AND recorded_at < ? "
        "ORDER BY effective_on, id",
        known,
    ):
        events[hazard].append(status)
    dues = dict(
        connection.execute(
            "SELECT hazard_id, due_on FROM deadline WHERE holds_from <= ? AND recorded_at < ? ORDER BY holds_from, id",
            known,
        )
    )
    found = connection.execute(
        "SELECT id, origin, discipline, category FROM hazard WHERE found_on <= ? AND recorded_at < ?", known
    )
    return [
        HazardOn(
            origin,
            discipline,
            category,
            status=events[id_][-1],
            due=dues.get(id_),
            reopened=sum(pair == ("corrected", "in_progress") for pair in pairwise(events[id_])),
            factories=tuple(links[id_]),
        )
        for id_, origin, discipline, category in found
    ]


def counted(hazards: list[HazardOn], day: date) -> Counted:
    """Count hazards, each once."""
    result = Counted()
    for hazard in hazards:
        (result.initial if hazard.origin == "initial" else result.new)[hazard.status] += 1
        result.overdue += hazard.status == "in_progress" and hazard.due is not None and hazard.due < day.isoformat()
        result.no_date += hazard.status in ("in_progress", "pending_verification") and hazard.due is None
        result.reopened += hazard.reopened > 0
    return result


def programme_on(connection: sqlite3.Connection, day: date) -> Counted:
    """Count the hazards of the factories covered on that day."""
    covered = covered_on(connection, day)
    return counted([hazard for hazard in hazards_on(connection, day) if covered & set(hazard.factories)], day)


def statuses_on(connection: sqlite3.Connection, day: date) -> dict[int, str]:
    """Return the remediation status of every factory by its id."""
    until = (day.isoformat(),)
    of_factory = defaultdict(list)
    for hazard in hazards_on(connection, day):
        for factory in hazard.factories:
            of_factory[factory].append(hazard)
    stages = "SELECT factory_id, stage FROM stage_change WHERE effective_on <= ? ORDER BY effective_on, id"
    stage = dict(connection.execute(stages, until))
    inspected = _disciplines(
        connection.execute(
            "SELECT factory_id, discipline FROM inspection WHERE kind = 'initial' AND inspected_on <= ?", until
        )
    )
    approved = _disciplines(
        connection.execute(
            "SELECT factory_id, discipline FROM cap_version WHERE approved_on <= ? "
            "AND state IN ('technically_approved', 'finance_plan_agreed')",
            until,
        )
    )
    recognised = {row[0] for row in connection.execute("SELECT factory_id FROM recognition")}
    return {
        factory: _status(
            counted(of_factory[factory], day),
            stage.get(factory, 0),
            inspected=inspected[factory],
            approved=approved[factory],
            is_recognised=factory in recognised,
        )
        for (factory,) in connection.execute("SELECT id FROM factory")
    }


def _disciplines(rows: Iterable[tuple[int, str]]) -> defaultdict[int, set[str]]:
    found = defaultdict(set)
    for factory, discipline in rows:
        found[factory].add(discipline)
    return found


def _status(figures: Counted, stage: int, *, inspected: set[str], approved: set[str], is_recognised: bool) -> str:
    initial = tally(figures.initial)
    if stage == 3:
        return "ineligible"
    if not inspected:
        return "not_inspected"
    if not set(DISCIPLINES) <= inspected & approved:
        return "cap_pending"
    if is_recognised and initial["corrected"] == initial["applicable"]:
        return "initial_cap_completed"
    return "behind_schedule" if figures.overdue else "on_track"
