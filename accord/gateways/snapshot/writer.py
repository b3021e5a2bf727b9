"""Writes one factory at a time into the public snapshot, whole or not at all.

What is written is an edition as plain words and numbers (`accord.rules.public.edition_object`): they stand in the
snapshot as they stand in the edition, so that a programme of 150,000 hazards is written without turning each of them
about.
"""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from sqlalchemy import JSON, Connection, Table, delete, select, update

from accord.gateways.snapshot import tables
from accord.gateways.snapshot.states import put_states
from accord.rules.moments import Moment
from accord.rules.public.disclosed_order import OrderDisclosed
from accord.rules.public.disclosure import FileDisclosed

Said = Mapping[str, Any]

LISTS_OF_FACTORY = {
    "inspections": tables.inspection,
    "approvals": tables.approval,
    "recognitions": tables.recognition,
    "coverage_changes": tables.coverage_change,
    "stages": tables.stage,
    "terminations": tables.termination,
    "export_papers": tables.export_papers,
    "unpublished": tables.unpublished,
}
LISTS_OF_HAZARD = {"deadlines": tables.deadline, "log": tables.log_entry, "photos": tables.photo}
OF_FACTORY = (tables.building, *LISTS_OF_FACTORY.values(), tables.file)
OF_STATUS = ("status", "status_since", "withdrawn_reason", "reopened_count")
"""What is said of a hazard today; the rest is as an edition froze it."""


def put_factory(connection: Connection, said: Said, files: Sequence[FileDisclosed], *, place_of_edition: int) -> bool:
    """Replace everything the snapshot holds of this factory; `said` is its edition, of number None if there is none.

    `place_of_edition` is higher the later an edition was published, of whatever factory: of a hazard that several
    factories share the latest texts stay, and every status is the one given last. An edition older than the one
    that is shown changes nothing: the answer is False.
    """
    number = said["factory"]["number"]
    query = select(tables.factory.c.number, tables.factory.c.edition).where(tables.factory.c.number == number)
    shown = connection.execute(query).first()
    if shown and shown.edition is not None and shown.edition > (said["edition"] or 0):
        return False
    left = _remove(connection, number) if shown else []
    edition = {"edition": said["edition"], "published_on": said["published_on"]}
    as_of = said["as_of"] if said["edition"] else None
    stamp = secrets.token_hex(8)
    _insert(connection, tables.factory, [{**said["factory"], **edition, "edition_as_of": as_of, "stamp": stamp}])
    _insert_of(connection, tables.building, "factory", [(number, said["factory"]["buildings"])])
    for name, table in LISTS_OF_FACTORY.items():
        _insert_of(connection, table, "factory", [(number, said.get(name, ()))])
    _insert_of(connection, tables.file, "factory", [(number, [_plain(file) for file in files])])
    _insert_hazards(connection, number, said["hazards"], place_of_edition=place_of_edition)
    others = put_states(connection, number, said["hazards"], left=left)
    if others:
        table = tables.factory
        connection.execute(update(table).where(table.c.number.in_(others)).values(stamp=stamp))
    return True


def put_orders(connection: Connection, orders: Iterable[OrderDisclosed]) -> None:
    """Replace what the snapshot holds of these orders."""
    every = list(orders)
    keys = [order.key for order in every]
    _delete_in(connection, tables.order_step, "safety_order", keys)
    _delete_in(connection, tables.order_factory, "safety_order", keys)
    _delete_in(connection, tables.safety_order, "key", keys)
    _insert(connection, tables.safety_order, [_plain(order) for order in every])
    steps = [(order.key, [_plain(step) for step in order.steps]) for order in every]
    _insert_of(connection, tables.order_step, "safety_order", steps)
    links = [{"safety_order": order.key, "factory": number} for order in every for number in order.factories]
    _insert(connection, tables.order_factory, links)


def put_facts(connection: Connection, *, is_demonstration: bool, moment: Moment) -> None:
    """Note when the snapshot was written, and whether it holds invented data; the last thing that is written."""
    facts = {
        "layout": str(tables.LAYOUT),
        "written_at": moment.now.isoformat(),
        "written_on": moment.today.isoformat(),
        "is_demonstration": "yes" if is_demonstration else "no",
    }
    connection.execute(delete(tables.fact).where(tables.fact.c.name.in_(facts)))
    _insert(connection, tables.fact, [{"name": name, "value": value} for name, value in facts.items()])


