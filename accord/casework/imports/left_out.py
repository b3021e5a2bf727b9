"""Edits in our own export that the import does not take over, each in one sentence; nothing on record is erased.

What a cell says is held against what the export wrote into it, replayed from what was recorded by then: what came on
record afterwards was not taken away by anybody. Other layouts say nothing by an empty cell.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.gateways.cap_sheets.model import CapRow, CapSheet, CapWorkbook, Note
from accord.gateways.spreadsheets import MAX_CELL_CHARACTERS
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.rules.figures.history import StatusEvent, statuses_until
from accord.rules.moments import Moment
from accord.rules.sheets import cap_layout as layout
from accord.rules.vocabulary import Discipline, Status

Entries = tuple[tuple[date | None, str], ...]

_FIELDS: Mapping[str, Callable[[Hazard], Any]] = {
    layout.ORIGIN: lambda hazard: hazard.origin,
    layout.VISIT: lambda hazard: hazard.visit,
    layout.CATEGORY: lambda hazard: hazard.category or hazard.category_as_written,
    layout.SEVERITY: lambda hazard: hazard.severity,
    layout.LOCATION: lambda hazard: hazard.location,
    layout.OBSERVATION_BN: lambda hazard: hazard.observation_bn,
    layout.RECOMMENDED_ACTION: lambda hazard: hazard.recommended_action,
    layout.RECOMMENDED_ACTION_BN: lambda hazard: hazard.recommended_action_bn,
    layout.RECOMMENDED_TIMELINE: lambda hazard: hazard.recommended_timeline,
    layout.FINAL_ACTION_PLAN: lambda hazard: hazard.final_action_plan,
    layout.FINAL_ACTION_PLAN_BN: lambda hazard: hazard.final_action_plan_bn,
    layout.RESPONSIBLE_PERSON: lambda hazard: hazard.responsible_person,
    layout.FOUND_ON: lambda hazard: hazard.found_on,
}
"""What is on record under each head of a plain field; the heads of histories stand in `_Exported`."""


@dataclass(frozen=True)
class _Exported:
    """What the export wrote of the histories of a hazard."""

    status: Status
    status_since: date
    withdrawn_reason: str | None
    due_on: date | None
    previous: tuple[tuple[date | None, date], ...]
    log: Entries

    @classmethod
    def of(cls, hazard: Hazard, *, by: datetime, as_of: date) -> "_Exported":
        """Replay what was recorded by that instant."""
        recorded = {event.id: event for event in hazard.events if event.recorded_at <= by}
        events = statuses_until(
            [
                StatusEvent(event.id, event.status, event.effective_on, as_of, event.compensates_id)
                for event in recorded.values()
            ],
            as_of=as_of,
            known_at=as_of,
        )
        last = recorded[events[-1].sequence] if events else None
        deadlines = sorted(
            (deadline for deadline in hazard.deadlines if deadline.recorded_at <= by),
            key=lambda deadline: (deadline.holds_from, deadline.id),
        )
        holding = [deadline for deadline in deadlines if deadline.holds_from <= as_of]
        return cls(
            status=last.status if last else hazard.status,
            status_since=last.effective_on if last else hazard.found_on,
            withdrawn_reason=last.reason if last and last.status is Status.WITHDRAWN else None,
            due_on=holding[-1].due_on if holding else None,
            previous=tuple((before.due_on, after.holds_from) for before, after in pairwise(deadlines)),
            log=layout.newest_that_fit(
                [(entry.dated_on, entry.text) for entry in hazard.log if entry.recorded_at <= by],
                characters=MAX_CELL_CHARACTERS,
            ),
        )

    def under(self, head: str, row: CapRow) -> object:
        """Return what an empty cell under this head leaves out, or None where its being empty follows from the row."""
        if head == layout.STATUS_SINCE:
            return self.status_since if row.status is self.status else None
        if head == layout.WITHDRAWN_REASON:
            return self.withdrawn_reason if row.status is self.status else None
        told = {layout.FINAL_TIMELINE: self.due_on, layout.PREVIOUS_TIMELINES: self.previous, layout.LOG: self.log}
        return told.get(head)


def left_out_of_row(hazard: Hazard, row: CapRow, sheet: CapSheet, *, moment: Moment) -> list[Note]:
    """Return a sentence for each edit of the row that leaves the hazard on record as it is."""
    if not sheet.is_ours:
        return []
    exported = _Exported.of(hazard, by=written_at(sheet, moment), as_of=_written_on(sheet, moment))
    said = [
        *_empty(hazard, row, exported),
        *_lasting(hazard, row, sheet),
        *_of_status(row, exported),
        *_of_history(row, exported),
    ]
    return _notes(sheet, row, said)


def left_out_of_new_row(row: CapRow, sheet: CapSheet) -> list[Note]:
    """Return a sentence for what a row that is not on record yet should say and does not."""
    if not sheet.is_ours:
        return []
    said = list(_withdrawn_without_reason(row))
    if "origin" not in sheet.columns or layout.ORIGIN in row.left_empty:
        said.append((layout.ORIGIN, f"is not stated; the hazard is taken as {row.origin.value}"))
    return _notes(sheet, row, said)


def missing_sheets(session: Session, workbook: CapWorkbook, factories: Iterable[Factory]) -> list[Note]:
    """Return a sentence for each discipline on record of a factory that its own export does not have any more."""
    written = [sheet.exported_at for sheet in workbook.sheets if sheet.is_ours and sheet.exported_at]
    if not written:
        return []
    return [
        note for factory in factories for note in _missing_sheets_of(session, workbook, factory, written=max(written))
    ]


def _missing_sheets_of(
    session: Session, workbook: CapWorkbook, factory: Factory, *, written: datetime
) -> Iterator[Note]:
    told = {
        discipline
        for sheet in workbook.sheets
        if factory.number in sheet.factory_numbers
        for discipline in sheet.disciplines
    }
    query = (
        select(HazardFactory.discipline, func.count())
        .where(
            HazardFactory.factory_id == factory.id,
            HazardFactory.recorded_at <= written,
            HazardFactory.removed_at.is_(None),
        )
        .group_by(HazardFactory.discipline)
    )
    counts = dict(iter(session.execute(query)))
    for discipline in Discipline:
        if discipline in counts and discipline not in told:
            said = (
                f"the workbook has no sheet of this discipline any more; the {discipline.value} hazards of factory "
                f"{factory.number} on record stay as they are: {counts[discipline]}"
            )
            yield Note(discipline.value.capitalize(), None, None, said)


def _empty(hazard: Hazard, row: CapRow, exported: _Exported) -> Iterator[tuple[str, str]]:
    for head in layout.HEADS:
        if head not in row.left_empty:
            continue
        kept = _FIELDS[head](hazard) if head in _FIELDS else exported.under(head, row)
        if kept and str(kept).strip():
            yield head, "is empty on the sheet and stays as on record"


def _lasting(hazard: Hazard, row: CapRow, sheet: CapSheet) -> Iterator[tuple[str, str]]:
    if "origin" in sheet.columns and layout.ORIGIN not in row.left_empty and row.origin is not hazard.origin:
        yield layout.ORIGIN, f"is {row.origin.value} on the sheet and stays {hazard.origin.value} as on record"
    if row.found_on and row.found_on != hazard.found_on:
        yield layout.FOUND_ON, f"is {row.found_on} on the sheet and stays {hazard.found_on} as on record"


def _of_status(row: CapRow, exported: _Exported) -> Iterator[tuple[str, str]]:
    # An untouched day beside a new status is the day of the old one.
    is_same = row.status is exported.status
    if is_same and row.status_since and row.status_since != exported.status_since:
        said = f"is {row.status_since} on the sheet and stays {exported.status_since} as on record"
        yield layout.STATUS_SINCE, f"{said}, since the status is the same"
    if row.withdrawn_reason and row.status is not Status.WITHDRAWN:
        yield layout.WITHDRAWN_REASON, f"is not taken over, since the status is {row.status.value}"
    # A hazard that is on record as withdrawn without a reason is exported without one.
    if exported.status is not Status.WITHDRAWN:
        yield from _withdrawn_without_reason(row)


def _of_history(row: CapRow, exported: _Exported) -> Iterator[tuple[str, str]]:
    told = {(each.due_on, each.replaced_on) for each in row.previous_deadlines}
    lost, added = set(exported.previous) - told, told - set(exported.previous)
    if told and (lost or (added and row.due_on == exported.due_on)):
        yield layout.PREVIOUS_TIMELINES, "differs from the record and stays as on record"
    comments = {_evened(entry.dated_on, entry.text) for entry in row.log}
    gone = [day for day, text in exported.log if _evened(day, text) not in comments]
    if comments and gone:
        days = ", ".join(day.isoformat() if day else layout.UNDATED for day in gone)
        yield layout.LOG, f"lacks comments that are on record, or has changed them; they stay: {days}"


def _withdrawn_without_reason(row: CapRow) -> Iterator[tuple[str, str]]:
    if row.status is Status.WITHDRAWN and not row.withdrawn_reason:
        yield layout.WITHDRAWN_REASON, "is empty; expected why the hazard is withdrawn, such as “duplicate of item 2”"


def _notes(sheet: CapSheet, row: CapRow, said: Iterable[tuple[str, str]]) -> list[Note]:
    return [Note(sheet.name, row.row, head, f"{head} of item {row.item} {what}") for head, what in said]


def _evened(day: date | None, text: str) -> tuple[date | None, str]:
    """Return a comment without regard to spaces and line ends, which spreadsheet programs change."""
    return day, " ".join(text.split())


def written_at(sheet: CapSheet, moment: Moment) -> datetime:
    """Return when our own export was written; where it lost the instant, the end of the day it is dated."""
    if sheet.exported_at:
        return sheet.exported_at
    return min(moment.end_of(sheet.sheet_date), moment.now) if sheet.sheet_date else moment.now


def _written_on(sheet: CapSheet, moment: Moment) -> date:
    return min(moment.civil_date(written_at(sheet, moment)), moment.today)
