"""Reads one old XLS workbook in a process of its own and prints it as JSON; see `sheets.read_xls`.

It is run by its path in an isolated interpreter, and so imports nothing of ours. python-calamine: MIT, maintained, no
dependencies, written in Rust. xlrd, in Python, is hardly maintained; a reader of our own for a format of 1997 would be
larger and less tried.
"""

import json
import resource
import sys
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MAX_MEMORY_BYTES = 1_500_000_000
MAX_SECONDS = 30


def main(path: str, max_cells: int) -> dict[str, Any]:
    """Return the visible sheets of up to so many cells, or why the file is refused."""
    try:
        book = CalamineWorkbook.from_path(path)
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        sheets = []
        room = max_cells
        for name in names:
            sheet = book.get_sheet_by_name(name)
            room -= sheet.height * sheet.width
            if room < 0:
                return {"refused": f"the sheet '{name}' is far larger than a list of factories; save it as .xlsx"}
            row, column = sheet.start or (0, 0)
            rows = [[_text(value) for value in cells] for cells in sheet.to_python(skip_empty_area=True)]
            sheets.append({"name": name, "first_row": row + 1, "first_column": column, "rows": rows})
    except PasswordError:
        return {"refused": "the workbook is protected with a password; save it without one"}
    except CalamineError as error:
        return {"refused": f"the file is a damaged .xls workbook ({error}); open it in Excel and save it as .xlsx"}
    return {"sheets": sheets}


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    sys.stdout.write(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
