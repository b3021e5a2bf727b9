"""Writes tables as XLSX and CSV in which no value can act as a formula. Same values, same bytes."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any, BinaryIO

import xlsxwriter

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet program takes a text that begins with one of these for a formula."""

MAX_CELL_CHARACTERS = 32_767
"""What a cell of a spreadsheet holds; xlsxwriter leaves a longer text out without a word."""

CUT = " [cut]"
"""Ends a text that does not fit into a cell."""

Value = str | int | float | None
ROWS_AT_ONCE = 100
"""Rows of a CSV that are put together before they are sent."""


@dataclass(frozen=True)
class TableSheet:
    """One sheet: label/value lines above, then a row of heads, then the rows. Widths are in characters."""

    name: str
    above: Sequence[tuple[str, Value]]
    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True)
class LongSheet:
    """One sheet of any number of rows, which are written as they come."""

    name: str
    heads: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[Value]]


def xlsx(sheets: Iterable[TableSheet], *, title: str) -> bytes:
    """Return a workbook; a text that looks like a formula is a quote-prefixed text cell, its value unchanged.

    Raises ValueError for a text longer than a cell holds: nothing is left out silently.
    """
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # A fixed date: the same values must give the same bytes.
    workbook.set_properties({"title": title, "created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    styles = {
        "label": workbook.add_format({"font_color": "#4a5661"}),
        "head": workbook.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}),
        "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "quoted": workbook.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
    }
    for sheet in sheets:
        _write_sheet(workbook.add_worksheet(sheet.name), sheet, styles)
    workbook.close()
    return buffer.getvalue()


def _write_sheet(page: Any, sheet: TableSheet, styles: dict[str, Any]) -> None:
    for line, (label, value) in enumerate(sheet.above):
        page.write_string(line, 0, label, styles["label"])
        _write_value(page, line, 1, value, styles)
    head = len(sheet.above) + 1
    for column, (text, width) in enumerate(zip(sheet.heads, sheet.widths, strict=True)):
        page.write_string(head, column, text, styles["head"])
        page.set_column(column, column, width)
    for line, row in enumerate(sheet.rows, start=head + 1):
        for column, value in enumerate(row):
            _write_value(page, line, column, value, styles)
    page.freeze_panes(head + 1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)


def _write_value(page: Any, line: int, column: int, value: Value, styles: Mapping[str, Any]) -> None:
    if isinstance(value, int | float):
        page.write_number(line, column, value, styles["text"])
    elif value:
        if len(value) > MAX_CELL_CHARACTERS:
            msg = f"a text of {len(value)} characters does not fit into a cell of a spreadsheet"
            raise ValueError(msg)
        page.write_string(line, column, value, styles["quoted" if value.startswith(FORMULA_STARTS) else "text"])


def write_long_xlsx(file: BinaryIO, sheet: LongSheet, *, title: str) -> None:
    """Write a workbook of one sheet row by row: however many there are, one of them is in memory.

    A text longer than a cell holds is cut and says so: of 150,000 rows one must not stop all others.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(file, options)
    workbook.set_properties({"title": title, "created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    head = workbook.add_format({"bold": True, "bottom": 2})
    styles = {"text": None, "quoted": workbook.add_format({"quote_prefix": True})}
    page = workbook.add_worksheet(sheet.name)
    page.freeze_panes(1, 1)
    for column, (text, width) in enumerate(zip(sheet.heads, sheet.widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, text, head)
    for line, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_value(page, line, column, _cut(value), styles)
    workbook.close()


def _cut(value: Value) -> Value:
    if isinstance(value, str) and len(value) > MAX_CELL_CHARACTERS:
        return value[: MAX_CELL_CHARACTERS - len(CUT)] + CUT
    return value


def csv_bytes(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a CSV in UTF-8 with a byte order mark; a text that looks like a formula gets an apostrophe before it.

    Without the mark the spreadsheet program that most readers have takes Bangla for Latin letters; programs skip it
    when they are told so (`utf-8-sig`), and find the same rows as JSON.
    """
    return b"".join(csv_stream(heads, rows))


def csv_stream(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Yield the same CSV as `csv_bytes`, piece by piece."""
    with_heads = chain((heads,), rows)
    start = codecs.BOM_UTF8
    while some := list(islice(with_heads, ROWS_AT_ONCE)):
        buffer = io.StringIO(newline="")
        csv.writer(buffer).writerows([_inert(value) for value in row] for row in some)
        yield start + buffer.getvalue().encode()
        start = b""


def _inert(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
