"""Files of the register and of the public lists: every row of what the address asks for, sent as it is made."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response

from accord.gateways.snapshot.programme import FactoryLine, RegisterOfDay
from accord.gateways.snapshot.reader import NothingPublished
from accord.gateways.spreadsheets import csv_stream
from accord.web.access import Action, serves
from accord.web.delivery import streamed
from accord.web.open_data.column import Column, OrderRow, Row, cells, record
from accord.web.open_data.columns import COMPLETED, HANDED_OVER, INELIGIBLE, ORDERS, REGISTER
from accord.web.parameters import day
from accord.web.passed_over import takes
from accord.web.public.lists import completed_on, ineligible_on, left_on
from accord.web.public.register_query import ASKED_BY, asked_register
from accord.web.sharing import open_to_other_sites
from accord.web.site import is_demonstration, site

AT_ONCE = 100
"""Rows of a JSON file that are put together before they are sent."""

OF_THE_PAGE = ("view", "page")
"""What the page of the register was asked besides: the file behind it holds every row whatever they say."""

bp = Blueprint("files", __name__)


@dataclass(frozen=True)
class Asked:
    """The factories that the address asks for, and the day."""

    lines: tuple[FactoryLine, ...]
    as_of: date
    register_as_of: date
    is_demonstration: bool

    def rows(self) -> Iterator[Row]:
        """Yield a row for each of them."""
        return (Row(line, self.as_of, self.register_as_of, self.is_demonstration) for line in self.lines)


@bp.get("/factories.csv")
@serves(Action.READ_PUBLISHED)
@takes(*ASKED_BY, *OF_THE_PAGE, strictly=True)
@open_to_other_sites
def register_csv() -> Response:
    """Return every factory that is asked for, as a table."""
    asked = _asked()
    return _csv(REGISTER, asked.rows(), name=_name("factories", asked.as_of, "csv"))


@bp.get("/factories.json")
@serves(Action.READ_PUBLISHED)
@takes(*ASKED_BY, *OF_THE_PAGE, strictly=True)
@open_to_other_sites
def register_json() -> Response:
    """Return every factory that is asked for, as records."""
    asked = _asked()
    head = _head(asked) | {"count": len(asked.lines)}
    parts = _listed(head, "factories", (record(REGISTER, row) for row in asked.rows()))
    return streamed(parts, mimetype="application/json", name=_name("factories", asked.as_of, "json"))


@bp.get("/factories.geojson")
@serves(Action.READ_PUBLISHED)
@takes(*ASKED_BY, *OF_THE_PAGE, strictly=True)
@open_to_other_sites
def register_geojson() -> Response:
    """Return every factory that is asked for, as features on a map; one whose place is not known has no geometry."""
    asked = _asked()
    parts = _listed({"type": "FeatureCollection"} | _head(asked), "features", (_feature(row) for row in asked.rows()))
    return streamed(parts, mimetype="application/geo+json", name=_name("factories", asked.as_of, "geojson"))


@bp.get("/completed.csv")
@serves(Action.READ_PUBLISHED)
@takes(*ASKED_BY, strictly=True)
@open_to_other_sites
def completed_csv() -> Response:
    """Return the factories that have completed their initial plan."""
    asked = _asked(completed_on)
    return _csv(COMPLETED, asked.rows(), name=_name("completed", asked.as_of, "csv"))


@bp.get("/ineligible.csv")
@serves(Action.READ_PUBLISHED)
@takes(*ASKED_BY, strictly=True)
@open_to_other_sites
def ineligible_csv() -> Response:
    """Return the factories that no signatory may do business with."""
    asked = _asked(ineligible_on)
    return _csv(INELIGIBLE, asked.rows(), name=_name("ineligible", asked.as_of, "csv"))


@bp.get("/handed-over.csv")
@serves(Action.READ_PUBLISHED)
@takes(*ASKED_BY, strictly=True)
@open_to_other_sites
def handed_over_csv() -> Response:
    """Return the factories that were handed over to the regulator, and the closed ones."""
    asked = _asked(left_on)
    return _csv(HANDED_OVER, asked.rows(), name=_name("handed-over", asked.as_of, "csv"))


@bp.get("/orders.csv")
@serves(Action.READ_PUBLISHED)
@takes("as_of", strictly=True)
@open_to_other_sites
def orders_csv() -> Response:
    """Return every order that was determined by the day, the latest first."""
    as_of = day("as_of", today=site().today)
    try:
        orders = site().snapshot.orders()
    except NothingPublished:
        orders = ()
    is_invented = is_demonstration()
    rows = tuple(OrderRow(order, as_of, is_invented) for order in orders if order.determined_on <= as_of)
    return _csv(ORDERS, rows, name=_name("orders", as_of, "csv"))


def _asked(listed: Callable[[RegisterOfDay], list[FactoryLine]] | None = None) -> Asked:
    """Return the factories asked for; of a public list those alone that stand in it, in its order."""
    query, register = asked_register()
    if register is None:
        return Asked((), query.as_of, register_as_of=query.as_of, is_demonstration=is_demonstration())
    found = query.found(register) if listed is None else query.picked(listed(register))
    return Asked(tuple(found), query.as_of, register.counts.known_at, is_demonstration())


def _name(what: str, as_of: date, ending: str) -> str:
    # What is invented says so wherever it goes.
    return f"{'DEMONSTRATION-' if is_demonstration() else ''}accord-{what}-{as_of}.{ending}"


def _head(asked: Asked) -> dict[str, Any]:
    return {
        "as_of": asked.as_of.isoformat(),
        "register_as_of": asked.register_as_of.isoformat(),
        "is_demonstration": asked.is_demonstration,
    }


def _csv(columns: tuple[Column, ...], rows: Iterable[Row | OrderRow], *, name: str) -> Response:
    heads = [column.name for column in columns]
    return streamed(csv_stream(heads, cells(columns, rows)), mimetype="text/csv", name=name)


def _feature(row: Row) -> dict[str, Any]:
    factory = row.line.factory
    place = (factory.longitude_degrees, factory.latitude_degrees)
    return {
        "type": "Feature",
        "id": factory.number,
        "geometry": None if None in place else {"type": "Point", "coordinates": list(place)},
        "properties": record(REGISTER, row),
    }


def _listed(head: dict[str, Any], name: str, records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Yield a JSON object of the head and a list of the records, some of them at once."""
    yield f"{_json(head)[:-1]},{_json(name)}:[".encode()
    part: list[str] = []
    comma = "\n"
    for each in records:
        part.append(comma + _json(each))
        comma = ",\n"
        if len(part) == AT_ONCE:
            yield "".join(part).encode()
            part.clear()
    yield f"{''.join(part)}\n]}}\n".encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
