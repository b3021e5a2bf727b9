"""What was said or built upon since: it keeps what an import brought from being taken out."""

from collections.abc import Sequence

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from accord.records.base import Base
from accord.records.cap import CapVersion, SheetImport
from accord.records.journal import JournalEntry
from accord.records.plan import CapLine

_LINKS = "hazard_factory"
"""That a hazard counts for a factory says nothing of it yet."""


def said_of(session: Session, hazard_ids: Sequence[int]) -> frozenset[int]:
    """Return those of the hazards of which something was said that no undone import said."""
    subjects = {f"hazard {id_}": id_ for id_ in hazard_ids}
    noted = session.scalars(select(JournalEntry.subject).where(JournalEntry.subject.in_(subjects)).distinct())
    found = {subjects[subject] for subject in noted}
    for table in Base.metadata.sorted_tables:
        if table.name not in (_LINKS, CapLine.__tablename__):
            found |= _referring(session, table, "hazard", hazard_ids)
    return frozenset(found | _planned(session, hazard_ids))


def visited_since(session: Session, inspection_ids: Sequence[int]) -> frozenset[int]:
    """Return those of the inspections to which anything refers."""
    found: set[int] = set()
    for table in Base.metadata.sorted_tables:
        found |= _referring(session, table, "inspection", inspection_ids)
    return frozenset(found)


def _referring(session: Session, table: Table, target: str, ids: Sequence[int]) -> set[int]:
    undone = select(SheetImport.id).where(SheetImport.undone_at.is_not(None))
    found: set[int] = set()
    for key in table.foreign_keys:
        if key.column.table.name != target:
            continue
        query = select(key.parent).where(key.parent.in_(ids)).distinct()
        if "import_id" in table.c:
            query = query.where(table.c.import_id.is_(None) | table.c.import_id.not_in(undone))
        found |= set(session.scalars(query))
    return found


def _planned(session: Session, hazard_ids: Sequence[int]) -> set[int]:
    undone = select(SheetImport.id).where(SheetImport.undone_at.is_not(None))
    query = (
        select(CapLine.hazard_id)
        .join(CapVersion)
        .where(
            CapLine.hazard_id.in_(hazard_ids),
            CapVersion.import_id.is_(None) | CapVersion.import_id.not_in(undone),
        )
    )
    return set(session.scalars(query))
