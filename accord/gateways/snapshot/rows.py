"""Turns rows of the public snapshot back into the classes of the allow-list, and into what the rules count."""

import json
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Column, Connection, Select, Table, bindparam, select

from accord.gateways.snapshot import tables
from accord.rules.factories.coverage import coverage_on
from accord.rules.figures.factory_status import INELIGIBLE_STAGE, Standing
from accord.rules.figures.unpublished import UnpublishedDisclosed, unpublished_on
from accord.rules.public.disclosed_ineligibility import (
    Counted,
    ExportPapersDisclosed,
    TerminationDisclosed,
    counted,
)
from accord.rules.public.disclosed_stage import StageDisclosed, stage_on
from accord.rules.public.disclosure import (
    ApprovalDisclosed,
    CoverageDisclosed,
    InspectionDisclosed,
    RecognitionDisclosed,
    recognised_on,
)
from accord.rules.public.public_lists import Ineligibility
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
    terminations: tuple[TerminationDisclosed, ...] = ()
    export_papers: tuple[ExportPapersDisclosed, ...] = ()

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

    def counted(self, held: Ineligibility, *, as_of: date) -> Counted:
        """Return the two counters of an ineligibility on that day."""
        last_on = held.last_decided_on or held.decided_on
        return counted(self.terminations, self.export_papers, first_on=held.decided_on, last_on=last_on, as_of=as_of)

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
AFTER_THE_LAST_STAGE: tuple[tuple[str, Table, type], ...] = (
    ("terminations", tables.termination, TerminationDisclosed),
    ("export_papers", tables.export_papers, ExportPapersDisclosed),
)
"""What follows a decision on ineligibility: nearly every factory had none."""


@cache
def names_of(kind: Hashable) -> tuple[str, ...]:
    """Return the names of the fields of an allow-listed class."""
    return tuple(field.name for field in fields(cast(Any, kind)))


def disclosed(kind: type[Disclosed], row: Row, **given: Any) -> Disclosed:
    """Return an allow-listed object from a row; lists of words or numbers become tuples."""
    values = {name: row[name] for name in names_of(cast(Hashable, kind)) if name not in given}
    told = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return kind(**told, **given)


def owned(rows: Iterable[Any], kind: type[Disclosed]) -> dict[Any, list[Disclosed]]:
    """Return the things of a table of lists by their owner, in their order."""
    groups: dict[Any, list[Disclosed]] = defaultdict(list)
    # Its columns are the owner, the place in the list, and the fields in the order of the class.
    for owner, _place, *values in rows:
        groups[owner].append(kind(*values))
    return groups


@cache
def of_hazards(table: Table, column: Column[Any], *others: Column[Any]) -> Select[Any]:
    """Return the query for the rows of the hazards of the factory `number`; made once, as all of a page are."""
    link = tables.hazard_factory
    keys = select(link.c.hazard).where(link.c.factory == bindparam("number"))
    return select(table).where(column.in_(keys)).order_by(column, *others)


def grouped(connection: Connection, table: Table, kind: type[Disclosed], number: int) -> dict[str, list[Disclosed]]:
    """Return the things that belong to the hazards of a factory, by hazard key, in their order."""
    return owned(
        connection.execute(of_hazards(table, table.c.hazard, table.c.sequence), {"number": number}).all(), kind
    )


@cache
def _of_factory(table: Table) -> Select[Any]:
    return select(table).where(table.c.factory == bindparam("number")).order_by(table.c.sequence)


def of_factory(connection: Connection, table: Table, kind: type[Disclosed], number: int) -> tuple[Disclosed, ...]:
    """Return what belongs to one factory, in its order."""
    return tuple(owned(connection.execute(_of_factory(table), {"number": number}).all(), kind)[number])


def only_these(factories: Collection[int] | None, *, column: str = "factory") -> tuple[str, dict[str, str]]:
    """Return the condition that a query is of these factories alone, or none for all of them, and what it asks."""
    if factories is None:
        return "", {}
    which = f"AND {column} IN (SELECT value FROM json_each(:factories))"  # noqa: S608  names of ours
    return which, {"factories": json.dumps(sorted(factories))}


def past_of(connection: Connection, number: int) -> Past:
    """Return what stands on record of one factory."""
    past = Past(**{name: of_factory(connection, table, kind, number) for name, table, kind in PARTS})
    if all(stage.stage < INELIGIBLE_STAGE for stage in past.stages):
        return past
    after: dict[str, Any] = {
        name: of_factory(connection, table, kind, number) for name, table, kind in AFTER_THE_LAST_STAGE
    }
    return replace(past, **after)


def pasts(connection: Connection, only: Collection[int] | None) -> dict[int, Past]:
    """Return what stands on record of these factories, or of every one where anything does.

    Of their visits those alone that decide the status or the rating.
    """
    every = (*PARTS, *AFTER_THE_LAST_STAGE)
    parts = {name: _by_factory(connection, table, kind, only) for name, table, kind in every}
    numbers = {number for lists in parts.values() for number in lists}
    return {number: Past(**{name: tuple(lists.get(number, ())) for name, lists in parts.items()}) for number in numbers}


def _by_factory(
    connection: Connection, table: Table, kind: type[Any], only: Collection[int] | None
) -> Mapping[int, Sequence[Any]]:
    query = select(table).order_by(table.c.factory, table.c.sequence)
    if table is tables.inspection:
        query = query.where((table.c.kind == InspectionKind.INITIAL) | table.c.rating.is_not(None))
    return owned(connection.execute(among(query, table.c.factory, only)).all(), kind)


def among(query: Select[Any], column: Column[Any], only: Collection[int] | None) -> Select[Any]:
    """Return the query for these numbers alone, or as it is for all of them."""
    return query if only is None else query.where(column.in_(only))


NOTHING = Past((), (), (), (), ())
"""What stands on record of a factory of which nothing does."""
