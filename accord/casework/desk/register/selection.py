"""Which hazards of the register are asked for, as conditions for queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased

from accord.casework.coverage import covered_factories
from accord.casework.desk.sights import hazards_seen
from accord.casework.sourcing import suppliers_of
from accord.records.factory import Factory
from accord.records.full_text import says_words
from accord.records.hazard import Hazard, HazardEvent, HazardFactory
from accord.records.hazard import Sight as Sighting
from accord.records.inspection import InspectionEngineer
from accord.records.paperwork import HazardWait
from accord.rules.desk.access import Sight
from accord.rules.figures.progress import OPEN
from accord.rules.vocabulary import Category, Discipline, Origin, Severity, Status


class Waiting(StrEnum):
    """What a hazard waits on."""

    VERIFICATION = "verification"
    DOCUMENT = "document"


@dataclass(frozen=True)
class Day:
    """The day that is asked about, and what was on record by the end of which day."""

    as_of: date
    known_at: date
    known_before: datetime
    today: date

    @property
    def is_now(self) -> bool:
        """Whether the present is asked about."""
        return self.as_of == self.known_at == self.today


@dataclass(frozen=True)
class Selection:
    """What was asked for; None, or nothing, stands for all."""

    words: tuple[str, ...] = ()
    factory: int | None = None
    building_id: int | None = None
    discipline: Discipline | None = None
    category: Category | None = None
    status: Status | None = None
    severity: Severity | None = None
    origin: Origin | None = None
    is_overdue: bool = False
    lacks_date: bool = False
    was_reopened: bool = False
    due_within_days: int | None = None
    waiting: Waiting | None = None
    older_than_days: int | None = None
    engineer_id: int | None = None
    signatory: str | None = None
    district: str | None = None
    is_covered: bool = False
    """Only hazards of factories that the programme covers on the day: those of its headline."""


@dataclass(frozen=True)
class Standing:
    """Where hazards stand on the day, as columns."""

    id: ColumnElement[int]
    origin: ColumnElement[Origin]
    status: ColumnElement[Status | None]
    """None: not known."""
    written: ColumnElement[Status | None]
    """The same where it is known, else anything: what the database counts by in the order of its index."""
    known: ColumnElement[Any]
    """None where the status is not known, else anything."""
    due_on: ColumnElement[date | None]
    since: ColumnElement[date | None]
    times_reopened: ColumnElement[int]


def lasting(selection: Selection, sight: Sight, *, day: Day) -> list[ColumnElement[bool]]:
    """Return what is true of the hazards asked for whatever has become of them by the day."""
    conditions = [Hazard.found_on <= day.as_of, hazards_seen(sight)]
    if not day.is_now:
        conditions.append(Hazard.recorded_at < day.known_before)
    for column, wanted in (
        (Hazard.discipline, selection.discipline),
        (Hazard.category, selection.category),
        (Hazard.severity, selection.severity),
        (Hazard.origin, selection.origin),
        (Hazard.building_id, selection.building_id),
    ):
        if wanted is not None:
            conditions.append(column == wanted)
    if selection.older_than_days is not None:
        conditions.append(Hazard.found_on < day.as_of - timedelta(days=selection.older_than_days))
    if selection.words:
        is_of_few = selection.factory is not None or selection.building_id is not None
        conditions.append(says_words(selection.words, is_of_few=is_of_few))
    conditions += _of_factories(selection, sight, day)
    if selection.engineer_id is not None:
        conditions.append(_dealt_with_by(selection.engineer_id))
    if selection.waiting is Waiting.DOCUMENT:
        conditions.append(_waits_on_document(day))
    return conditions


def standing_so(selection: Selection, standing: Standing, *, day: Day) -> list[ColumnElement[bool]]:
    """Return what is true of the hazards asked for by where they stand on the day."""
    conditions: list[ColumnElement[bool]] = []
    if selection.status is not None:
        conditions.append(standing.status == selection.status)
    if selection.is_overdue:
        conditions += [standing.status == Status.IN_PROGRESS, standing.due_on < day.as_of]
    if selection.lacks_date:
        conditions += [standing.status.in_(OPEN), standing.due_on.is_(None)]
    if selection.was_reopened:
        conditions.append(standing.times_reopened > 0)
    if selection.due_within_days is not None:
        last = day.as_of + timedelta(days=selection.due_within_days)
        conditions += [standing.status == Status.IN_PROGRESS, standing.due_on.between(day.as_of, last)]
    if selection.waiting is Waiting.VERIFICATION:
        conditions.append(standing.status == Status.PENDING_VERIFICATION)
    return conditions


def _of_factories(selection: Selection, sight: Sight, day: Day) -> Sequence[ColumnElement[bool]]:
    # Each of them by itself: a shared hazard may count for one factory of the district and for another of the brand.
    conditions: list[ColumnElement[bool]] = []
    wanted = []
    if selection.factory is not None:
        one = select(Factory.id).where(Factory.number == selection.factory)
        conditions.append(Hazard.id.in_(_linked_to(one, sight, day)))
    if selection.district is not None:
        wanted.append(select(Factory.id).where(Factory.district == selection.district))
    if selection.signatory is not None:
        wanted.append(suppliers_of(selection.signatory, as_of=day.as_of, known_before=day.known_before))
    if selection.is_covered:
        covered = covered_factories(as_of=day.as_of, known_before=day.known_before)
        if sight.everywhere and day.is_now:
            conditions.append(_linked_within(covered))
        else:
            wanted.append(covered)
    # With a sum no index leads to each hazard by itself: of the thousands of many factories SQLite then reads the
    # narrow index of the register, in place of as many wide rows.
    return [*conditions, *((Hazard.id + 0).in_(_linked_to(factories, sight, day)) for factories in wanted)]


def _linked_within(factories: Select[int]) -> ColumnElement[bool]:
    # Nearly every factory is covered: the few hazards that count for another are sooner named than all the rest.
    others = select(select(Factory.id).where(Factory.id.not_in(factories)).cte("others").c.id)
    link, inside = aliased(HazardFactory), aliased(HazardFactory)
    outside = select(link.hazard_id).where(link.removed_at.is_(None), link.factory_id.in_(others))
    shared = (
        select(inside.hazard_id)
        .join(link, (link.hazard_id == inside.hazard_id) & (link.factory_id != inside.factory_id))
        .where(link.removed_at.is_(None), link.factory_id.in_(others))
        .where(inside.removed_at.is_(None), inside.factory_id.not_in(others))
    )
    return or_(Hazard.id.not_in(outside), Hazard.id.in_(shared))


def _linked_to(factories: Select[int], sight: Sight, day: Day) -> Select[int]:
    query = select(HazardFactory.hazard_id).where(_linked(day), HazardFactory.factory_id.in_(factories))
    if sight.everywhere:
        return query
    # Nobody learns by asking which foreign factory shares a hazard with their own.
    return query.where(HazardFactory.factory_id.in_(sight.factories | sight.issued_of))


def _linked(day: Day) -> ColumnElement[bool]:
    if day.is_now:
        return HazardFactory.removed_at.is_(None)
    stood = HazardFactory.removed_at.is_(None) | (HazardFactory.removed_at >= day.known_before)
    return (HazardFactory.recorded_at < day.known_before) & stood


def _dealt_with_by(person_id: int) -> ColumnElement[bool]:
    found = select(InspectionEngineer.inspection_id).where(InspectionEngineer.person_id == person_id)
    said = select(HazardEvent.hazard_id).where(HazardEvent.person_id == person_id)
    seen = select(Sighting.hazard_id).where(Sighting.person_id == person_id)
    return or_(Hazard.inspection_id.in_(found), Hazard.id.in_(said), Hazard.id.in_(seen))


def _waits_on_document(day: Day) -> ColumnElement[bool]:
    waiting = select(HazardWait.hazard_id).where(
        HazardWait.from_on <= day.as_of, HazardWait.to_on.is_(None) | (HazardWait.to_on > day.as_of)
    )
    return Hazard.id.in_(waiting)
