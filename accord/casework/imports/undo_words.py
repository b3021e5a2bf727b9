"""Gives hazards and inspections back the words and ratings that an import changed, out of the journal."""

import json
from collections.abc import Sequence
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.hazard_words import search_text_of
from accord.records.cap import SheetImport
from accord.records.hazard import Hazard, HazardFactory
from accord.records.inspection import Inspection
from accord.records.journal import JournalEntry
from accord.rules.vocabulary import Category, InspectionKind, Rating, Severity

DEED = "imported a CAP sheet"

_WORDS_OF: dict[str, type[Enum]] = {"visit": InspectionKind, "category": Category, "severity": Severity}
"""By field: the vocabulary that its value is a word of. All other fields are texts and numbers."""


def change_noted(session: Session, read: SheetImport) -> dict[str, Any] | None:
    """Return what the journal noted of the import of a sheet, or None where it noted too little to undo it."""
    entries = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.deed == DEED, JournalEntry.at == read.recorded_at)
        .order_by(JournalEntry.id.desc())
    )
    for entry in entries:
        noted: dict[str, Any] = json.loads(entry.details)
        said = (noted["sha256"], noted["sheet"], noted["discipline"])
        if said == (read.file_sha256, read.sheet, read.discipline.value):
            return noted if "ratings" in noted else None
    return None


def restore_words(
    session: Session, sheet: Sequence[SheetImport], noted: dict[str, Any], left: list[dict[str, Any]]
) -> None:
    """Put back each word that still stands as it was imported; what was changed since is left, and listed."""
    changes = {change["item"]: change["fields"] for change in noted["changes"] if change["fields"]}
    hazards = session.scalars(
        select(Hazard)
        .where(
            Hazard.id.in_(
                select(HazardFactory.hazard_id).where(
                    HazardFactory.factory_id.in_([each.factory_id for each in sheet]),
                    HazardFactory.discipline == sheet[0].discipline,
                    HazardFactory.item.in_(changes),
                    HazardFactory.removed_at.is_(None),
                )
            )
        )
        .order_by(Hazard.id)
    )
    for hazard in hazards:
        for name, change in changes[hazard.item].items():
            if _plain(getattr(hazard, name)) != change["to"]:
                left.append({"what": "words", "hazard": hazard.id, "item": hazard.item, "field": name})
            else:
                setattr(hazard, name, _word(name, change["from"]))
        hazard.search_text = search_text_of(hazard)
        hazard.revision += 1
    session.flush()


def restore_ratings(session: Session, noted: dict[str, Any], left: list[dict[str, Any]]) -> None:
    """Put back each rating that still stands as it was imported."""
    for change in noted["ratings"]:
        inspection = session.get_one(Inspection, change["inspection"])
        if _plain(inspection.rating) != change["to"]:
            left.append({"what": "rating", "inspection": inspection.id, "day": inspection.inspected_on.isoformat()})
        else:
            inspection.rating = Rating(change["from"]) if change["from"] else None
    session.flush()


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _word(name: str, value: Any) -> Any:
    words = _WORDS_OF.get(name)
    return words(value) if words and value is not None else value
