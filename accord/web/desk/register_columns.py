"""The columns of the files that the register gives: heads in English in every language, since programs read them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from accord.casework.desk.register.listing import Found
from accord.casework.desk.register.rows import factories_shown, hazards_by_id
from accord.casework.desk.visitors import Visitor
from accord.gateways.spreadsheets import Value
from accord.rules.figures.progress import is_overdue
from accord.web.desk.register_page import Row
from accord.web.desk.register_query import RegisterQuery

AT_ONCE = 500
"""Hazards that are read together; no more of them are ever in memory."""


@dataclass(frozen=True)
class Column:
    """One column, its width in characters, and its value for a row."""

    head: str
    width: int
    of: Callable[[Row], Any]


COLUMNS = (
    Column("Hazard", 9, lambda row: row.hazard.id),
    Column("Factory numbers", 12, lambda row: "; ".join(str(each.number) for each in row.factories)),
    Column("Factory names", 30, lambda row: "; ".join(each.name or "" for each in row.factories)),
    Column("District", 12, lambda row: "; ".join(dict.fromkeys(each.district or "" for each in row.factories))),
    Column("Discipline", 11, lambda row: row.hazard.discipline.value),
    Column("Item", 7, lambda row: row.hazard.item),
    Column("Initial or new", 9, lambda row: row.hazard.origin.value),
    Column("Category", 24, lambda row: row.hazard.category and row.hazard.category.value),
    Column("Severity", 12, lambda row: row.hazard.severity and row.hazard.severity.value),
    Column("Building", 20, lambda row: row.hazard.building and row.hazard.building.name),
    Column("Floor", 14, lambda row: row.hazard.floor and row.hazard.floor.name),
    Column("Zone", 14, lambda row: row.hazard.zone and row.hazard.zone.name),
    Column("Location", 20, lambda row: row.hazard.location),
    Column("Found on", 11, lambda row: row.hazard.found_on),
    Column("Observation", 50, lambda row: row.hazard.observation),
    Column("Observation (Bangla)", 50, lambda row: row.hazard.observation_bn),
    Column("Recommended action", 50, lambda row: row.hazard.recommended_action),
    Column("Recommended timeline", 16, lambda row: row.hazard.recommended_timeline),
    Column("Final action plan", 50, lambda row: row.hazard.final_action_plan),
    Column("Final timeline", 11, lambda row: row.stand.due_on),
    Column("Status", 20, lambda row: row.stand.status.value if row.stand.status else "not_known"),
    Column("Status since", 11, lambda row: row.stand.since),
    Column("Overdue", 8, lambda row: "yes" if row.is_overdue else "no"),
    Column("Times reopened", 8, lambda row: row.stand.times_reopened),
)


HEADS = (*(column.head for column in COLUMNS), "As of", "Known at")
WIDTHS = (*(column.width for column in COLUMNS), 11, 11)


def cells(session: Session, found: Found, query: RegisterQuery, who: Visitor) -> Iterator[list[Value]]:
    """Yield every row that was found, read piece by piece."""
    days = [query.day.as_of.isoformat(), query.day.known_at.isoformat()]
    for row in _rows(session, found, query, who):
        yield [*(_cell(column.of(row)) for column in COLUMNS), *days]


def _rows(session: Session, found: Found, query: RegisterQuery, who: Visitor) -> Iterable[Row]:
    stands = iter(found.stands.items())
    while some := list(islice(stands, AT_ONCE)):
        hazards = hazards_by_id(session, [id_ for id_, _ in some])
        for id_, stand in some:
            hazard = hazards[id_]
            is_late = is_overdue(stand.status, stand.due_on, query.day.as_of)
            yield Row(hazard, factories_shown(hazard, who), stand, is_late)
        session.expunge_all()


def _cell(value: Any) -> Value:
    told: Value = value.isoformat() if isinstance(value, date) else value
    return told
