"""Delimited text files as grids: any usual encoding, any usual delimiter, under limits.

Python's own sniffer is not used: it guesses from letter frequencies and takes an "e" for a delimiter. The heads decide.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from accord.gateways.cap_sheets.model import Note
from accord.gateways.spreadsheets import FORMULA_STARTS
from accord.gateways.tables.model import HEADS_WITHIN_ROWS, MAX_COLUMNS, MAX_ROWS, Grid, HeadCounter, Row, refuse

DELIMITERS = (",", ";", "\t", "|")
MAX_LINE_CHARACTERS = 100_000
"""A list of fifty columns with long addresses stays below 5,000. Python's own limit of a cell is a little higher."""
MAX_LINES_OF_A_ROW = 200
"""An address has six lines; a quotation mark that is never closed swallows the rest of the file."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


_OTHER_TEXTS = (
    # The beginning tells it, so that one with a comma too many is named for what it is too.
    (re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"])"), "JSON"),
    (re.compile(r"\s*<(?:!|\?|[A-Za-z])"), "a web page or XML"),
)


def read_text(content: bytes, known_heads: HeadCounter) -> tuple[Grid, tuple[Note, ...]]:
    """Return the rows of the file and what was guessed about it, or raise WorkbookRefused."""
    text, notes = _decoded(content)
    if "\0" in text:
        refuse("the file is no text; expected a list saved as CSV, XLSX or XLS")
    if kind := next((kind for start, kind in _OTHER_TEXTS if start.match(text)), None):
        refuse(f"the file is {kind}; expected a list saved as CSV, XLSX or XLS")
    delimiter = max(DELIMITERS, key=lambda each: _heads_found(text, each, known_heads))
    return Grid(None, tuple(_rows(text, delimiter))), notes


def _decoded(content: bytes) -> tuple[str, tuple[Note, ...]]:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None) or _unmarked(content)
    try:
        return content.decode(encoding), ()
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or _is_mostly_utf_8(content):
            said = f"the file begins as {encoding.removesuffix('-sig').upper()}, but here a character is damaged"
            refuse(f"{said}; save it again as CSV UTF-8", row=_row_at(content[: error.start], encoding))
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        refuse("the encoding is neither UTF-8, UTF-16 nor Windows-1252; save the file as CSV UTF-8", row=row)
    said = "the file is not UTF-8 and was read as Windows-1252; look at names with accents"
    return text, (Note(None, None, None, said),)


def _unmarked(content: bytes) -> str:
    """Tell UTF-16 without a mark by its zero bytes: every Latin letter, comma and line break has one."""
    start = content[:4000]
    if start.count(0) * 4 < len(start) or not start:
        return "utf-8"
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


def _is_mostly_utf_8(content: bytes) -> bool:
    text = content.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    return sum(not character.isascii() for character in text) - damaged > damaged


def _row_at(before: bytes, encoding: str) -> int:
    text = before.decode(encoding, errors="ignore")
    return sum(1 for _ in csv.reader(io.StringIO(f"{text}x", newline="")))


def _heads_found(text: str, delimiter: str, known_heads: HeadCounter) -> int:
    # Only the beginning: a limit that is passed in the middle of it is told of later, by the real reading.
    start = io.StringIO(text[: HEADS_WITHIN_ROWS * 2000], newline="")
    try:
        return max(map(known_heads, islice(csv.reader(start, delimiter=delimiter), HEADS_WITHIN_ROWS)), default=0)
    except csv.Error:
        return 0


class _Lines:
    """The lines of the text, one by one, remembering those of the row that is being read."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.row = 1
        self.of_row = 0
        self.quotes = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            if len(line) > MAX_LINE_CHARACTERS:
                refuse(f"the line is {len(line):,} characters long; expected one factory or relation", row=self.row)
            self.of_row += 1
            self.quotes += line.count('"')
            if self.of_row > MAX_LINES_OF_A_ROW:
                refuse("a quotation mark opens here and is not closed again", row=self.row)
            yield line

    def begin_next_row(self) -> None:
        self.row += 1
        self.of_row = self.quotes = 0


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    lines = _Lines(text)
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            if lines.of_row > 1 and lines.quotes % 2:
                refuse("a quotation mark opens here and is not closed again", row=lines.row)
            if len(cells) > MAX_COLUMNS:
                refuse(f"the row has {len(cells):,} columns; at most {MAX_COLUMNS} are read", row=lines.row)
            if lines.row > MAX_ROWS:
                refuse(f"the file goes on after {MAX_ROWS:,} rows; divide it", row=lines.row)
            if any(map(str.strip, cells)):
                yield _row(lines.row, cells)
            lines.begin_next_row()
    except csv.Error as error:
        refuse(f"the row cannot be divided into cells ({error})", row=lines.row)


def _row(number: int, cells: list[str]) -> Row:
    formulas = {place: f"the formula {cell[:40]}" for place, cell in enumerate(cells) if _is_formula(cell)}
    values = {place: _as_written(cell) for place, cell in enumerate(cells) if place not in formulas and cell.strip()}
    return Row(number, values, formulas)


def _is_formula(cell: str) -> bool:
    return cell.startswith("=")


def _as_written(cell: str) -> str:
    # Our own CSV, and others', set an apostrophe before what a spreadsheet would take for a formula.
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell
