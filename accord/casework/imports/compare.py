"""What a row changes of a hazard on record: fields, status, deadlines and comments, each only where it says so."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accord.casework.imports.dates import DeadlineHeld, deadlines_held, sheet_day, status_since
from accord.gateways.cap_sheets.model import CapRow, CapSheet, LogEntry
from accord.records.hazard import Hazard
from accord.rules.vocabulary import Source

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


@dataclass(frozen=True)
class Change:
    """All that one row changes of one hazard."""

    fields: dict[str, Any]
    """New value by field name."""
    status_since: date | None
    """The day from which the row's status holds, or None if the status stays."""
    deadlines: tuple[DeadlineHeld, ...]
    log: tuple[LogEntry, ...]
    conflict: bool
    """Whether the row contradicts a status that was set in the desk, which always wins."""

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.fields or self.status_since or self.deadlines or self.log)


def change_of(hazard: Hazard, row: CapRow, sheet: CapSheet, *, older: bool, today: date) -> Change:
    """Return what the row changes; an older sheet adds comments only."""
    log = new_comments(hazard, row)
    if older:
        return Change(fields={}, status_since=None, deadlines=(), log=log, conflict=False)
    differs = hazard.status is not row.status
    set_in_desk = bool(hazard.events) and hazard.events[-1].source is Source.DESK
    since = None
    if differs and not set_in_desk:
        # Never before the last event: a newer sheet tells what came after it, whatever its comments are dated.
        since = max(status_since(row, sheet, today=today), *(event.effective_on for event in hazard.events))
    return Change(
        fields=_changed_fields(hazard, row, sheet),
        status_since=since,
        deadlines=new_deadlines(hazard, row, sheet, today=today),
        log=log,
        conflict=differs and set_in_desk,
    )


def new_comments(hazard: Hazard, row: CapRow) -> tuple[LogEntry, ...]:
    """Return the comments of the row that are not on record yet."""
    known = {(entry.dated_on, entry.text) for entry in hazard.log}
    return tuple(entry for entry in row.log if (entry.dated_on, entry.text) not in known)


def new_deadlines(hazard: Hazard, row: CapRow, sheet: CapSheet, *, today: date) -> tuple[DeadlineHeld, ...]:
    """Return the final timelines that came after the one on record; an empty cell never takes a date away."""
    last = max(hazard.deadlines, key=lambda deadline: (deadline.holds_from, deadline.id), default=None)
    current = last.due_on if last else None
    if row.due_on is None or row.due_on == current:
        return ()
    earliest = last.holds_from if last else hazard.found_on
    chain = deadlines_held(row, first_day=hazard.found_on)
    known = [place for place, held in enumerate(chain) if held.due_on == current]
    if known:
        return tuple(DeadlineHeld(held.due_on, max(held.holds_from, earliest)) for held in chain[known[-1] + 1 :])
    return (DeadlineHeld(row.due_on, max(min(sheet_day(sheet) or today, today), earliest)),)


def _changed_fields(hazard: Hazard, row: CapRow, sheet: CapSheet) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in FIELDS if name in sheet.columns}
    return {name: value for name, value in told.items() if value is not None and value != getattr(hazard, name)}
