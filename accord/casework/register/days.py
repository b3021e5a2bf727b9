"""The days that a list tells, in the forms that people type."""

from datetime import date
from typing import TypeVar

from accord.casework.register.cells import Cells
from accord.rules.sheets.dates import ImpossibleDate, UnreadableDate, parse_table_date

Head = TypeVar("Head")


def day_in(cells: Cells[Head], column: Head) -> date | None:
    """Return the day of the cell, None if it is empty; what is no day is a problem."""
    text = cells.digits(column)
    if text is None:
        return None
    try:
        return date.fromisoformat(text) if text[:4].isdecimal() else parse_table_date(text)
    except ImpossibleDate:
        cells.problem(column, f"“{text[:40]}” is a day that no calendar holds")
    except (UnreadableDate, ValueError):
        cells.problem(column, f"“{text[:40]}” is no date; expected the form 2018-07-01")
    return None
