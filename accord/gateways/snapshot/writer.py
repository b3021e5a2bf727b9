"""Writes one factory at a time into the public snapshot, whole or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, insert, select, update

from accord.gateways.snapshot import tables
from accord.rules.disclosure import Edition, FileDisclosed, HazardDisclosed
from accord.rules.moments import Moment

OF_FACTORY = (tables.building, tables.inspection, tables.approval, tables.recognition, tables.file)
OF_HAZARD = (tables.status_event, tables.deadline, tables.log_entry)
OF_STATUS = ("status", "status_since", "withdrawn_reason", "reopened_count")
"""What is said of a hazard today; the rest is as an edition froze it."""
NO_COLUMNS = ("statuses", "deadlines", "log", "shared_with", "is_overdue")


def put_factory(
    engine: Engine, edition: Edition, files: Sequence[FileDisclosed], *, place_of_edition: int, moment: Moment
) -> bool:
    """Replace everything the snapshot holds of this factory; readers see the old state until it is whole.

    `place_of_edition` is higher the later an edition was published, of whatever factory: of a hazard that several
    factories share the latest texts stay, and every status is the one given last. An edition older than the one
    that is shown changes nothing: the answer is False.
    """
    number = edition.factory.number
    with engine.begin() as connection:
        shown = connection.scalar(select(tables.factory.c.edition).where(tables.factory.c.number == number))
        if shown is not None and shown > edition.number:
            return False
        _remove(connection, number)
        connection.execute(
            insert(tables.factory),
            _values(edition.factory, but=("buildings",))
            | {
                "edition": edition.number,
                "published_on": max(file.published_on for file in files),
                "edition_as_of": edition.as_of,
            },
        )
        _insert_of_factory(connection, tables.building, number, edition.factory.buildings)
        _insert_of_factory(connection, tables.inspection, number, edition.inspections)
        _insert_of_factory(connection, tables.approval, number, edition.approvals)
        _insert_of_factory(connection, tables.recognition, number, edition.recognitions)
        _insert_of_factory(connection, tables.file, number, files)
        _insert_hazards(connection, number, edition.hazards, place_of_edition=place_of_edition)
        _put_facts(connection, edition, moment)
    return True


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


def _insert_hazards(
    connection: Connection, number: int, hazards: Sequence[HazardDisclosed], *, place_of_edition: int
) -> None:
    table, link = tables.hazard, tables.hazard_factory
    shared = select(table.c.key, table.c.place_of_edition).where(table.c.key.in_([hazard.key for hazard in hazards]))
    there = dict(connection.execute(shared).all())
    kept = {key for key, place in there.items() if place > place_of_edition}
    written = [hazard for hazard in hazards if hazard.key not in kept]
    rows = {hazard.key: _values(hazard, but=NO_COLUMNS) | {"place_of_edition": place_of_edition} for hazard in written}
    rows |= {
        hazard.key: {name: getattr(hazard, name) for name in OF_STATUS} for hazard in hazards if hazard.key in kept
    }
    # Updated and not replaced where it is there: the links of other factories hold on to it.
    for key in rows.keys() & there.keys():
        connection.execute(update(table).where(table.c.key == key).values(rows[key]))
    _insert(connection, table, (row for key, row in rows.items() if key not in there))
    _insert(connection, link, ({"factory": number, "hazard": hazard.key} for hazard in hazards))
    _replace_of_hazards(connection, tables.status_event, "statuses", hazards)
    _replace_of_hazards(connection, tables.deadline, "deadlines", written)
    _replace_of_hazards(connection, tables.log_entry, "log", written)


def _replace_of_hazards(connection: Connection, table: Table, name: str, hazards: Sequence[HazardDisclosed]) -> None:
    connection.execute(delete(table).where(table.c.hazard.in_([hazard.key for hazard in hazards])))
    _insert(
        connection,
        table,
        (
            {"hazard": hazard.key, "sequence": place} | _values(event)
            for hazard in hazards
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


def _put_facts(connection: Connection, edition: Edition, moment: Moment) -> None:
    facts = {
        "layout": str(tables.LAYOUT),
        "written_at": moment.now.isoformat(),
        "written_on": moment.today.isoformat(),
        "is_demonstration": "yes" if edition.is_demonstration else "no",
    }
    connection.execute(delete(tables.fact).where(tables.fact.c.name.in_(facts)))
    _insert(connection, tables.fact, ({"name": name, "value": value} for name, value in facts.items()))


def _values(thing: Any, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
    return {field.name: getattr(thing, field.name) for field in fields(thing) if field.name not in but}
