"""Lists the sheets that were imported, and what an undo of one left."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accord.casework.imports.undo import DEED
from accord.casework.refusals import N_
from accord.records.cap import SheetImport
from accord.records.journal import JournalEntry

LATEST = 200
"""More on one page is not read, and what is older is hardly undone."""

SENTENCES = {
    "hazard": N_("The hazard stays: something was said of it since."),
    "words": N_("Its words were changed since and stay."),
    "inspection": N_("The inspection stays: something was recorded on it since."),
    "rating": N_("The rating was changed since and stays."),
}


@dataclass(frozen=True)
class Left:
    """What an undo left as it was, and where it is."""

    sentence: str
    hazard_id: int | None
    item: int | None
    day: str | None


def imports_listed(session: Session) -> Sequence[SheetImport]:
    """Return the latest imports, the last one first."""
    query = select(SheetImport).options(joinedload(SheetImport.factory)).order_by(SheetImport.id.desc()).limit(LATEST)
    return session.scalars(query).all()


def left_of(session: Session, read: SheetImport) -> tuple[Left, ...]:
    """Return what the undo of an import left; nothing where it was not undone."""
    if read.undone_at is None:
        return ()
    entries = session.scalars(select(JournalEntry).where(JournalEntry.deed == DEED, JournalEntry.at == read.undone_at))
    for entry in entries:
        details = json.loads(entry.details)
        if read.id in details["imports"]:
            return tuple(
                Left(SENTENCES[each["what"]], each.get("hazard"), each.get("item"), each.get("day"))
                for each in details["left"]
            )
    return ()
