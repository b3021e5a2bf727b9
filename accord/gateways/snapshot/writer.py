"""Writes one factory at a time into the public snapshot, whole or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, insert, select

from accord.gateways.snapshot import tables
from accord.rules.disclosure import Edition, FileDisclosed, HazardDisclosed

OF_FACTORY = (tables.building, tables.inspection, tables.approval, tables.file)
OF_HAZARD = (tables.status_event, tables.deadline, tables.log_entry)


def put_factory(
    engine: Engine,
    edition: Edition,
    files: Sequence[FileDisclosed],
    *,
    recognised_on: date | None,
    written_at: datetime,
) -> None:
    """Replace everything the snapshot holds of this factory; readers see the old state until it is whole."""
    number = edition.factory.number
    with engine.begin() as connection:
        _remove(connection, number)
        connection.execute(
            insert(tables.factory),
            _values(edition.factory, but=("buildings",))
            | {
                "edition": edition.number,
                "published_on": max(file.published_on for file in files),
                "edition_as_of": edition.as_of,
                "recognised_on": recognised_on,
            },
        )
        _insert_of_factory(connection, tables.building, number, edition.factory.buildings)
        _insert_of_factory(connection, tables.inspection, number, edition.inspections)
        _insert_of_factory(connection, tables.approval, number, edition.approvals)
        _insert_of_factory(connection, tables.file, number, files)
        _insert_hazards(connection, number, edition.hazards)
        _put_facts(connection, edition, written_at)


def key_of(number: int, hazard: HazardDisclosed) -> str:
    """Return the public key of a hazard: the smallest factory number it counts for, discipline and item.

    The private database's own numbers stay private: their order would tell when a hazard was recorded.
    """
    return f"{min((number, *hazard.shared_with))}-{hazard.discipline.value}-{hazard.item}"


def _remove(connection: Connection, number: int) -> None:
    link = tables.hazard_factory
    mine = select(link.c.hazard).where(link.c.factory == number)
    keys = list(connection.scalars(mine))
    connection.execute(delete(link).where(link.c.factory == number))
    still_shared = set(connection.scalars(select(link.c.hazard).where(link.c.hazard.in_(keys))))
    _remove_hazards(connection, [key for key in keys if key not in still_shared])
    for table in OF_FACTORY:
        connection.execute(delete(table).where(table.c.factory == number))
    connection.execute(delete(tables.factory).where(tables.factory.c.number == number))


def _remove_hazards(connection: Connection, keys: Sequence[str]) -> None:
    for table in OF_HAZARD:
        connection.execute(delete(table).where(table.c.hazard.in_(keys)))
    connection.execute(delete(tables.hazard).where(tables.hazard.c.key.in_(keys)))


def _insert_hazards(connection: Connection, number: int, hazards: Sequence[HazardDisclosed]) -> None:
    keyed = {key_of(number, hazard): hazard for hazard in hazards}
    link = tables.hazard_factory
    shared = list(connection.execute(select(link.c.factory, link.c.hazard).where(link.c.hazard.in_(keyed))))
    # A hazard that another published factory shares is written anew, so that both show the same state.
    connection.execute(delete(link).where(link.c.hazard.in_(keyed)))
    _remove_hazards(connection, list(keyed))
    but = ("statuses", "deadlines", "log", "shared_with", "is_overdue")
    _insert(connection, tables.hazard, ({"key": key} | _values(hazard, but=but) for key, hazard in keyed.items()))
    links = [(number, key) for key in keyed] + [pair for pair in shared if pair[0] != number]
    _insert(connection, link, ({"factory": factory, "hazard": key} for factory, key in links))
    for table, name in zip(OF_HAZARD, ("statuses", "deadlines", "log"), strict=True):
        _insert(
            connection,
            table,
            (
                {"hazard": key, "sequence": place} | _values(event)
                for key, hazard in keyed.items()
                for place, event in enumerate(getattr(hazard, name))
            ),
        )


def _insert_of_factory(connection: Connection, table: Table, number: int, things: Iterable[Any]) -> None:
    _insert(
        connection,
        table,
        ({"factory": number, "sequence": place} | _values(thing) for place, thing in enumerate(things)),
    )


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    values = list(rows)
    if values:
        connection.execute(insert(table), values)


def _put_facts(connection: Connection, edition: Edition, written_at: datetime) -> None:
    facts = {
        "layout": str(tables.LAYOUT),
        "written_at": written_at.isoformat(),
        "is_demonstration": "yes" if edition.is_demonstration else "no",
    }
    connection.execute(delete(tables.fact).where(tables.fact.c.name.in_(facts)))
    _insert(connection, tables.fact, ({"name": name, "value": value} for name, value in facts.items()))


def _values(thing: Any, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
    return {field.name: getattr(thing, field.name) for field in fields(thing) if field.name not in but}
