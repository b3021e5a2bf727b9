"""The cells of one CAP table by field, with what is merged downwards filled in, and the places of its problems."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from accord.gateways.cap_sheets.heads import ITEM, Heads
from accord.gateways.cap_sheets.model import Note, Problem
from accord.gateways.workbook.read import Sheet
from accord.gateways.workbook.sheet_xml import Value
from accord.rules.sheets.dates import ImpossibleDate, UnreadableDate, parse_table_date
from accord.rules.vocabulary import Discipline, Status

MAX_FILLED = 2_000_000
"""Characters that merging may fill in; more of them only come from a file made to hurt."""
_NO_DATE = frozenset({"", "n/a", "na", "not applicable", "none", "nil"})


@dataclass(frozen=True)
class Started:
    """What the row of a hazard states in every layout alike."""

    row: int
    item: int
    discipline: Discipline
    observation: str
    status: Status
    withdrawn_reason: str | None


class TableCells:
    """One table of one sheet: values by row and field, and everything found wrong in it so far."""

    def __init__(self, sheet: Sheet, heads: Heads) -> None:
        self.sheet = sheet
        self.heads = heads
        self.problems: list[Problem] = []
        self.notes: list[Note] = []
        self.rows = [row for row in sorted(sheet.rows) if row > heads.row]
        self._unusable = sheet.unusable or {}
        self._filled = self._fill_down()

    def value(self, row: int, meaning: str) -> Value | None:
        """Return what the cell holds, also where it is merged with one above; None where it is blank."""
        column = self.heads.columns.get(meaning)
        if column is None:
            return None
        value = self.sheet.rows[row].get(column)
        if value is None:
            value = self._filled.get((row, column))
        return None if isinstance(value, str) and not value.strip() else value

    def text(self, row: int, meaning: str) -> str | None:
        """Return the text of the cell to the letter, a number as digits and a date as yyyy-mm-dd; None if blank."""
        value = self.value(row, meaning)
        return value if value is None or isinstance(value, str) else as_text(value)

    def own_fields(self, row: int) -> dict[str, Value]:
        """Return the fields that the row itself fills, by meaning."""
        cells = self.sheet.rows[row]
        return {
            meaning: cells[column]
            for meaning, column in self.heads.columns.items()
            if column in cells and str(cells[column]).strip()
        }

    def is_unusable(self, row: int, meaning: str) -> bool:
        """Return whether the cell holds a formula without a result, or an error, which is reported by itself."""
        column = self.heads.columns.get(meaning)
        return column is not None and (row, column) in self._unusable

    def day(self, row: int, meaning: str, written: Value | None) -> date | None:
        """Return the day that the text states, None if it states none; what is no date is a problem of the cell."""
        if written is None or isinstance(written, date):
            return written
        text = str(written).strip()
        if text.strip("-–— .").lower() in _NO_DATE:
            return None
        try:
            if isinstance(written, str):
                return parse_table_date(text)
            self.problem(
                row, meaning, f"{text} is a number, not a date; expected a date, day first, such as 31/12/2017."
            )
        except ImpossibleDate:
            self.problem(
                row,
                meaning,
                f"{quoted(text)} is no day of the calendar; expected a date, day first, such as 28/02/2018.",
            )
        except UnreadableDate:
            self.problem(
                row, meaning, f"{quoted(text)} cannot be read as a date; expected one, day first, such as 31/12/2017."
            )
        return None

    def problem(self, row: int, meaning: str, message: str) -> None:
        """Note why the workbook cannot be imported, at a cell."""
        self.problems.append(Problem(self.sheet.name, row, self.heads.name_of(meaning), message))

    def note(self, row: int | None, meaning: str | None, message: str) -> None:
        """Note a warning, at a cell, a row or the sheet."""
        self.notes.append(Note(self.sheet.name, row, self.heads.name_of(meaning) if meaning else None, message))

    def report_unusable(self) -> None:
        """Make a problem of every cell above or in the table whose value is not in the file."""
        names = {column: self.heads.name_of(meaning) for meaning, column in self.heads.columns.items()}
        for (row, column), what in sorted(self._unusable.items()):
            if row > self.heads.row and column not in names:
                continue
            message = f"The cell holds {what}, which is never worked out here; type the value in its place."
            self.problems.append(Problem(self.sheet.name, row, names.get(column), message))

    def _fill_down(self) -> dict[tuple[int, int], Value]:
        filled: dict[tuple[int, int], Value] = {}
        left = MAX_FILLED
        for merge in self.sheet.merges:
            column = merge.first_column
            # An item number is never shared: a row without its own is no hazard, or one whose number is missing.
            if merge.first_row <= self.heads.row or column == self.heads.columns.get(ITEM):
                continue
            value = self.sheet.rows.get(merge.first_row, {}).get(column)
            if value is None:
                continue
            for place in range(bisect_left(self.rows, merge.first_row + 1), len(self.rows)):
                if self.rows[place] > merge.last_row or left < 0:
                    break
                left -= len(str(value)) + 10
                filled[self.rows[place], column] = value
        return filled


def quoted(text: object) -> str:
    """Return what a cell holds for a sentence: in quotes, on one line, and not longer than a line."""
    line = " ".join(str(text)[:500].split())
    return f"'{line}'" if len(line) <= 80 else f"'{line[:79]}…'"


def as_text(value: Value) -> str:
    """Return a number as its digits and a date as yyyy-mm-dd."""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
