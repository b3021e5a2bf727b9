"""Builders of CAP sheets as the reader hands them over; every field that a test does not name is ordinary."""

from datetime import date
from hashlib import sha256

from accord.casework.imports import SourceFile
from accord.gateways.cap_sheets.model import CapRow, CapSheet, CapWorkbook, LogEntry
from accord.rules.vocabulary import Discipline, InspectionKind, Origin, Status

ALL_COLUMNS = frozenset(
    {
        "observation",
        "recommended_action",
        "recommended_timeline",
        "final_action_plan",
        "due_on",
        "log",
        "status",
    }
)


def a_row(item: int = 1, **changed) -> CapRow:
    """An initial fire hazard in progress, due at the end of 2014."""
    ordinary = {
        "row": 8 + item,
        "item": item,
        "discipline": Discipline.FIRE,
        "origin": Origin.INITIAL,
        "visit": InspectionKind.INITIAL,
        "visit_ordinal": None,
        "observation": f"Collapsible gate number {item} was found in the exit path at the ground floor.",
        "recommended_action": "Remove all collapsible gates from the means of egress.",
        "recommended_timeline": "Immediate",
        "final_action_plan": "Gates will be removed.",
        "due_on": date(2014, 12, 31),
        "status": Status.IN_PROGRESS,
        "log": (LogEntry(date(2015, 3, 4), "Not corrected."),),
    }
    return CapRow(**ordinary | changed)


def a_sheet(*rows: CapRow, **changed) -> CapSheet:
    """A fire sheet of factory 9490, dated 1 June 2018."""
    ordinary = {
        "name": "Fire",
        "layout": "A",
        "disciplines": tuple(dict.fromkeys(row.discipline for row in rows)),
        "factory_numbers": (9490,),
        "factory_names": ("Demo Knit Ltd.",),
        "factory_names_bn": (None,),
        "address": "1 Demo Road, Gazipur",
        "address_bn": None,
        "sheet_date": date(2018, 6, 1),
        "approved_on": None,
        "initial_inspection_on": date(2014, 6, 6),
        "follow_ups": (),
        "rating": None,
        "finance_agreed": True,
        "has_visit_type": True,
        "columns": ALL_COLUMNS,
        "rows": rows,
    }
    return CapSheet(**ordinary | changed)


def a_file(workbook: CapWorkbook) -> SourceFile:
    """The file that holds the workbook: the same words, the same bytes."""
    return SourceFile("a_cap_9490.xlsx", sha256(repr(workbook).encode()).hexdigest())


def a_workbook(*sheets: CapSheet) -> CapWorkbook:
    """A workbook that warns of nothing."""
    return CapWorkbook(sheets=sheets, file_number=None, warnings=())
