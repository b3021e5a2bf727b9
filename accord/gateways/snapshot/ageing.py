"""The ages of overdue and of waiting hazards on one day, from the stretches of the snapshot."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import chain

from sqlalchemy import Connection, text

from accord.gateways.snapshot.figures import ON_THE_DAY
from accord.gateways.snapshot.rows import only_these
from accord.rules.figures.ageing import Ageing, bands_of
from accord.rules.figures.progress import HazardOnDay, is_overdue

OVERDUE = f"""
SELECT factory, due_on, count(*) FROM state
WHERE NOT is_shared AND status = 'in_progress' AND due_on < :day AND {ON_THE_DAY} {{only}}
GROUP BY factory, due_on
"""  # noqa: S608  words of ours
WAITING = f"""
SELECT factory, since, count(*), coalesce(sum(due_on < since), 0) FROM (
    SELECT {{by}} AS factory, now.hazard, max(began.from_on) AS since, began.due_on AS due_on
    FROM (SELECT factory, hazard, from_on FROM state
          WHERE {{which}} AND status = 'pending_verification' AND {ON_THE_DAY}) AS now
    JOIN state AS began
    ON began.factory = now.factory AND began.hazard = now.hazard AND began.from_on <= now.from_on
    AND began.status = 'pending_verification' AND (began.is_first OR began.before IS NOT 'pending_verification')
    GROUP BY 1, now.hazard
) GROUP BY 1, 2
"""  # noqa: S608  words of ours
"""A new date cuts a stretch in two and begins no new wait: it began where another status ended. With the latest such
day SQLite gives the date that was agreed then."""

Age = tuple[str, str]
"""What is counted (one of the three below), and since when it is so: a day as it stands in the snapshot."""

LATE, WAITS, REPORTED_LATE = "late", "waits", "reported_late"


def read_ages(connection: Connection, as_of: date, only: Collection[int] | None) -> dict[int, Mapping[Age, int]]:
    """Return of these factories, or of all, the ages of hazards of their own on that day, in two queries."""
    which, asked = only_these(only)
    asked |= {"day": as_of.isoformat()}
    found: dict[int, dict[Age, int]] = defaultdict(dict)
    for factory, due_on, count in connection.execute(text(OVERDUE.format(only=which)), asked):
        found[factory][LATE, due_on] = count
    waiting = WAITING.format(by="now.factory", which=f"NOT is_shared {which}")
    for factory, since, count, too_late in connection.execute(text(waiting), asked):
        found[factory][WAITS, since] = count
        found[factory][REPORTED_LATE, since] = too_late
    return dict(found)


def read_shared_ages(
    connection: Connection, shared: Iterable[HazardOnDay], factories: Iterable[int], *, as_of: date
) -> Mapping[Age, int]:
    """Return the ages of the hazards that these factories share with others, each counted once, in one query."""
    found: Counter[Age] = Counter(
        (LATE, hazard.due_on.isoformat())
        for hazard in shared
        if hazard.due_on and is_overdue(hazard.status, hazard.due_on, as_of)
    )
    # The plus keeps SQLite from going through all hazards of all these factories: few of them are shared.
    which, asked = only_these(tuple(factories), column="+factory")
    waiting = WAITING.format(by="0", which=f"is_shared {which}")
    for _, since, count, too_late in connection.execute(text(waiting), asked | {"day": as_of.isoformat()}):
        found[WAITS, since] = count
        found[REPORTED_LATE, since] = too_late
    return found


def ageing_of(counts: Iterable[Mapping[Age, int]], *, as_of: date) -> Ageing:
    """Return the ages of all these hazards together."""
    days: dict[str, Counter[int]] = {LATE: Counter(), WAITS: Counter(), REPORTED_LATE: Counter()}
    for (what, since), count in chain.from_iterable(each.items() for each in counts):
        days[what][(as_of - date.fromisoformat(since)).days] += count
    return Ageing(
        overdue=bands_of(days[LATE], first_days=1),
        waiting=bands_of(days[WAITS], first_days=0),
        reported_late=days[REPORTED_LATE].total(),
    )
