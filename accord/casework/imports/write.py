"""Writes new hazards and what was appended to known ones, in as few statements as the number of tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from accord.casework.hazard_words import search_text_of
from accord.casework.imports.compare import PLANNED, Change, last_deadline
from accord.casework.imports.dates import DeadlineHeld, deadlines_held, found_on, status_since
from accord.gateways.cap_sheets.model import CapRow, CapSheet, LogEntry
from accord.records.base import Base
from accord.records.hazard import Deadline, Hazard, HazardEvent, HazardFactory
from accord.records.hazard import LogEntry as LogRecord
from accord.records.plan import CapLine
from accord.rules.desk.hazard_search import SEARCHED, search_text
from accord.rules.moments import Moment
from accord.rules.vocabulary import Source

COPIED = (
    "discipline",
    "item",
    "origin",
    "visit",
    "visit_ordinal",
    "location",
    "category",
    "category_as_written",
    "severity",
    "observation",
    "observation_bn",
    "recommended_action",
    "recommended_action_bn",
    "recommended_timeline",
    "final_action_plan",
    "final_action_plan_bn",
    "responsible_person",
    "status",
)


@dataclass(frozen=True)
class Writer:
    """Who imports what and when; every line written carries all of it.

    `version_ids` are the versions of the CAP that the sheet made, one for each factory; none where it is an older one.
    """

    session: Session
    actor: str
    moment: Moment
    import_id: int
    version_ids: Sequence[int]

    def create(self, rows: Sequence[CapRow], sheet: CapSheet, *, factory_ids: Sequence[int]) -> list[int]:
        """Write new hazards with their first event, deadlines and comments; return their ids in the rows' order."""
        if not rows:
            return []
        today = self.moment.today
        found = [found_on(row, sheet, today=today) for row in rows]
        table = _table(Hazard)
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        values = [
            {name: getattr(row, name) for name in COPIED}
            | self._stamp()
            | {"found_on": day, "search_text": search_text(*(getattr(row, name) for name in SEARCHED))}
            for row, day in zip(rows, found, strict=True)
        ]
        ids = list(self.session.scalars(statement, values))
        each = list(zip(ids, rows, strict=True))
        self._insert(
            HazardFactory,
            (
                {
                    "hazard_id": id_,
                    "factory_id": factory_id,
                    "discipline": row.discipline,
                    "item": row.item,
                    "recorded_at": self.moment.now,
                    "import_id": self.import_id,
                }
                for id_, row in each
                for factory_id in factory_ids
            ),
        )
        self._insert(HazardEvent, (self._event(id_, row, status_since(row, sheet, today=today)) for id_, row in each))
        chains = [deadlines_held(row, first_day=day, today=today) for row, day in zip(rows, found, strict=True)]
        held = [(id_, row, chain) for (id_, row), chain in zip(each, chains, strict=True)]
        self._insert(Deadline, (self._deadline(id_, deadline) for id_, _, chain in held for deadline in chain))
        self._insert(CapLine, self._lines((id_, row, chain[-1].due_on if chain else None) for id_, row, chain in held))
        self._insert(LogRecord, (self._comment(id_, entry) for id_, row in each for entry in row.log))
        return ids

    def append(self, changes: Iterable[tuple[Hazard, CapRow, Change]]) -> None:
        """Write what rows add to hazards on record."""
        every = list(changes)
        for hazard, row, change in every:
            for name, (_, value) in change.fields.items():
                setattr(hazard, name, value)
            if change.fields:
                hazard.search_text = search_text_of(hazard)
            if change.status_since:
                hazard.status = row.status
        self.session.flush()
        self._insert(
            HazardEvent,
            (self._event(hazard.id, row, change.status_since) for hazard, row, change in every if change.status_since),
        )
        self._insert(
            Deadline, (self._deadline(hazard.id, held) for hazard, _, change in every for held in change.deadlines)
        )
        replanned = ((hazard.id, hazard, _due_after(hazard, change)) for hazard, _, change in every if _plans(change))
        self._insert(CapLine, self._lines(replanned))
        self._insert(
            LogRecord, (self._comment(hazard.id, entry) for hazard, _, change in every for entry in change.log)
        )

    def _insert(self, record: type[Base], values: Iterable[dict[str, Any]]) -> None:
        rows = list(values)
        if rows:
            self.session.execute(insert(_table(record)), rows)

    def _event(self, hazard_id: int, row: CapRow, since: Any) -> dict[str, Any]:
        return {
            "hazard_id": hazard_id,
            "status": row.status,
            "effective_on": since,
            "actor": self.actor,
            "reason": row.withdrawn_reason,
            **self._stamp(),
        }

    def _deadline(self, hazard_id: int, held: DeadlineHeld) -> dict[str, Any]:
        return {
            "hazard_id": hazard_id,
            "due_on": held.due_on,
            "holds_from": held.holds_from,
            "approved_by": self.actor,
            "version_id": self.version_ids[0] if self.version_ids else None,
            **self._stamp(),
        }

    def _comment(self, hazard_id: int, entry: LogEntry) -> dict[str, Any]:
        return {
            "hazard_id": hazard_id,
            "dated_on": entry.dated_on,
            "text": entry.text,
            "actor": self.actor,
            **self._stamp(),
        }

    def _lines(self, planned: Iterable[tuple[int, Hazard | CapRow, date | None]]) -> Iterator[dict[str, Any]]:
        """Yield what each version plans: the plan of the row, or of the hazard as it now stands, and its date."""
        for hazard_id, says, due_on in planned:
            for version_id in self.version_ids:
                yield {
                    "version_id": version_id,
                    "hazard_id": hazard_id,
                    "action_plan": says.final_action_plan,
                    "action_plan_bn": says.final_action_plan_bn,
                    "responsible_person": says.responsible_person,
                    "due_on": due_on,
                    "actor": self.actor,
                    "recorded_at": self.moment.now,
                }

    def _stamp(self) -> dict[str, Any]:
        return {"source": Source.IMPORTED, "recorded_at": self.moment.now, "import_id": self.import_id}


def _plans(change: Change) -> bool:
    return bool(change.deadlines or change.fields.keys() & PLANNED)


def _due_after(hazard: Hazard, change: Change) -> date | None:
    if change.deadlines:
        return change.deadlines[-1].due_on
    last = last_deadline(hazard)
    return last.due_on if last else None


def _table(record: type[Base]) -> Table:
    table = record.__table__
    assert isinstance(table, Table)  # noqa: S101  every record of ours is mapped to a plain table
    return table
