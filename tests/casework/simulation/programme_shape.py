"""The figures of a programme beside the published ones. Source of what was published: DOMAIN.md section 12."""

import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from casework.simulation.recount import covered_on, hazards_on, percent, statuses_on, tally


@dataclass(frozen=True)
class Figure:
    """A figure as it was published and how far a simulated one may lie from it."""

    published: float
    least: float
    most: float


def share(part: float, whole: float, *, within: float) -> Figure:
    """Return a share in percent that may be this many points off."""
    published = 100 * part / whole
    return Figure(published, published - within, published + within)


PUBLISHED = {
    "hazards per factory": Figure(75, 54, 75),
    "initial of all hazards, %": share(103_846, 150_000, within=6),
    "workers per factory": Figure(1250, 1100, 1400),
    "visits per factory": Figure(20, 16, 24),
    "days between follow-ups, median": Figure(122, 90, 150),
    "follow-ups structural, %": Figure(22, 19, 25),
    "follow-ups electrical, %": Figure(40, 37, 43),
    "follow-ups fire, %": Figure(38, 35, 41),
    "initial reported or verified, %": Figure(91, 88, 94),
    "completed, %": share(273, 1618, within=2.5),
    "over 90 %, %": share(1173, 1618, within=5),
    "behind schedule, %": share(1101, 1618, within=4),
    "ineligible, %": share(167, 1618, within=2.5),
    "buildings evacuated, % of inspected": share(63, 1618, within=1.5),
    "load reductions, % of inspected": share(200, 1618, within=3),
    "gates outstanding, %": Figure(100 * 21 / 1255, 0, 6),
    "stair enclosures outstanding, %": Figure(100 * 239 / 1188, 8, 32),
    "factories with alarm not verified, %": Figure(100 * 1361 / 1618, 65, 95),
}


def shape(connection: sqlite3.Connection, day: date) -> dict[str, float]:
    """Return each figure of `PUBLISHED` as the programme has it on that day, after its own rows."""
    covered = covered_on(connection, day)
    statuses = statuses_on(connection, day)
    inspected = {factory for factory in covered if statuses[factory] != "not_inspected"}
    ever_inspected = _one(connection, "SELECT count(DISTINCT factory_id) FROM inspection WHERE kind = 'initial'")
    hazards = hazards_on(connection, day)
    of_covered = [hazard for hazard in hazards if covered & set(hazard.factories)]
    of_factory = defaultdict(Counter)
    for hazard in hazards:
        for factory in hazard.factories:
            if hazard.origin == "initial":
                of_factory[factory][hazard.status] += 1
    over_90 = sum((tally(of_factory[factory])["reported_percent"] or 0) > 90 for factory in inspected)
    factories = _one(connection, "SELECT count(*) FROM factory")
    initial = [hazard for hazard in of_covered if hazard.origin == "initial"]
    state = Counter(statuses[factory] for factory in inspected)
    follow_ups = _counts(connection, "SELECT discipline, count(*) FROM inspection WHERE kind = 'follow_up' GROUP BY 1")
    without_alarm = {
        factory
        for hazard in initial
        if hazard.category == "alarm_and_detection" and hazard.status in ("in_progress", "pending_verification")
        for factory in hazard.factories
    }
    orders = _counts(connection, "SELECT kind, count(*) FROM safety_order GROUP BY 1")
    return {
        "hazards per factory": len(hazards) / factories,
        "initial of all hazards, %": _percent(sum(h.origin == "initial" for h in hazards), len(hazards)),
        "workers per factory": _one(connection, "SELECT avg(workers) FROM factory"),
        "visits per factory": _one(connection, "SELECT count(*) FROM inspection") / factories,
        "days between follow-ups, median": _gap(connection),
        "follow-ups structural, %": _percent(follow_ups["structural"], follow_ups.total() - follow_ups["boiler"]),
        "follow-ups electrical, %": _percent(follow_ups["electrical"], follow_ups.total() - follow_ups["boiler"]),
        "follow-ups fire, %": _percent(follow_ups["fire"], follow_ups.total() - follow_ups["boiler"]),
        "initial reported or verified, %": tally(Counter(h.status for h in initial))["reported_percent"],
        "completed, %": _percent(state["initial_cap_completed"], len(inspected)),
        "over 90 %, %": _percent(over_90, len(inspected)),
        "behind schedule, %": _percent(state["behind_schedule"], len(inspected)),
        "ineligible, %": _percent(state["ineligible"], len(inspected)),
        "buildings evacuated, % of inspected": _percent(orders["evacuation"], ever_inspected),
        "load reductions, % of inspected": _percent(orders["load_reduction"], ever_inspected),
        "gates outstanding, %": _outstanding(initial, "lockable_or_collapsible_gates"),
        "stair enclosures outstanding, %": _outstanding(initial, "stair_enclosure"),
        "factories with alarm not verified, %": _percent(len(without_alarm & inspected), len(inspected)),
    }


def _one(connection: sqlite3.Connection, query: str) -> float:
    return connection.execute(query).fetchone()[0]


def _counts(connection: sqlite3.Connection, query: str) -> Counter:
    return Counter(dict(connection.execute(query)))


def _percent(part: int, whole: int) -> float:
    return percent(part, whole) or 0.0


def _outstanding(hazards: list, category: str) -> float:
    applicable = [hazard for hazard in hazards if hazard.category == category and hazard.status != "withdrawn"]
    return _percent(sum(hazard.status == "in_progress" for hazard in applicable), len(applicable))


def _gap(connection: sqlite3.Connection) -> float:
    days = defaultdict(list)
    for factory, discipline, day in connection.execute(
        "SELECT factory_id, discipline, inspected_on FROM inspection WHERE kind = 'follow_up' ORDER BY inspected_on"
    ):
        days[factory, discipline].append(date.fromisoformat(day))
    return median((after - before).days for of_one in days.values() for before, after in pairwise(of_one))
