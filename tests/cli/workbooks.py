"""A small CAP workbook in the layout of 2017-18, written as the Accord's web export wrote it."""

from pathlib import Path

import xlsxwriter

HEADS = (
    "Item No",
    "Accord Inspection Observation",
    "Accord Action Plan",
    "Final Action Plan",
    "Final Timeline",
    "Comments from Accord",
    "Accord Timeline",
    "Progress Status",
)
ROWS = (
    (1, "Collapsible gates were found in the exit path.", "Remove all gates.", "Removed.", "15/11/2014",
     "On 30/04/2015: Corrected.", "Immediate", "Corrected"),
    (2, "Fire rated doors are missing at stair 1.", "Install certified doors.", "Doors purchased.", "31/07/2018",
     "On 30/04/2015: Not corrected.", "within 3-months", "In Progress"),
)  # fmt: skip


def a_workbook(folder: Path, *, name: str = "demo_9490.xlsx", rows: tuple[tuple[object, ...], ...] = ROWS) -> Path:
    """Write the workbook and return its path; the file name carries the factory number."""
    file = folder / name
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("Fire")
    sheet.write_row(0, 0, ["Date", "", "FIRE SAFETY"])
    sheet.write_row(1, 0, ["11-Jul-2018"])
    sheet.write_row(3, 0, ["Factory Name & Address", "", "Demo Knit Ltd., 1 Demo Road, Gazipur"])
    sheet.write_row(4, 0, ["Date of Inspection by Accord", "", "6-Jun-2014"])
    sheet.write_row(6, 0, ["Finance Plan Agreed", "", "Yes"])
    sheet.write_row(7, 0, HEADS)
    for line, row in enumerate(rows, start=8):
        sheet.write_row(line, 0, row)
    book.close()
    return file
