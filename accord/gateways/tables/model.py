"""A table as plain text with its places, and the limits within which one is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from accord.gateways.cap_sheets.model import Note, Problem, WorkbookRefused

MAX_FILE_BYTES = 32_000_000
"""The largest public factory list we know (Open Supply Hub, all Bangladesh) is below 8 MB."""
MAX_ROWS = 100_000
MAX_COLUMNS = 250
MAX_CELLS = 500_000
"""As many as the reader of XLSX workbooks allows."""
HEADS_WITHIN_ROWS = 30
"""Titles, dates and notes stand above the heads of some lists; never more than a screen of them."""

HeadCounter = Callable[[Sequence[str]], int]
"""How many of these cells would make sense as heads."""


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet counts, from 1, and its cells by column, counted from 0."""

    row: int
    cells: dict[int, str]
    unusable: dict[int, str] = field(default_factory=dict)
    """By column: what stands there instead of a value, such as "a formula"."""


@dataclass(frozen=True)
class Grid:
    """Every row of a sheet or text file that holds anything, before its heads are known."""

    sheet: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """The row of heads, the rows below it, and what a person should know of how they were read."""

    sheet: str | None
    head_row: int
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[Note, ...] = ()


def refuse(message: str, *, sheet: str | None = None, row: int | None = None, column: str | None = None) -> NoReturn:
    """Refuse the file for one reason."""
    raise WorkbookRefused((Problem(sheet, row, column, message),))
