"""The programme over time, from the stretches of the snapshot."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Connection, text

from accord.gateways.snapshot.kept import Kept
from accord.gateways.snapshot.rows import Past, only_these
from accord.rules.figures.series import (
    MonthlyChange,
    SeriesPoint,
    Unit,
    effects_of,
    effects_of_factory,
    frame_of,
    points_of,
)
from accord.rules.public.disclosure import covered_stretches
from accord.rules.vocabulary import Status

MONTH = "CAST(substr(from_on, 1, 4) AS INTEGER) * 12 + CAST(substr(from_on, 6, 2) AS INTEGER) - 1"
CHANGES = f"""
SELECT factory, {MONTH} AS month, before, status, is_first, count(*) FROM state
WHERE NOT is_shared AND origin = 'initial' AND from_on <= :until AND (is_first OR before IS NOT status) {{only}}
GROUP BY factory, month, before, status, is_first ORDER BY factory, month
"""  # noqa: S608  words of ours
SHARED_CHANGES = f"""
SELECT hazard, factory, {MONTH}, before, status, is_first, 1 FROM state
WHERE is_shared AND origin = 'initial' AND from_on <= :until AND (is_first OR before IS NOT status)
"""  # noqa: S608  words of ours

STATUSES: dict[str | None, Status | None] = {None: None, **{status.value: status for status in Status}}

Changes = Mapping[int, tuple[MonthlyChange, ...]]
"""What changed in each factory's own initial hazards, the earliest first."""


def read_changes(connection: Connection, until: date, only: Collection[int] | None) -> Changes:
    """Return the changes of these factories' own hazards, or those of all, in one query."""
    changes: dict[int, list[MonthlyChange]] = defaultdict(list)
    which, asked = only_these(only)
    for factory, *change in connection.execute(text(CHANGES.format(only=which)), asked | {"until": until.isoformat()}):
        changes[factory].append(_change(*change))
    return {factory: tuple(of_it) for factory, of_it in changes.items()}


def read_shared_units(connection: Connection, *, until: date) -> list[Unit]:
    """Return the hazards that several factories share, each by itself, in one query."""
    factories: dict[str, set[int]] = defaultdict(set)
    changes: dict[str, dict[int, list[MonthlyChange]]] = defaultdict(lambda: defaultdict(list))
    for hazard, factory, *change in connection.execute(text(SHARED_CHANGES), {"until": until.isoformat()}):
        factories[hazard].add(factory)
        changes[hazard][factory].append(_change(*change))
    # Each factory's rows say the same of a hazard that it shares: those of one of them are enough.
    return [Unit(frozenset(sharing), tuple(changes[hazard][min(sharing)])) for hazard, sharing in factories.items()]


def series_of(
    changes: Changes, shared: Collection[Unit], pasts: Mapping[int, Past], *, until: date, kept: Kept
) -> tuple[SeriesPoint, ...]:
    """Return the months of the programme up to that day: its initial hazards, by what the snapshot holds now."""
    months = [of_it[0].month for of_it in changes.values()]
    months += [change.month for unit in shared for change in unit.changes]
    if not months:
        return ()
    frame = frame_of(min(months), until)
    covered = kept.derived(
        "covered",
        {number: (past.coverage_changes,) for number, past in pasts.items()},
        lambda number: tuple(covered_stretches(pasts[number].coverage_changes)),
    )
    own = kept.derived(
        ("effects", frame),
        {number: (of_it, covered.get(number, ())) for number, of_it in changes.items()},
        lambda number: effects_of(Unit(frozenset({number}), changes[number]), [covered.get(number, ())], frame),
    )
    numbers = changes.keys() | {number for unit in shared for number in unit.factories}
    themselves = kept.derived(
        ("factories", frame),
        {number: (covered.get(number, ()),) for number in numbers},
        lambda number: effects_of_factory(covered.get(number, ()), frame),
    )
    parts = (
        kept.total(("effects", frame), own),
        kept.total(("factories", frame), themselves),
        *(effects_of(unit, [covered.get(number, ()) for number in unit.factories], frame) for unit in shared),
    )
    return points_of(parts, frame)


def _change(month: int, before: str | None, status: str | None, is_first: int, count: int) -> MonthlyChange:
    return MonthlyChange(month, STATUSES[before], status=STATUSES[status], is_found=bool(is_first), count=count)
