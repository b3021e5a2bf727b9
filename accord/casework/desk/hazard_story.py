"""Everything that is on record of one hazard, each piece with its day and the instant it was recorded.

A fixed number of queries, whatever has happened to the hazard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from accord.casework.desk.hazard_steps import HazardSteps, hazard_steps
from accord.casework.desk.things import (
    issued_inspections,
    reads_only_what_is_issued,
    thing_of_hazard,
    thing_of_version,
)
from accord.casework.desk.visitors import Visitor
from accord.casework.undone import stands
from accord.records.cap import CapVersion, SheetImport
from accord.records.factory import Factory
from accord.records.hazard import Deadline, Hazard, HazardEvent, HazardFactory, LogEntry, Sight, Withdrawal
from accord.records.inspection import Inspection
from accord.records.journal import JournalEntry
from accord.records.paperwork import HazardWait, RequiredDocument, StoredFile
from accord.records.person import Person
from accord.records.photo import Photo
from accord.records.plan import CapLine
from accord.rules.desk.access import Thing
from accord.rules.desk.actions import Action

OfVisit = TypeVar("OfVisit", LogEntry, Sight, Photo)
"""What may have been recorded on a visit."""


@dataclass(frozen=True)
class HazardStory:
    """The records that tell of a hazard, as far as the visitor may read them."""

    hazard: Hazard
    factories: tuple[Factory, ...]
    """Those that it counts for and that the visitor may see, by number."""
    others: int
    """How many further factories share it."""
    events: tuple[HazardEvent, ...]
    unissued: frozenset[int]
    """The visits whose report this reader was not given: there the status alone is told, as in public."""
    deadlines: tuple[Deadline, ...]
    lines: tuple[CapLine, ...]
    comments: tuple[LogEntry, ...]
    sights: tuple[Sight, ...]
    steps: HazardSteps
    """Those of the reports that tell of it and of the plans that it stands in, and accidents."""
    withdrawals: tuple[Withdrawal, ...]
    deciders: dict[int, str]
    """The names of those who decided on them, by id."""
    photos: tuple[Photo, ...]
    waits: tuple[HazardWait, ...]
    files: tuple[StoredFile, ...]
    imports: tuple[SheetImport, ...]
    journal: tuple[JournalEntry, ...]
    inspections: dict[int, Inspection]
    """The inspections that any of these names, by id."""


def hazard_story(session: Session, hazard: Hazard, *, who: Visitor) -> HazardStory:
    """Return what is on record of the hazard."""
    linked = _factories(session, hazard)
    seen = tuple(each for each in linked if who.may(Action.READ_FACTORY, Thing(frozenset({each.id}))))
    events, comments = _events(session, hazard), _comments(session, hazard)
    sights, photos = _sights(session, hazard), _photos(session, hazard)
    unissued: frozenset[int] = frozenset()
    if reads_only_what_is_issued(who, Action.READ_HAZARD, thing_of_hazard(session, hazard)):
        of_all = {each.inspection_id for group in (events, comments, sights, photos) for each in group}
        issued = issued_inspections(session, of_all)
        unissued = frozenset(id_ for id_ in of_all if id_ is not None) - issued
        comments = _issued(comments, issued)
        sights, photos = _issued(sights, issued), _issued(photos, issued)
    withdrawals, lines = _withdrawals(session, hazard, who), _lines(session, hazard, who)
    of_visits = {each.inspection_id for each in events} | {each.inspection_id for each in comments}
    of_visits |= {each.inspection_id for each in sights}
    of_imports = {each.import_id for each in events} | {each.import_id for each in comments} | {hazard.import_id}
    return HazardStory(
        hazard=hazard,
        factories=seen,
        others=len(linked) - len(seen),
        events=events,
        unissued=unissued,
        deadlines=_deadlines(session, hazard),
        lines=lines,
        comments=comments,
        sights=sights,
        steps=hazard_steps(
            session,
            hazard,
            inspections={*of_visits, *(each.inspection_id for each in photos), hazard.inspection_id},
            versions=[line.version for line in lines],
            who=who,
        ),
        withdrawals=withdrawals,
        deciders=_deciders(session, withdrawals),
        photos=photos,
        waits=_waits(session, hazard),
        files=_files(session, hazard),
        imports=_imports(session, of_imports, who),
        journal=_journal(session, hazard, who),
        inspections=_inspections(session, of_visits),
    )


def _issued(records: tuple[OfVisit, ...], issued: frozenset[int]) -> tuple[OfVisit, ...]:
    """Return what was not said on a visit, or on one whose report the parties have."""
    return tuple(each for each in records if each.inspection_id is None or each.inspection_id in issued)


def _factories(session: Session, hazard: Hazard) -> Sequence[Factory]:
    linked = select(HazardFactory.factory_id).where(
        HazardFactory.hazard_id == hazard.id, HazardFactory.removed_at.is_(None)
    )
    return session.scalars(select(Factory).where(Factory.id.in_(linked)).order_by(Factory.number)).all()


def _events(session: Session, hazard: Hazard) -> tuple[HazardEvent, ...]:
    query = select(HazardEvent).where(HazardEvent.hazard_id == hazard.id)
    return tuple(session.scalars(query.order_by(HazardEvent.effective_on, HazardEvent.id)))


def _comments(session: Session, hazard: Hazard) -> tuple[LogEntry, ...]:
    query = select(LogEntry).where(LogEntry.hazard_id == hazard.id, stands(LogEntry))
    return tuple(session.scalars(query.order_by(LogEntry.id)))


def _sights(session: Session, hazard: Hazard) -> tuple[Sight, ...]:
    return tuple(session.scalars(select(Sight).where(Sight.hazard_id == hazard.id).order_by(Sight.id)))


def _deadlines(session: Session, hazard: Hazard) -> tuple[Deadline, ...]:
    query = select(Deadline).where(Deadline.hazard_id == hazard.id, stands(Deadline))
    return tuple(session.scalars(query.order_by(Deadline.holds_from, Deadline.id)))


def _photos(session: Session, hazard: Hazard) -> tuple[Photo, ...]:
    """Return the photos that stand; one that was replaced or taken out is shown nowhere."""
    query = select(Photo).where(Photo.hazard_id == hazard.id, Photo.taken_out_at.is_(None))
    return tuple(session.scalars(query.order_by(Photo.taken_on, Photo.id)))


def _lines(session: Session, hazard: Hazard, who: Visitor) -> tuple[CapLine, ...]:
    """Return what versions plan for the hazard; a draft is read by those alone who may read it as a version."""
    query = (
        select(CapLine)
        .join(CapVersion)
        .where(CapLine.hazard_id == hazard.id)
        .options(contains_eager(CapLine.version))
        .order_by(CapVersion.number, CapLine.id)
    )
    return tuple(line for line in session.scalars(query) if who.may(Action.READ_PLAN, thing_of_version(line.version)))


def _withdrawals(session: Session, hazard: Hazard, who: Visitor) -> tuple[Withdrawal, ...]:
    """Return the proposals to withdraw it, to those who propose or decide; others learn of it once it is decided."""
    query = select(Withdrawal).where(Withdrawal.hazard_id == hazard.id)
    if not (who.may_at_all(Action.PROPOSE_WITHDRAWAL) or who.may_at_all(Action.DECIDE_WITHDRAWAL)):
        query = query.where(Withdrawal.is_approved.is_(True))
    return tuple(session.scalars(query.options(joinedload(Withdrawal.proposed_by)).order_by(Withdrawal.id)))


def _deciders(session: Session, withdrawals: Sequence[Withdrawal]) -> dict[int, str]:
    ids = {each.decided_by_id for each in withdrawals} - {None}
    return {person.id: person.name for person in session.scalars(select(Person).where(Person.id.in_(ids)))}


def _waits(session: Session, hazard: Hazard) -> tuple[HazardWait, ...]:
    query = (
        select(HazardWait)
        .where(HazardWait.hazard_id == hazard.id)
        .options(joinedload(HazardWait.document).selectinload(RequiredDocument.steps))
        .order_by(HazardWait.from_on, HazardWait.id)
    )
    return tuple(session.scalars(query))


def _files(session: Session, hazard: Hazard) -> tuple[StoredFile, ...]:
    return tuple(session.scalars(select(StoredFile).where(StoredFile.hazard_id == hazard.id).order_by(StoredFile.id)))


def _imports(session: Session, ids: set[int | None], who: Visitor) -> tuple[SheetImport, ...]:
    """Return the sheets that brought something, to those who read the journal: a file may speak of other factories."""
    known = ids - {None} if who.may_at_all(Action.READ_JOURNAL) else set()
    return tuple(session.scalars(select(SheetImport).where(SheetImport.id.in_(known)).order_by(SheetImport.id)))


def _journal(session: Session, hazard: Hazard, who: Visitor) -> tuple[JournalEntry, ...]:
    if not who.may_at_all(Action.READ_JOURNAL):
        return ()
    query = select(JournalEntry).where(JournalEntry.subject == f"hazard {hazard.id}").order_by(JournalEntry.id)
    return tuple(session.scalars(query))


def _inspections(session: Session, ids: set[int | None]) -> dict[int, Inspection]:
    found = session.scalars(select(Inspection).where(Inspection.id.in_(ids - {None})))
    return {inspection.id: inspection for inspection in found}
