"""What still stands of what imports brought: all but what came with one that was undone."""

from functools import cache

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from accord.records.cap import SheetImport
from accord.records.hazard import Deadline, Hazard, HazardEvent, LogEntry


# Putting the condition together took a tenth of an import.
@cache
def stands(record: type[HazardEvent] | type[Deadline] | type[LogEntry]) -> ColumnElement[bool]:
    """Return the condition that a line of a hazard did not come with an import that was undone.

    What takes such a line back carries the same import, so that all of it falls away together. A hazard that stayed
    because something was said of it since keeps the lines that it came with.
    """
    undone = select(SheetImport.id).where(SheetImport.undone_at.is_not(None))
    hazard = aliased(Hazard)
    came_with_it = exists().where(hazard.id == record.hazard_id, hazard.import_id == record.import_id)
    return record.import_id.is_(None) | record.import_id.not_in(undone) | came_with_it
