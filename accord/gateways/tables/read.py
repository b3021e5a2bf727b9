"""One table from a file: what kind of file it is, which sheet holds the list, and which row its heads."""

from collections.abc import Sequence
from pathlib import Path

from accord.gateways.cap_sheets.model import Note
from accord.gateways.tables.model import HEADS_WITHIN_ROWS, MAX_FILE_BYTES, Grid, HeadCounter, Row, Table, refuse
from accord.gateways.tables.sheets import read_xls, read_xlsx
from accord.gateways.tables.text import read_text

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_NO_LISTS = ((b"%PDF", "a PDF"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"\x1f\x8b", "an archive"))


def read_table(path: Path, known_heads: HeadCounter) -> Table:
    """Return the list in the file, told by its content, not by its name; raises WorkbookRefused.

    The row with the most heads that `known_heads` knows begins the list.
    """
    if (size := path.stat().st_size) > MAX_FILE_BYTES:
        refuse(f"the file has {size:,} bytes; at most {MAX_FILE_BYTES:,} are read")
    grids, notes = _grids(path, known_heads)
    counted = [(grid, *_heads_of(grid, known_heads)) for grid in grids if grid.rows]
    if not counted:
        refuse("the file is empty; expected a row of heads and a row for each entry")
    grid, at, _ = max(counted, key=lambda each: each[2])
    others = [other.sheet for other, _, _ in counted if other is not grid]
    if others:
        names = ", ".join(f"'{name}'" for name in others)
        notes += (Note(grid.sheet, None, None, f"only this sheet was read; the workbook also has {names}"),)
    head = grid.rows[at]
    return Table(grid.sheet, head.row, tuple(_dense(head)), grid.rows[at + 1 :], notes)


def _grids(path: Path, known_heads: HeadCounter) -> tuple[tuple[Grid, ...], tuple[Note, ...]]:
    with path.open("rb") as file:
        start = file.read(8)
    if kind := next((kind for mark, kind in _NO_LISTS if start.startswith(mark)), None):
        refuse(f"the file is {kind}; expected a list saved as CSV, XLSX or XLS")
    if start == _OLE:
        return read_xls(path), ()
    if start.startswith(_ZIP):
        return read_xlsx(path), ()
    grid, notes = read_text(path.read_bytes(), known_heads)
    return (grid,), notes


def _heads_of(grid: Grid, known_heads: HeadCounter) -> tuple[int, int]:
    """Return the place of the row of heads among the rows, and how many heads are known."""
    counts = [known_heads(_dense(row)) for row in grid.rows[:HEADS_WITHIN_ROWS]]
    return counts.index(max(counts)), max(counts)


def _dense(row: Row) -> Sequence[str]:
    return [row.cells.get(place, "") for place in range(max(row.cells, default=-1) + 1)]
