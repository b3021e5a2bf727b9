"""Workbooks as grids: XLSX by the guarded reader of CAP workbooks, old XLS by a child process under limits."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from accord.gateways.cap_sheets.model import Problem, WorkbookRefused
from accord.gateways.tables.model import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Grid, Row, refuse
from accord.gateways.workbook.guard import WorkbookUnsafe
from accord.gateways.workbook.read import Sheet, read_workbook

CHILD_SECONDS = 60
_CHILD = Path(__file__).with_name("xls_child.py")
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})


def read_xlsx(path: Path) -> tuple[Grid, ...]:
    """Return the visible sheets of an XLSX workbook, or raise WorkbookRefused with every fault."""
    try:
        sheets = read_workbook(path)
    except WorkbookUnsafe as unsafe:
        raise WorkbookRefused(
            tuple(
                Problem(fault.sheet, fault.row, None if fault.column is None else f"{fault.column}", fault.message)
                for fault in unsafe.faults
            )
        ) from unsafe
    return tuple(_grid(sheet) for sheet in sheets if not sheet.is_hidden)


def read_xls(path: Path) -> tuple[Grid, ...]:
    """Return the visible sheets of an old XLS workbook, or raise WorkbookRefused."""
    # In a process of its own, under limits of memory and time: a short file may claim a sheet of 65,536 by 256 cells,
    # which the library lays out whole, and a library in another language may end the process it runs in.
    try:
        done = subprocess.run(  # noqa: S603  our own module, and a path that a person named
            [sys.executable, "-I", str(_CHILD), str(path.resolve()), str(MAX_CELLS)],
            capture_output=True,
            timeout=CHILD_SECONDS,
            check=False,
        )
        told = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        told = None
    if told is None:
        refuse("the file is a damaged or far too large .xls workbook; open it in Excel and save it as .xlsx")
    if "refused" in told:
        refuse(told["refused"])
    return tuple(
        Grid(
            sheet["name"],
            tuple(
                _row(row, dict(enumerate(cells, start=sheet["first_column"])))
                for row, cells in enumerate(sheet["rows"], start=sheet["first_row"])
            ),
        )
        for sheet in told["sheets"]
    )


def _grid(sheet: Sheet) -> Grid:
    unusable: dict[int, dict[int, str]] = {}
    for (row, column), what in (sheet.unusable or {}).items():
        unusable.setdefault(row, {})[column - 1] = what
    rows = []
    for number in sorted(sheet.rows.keys() | unusable.keys()):
        cells = {column - 1: _text(value) for column, value in sheet.rows.get(number, {}).items()}
        _refuse_beyond(sheet.name, number, max([*cells, *unusable.get(number, {})], default=0))
        found = _row(number, cells)
        rows.append(Row(number, found.cells, found.unusable | unusable.get(number, {})))
    return Grid(sheet.name, tuple(rows))


def _refuse_beyond(sheet: str, row: int, last_column: int) -> None:
    if row > MAX_ROWS:
        refuse(f"the sheet goes on after {MAX_ROWS:,} rows; divide it", sheet=sheet, row=row)
    if last_column >= MAX_COLUMNS:
        refuse(f"the row goes on after {MAX_COLUMNS} columns; delete what stands there", sheet=sheet, row=row)


def _row(number: int, cells: dict[int, str]) -> Row:
    errors = {place: f"the error {cell}" for place, cell in cells.items() if cell in _ERRORS}
    return Row(number, {at: cell for at, cell in cells.items() if at not in errors and cell.strip()}, errors)


def _text(value: str | int | float | date) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
