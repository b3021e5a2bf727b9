"""One column of a file, the rows it is asked about, and how its values stand in CSV and JSON."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from accord.gateways.snapshot.programme import FactoryLine
from accord.gateways.spreadsheets import Value
from accord.rules.public.disclosed_order import OrderDisclosed


@dataclass(frozen=True)
class Row:
    """One factory, the day that is asked about, the one the register speaks of, and whether everything is invented."""

    line: FactoryLine
    as_of: date
    register_as_of: date
    """What is not kept day by day, such as the number of workers, was so when the snapshot was written."""
    is_demonstration: bool


@dataclass(frozen=True)
class OrderRow:
    """One order, the day that is asked about, and whether everything is invented."""

    order: OrderDisclosed
    as_of: date
    is_demonstration: bool


@dataclass(frozen=True)
class Column:
    """One column; `of` gives its value for a row, of the kind that the file is made of."""

    name: str
    says: str
    of: Callable[[Any], Any]
    is_of_today: bool = False
    """What it tells is not kept day by day: for a past day it is empty, since the number of today would be taken for
    the one of then."""

    def value(self, row: Any) -> Any:
        """Return what stands in the row."""
        return None if self.is_of_today and row.as_of < row.register_as_of else self.of(row)


def cell(value: Any) -> Value:
    """Return the value as it stands in a spreadsheet: lists with semicolons, rates with both their decimals."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "; ".join("" if part is None else str(cell(part)) for part in value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    told: Value = f"{value:.2f}" if isinstance(value, Decimal) else value
    return told


def told(value: Any) -> Any:
    """Return the value as it stands in JSON."""
    if isinstance(value, tuple):
        return [told(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def cells(columns: Sequence[Column], rows: Iterable[Any]) -> Iterable[list[Value]]:
    """Yield the rows of a CSV."""
    return ([cell(column.value(row)) for column in columns] for row in rows)


def record(columns: Sequence[Column], row: Any) -> dict[str, Any]:
    """Return the row of a JSON file."""
    return {column.name: told(column.value(row)) for column in columns}
