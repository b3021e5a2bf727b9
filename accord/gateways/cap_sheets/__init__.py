"""Reading CAP workbooks in all their published layouts, and in our own."""

from accord.gateways.cap_sheets.model import (
    CapRow,
    CapSheet,
    CapWorkbook,
    LogEntry,
    Note,
    PreviousDeadline,
    Problem,
    WorkbookRefused,
)
from accord.gateways.cap_sheets.read import read_cap_workbook

__all__ = [
    "CapRow",
    "CapSheet",
    "CapWorkbook",
    "LogEntry",
    "Note",
    "PreviousDeadline",
    "Problem",
    "WorkbookRefused",
    "read_cap_workbook",
]
