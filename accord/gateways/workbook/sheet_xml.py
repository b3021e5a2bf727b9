"""The cells of one sheet, read from its XML: values as stored, merges, and cells that hold no usable value."""

import math
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from accord.gateways.workbook.guard import Fault, Part, WorkbookUnsafe
from accord.gateways.workbook.xml_reader import Allowance, Attributes, TooMuch, XmlReader, unescaped

MAX_COLUMNS = 16_384
MAX_MERGES = 20_000
MAX_CELL_TEXT = 32_767
"""Where Excel itself ends a cell: what is longer could not be exported again."""
LINE_COST = 50
"""A line break counts as so many characters: a log is read line by line, an empty line no faster than a full one."""

Value = str | int | float | date
"""What a cell holds; an empty cell is not there."""

_DIGITS = "0123456789"


@dataclass
class SheetContent:
    """The cells of a sheet by row and column, counted from 1; empty ones are left out."""

    cells: dict[int, dict[int, Value]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""
    unusable: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells whose value is not in the file: formulas without a result, and errors."""
    row: int = 0
    last_row_with_value: int = 0


class _Cells(XmlReader):
    def __init__(self, shared: list[str], date_styles: frozenset[str], starts_1904: bool, allowance: Allowance) -> None:
        super().__init__(allowance)
        self.content = SheetContent()
        self._shared = shared
        self._date_styles = date_styles
        self._starts_1904 = starts_1904
        self._columns: dict[str, int] = {}
        self._row, self._column = 0, 0
        self._is_row_numbered = False
        self._kind, self._style = "n", "0"
        self._is_formula = False
        self._before = 0
        self.starts = {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self.collect,
            "t": self.collect,
            "f": self._start_formula,
            "rPh": self._skip,
            "mergeCell": self._merge,
        }
        self.ends = {"v": self.stop, "t": self.stop, "c": self._end_cell, "rPh": self._resume}

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", "")
        self._is_row_numbered = 0 < len(number) <= 7 and number.isdecimal()
        self._row = int(number) if self._is_row_numbered else self._row + 1
        self._column = 0
        self.content.row = self._row

    def _start_cell(self, attributes: Attributes) -> None:
        self.allowance.cells -= 1
        if self.allowance.cells < 0:
            raise TooMuch
        reference = attributes.get("r")
        if reference:
            letters = reference.rstrip(_DIGITS)
            self._column = self._columns.get(letters) or self._number_of(letters)
            if not self._is_row_numbered:
                self._row = self._row_of(reference, letters) or self._row
        else:
            self._column += 1
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._is_formula = False
        self.text.clear()

    def _start_formula(self, _: Attributes) -> None:
        self._is_formula = True

    def _skip(self, _: Attributes) -> None:
        self._before = len(self.text)

    def _resume(self) -> None:
        del self.text[self._before :]

    def _end_cell(self) -> None:
        if self.text:
            value = self._value("".join(self.text))
            if value is not None:
                self._keep(value)
        elif self._is_formula and self._kind != "str":
            self._lack("a formula without a stored result")

    def _lack(self, what: str) -> None:
        self.content.unusable[self._row, self._column] = what
        self.content.last_row_with_value = self._row

    def _keep(self, value: Value) -> None:
        if isinstance(value, str):
            if len(value) > MAX_CELL_TEXT:
                self._lack(f"a text of {len(value)} characters")
                return
            self.allowance.text -= len(value) + LINE_COST * value.count("\n")
            if self.allowance.text < 0:
                raise TooMuch
        self.content.cells.setdefault(self._row, {})[self._column] = value
        self.content.last_row_with_value = self._row

    def _value(self, text: str) -> Value | None:
        kind = self._kind
        if kind == "s":
            return self._shared_string(text)
        if kind in {"inlineStr", "str"}:
            return unescaped(text)
        if kind == "e":
            self._lack(f"the error {text}")
            return None
        if kind == "b":
            return "TRUE" if text.strip() == "1" else "FALSE"
        return self._date_or_number(text, is_iso=kind == "d")

    def _shared_string(self, text: str) -> str | None:
        try:
            return self._shared[int(text)] or None
        except (ValueError, IndexError):
            self._lack("a text that the file has lost")
            return None

    def _date_or_number(self, text: str, *, is_iso: bool) -> Value:
        try:
            if is_iso:
                return datetime.fromisoformat(text.strip()).date()
            number = float(text)
        except ValueError:
            return text
        if not math.isfinite(number):
            return text
        if self._style in self._date_styles and (day := day_of_serial(number, starts_1904=self._starts_1904)):
            return day
        return int(number) if number.is_integer() else number

    def _merge(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        corners = [self._corner(corner) for corner in (first, last or first)]
        if len(self.content.merges) >= MAX_MERGES:
            raise TooMuch
        self.content.merges.append((*corners[0], *corners[1]))

    def _corner(self, reference: str) -> tuple[int, int]:
        letters = reference.rstrip(_DIGITS)
        return self._row_of(reference, letters), self._number_of(letters)

    def _row_of(self, reference: str, letters: str) -> int:
        digits = reference[len(letters) : len(letters) + 7]
        return int(digits) if digits.isdecimal() else 0

    def _number_of(self, letters: str) -> int:
        number = 0
        for letter in letters.upper():
            number = number * 26 + ord(letter) - 64
            if not 0 < number <= MAX_COLUMNS:
                raise WorkbookUnsafe(Fault(f"The file is damaged: {letters[:10]} is no column of a sheet."))
        self._columns[letters] = number
        return number


def read_cells(
    part: Part, *, shared: list[str], date_styles: frozenset[str], starts_1904: bool, allowance: Allowance, name: str
) -> SheetContent:
    """Return the cells of a sheet, or raise WorkbookUnsafe naming the row after which there is too much of it."""
    reader = _Cells(shared, date_styles, starts_1904, allowance)
    try:
        reader.read(part)
    except TooMuch as limit:
        raise WorkbookUnsafe(
            Fault(
                "The sheet holds far more than a CAP can: it goes on for hundreds of thousands of cells or tens of "
                "megabytes. Delete the rows below the table and save it again.",
                sheet=name,
                row=reader.content.last_row_with_value + 1,
            )
        ) from limit
    return reader.content


def day_of_serial(number: float, *, starts_1904: bool = False) -> date | None:
    """Return the day that a spreadsheet means by a number, or None for a mere time or a day beyond 9999."""
    days = int(number)
    if not 1 <= days < 2_950_000:
        return None
    if starts_1904:
        return date(1904, 1, 1) + timedelta(days=days)
    # Excel believes in a 29 February 1900: day 60.
    return date(1899, 12, 30 if days > 60 else 31) + timedelta(days=days)
