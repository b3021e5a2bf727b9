"""The page of the open data: what can be taken away, under which licence, and what every field of it means."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for

from accord.gateways.snapshot.copies import SnapshotCopy
from accord.gateways.snapshot.meanings import dictionary
from accord.gateways.snapshot.reader import NothingPublished
from accord.web.access import Action, serves
from accord.web.api.endpoints import ENDPOINTS, ROOT
from accord.web.language import gettext
from accord.web.licence import LICENCE
from accord.web.open_data.column import Column
from accord.web.open_data.columns import COMPLETED, HANDED_OVER, INELIGIBLE, ORDERS, REGISTER
from accord.web.open_data.snapshot_file import NAME, present_copy
from accord.web.site import site

EXAMPLE = """SELECT status, count(*)
FROM state
WHERE factory = {number} AND origin = 'initial'
  AND from_on <= '{day}' AND (until_on IS NULL OR until_on > '{day}')
GROUP BY status"""
EXAMPLE_NUMBER = 9490
"""Of the factory in the example while nothing is published."""

bp = Blueprint("data", __name__)


@dataclass(frozen=True)
class Meaning:
    """A name in the data and the sentence for it, in the language of the page."""

    name: str
    says: str


@dataclass(frozen=True)
class Table:
    """A table, a file or an answer, and what its fields mean."""

    about: Meaning
    fields: tuple[Meaning, ...]


@dataclass(frozen=True)
class FileOffered:
    """A file with the addresses of its forms, by their endings."""

    says: str
    addresses: tuple[tuple[str, str], ...]
    columns: tuple[Meaning, ...]


@dataclass(frozen=True)
class DataPage:
    """Everything that the page shows."""

    copy: SnapshotCopy | None
    name: str
    licence: str
    example: str
    files: tuple[FileOffered, ...]
    endpoints: tuple[Meaning, ...]
    tables: tuple[Table, ...]


@bp.get("/data")
@serves(Action.READ_PUBLISHED)
def show() -> str:
    """Show what can be taken away."""
    page = DataPage(
        copy=present_copy(),
        name=NAME,
        licence=LICENCE,
        example=EXAMPLE.format(number=_some_factory(), day=site().today),
        files=_files(),
        endpoints=tuple(
            Meaning(ROOT + endpoint.path.replace("<factory:number>", "{number}"), gettext(endpoint.says))
            for endpoint in ENDPOINTS
        ),
        tables=tuple(
            Table(Meaning(name, gettext(says)), tuple(Meaning(field, gettext(what)) for field, what in meanings))
            for name, says, meanings in dictionary()
        ),
    )
    return render_template("public/data.html", page=page)


def _some_factory() -> int:
    try:
        lines = site().snapshot.register(as_of=site().today).lines
    except NothingPublished:
        return EXAMPLE_NUMBER
    return next((line.factory.number for line in lines if line.edition is not None), EXAMPLE_NUMBER)


def _files() -> tuple[FileOffered, ...]:
    register = {
        "CSV": url_for("files.register_csv"),
        "JSON": url_for("files.register_json"),
        "GeoJSON": url_for("files.register_geojson"),
    }
    return (
        _file(gettext("Every factory of the register, with both rates"), register, REGISTER),
        _file(gettext("Factories that have completed their initial plan"), _csv("completed"), COMPLETED),
        _file(gettext("Ineligible factories, with the reason"), _csv("ineligible"), INELIGIBLE),
        _file(gettext("Factories handed over to the regulator"), _csv("handed_over"), HANDED_OVER),
        _file(gettext("Orders to leave a building, to reduce loads, to shut down a boiler"), _csv("orders"), ORDERS),
    )


def _csv(name: str) -> dict[str, str]:
    return {"CSV": url_for(f"files.{name}_csv")}


def _file(says: str, addresses: dict[str, str], columns: Iterable[Column]) -> FileOffered:
    told = tuple(Meaning(column.name, _meaning(column)) for column in columns)
    return FileOffered(says, tuple(addresses.items()), told)


def _meaning(column: Column) -> str:
    said = gettext(column.says)
    return f"{said} {gettext('Of today alone; empty in a file of a past day.')}" if column.is_of_today else said
