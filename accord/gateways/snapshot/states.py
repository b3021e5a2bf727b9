"""Writes the stretches of hazards into the public snapshot, once for each factory that a hazard counts for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, select, update

from accord.gateways.snapshot import tables
from accord.rules.figures.history import DeadlineChange, StatusEvent
from accord.rules.figures.states import states_of
from accord.rules.vocabulary import Status

Said = Mapping[str, Any]

STATUSES = {status.value: status for status in Status}
INSERT = (
    "INSERT INTO state (factory, hazard, from_on, until_on, discipline, origin, category, before, is_first, "
    "status, due_on, reopened_count, is_shared) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def put_states(connection: Connection, number: int, hazards: Sequence[Said], *, left: Sequence[str]) -> set[int]:
    """Write the stretches of the factory's hazards; those of a shared hazard for every factory that shares it.

    Returned are the numbers of the other factories whose stretches were touched. `left` are the keys of hazards that
    the factory had before and others still have: one that nobody shares any more is called so. Everything else of the
    hazards stands in the snapshot already.
    """
    link = tables.hazard_factory
    mine = select(link.c.hazard).where(link.c.factory == number)
    others: dict[str, list[int]] = defaultdict(list)
    for key, factory in connection.execute(
        select(link.c.hazard, link.c.factory).where(link.c.hazard.in_(mine), link.c.factory != number)
    ):
        others[key].append(factory)
    rows = [
        row
        for hazard in hazards
        if hazard["key"] not in others
        for row in _rows(hazard, hazard["deadlines"], factories=[number], is_shared=False)
    ]
    if others:
        rows += _of_shared(connection, [hazard for hazard in hazards if hazard["key"] in others], number, others)
    if rows:
        connection.exec_driver_sql(INSERT, rows)
    sharing = {factory for factories in others.values() for factory in factories}
    return sharing | _no_longer_shared(connection, left)


def _of_shared(
    connection: Connection, hazards: Sequence[Said], number: int, others: Mapping[str, list[int]]
) -> Iterator[tuple[Any, ...]]:
    # What the edition that was published last says stands in the tables, whichever factory it was of.
    table, words = tables.deadline, tables.hazard
    kept = select(words.c.key, words.c.discipline, words.c.origin, words.c.category, words.c.found_on)
    said = {
        row["key"]: {name: _plain(row[name]) for name in ("discipline", "origin", "category", "found_on")}
        for row in connection.execute(kept.where(words.c.key.in_(list(others)))).mappings()
    }
    agreed: dict[str, list[Said]] = defaultdict(list)
    for row in connection.execute(select(table).where(table.c.hazard.in_(list(others)))).mappings():
        agreed[row["hazard"]].append(dict(row))
    state = tables.state
    sharing = {number, *(factory for factories in others.values() for factory in factories)}
    # By factory first: the rows stand in that order.
    connection.execute(delete(state).where(state.c.factory.in_(sharing), state.c.hazard.in_(list(others))))
    for hazard in hazards:
        key = hazard["key"]
        yield from _rows({**hazard, **said[key]}, agreed[key], factories=[number, *others[key]], is_shared=True)


def _rows(
    hazard: Said, deadlines: Sequence[Said], *, factories: Sequence[int], is_shared: bool
) -> Iterator[tuple[Any, ...]]:
    events = [
        StatusEvent(place, STATUSES[said["status"]], _day(said["effective_on"]), _day(said["recorded_on"]))
        for place, said in enumerate(hazard["statuses"])
    ]
    changes = [
        DeadlineChange(
            place,
            _day(said["due_on"]) if said["due_on"] else None,
            holds_from=_day(said["holds_from"]),
            recorded_on=_day(said["recorded_on"]),
        )
        for place, said in enumerate(deadlines)
    ]
    found_on = _day(hazard["found_on"])
    for state in states_of(found_on, events, changes):
        for factory in factories:
            yield (
                factory,
                hazard["key"],
                state.from_on.isoformat(),
                state.until_on.isoformat() if state.until_on else None,
                hazard["discipline"],
                hazard["origin"],
                hazard["category"],
                state.before.value if state.before else None,
                state.from_on == found_on,
                state.status.value if state.status else None,
                state.due_on.isoformat() if state.due_on else None,
                state.reopened_count,
                is_shared,
            )


def _no_longer_shared(connection: Connection, keys: Sequence[str]) -> set[int]:
    if not keys:
        return set()
    link, state = tables.hazard_factory, tables.state
    factories: dict[str, list[int]] = defaultdict(list)
    for key, factory in connection.execute(select(link.c.hazard, link.c.factory).where(link.c.hazard.in_(keys))):
        factories[key].append(factory)
    for key, sharing in factories.items():
        if len(sharing) == 1:
            is_it = (state.c.factory == sharing[0]) & (state.c.hazard == key)
            connection.execute(update(state).where(is_it).values(is_shared=False))
    return {factory for sharing in factories.values() for factory in sharing}


def _plain(word: Any) -> Any:
    return word.value if isinstance(word, StrEnum) else word


def _day(said: str | date) -> date:
    return said if isinstance(said, date) else date.fromisoformat(said)
