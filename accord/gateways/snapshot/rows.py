"""Turns rows of the public snapshot back into the classes of the allow-list, and into what the rules count."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Select, Table, select

from accord.gateways.snapshot import tables
from accord.rules.coverage import coverage_on
from accord.rules.disclosure import (
    ApprovalDisclosed,
    CoverageDisclosed,
    InspectionDisclosed,
    RecognitionDisclosed,
    StageDisclosed,
    recognised_on,
    stage_on,
)
from accord.rules.factory_status import INELIGIBLE_STAGE, Standing
from accord.rules.unpublished import UnpublishedDisclosed, unpublished_on
from accord.rules.vocabulary import Coverage, InspectionKind

Disclosed = TypeVar("Disclosed")
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Past:
    """What stands on record of a factory besides its hazards: enough to say how it stood on any day."""

    inspections: tuple[InspectionDisclosed, ...]
    approvals: tuple[ApprovalDisclosed, ...]
    recognitions: tuple[RecognitionDisclosed, ...]
    coverage_changes: tuple[CoverageDisclosed, ...]
    stages: tuple[StageDisclosed, ...]
    unpublished: tuple[UnpublishedDisclosed, ...] = ()
    """Hazards that no edition shows yet, by the days from which so many stand in the way of the status."""

    def standing(self, as_of: date) -> Standing:
        """Return how the factory stood on that day, its hazards apart."""
        unpublished = unpublished_on(self.unpublished, as_of=as_of)
        return Standing(
            is_ineligible=stage_on(self.stages, as_of=as_of) == INELIGIBLE_STAGE,
            inspected=frozenset(
                visit.discipline
                for visit in self.inspections
                if visit.kind is InspectionKind.INITIAL and visit.inspected_on <= as_of
            ),
            approved=frozenset(plan.discipline for plan in self.approvals if plan.approved_on <= as_of),
            is_recognised=recognised_on(self.recognitions, as_of=as_of) is not None,
            unpublished_open=unpublished.initial_open,
            unpublished_overdue=unpublished.overdue,
        )

    def coverage(self, as_of: date) -> Coverage | None:
        """Return the coverage on that day, or None before there was any."""
        return coverage_on(self.coverage_changes, as_of=as_of)


PARTS: tuple[tuple[str, Table, type], ...] = (
    ("inspections", tables.inspection, InspectionDisclosed),
    ("approvals", tables.approval, ApprovalDisclosed),
    ("recognitions", tables.recognition, RecognitionDisclosed),
    ("coverage_changes", tables.coverage_change, CoverageDisclosed),
    ("stages", tables.stage, StageDisclosed),
    ("unpublished", tables.unpublished, UnpublishedDisclosed),
)


@cache
def names_of(kind: Hashable) -> tuple[str, ...]:
    """Return the names of the fields of an allow-listed class."""
    return tuple(field.name for field in fields(cast(Any, kind)))


def disclosed(kind: type[Disclosed], row: Row, **given: Any) -> Disclosed:
    """Return an allow-listed object from a row; lists of words or numbers become tuples."""
    values = {name: row[name] for name in names_of(cast(Hashable, kind)) if name not in given}
    told = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return kind(**told, **given)


def grouped(connection: Connection, table: Table, *, only: Select[Any]) -> dict[str, list[Row]]:
    """Return the rows that belong to these hazards, by hazard key, in their order."""
    query = select(table).where(table.c.hazard.in_(only)).order_by(table.c.hazard, table.c.sequence)
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        groups[row["hazard"]].append(row)
    return groups


def of_factory(connection: Connection, table: Table, kind: type[Disclosed], number: int) -> tuple[Disclosed, ...]:
    """Return what belongs to one factory, in its order."""
    query = select(table).where(table.c.factory == number).order_by(table.c.sequence)
    return tuple(disclosed(kind, row) for row in connection.execute(query).mappings())


def past_of(connection: Connection, number: int) -> Past:
    """Return what stands on record of one factory."""
    return Past(**{name: of_factory(connection, table, kind, number) for name, table, kind in PARTS})


def pasts(connection: Connection, numbers: Iterable[int]) -> dict[int, Past]:
    """Return what stands on record of every factory; of its visits those alone that decide its status or its rating."""
    parts = {name: _by_factory(connection, table, kind) for name, table, kind in PARTS}
    return {number: Past(**{name: tuple(lists.get(number, ())) for name, lists in parts.items()}) for number in numbers}


def _by_factory(connection: Connection, table: Table, kind: type[Any]) -> Mapping[int, Sequence[Any]]:
    query = select(table).order_by(table.c.factory, table.c.sequence)
    if table is tables.inspection:
        query = query.where((table.c.kind == InspectionKind.INITIAL) | table.c.rating.is_not(None))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["factory"]].append(disclosed(kind, row))
    return found


def written_on(connection: Connection) -> date:
    """Return the day on which the snapshot was last written: all that it holds was on record by then."""
    found = connection.scalar(select(tables.fact.c.value).where(tables.fact.c.name == "written_on"))
    return date.fromisoformat(found) if found else date.min
