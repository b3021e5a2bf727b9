"""From which day on what a row says was so. Source: CONTRACT.md section 2.1, "Status", "Initial or new", "Dates"."""

from dataclasses import dataclass
from datetime import date

from accord.gateways.cap_sheets.model import CapRow, CapSheet
from accord.rules.vocabulary import Origin


@dataclass(frozen=True)
class DeadlineHeld:
    """A final timeline and the first day on which it held."""

    due_on: date | None
    holds_from: date


def sheet_day(sheet: CapSheet) -> date | None:
    """Return the day the sheet speaks of: its own date, else its latest dated comment, else None."""
    if sheet.sheet_date:
        return sheet.sheet_date
    return max((day for row in sheet.rows for day in _comment_days(row)), default=None)


def status_since(row: CapRow, sheet: CapSheet, *, today: date) -> date:
    """Return the day from which the row's status holds; a day still to come is a typing error and not believed."""
    if row.status_since:
        return row.status_since
    believable = [day for day in _comment_days(row) if day <= today]
    if believable:
        return max(believable)
    return min(sheet.sheet_date or today, today)


def found_on(row: CapRow, sheet: CapSheet, *, today: date) -> date:
    """Return the day on which the hazard was found, at the latest the day its status begins."""
    if row.found_on:
        return row.found_on
    first_comment = min(_comment_days(row), default=None)
    since = status_since(row, sheet, today=today)
    if row.origin is Origin.INITIAL and sheet.initial_inspection_on:
        return min(sheet.initial_inspection_on, since)
    return min(first_comment or sheet.sheet_date or today, since)


def deadlines_held(row: CapRow, *, first_day: date) -> list[DeadlineHeld]:
    """Return every final timeline of the row, oldest first; each holds until the comment that replaced it.

    Where one comment carries two previous timelines, the first of them is taken to hold until that comment:
    the stricter reading, since nobody knows when the second was agreed.
    """
    held, since = [], first_day
    for previous in row.previous_deadlines:
        held.append(DeadlineHeld(previous.due_on, since))
        if previous.replaced_on:
            since = max(previous.replaced_on, since)
    if row.due_on or held:
        held.append(DeadlineHeld(row.due_on, since))
    return held


def _comment_days(row: CapRow) -> list[date]:
    return [entry.dated_on for entry in row.log if entry.dated_on]
