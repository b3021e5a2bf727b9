"""Undoing a wrong import: nothing is deleted, all that it brought stops to count from now on.

Who asks what was known in between is still told what the import said. What was said at the desk since stays, and is
listed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.imports.undo_hazards import take_back_deadlines, take_back_events
from accord.casework.imports.undo_traces import said_of, visited_since
from accord.casework.imports.undo_words import change_noted, restore_ratings, restore_words
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.cap import CapStep, CapVersion, SheetImport
from accord.records.danger import DangerToConfirm
from accord.records.hazard import Deadline, Hazard, HazardEvent, HazardFactory, LogEntry
from accord.records.inspection import Inspection
from accord.rules.moments import Moment
from accord.rules.vocabulary import CapState, Source

DEED = "undid an import"


class AlreadyUndone(Told):
    """The import was undone before."""

    sentence = N_("This import is undone already.")


class NotTheLast(Told):
    """A later sheet of the factory and discipline builds on this one."""

    sentence = N_("A later sheet was imported for the same factory and discipline: undo that one first.")


class LeftNoTrace(Told):
    """The sheet was imported when it was not kept yet what a sheet brings."""

    sentence = N_("This sheet was imported before it was kept what a sheet brings: it cannot be undone.")


@dataclass
class Undone:
    """What an undo took back, as counts, and what it left because something was said of it since."""

    hazards: int = 0
    links: int = 0
    statuses: int = 0
    deadlines: int = 0
    comments: int = 0
    plans: int = 0
    inspections: int = 0
    dangers: int = 0
    words: int = 0
    left: list[dict[str, Any]] = field(default_factory=list)
    """Each by what it is (`hazard`, `words`, `inspection`, `rating`) and which."""


def sheet_of(session: Session, read: SheetImport) -> Sequence[SheetImport]:
    """Return the import with those of the other factories that share its sheet; lines carry the id of the first."""
    query = select(SheetImport).where(
        SheetImport.file_sha256 == read.file_sha256,
        SheetImport.sheet == read.sheet,
        SheetImport.discipline == read.discipline,
        SheetImport.recorded_at == read.recorded_at,
        SheetImport.undone_at.is_(None) if read.undone_at is None else SheetImport.undone_at == read.undone_at,
    )
    return session.scalars(query.order_by(SheetImport.id)).all()


def undo_import(session: Session, read: SheetImport, *, reason: str, who: Visitor, moment: Moment) -> Undone:
    """Undo the import of a sheet, for all factories that share it."""
    hold_the_pen(session, "records")
    session.refresh(read)
    if read.undone_at is not None:
        raise AlreadyUndone
    sheet = sheet_of(session, read)
    _require_the_last(session, sheet)
    noted = change_noted(session, read)
    if noted is None:
        raise LeftNoTrace
    for each in sheet:
        each.undone_at, each.undone_by, each.why_undone = moment.now, who.actor, reason
    session.flush()
    undone = Undone()
    ids = [each.id for each in sheet]
    kept = _take_out_hazards(session, ids, undone, moment)
    _take_back_lines(session, ids, undone, moment)
    restore_words(session, sheet, noted, undone.left)
    undone.words = sum(len(each["fields"]) for each in noted["changes"])
    restore_ratings(session, noted, undone.left)
    _take_back_plans(session, ids, undone, reason=reason, who=who, moment=moment)
    _take_out_inspections(session, ids, undone, moment)
    undone.dangers = _settle_dangers(session, ids, kept, moment)
    _note(session, sheet, undone, reason=reason, who=who, moment=moment)
    return undone


def _require_the_last(session: Session, sheet: Sequence[SheetImport]) -> None:
    own = {each.id for each in sheet}
    for each in sheet:
        later = session.scalar(
            select(SheetImport.id).where(
                SheetImport.factory_id == each.factory_id,
                SheetImport.discipline == each.discipline,
                SheetImport.id > each.id,
                SheetImport.id.not_in(own),
                SheetImport.undone_at.is_(None),
            )
        )
        if later is not None:
            raise NotTheLast


def _take_out_hazards(session: Session, ids: Sequence[int], undone: Undone, moment: Moment) -> frozenset[int]:
    """End the links that the import made, and return the hazards that stay because something was said of them."""
    created = {hazard.id: hazard for hazard in session.scalars(select(Hazard).where(Hazard.import_id.in_(ids)))}
    kept = said_of(session, sorted(created))
    undone.left += [{"what": "hazard", "hazard": id_, "item": created[id_].item} for id_ in sorted(kept)]
    links = session.scalars(
        select(HazardFactory).where(
            HazardFactory.import_id.in_(ids) | HazardFactory.hazard_id.in_(created),
            HazardFactory.hazard_id.not_in(kept),
            HazardFactory.removed_at.is_(None),
        )
    ).all()
    for link in links:
        link.removed_at = moment.now
    undone.hazards = len(created) - len(kept)
    undone.links = len({link.hazard_id for link in links} - created.keys())
    session.flush()
    return kept


def _take_back_lines(session: Session, ids: Sequence[int], undone: Undone, moment: Moment) -> None:
    created = select(Hazard.id).where(Hazard.import_id.in_(ids))
    undone.comments = len(
        session.scalars(
            select(LogEntry.id).where(LogEntry.import_id.in_(ids), LogEntry.hazard_id.not_in(created))
        ).all()
    )
    said = select(HazardEvent.hazard_id).where(HazardEvent.import_id.in_(ids), HazardEvent.hazard_id.not_in(created))
    dated = select(Deadline.hazard_id).where(Deadline.import_id.in_(ids), Deadline.hazard_id.not_in(created))
    undone.statuses = take_back_events(session, session.scalars(said.distinct()).all(), ids=ids, moment=moment)
    undone.deadlines = take_back_deadlines(
        session, session.scalars(dated.distinct()).all(), import_id=ids[0], moment=moment
    )


def _take_back_plans(
    session: Session, ids: Sequence[int], undone: Undone, *, reason: str, who: Visitor, moment: Moment
) -> None:
    versions = session.scalars(select(CapVersion).where(CapVersion.import_id.in_(ids))).all()
    for version in versions:
        version.state = CapState.TAKEN_BACK
        session.add(
            CapStep(
                version_id=version.id,
                state=CapState.TAKEN_BACK,
                happened_on=moment.today,
                remark=reason,
                source=Source.DESK,
                person_id=who.id,
                actor=who.actor,
                recorded_at=moment.now,
            )
        )
    undone.plans = len(versions)


def _take_out_inspections(session: Session, ids: Sequence[int], undone: Undone, moment: Moment) -> None:
    brought = session.scalars(select(Inspection).where(Inspection.import_id.in_(ids))).all()
    kept = visited_since(session, [each.id for each in brought])
    for each in brought:
        if each.id in kept:
            undone.left.append({"what": "inspection", "inspection": each.id, "day": each.inspected_on.isoformat()})
        else:
            each.removed_at = moment.now
            undone.inspections += 1
    session.flush()


def _settle_dangers(session: Session, ids: Sequence[int], kept: frozenset[int], moment: Moment) -> int:
    # A danger of a hazard that stays on record is one that an engineer still has to decide on.
    waiting = (
        DangerToConfirm.import_id.in_(ids),
        DangerToConfirm.settled_at.is_(None),
        DangerToConfirm.hazard_id.is_(None) | DangerToConfirm.hazard_id.not_in(kept),
    )
    found = session.scalars(select(DangerToConfirm.id).where(*waiting)).all()
    session.execute(update(DangerToConfirm).where(DangerToConfirm.id.in_(found)).values(settled_at=moment.now))
    return len(found)


def _note(
    session: Session, sheet: Sequence[SheetImport], undone: Undone, *, reason: str, who: Visitor, moment: Moment
) -> None:
    counts = {name: value for name, value in vars(undone).items() if name != "left"}
    journal.note(
        session,
        DEED,
        " ".join(f"factory {each.factory.number}" for each in sheet),
        actor=who.actor,
        moment=moment,
        details={
            "imports": [each.id for each in sheet],
            "file": sheet[0].file_name,
            "sheet": sheet[0].sheet,
            "discipline": sheet[0].discipline.value,
            "reason": reason,
            "taken_back": counts,
            "left": undone.left,
        },
    )
