"""Turns rows of the public snapshot back into the classes of the allow-list and into histories."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, select

from accord.gateways.snapshot import tables
from accord.rules.disclosure import DeadlineDisclosed, RecognitionDisclosed, StatusDisclosed, recognised_on
from accord.rules.factory_status import Standing
from accord.rules.history import DeadlineChange, HazardHistory, StatusEvent, hazard_on
from accord.rules.progress import Progress, progress_of
from accord.rules.vocabulary import Discipline, InspectionKind, Origin

Disclosed = TypeVar("Disclosed")
Row = Mapping[Any, Any]


def disclosed(kind: type[Disclosed], row: Row, **given: Any) -> Disclosed:
    """Return an allow-listed object from a row; lists of words or numbers become tuples."""
    names = [field.name for field in fields(kind) if field.name not in given]  # type: ignore[arg-type]
    values = {name: tuple(row[name]) if isinstance(row[name], list) else row[name] for name in names}
    return kind(**values, **given)


def grouped(connection: Connection, table: Table, *, only: Select[Any] | None = None) -> dict[str, list[Row]]:
    """Return the rows that belong to hazards, by hazard key, in their order."""
    query = select(table).order_by(table.c.hazard, table.c.sequence)
    if only is not None:
        query = query.where(table.c.hazard.in_(only))
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        groups[row["hazard"]].append(row)
    return groups


def of_factory(connection: Connection, table: Table, kind: type[Disclosed], number: int) -> tuple[Disclosed, ...]:
    """Return what belongs to one factory, in its order."""
    query = select(table).where(table.c.factory == number).order_by(table.c.sequence)
    return tuple(disclosed(kind, row) for row in connection.execute(query).mappings())


def history(
    origin: Origin,
    found_on: date,
    *,
    statuses: Sequence[StatusDisclosed],
    deadlines: Sequence[DeadlineDisclosed],
) -> HazardHistory:
    """Return the history that the rules replay; a hazard is on record from its first event on."""
    return HazardHistory(
        origin=origin,
        found_on=found_on,
        recorded_on=min((event.recorded_on for event in statuses), default=found_on),
        events=tuple(
            StatusEvent(place, event.status, event.effective_on, event.recorded_on)
            for place, event in enumerate(statuses)
        ),
        deadlines=tuple(
            DeadlineChange(place, change.due_on, change.holds_from, change.recorded_on)
            for place, change in enumerate(deadlines)
        ),
    )


def written_on(connection: Connection) -> date:
    """Return the day on which the snapshot was last written: all that it holds was on record by then."""
    found = connection.scalar(select(tables.fact.c.value).where(tables.fact.c.name == "written_on"))
    return date.fromisoformat(found) if found else date.min


def progress_on(histories: Iterable[HazardHistory], *, as_of: date, known_at: date) -> Progress:
    """Return the progress of these hazards on that day, as recorded by `known_at`."""
    on_day = (hazard_on(each, as_of=as_of, known_at=known_at) for each in histories)
    return progress_of((hazard for hazard in on_day if hazard), as_of=as_of, known_at=known_at)


def standings(connection: Connection, *, as_of: date) -> Iterator[tuple[int, Standing]]:
    """Return for every factory what stood on record besides its hazards on that day, in four queries."""
    visits, plans = tables.inspection, tables.approval
    inspected = _by_factory(
        connection,
        select(visits.c.factory, visits.c.discipline).where(
            visits.c.kind == InspectionKind.INITIAL, visits.c.inspected_on <= as_of
        ),
    )
    approved = _by_factory(connection, select(plans.c.factory, plans.c.discipline).where(plans.c.approved_on <= as_of))
    letters = defaultdict(list)
    for row in connection.execute(select(tables.recognition)).mappings():
        letters[row["factory"]].append(disclosed(RecognitionDisclosed, row))
    for number in connection.scalars(select(tables.factory.c.number)):
        yield (
            number,
            Standing(
                is_ineligible=False,  # No decision on ineligibility is kept yet: see casework.progress.
                inspected=frozenset(inspected[number]),
                approved=frozenset(approved[number]),
                is_recognised=recognised_on(letters[number], as_of=as_of) is not None,
            ),
        )


def _by_factory(connection: Connection, query: Select[Any, Any]) -> dict[int, set[Discipline]]:
    found: dict[int, set[Discipline]] = defaultdict(set)
    for number, discipline in connection.execute(query):
        found[number].add(discipline)
    return found
