"""What an import did, for the person and for programs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from accord.casework.imports.sheets import Comparison
from accord.gateways.cap_sheets.model import CapRow, Note
from accord.rules.vocabulary import Discipline, OrderKind, Origin, Status


@dataclass(frozen=True)
class OrderToConfirm:
    """A danger the workbook speaks of; it raises nothing and waits for an engineer. `kind` None: he chooses."""

    kind: OrderKind | None
    sheet: str
    row: int | None
    item: int | None
    because: str


@dataclass(frozen=True)
class SheetCount:
    """The hazards of one discipline on one sheet, by origin and status."""

    sheet: str
    discipline: Discipline
    factories: tuple[int, ...]
    counts: dict[str, int]

    @classmethod
    def of(
        cls, sheet: str, discipline: Discipline, *, factories: tuple[int, ...], rows: Sequence[CapRow]
    ) -> "SheetCount":
        """Count these rows."""
        tally = Counter(row.status.value for row in rows) + Counter(row.origin.value for row in rows)
        words = [Origin.INITIAL, Origin.NEW, *Status]
        return cls(
            sheet, discipline, factories, {"hazards": len(rows)} | {word.value: tally[word.value] for word in words}
        )


def changes_of(held: Comparison) -> list[dict[str, Any]]:
    """Return what each changed row changes: old and new values in plain words, for people and for the journal."""
    linked: dict[int, list[int]] = {}
    for hazard, factory in held.to_link:
        linked.setdefault(hazard.id, []).append(factory.number)
    return [
        {
            "sheet": held.part.sheet.name,
            "row": row.row,
            "discipline": held.part.discipline.value,
            "item": row.item,
            "fields": {name: {"from": _plain(old), "to": _plain(new)} for name, (old, new) in change.fields.items()},
            "status": row.status.value if change.status_since else None,
            "status_since": change.status_since.isoformat() if change.status_since else None,
            "final_timelines": [
                {"due": each.due_on.isoformat() if each.due_on else None, "from": each.holds_from.isoformat()}
                for each in change.deadlines
            ],
            "comments_added": len(change.log),
            "counts_also_for": linked.get(hazard.id, []),
        }
        for hazard, row, change in held.known
        if change or hazard.id in linked
    ]


def head_changes_of(held: Comparison) -> list[dict[str, Any]]:
    """Return what the block above our own table changes: old and new value by label, for people and for the journal."""
    return [
        {
            "sheet": held.part.sheet.name,
            "discipline": held.part.discipline.value,
            "factory": factory.number,
            "fields": held.heads[factory.id].told(),
        }
        for factory in held.part.factories
        if held.heads.get(factory.id)
    ]


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


@dataclass
class ImportReport:
    """Counts of hazard records, with what the file warns of. Filled in while the import runs."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    factories_created: set[int] = field(default_factory=set)
    factories: dict[int, str | None] = field(default_factory=dict)
    sheets: list[SheetCount] = field(default_factory=list)
    orders_to_confirm: list[OrderToConfirm] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    head_changes: list[dict[str, Any]] = field(default_factory=list)

    def as_object(self, progress: dict[int, dict[str, Any]]) -> dict[str, Any]:
        """Return the report as CONTRACT.md section 2.1 prints it; `progress` by factory number."""
        return {
            "factories": [
                {
                    "number": number,
                    "name": name,
                    "created": number in self.factories_created,
                    "progress": progress[number],
                }
                for number, name in self.factories.items()
            ],
            "sheets": [
                {
                    "sheet": sheet.sheet,
                    "discipline": sheet.discipline.value,
                    "factories": list(sheet.factories),
                    **sheet.counts,
                }
                for sheet in self.sheets
            ],
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "changes": self.changes,
            "head_changes": self.head_changes,
            "orders_to_confirm": [
                {
                    "kind": order.kind.value if order.kind else None,
                    "sheet": order.sheet,
                    "row": order.row,
                    "item": order.item,
                    "because": order.because,
                }
                for order in self.orders_to_confirm
            ],
            "warnings": [
                {"sheet": note.sheet, "row": note.row, "column": note.column, "message": note.message}
                for note in self.warnings
            ],
        }
