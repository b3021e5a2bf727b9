"""From which day on what a row says was so. Source: CONTRACT.md section 2.1, "Status", "Initial or new", "Dates".

A day still to come is a typing error and not believed: it would hide a hazard, or let it correct itself one day.
"""

from dataclasses import dataclass
from datetime import date

from accord.gateways.cap_sheets.model import CapRow, CapSheet
from accord.rules.vocabulary import Origin


@dataclass(frozen=True)
class DeadlineHeld:
    """A final timeline and the first day on which it held."""

    due_on: date | None
    holds_from: date


def sheet_day(sheet: CapSheet, *, today: date) -> date | None:
    """Return the day the sheet speaks of: its own date, else its latest dated comment, else None."""
    if sheet.sheet_date and sheet.sheet_date <= today:
        return sheet.sheet_date
    return max((day for row in sheet.rows for day in comment_days(row, today=today)), default=None)


def status_since(row: CapRow, sheet: CapSheet, *, today: date) -> date:
    """Return the day from which the row's status holds."""
    if row.status_since:
        return row.status_since
    return max(comment_days(row, today=today), default=_own_date(sheet, today=today))


def found_on(row: CapRow, sheet: CapSheet, *, today: date) -> date:
    """Return the day on which the hazard was found, at the latest the day its status begins."""
    if row.found_on:
        return row.found_on
    since = status_since(row, sheet, today=today)
    if row.origin is Origin.INITIAL and sheet.initial_inspection_on:
        return min(sheet.initial_inspection_on, since)
    first_seen = min(comment_days(row, today=today), default=_own_date(sheet, today=today))
    return min(first_seen, since)


def deadlines_held(row: CapRow, *, first_day: date, today: date) -> list[DeadlineHeld]:
    """Return every final timeline of the row, oldest first; each holds until the comment that replaced it.

    Where one comment carries two previous timelines, the first of them is taken to hold until that comment:
    the stricter reading, since nobody knows when the second was agreed.
    """
    replaced = sorted(row.previous_deadlines, key=lambda previous: previous.replaced_on or date.max)
    held, since = [], first_day
    for previous in replaced:
        held.append(DeadlineHeld(previous.due_on, since))
        if previous.replaced_on and previous.replaced_on <= today:
            since = max(previous.replaced_on, since)
    if row.due_on or held:
        held.append(DeadlineHeld(row.due_on, since))
    return held


def comment_days(row: CapRow, *, today: date) -> list[date]:
    """Return the days of the row's dated comments, without those still to come."""
    return [entry.dated_on for entry in row.log if entry.dated_on and entry.dated_on <= today]


def _own_date(sheet: CapSheet, *, today: date) -> date:
    return sheet.sheet_date if sheet.sheet_date and sheet.sheet_date <= today else today
