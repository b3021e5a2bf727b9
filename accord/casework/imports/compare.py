"""What a row changes of a hazard on record: fields, status, deadlines and comments, each only where it says so."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accord.casework.imports.dates import DeadlineHeld, comment_days, deadlines_held, sheet_day, status_since
from accord.gateways.cap_sheets.model import CapRow, CapSheet, LogEntry
from accord.records.hazard import Deadline, Hazard
from accord.rules.sheets import cap_layout
from accord.rules.vocabulary import Category, Source, Status

FIELDS = (
    "visit",
    "visit_ordinal",
    "category",
    "category_as_written",
    "severity",
    "location",
    "observation",
    "observation_bn",
    "recommended_action",
    "recommended_action_bn",
    "recommended_timeline",
    "final_action_plan",
    "final_action_plan_bn",
    "responsible_person",
)
"""Fields of a hazard that a newer sheet may change. Origin is not among them: what was new stays new."""

PLANNED = ("final_action_plan", "final_action_plan_bn", "responsible_person")
"""What a version of the CAP plans of a hazard besides its date."""


@dataclass(frozen=True)
class Change:
    """All that one row changes of one hazard."""

    fields: dict[str, tuple[Any, Any]]
    """Old and new value by field name."""
    status_since: date | None
    """The day from which the row's status holds, or None if the status stays."""
    deadlines: tuple[DeadlineHeld, ...]
    log: tuple[LogEntry, ...]
    conflicts: tuple[str, ...] = ()
    """What the row says and the record, being nearer to the truth, does not take over."""

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.fields or self.status_since or self.deadlines or self.log)


NO_CHANGE = Change(fields={}, status_since=None, deadlines=(), log=())


def change_of(
    hazard: Hazard, row: CapRow, sheet: CapSheet, *, older: bool, is_planned_at_desk: bool, today: date
) -> Change:
    """Return what the row changes; an older sheet adds comments only.

    `is_planned_at_desk`: the plan in force was approved at the desk, so that no sheet changes its words or its date.
    """
    log = new_comments(hazard, row)
    if older and not sheet.is_ours:
        return Change(fields={}, status_since=None, deadlines=(), log=log)
    fields, deadlines = _changed_fields(hazard, row, sheet), new_deadlines(hazard, row, sheet, today=today)
    since = _status_since(hazard, row, sheet, today=today) if _status_differs(hazard, row) else None
    if older or _is_stale(hazard, sheet):
        left = ["status"] * bool(since) + ["final timeline"] * bool(deadlines) + sorted(fields)
        why = "stands on an older sheet than the last one" if older else "was changed on record after this export"
        said = f"{why} was written; its {', '.join(left)} is not taken over"
        return Change({}, None, (), log, (said,) if left else ())
    conflicts = _category_doubted(fields, hazard, row, sheet)
    if since and hazard.events and hazard.events[-1].source is Source.DESK:
        conflicts.append(f"was set to {hazard.status.value} in the desk; {row.status.value} is not taken over")
        since = None
    last = last_deadline(hazard)
    if deadlines and (is_planned_at_desk or (last and last.source is Source.DESK)):
        conflicts.append("has a final timeline that was set in the desk; the sheet's is not taken over")
        deadlines = ()
    if is_planned_at_desk:
        conflicts += _left_of_plan(fields)
    return Change(fields, since, deadlines, log, tuple(conflicts))


def _left_of_plan(fields: dict[str, tuple[Any, Any]]) -> list[str]:
    """Take what the desk planned out of the fields, and say what the sheet says instead."""
    left = {name: fields.pop(name)[1] for name in PLANNED if name in fields}
    return [
        f"has a plan that was approved in the desk; the sheet's {name.replace('_', ' ')} “{value}” is not taken over"
        for name, value in left.items()
    ]


def new_comments(hazard: Hazard, row: CapRow) -> tuple[LogEntry, ...]:
    """Return the comments of the row that are not on record yet."""
    known = {(entry.dated_on, entry.text) for entry in hazard.log}
    return tuple(entry for entry in row.log if (entry.dated_on, entry.text) not in known)


def new_deadlines(hazard: Hazard, row: CapRow, sheet: CapSheet, *, today: date) -> tuple[DeadlineHeld, ...]:
    """Return the final timelines that came after the one on record; an empty cell never takes a date away."""
    last = last_deadline(hazard)
    current = last.due_on if last else None
    if row.due_on is None or row.due_on == current:
        return ()
    earliest = last.holds_from if last else hazard.found_on
    chain = deadlines_held(row, first_day=hazard.found_on, today=today)
    known = [place for place, held in enumerate(chain) if held.due_on == current]
    if known:
        return tuple(DeadlineHeld(held.due_on, max(held.holds_from, earliest)) for held in chain[known[-1] + 1 :])
    return (DeadlineHeld(row.due_on, max(sheet_day(sheet, today=today) or today, earliest)),)


def _status_differs(hazard: Hazard, row: CapRow) -> bool:
    if hazard.status is not row.status:
        return True
    reason = hazard.events[-1].reason if hazard.events else None
    return row.status is Status.WITHDRAWN and row.withdrawn_reason not in (None, reason)


def _status_since(hazard: Hazard, row: CapRow, sheet: CapSheet, *, today: date) -> date:
    """Return the day from which the new status holds, never before the last event on record.

    In our own layout an untouched "Status Since" is the day of the old status: then the newest comment dates the
    new one, else the day of the sheet.
    """
    last = max((event.effective_on for event in hazard.events), default=hazard.found_on)
    if row.status_since is None:
        return max(status_since(row, sheet, today=today), last)
    told = [row.status_since, *sorted(comment_days(row, today=today), reverse=True)]
    later = [day for day in told if day > last]
    return later[0] if later else max(sheet_day(sheet, today=today) or today, last)


def _is_stale(hazard: Hazard, sheet: CapSheet) -> bool:
    if sheet.exported_at is None:
        return False
    recorded = [line.recorded_at for lines in (hazard.events, hazard.deadlines, hazard.log) for line in lines]
    return any(at > sheet.exported_at for at in recorded)


def last_deadline(hazard: Hazard) -> Deadline | None:
    """Return the final timeline that was set last, or None if none ever was."""
    return max(hazard.deadlines, key=lambda deadline: (deadline.holds_from, deadline.id), default=None)


def _changed_fields(hazard: Hazard, row: CapRow, sheet: CapSheet) -> dict[str, tuple[Any, Any]]:
    # The one field for which an empty cell is read as a word: a row without a visit type is of the initial inspection.
    unsaid = {"visit", "visit_ordinal"} if cap_layout.VISIT in row.left_empty else set()
    told = {name: getattr(row, name) for name in FIELDS if name in sheet.columns - unsaid}
    if not sheet.is_ours:
        told["category"] = _category_read(hazard, row)
    return {
        name: (getattr(hazard, name), value)
        for name, value in told.items()
        if value is not None and value != getattr(hazard, name)
    }


def _category_doubted(fields: dict[str, Any], hazard: Hazard, row: CapRow, sheet: CapSheet) -> list[str]:
    if sheet.is_ours or "observation" not in fields or hazard.category in (None, row.category) or not row.category:
        return []
    return [f"keeps its category {hazard.category}; the words of the sheet now speak of {row.category}"]


def _category_read(hazard: Hazard, row: CapRow) -> Category | None:
    """Return the category read from the row's words where the hazard has none, and no person of ours decided so."""
    return row.category if hazard.category is None and hazard.source is Source.IMPORTED else None
