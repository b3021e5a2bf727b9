"""The programme over time, from the stretches of the snapshot."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from accord.gateways.snapshot.rows import Past
from accord.rules.disclosure import covered_stretches
from accord.rules.series import MonthlyChange, SeriesPoint, Unit, series_of
from accord.rules.vocabulary import Status

CHANGES = """
SELECT factory, CAST(substr(from_on, 1, 4) AS INTEGER) * 12 + CAST(substr(from_on, 6, 2) AS INTEGER) - 1,
       before, status, is_first, count(*)
FROM state
WHERE NOT is_shared AND origin = 'initial' AND from_on <= :until AND (is_first OR before IS NOT status)
GROUP BY 1, 2, 3, 4, 5
"""
SHARED_CHANGES = """
SELECT hazard, factory, CAST(substr(from_on, 1, 4) AS INTEGER) * 12 + CAST(substr(from_on, 6, 2) AS INTEGER) - 1,
       before, status, is_first, 1
FROM state
WHERE is_shared AND origin = 'initial' AND from_on <= :until AND (is_first OR before IS NOT status)
"""


def series(connection: Connection, pasts: Mapping[int, Past], *, until: date) -> tuple[SeriesPoint, ...]:
    """Return the months of the programme up to that day: its initial hazards, by what the snapshot holds now."""
    asked = {"until": until.isoformat()}
    covered = {number: covered_stretches(past.coverage_changes) for number, past in pasts.items()}
    units = [
        *_units(connection.execute(text(CHANGES), asked)),
        *_shared(connection.execute(text(SHARED_CHANGES), asked)),
    ]
    return series_of(units, covered=covered, until=until)


def _units(rows: Iterable[Any]) -> list[Unit]:
    changes: dict[int, list[MonthlyChange]] = defaultdict(list)
    for factory, *change in rows:
        changes[factory].append(_change(*change))
    return [Unit(frozenset({factory}), tuple(of_it)) for factory, of_it in changes.items()]


def _shared(rows: Iterable[Any]) -> list[Unit]:
    factories: dict[str, set[int]] = defaultdict(set)
    changes: dict[str, dict[int, list[MonthlyChange]]] = defaultdict(lambda: defaultdict(list))
    for hazard, factory, *change in rows:
        factories[hazard].add(factory)
        changes[hazard][factory].append(_change(*change))
    # Each factory's rows say the same of a hazard that it shares: those of one of them are enough.
    return [Unit(frozenset(sharing), tuple(changes[hazard][min(sharing)])) for hazard, sharing in factories.items()]


def _change(month: int, before: str | None, status: str | None, is_first: int, count: int) -> MonthlyChange:
    return MonthlyChange(
        month,
        Status(before) if before else None,
        status=Status(status) if status else None,
        is_found=bool(is_first),
        count=count,
    )