def _remove(connection: Connection, number: int) -> list[str]:
    """Remove the factory, and its hazards but for those that others share; return the keys of those."""
    link = tables.hazard_factory
    keys = list(connection.scalars(select(link.c.hazard).where(link.c.factory == number)))
    connection.execute(delete(tables.state).where(tables.state.c.factory == number))
    connection.execute(delete(link).where(link.c.factory == number))
    shared = set(connection.scalars(select(link.c.hazard).where(link.c.hazard.in_(keys))))
    gone = [key for key in keys if key not in shared]
    for table in (tables.status_event, *LISTS_OF_HAZARD.values()):
        _delete_in(connection, table, "hazard", gone)
    _delete_in(connection, tables.hazard, "key", gone)
    for table in OF_FACTORY:
        connection.execute(delete(table).where(table.c.factory == number))
    connection.execute(delete(tables.factory).where(tables.factory.c.number == number))
    return sorted(shared)


def _insert_hazards(connection: Connection, number: int, hazards: Sequence[Said], *, place_of_edition: int) -> None:
    table = tables.hazard
    by_key = {hazard["key"]: hazard for hazard in hazards}
    query = select(table.c.key, table.c.place_of_edition).where(table.c.key.in_(by_key))
    there: dict[str, int] = dict(connection.execute(query).all())
    # Updated and not replaced where it is there: the links of other factories hold on to it.
    for key, place in there.items():
        is_kept = place > place_of_edition
        new = {**by_key[key], "place_of_edition": place_of_edition}
        names = OF_STATUS if is_kept else [column.name for column in table.columns if column.name != "key"]
        _update(connection, table, {name: new[name] for name in names}, key=key)
    written = [hazard for key, hazard in by_key.items() if there.get(key, place_of_edition) <= place_of_edition]
    rows = [{**by_key[key], "place_of_edition": place_of_edition} for key in by_key.keys() - there.keys()]
    _insert(connection, table, rows)
    _insert(connection, tables.hazard_factory, [{"factory": number, "hazard": key} for key in by_key])
    _delete_in(connection, tables.status_event, "hazard", list(there))
    _insert_of(connection, tables.status_event, "hazard", [(key, said["statuses"]) for key, said in by_key.items()])
    for name, lists in LISTS_OF_HAZARD.items():
        _delete_in(connection, lists, "hazard", [hazard["key"] for hazard in written if hazard["key"] in there])
        _insert_of(connection, lists, "hazard", [(hazard["key"], hazard.get(name, ())) for hazard in written])


def _insert_of(connection: Connection, table: Table, owner: str, owned: Iterable[tuple[Any, Sequence[Said]]]) -> None:
    rows = [{owner: key, "sequence": place, **thing} for key, things in owned for place, thing in enumerate(things)]
    _insert(connection, table, rows)


def _insert(connection: Connection, table: Table, rows: Sequence[Said]) -> None:
    if not rows:
        return
    names, lists = _columns(table)
    # Straight to the driver: words, numbers and ISO dates are stored as they are said.
    statement = f"INSERT INTO {table.name} ({', '.join(map(_quoted, names))}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608  names of ours
    said = [[row.get(name) for name in names] for row in rows]
    for values in said:
        for place in lists:
            values[place] = _stored(values[place])
    connection.exec_driver_sql(statement, [tuple(values) for values in said])


@cache
def _columns(table: Table) -> tuple[list[str], list[int]]:
    """Return the names of the columns, and the places of those that hold lists."""
    return (
        [column.name for column in table.columns],
        [place for place, column in enumerate(table.columns) if isinstance(column.type, JSON)],
    )


def _update(connection: Connection, table: Table, values: Said, *, key: str) -> None:
    places = ", ".join(f"{_quoted(name)} = ?" for name in values)
    statement = f"UPDATE {table.name} SET {places} WHERE key = ?"  # noqa: S608  names of ours
    connection.exec_driver_sql(statement, (*map(_stored, values.values()), key))


def _delete_in(connection: Connection, table: Table, column: str, keys: Sequence[str]) -> None:
    if keys:
        connection.execute(delete(table).where(table.c[column].in_(keys)))


def _quoted(name: str) -> str:
    return f'"{name}"'


def _stored(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple) else value


def _plain(thing: Any) -> dict[str, Any]:
    return {field.name: getattr(thing, field.name) for field in fields(thing)}
