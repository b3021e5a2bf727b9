"""Our own CAP layout: what the exporter writes is what the importer reads back, so both take their words from here.

Heads and labels are English in every language of the export, since programs match them. Source: CONTRACT 2.2.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from accord.rules.vocabulary import InspectionKind

ITEM_NO = "Item No"
ORIGIN = "Origin"
VISIT = "Visit"
CATEGORY = "Category"
SEVERITY = "Severity"
LOCATION = "Location"
OBSERVATION = "Observation"
OBSERVATION_BN = "Observation (Bangla)"
RECOMMENDED_ACTION = "Recommended Action"
RECOMMENDED_ACTION_BN = "Recommended Action (Bangla)"
RECOMMENDED_TIMELINE = "Recommended Timeline"
FINAL_ACTION_PLAN = "Final Action Plan"
FINAL_ACTION_PLAN_BN = "Final Action Plan (Bangla)"
RESPONSIBLE_PERSON = "Responsible Person"
FINAL_TIMELINE = "Final Timeline"
PREVIOUS_TIMELINES = "Previous Timelines"
STATUS = "Status"
STATUS_SINCE = "Status Since"
WITHDRAWN_REASON = "Withdrawn Reason"
FOUND_ON = "Found On"
LOG = "Log"

HEADS = (
    ITEM_NO,
    ORIGIN,
    VISIT,
    CATEGORY,
    SEVERITY,
    LOCATION,
    OBSERVATION,
    OBSERVATION_BN,
    RECOMMENDED_ACTION,
    RECOMMENDED_ACTION_BN,
    RECOMMENDED_TIMELINE,
    FINAL_ACTION_PLAN,
    FINAL_ACTION_PLAN_BN,
    FINAL_TIMELINE,
    PREVIOUS_TIMELINES,
    STATUS,
    STATUS_SINCE,
    WITHDRAWN_REASON,
    FOUND_ON,
    LOG,
    RESPONSIBLE_PERSON,
)
"""The column heads in the order of the export; the responsible person is in a working copy only."""

FACTORY_NUMBER = "Factory Number"
FACTORY_NAME = "Factory Name"
FACTORY_NAME_BN = "Factory Name (Bangla)"
ADDRESS = "Address"
ADDRESS_BN = "Address (Bangla)"
DISCIPLINE = "Discipline"
SHEET_DATE = "Date"
DATE_OF_INSPECTION = "Date of Inspection"
FINANCE_PLAN_AGREED = "Finance Plan Agreed"
RATING = "Rating"
EXPORTED_AT = "Exported At"

NO_DATE = "none"
UNDATED = "undated"

_ENTRY = re.compile(r"\[(\d{4}-\d{2}-\d{2}|undated)\] ?")
_LOOKS_LIKE_ENTRY = re.compile(r"\\*\[(?:\d{4}-\d{2}-\d{2}|undated)\]")
_PREVIOUS = re.compile(r"\s*(\d{4}-\d{2}-\d{2}|none)(?:\s+until\s+(\d{4}-\d{2}-\d{2}))?\s*", re.IGNORECASE)


class NotOurLayout(ValueError):
    """A cell of our own layout was changed into something that it never holds."""


def log_text(entries: Iterable[tuple[date | None, str]]) -> str:
    """Return the cell that holds the log: "[2015-03-04] text" or "[undated] text", each entry on a new line."""
    return "\n".join(
        f"[{dated_on.isoformat() if dated_on else UNDATED}] {_escaped(text)}" for dated_on, text in entries
    )


def newest_that_fit(
    entries: Sequence[tuple[date | None, str]], *, characters: int
) -> tuple[tuple[date | None, str], ...]:
    """Return the entries without the oldest ones that a cell has no room for; an entry is never cut."""
    fitting = tuple(entries)
    while len(log_text(fitting)) > characters:
        fitting = fitting[1:]
    return fitting


def parse_log(cell: str) -> tuple[tuple[date | None, str], ...]:
    """Return the entries of a log cell in order; text before the first entry is an undated one."""
    entries: list[tuple[date | None, list[str]]] = []
    for line in cell.split("\n") if cell else []:
        if start := _ENTRY.match(line):
            dated_on = None if start[1] == UNDATED else _day(start[1], cell)
            entries.append((dated_on, [line[start.end() :]]))
        elif entries:
            entries[-1][1].append(line[1:] if line.startswith("\\") and _LOOKS_LIKE_ENTRY.match(line) else line)
        else:
            entries.append((None, [line]))
    return tuple((dated_on, "\n".join(lines)) for dated_on, lines in entries)


def previous_timelines_text(previous: Iterable[tuple[date | None, date | None]]) -> str:
    """Return the cell that holds earlier final timelines: "2014-09-22 until 2015-03-04", one a line.

    Each is a pair of the due date, None where the plan had no date, and the day it was replaced, None if unknown.
    """
    return "\n".join(
        (due_on.isoformat() if due_on else NO_DATE) + (f" until {replaced_on.isoformat()}" if replaced_on else "")
        for due_on, replaced_on in previous
    )


def parse_previous_timelines(cell: str) -> tuple[tuple[date | None, date | None], ...]:
    """Return the pairs of due date and day replaced, in order; raises NotOurLayout for any other line."""
    pairs: list[tuple[date | None, date | None]] = []
    for line in cell.split("\n"):
        if not line.strip():
            continue
        found = _PREVIOUS.fullmatch(line)
        if not found:
            raise NotOurLayout(line)
        due_on = None if found[1].lower() == NO_DATE else _day(found[1], line)
        pairs.append((due_on, _day(found[2], line) if found[2] else None))
    return tuple(pairs)


def visit_text(kind: InspectionKind, ordinal: int | None) -> str:
    """Return a visit as one word and, where it is numbered, its number: "initial", "follow_up 4"."""
    return f"{kind.value} {ordinal}" if ordinal is not None else kind.value


def parse_visit(cell: str) -> tuple[InspectionKind, int | None]:
    """Return kind and number of the visit; raises NotOurLayout for any other word."""
    kind, _, number = cell.strip().partition(" ")
    try:
        return InspectionKind(kind), int(number) if number else None
    except ValueError as unknown:
        raise NotOurLayout(cell) from unknown


def _escaped(text: str) -> str:
    """Return the text with a backslash before each further line that would read as the start of an entry."""
    first, *others = text.split("\n")
    return "\n".join([first, *(f"\\{line}" if _LOOKS_LIKE_ENTRY.match(line) else line for line in others)])


def _day(iso: str, cell: str) -> date:
    try:
        return date.fromisoformat(iso)
    except ValueError as impossible:
        raise NotOurLayout(cell) from impossible
