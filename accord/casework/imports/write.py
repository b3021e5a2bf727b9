"""Writes new hazards and what was appended to known ones, in as few statements as the number of tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from accord.casework.imports.compare import Change
from accord.casework.imports.dates import DeadlineHeld, deadlines_held, found_on, status_since
from accord.gateways.cap_sheets.model import CapRow, CapSheet, LogEntry
from accord.records.base import Base
from accord.records.hazard import Deadline, Hazard, HazardEvent, HazardFactory
from accord.records.hazard import LogEntry as LogRecord
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
    """Who imports and when; every line written carries both."""

    session: Session
    actor: str
    moment: Moment

    def create(self, rows: Sequence[CapRow], sheet: CapSheet, *, factory_ids: Sequence[int]) -> list[int]:
        """Write new hazards with their first event, deadlines and comments; return their ids in the rows' order."""
        if not rows:
            return []
        today = self.moment.today
        found = [found_on(row, sheet, today=today) for row in rows]
        table = _table(Hazard)
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        stamp = {"source": Source.IMPORTED, "recorded_at": self.moment.now}
        values = [
            {name: getattr(row, name) for name in COPIED} | stamp | {"found_on": day}
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
                }
                for id_, row in each
                for factory_id in factory_ids
            ),
        )
        self._insert(HazardEvent, (self._event(id_, row, status_since(row, sheet, today=today)) for id_, row in each))
        held = (
            (id_, deadlines_held(row, first_day=day, today=today)) for (id_, row), day in zip(each, found, strict=True)
        )
        self._insert(Deadline, (self._deadline(id_, deadline) for id_, chain in held for deadline in chain))
        self._insert(LogRecord, (self._comment(id_, entry) for id_, row in each for entry in row.log))
        return ids

    def append(self, changes: Iterable[tuple[Hazard, CapRow, Change]]) -> None:
        """Write what rows add to hazards on record."""
        every = list(changes)
        for hazard, row, change in every:
            for name, (_, value) in change.fields.items():
                setattr(hazard, name, value)
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
            "recorded_at": self.moment.now,
            "source": Source.IMPORTED,
            "actor": self.actor,
            "reason": row.withdrawn_reason,
        }

    def _deadline(self, hazard_id: int, held: DeadlineHeld) -> dict[str, Any]:
        return {
            "hazard_id": hazard_id,
            "due_on": held.due_on,
            "holds_from": held.holds_from,
            "recorded_at": self.moment.now,
            "source": Source.IMPORTED,
            "approved_by": self.actor,
        }

    def _comment(self, hazard_id: int, entry: LogEntry) -> dict[str, Any]:
        return {
            "hazard_id": hazard_id,
            "dated_on": entry.dated_on,
            "text": entry.text,
            "source": Source.IMPORTED,
            "actor": self.actor,
            "recorded_at": self.moment.now,
        }


def _table(record: type[Base]) -> Table:
    table = record.__table__
    assert isinstance(table, Table)  # noqa: S101  every record of ours is mapped to a plain table
    return table
