"""Hazards past their agreed day, each with the days that the programme itself lost since then."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from accord.records.hazard import Hazard, HazardEvent, HazardFactory
from accord.records.hearing import FactoryRequest
from accord.records.paperwork import HazardWait, RequiredDocument
from accord.rules.desk.paperwork import spells_with_the_programme
from accord.rules.escalation.clocks import stop_of
from accord.rules.escalation.evidence import Evidence
from accord.rules.escalation.words import Trigger
from accord.rules.spells import Spell, days_of, within
from accord.rules.vocabulary import Status

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Overdue:
    hazard_id: int
    factory_id: int
    due_on: date


def overdue_hazards(session: Session, factories: Select[int], *, today: date) -> Mapping[int, Sequence[Evidence]]:
    """Return by factory its hazards that are past their day, in four questions whatever their number.

    A hazard of several factories speaks against each of them: each is to correct it.
    """
    rows = [
        _Overdue(hazard_id, factory_id, due_on)
        for hazard_id, factory_id, due_on in session.execute(
            select(Hazard.id, HazardFactory.factory_id, Hazard.due_on)
            .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
            .where(
                HazardFactory.factory_id.in_(factories),
                HazardFactory.removed_at.is_(None),
                *_is_overdue(today),
            )
            .order_by(Hazard.due_on, Hazard.id)
        )
        if due_on is not None
    ]
    lost = _spells(session, today=today)
    found: dict[int, list[Evidence]] = defaultdict(list)
    for row in rows:
        days = _days_since(row.due_on, lost.get(row.hazard_id, ()), today=today)
        subject = f"hazard {row.hazard_id}"
        found[row.factory_id].append(Evidence(Trigger.BEHIND_SCHEDULE, subject, row.due_on, programme_days=days))
    return found


def _is_overdue(today: date) -> tuple[ColumnElement[bool], ...]:
    return Hazard.status == Status.IN_PROGRESS, Hazard.due_on < today


def _days_since(due_on: date, spells: Sequence[Spell], *, today: date) -> int:
    # Today belongs to the days that are counted as late, and so to those that may be lost.
    since = within(spells, [Spell(due_on + ONE_DAY, None)], today=today + ONE_DAY)
    return days_of(since, today=today + ONE_DAY)


def _spells(session: Session, *, today: date) -> Mapping[int, Sequence[Spell]]:
    """Return when overdue hazards waited for the programme since their day; those that never did are left out."""
    claims = _claims(session, today=today)
    waits = _waits(session, today=today)
    found: dict[int, list[Spell]] = {
        hazard_id: spells_with_the_programme(
            claims.get(hazard_id, ()),
            [
                ([(step.happened_on, step.state) for step in wait.document.steps], Spell(wait.from_on, wait.to_on))
                for wait in waits.get(hazard_id, ())
            ],
            today=today + ONE_DAY,
        )
        for hazard_id in claims.keys() | waits.keys()
    }
    for request in session.scalars(
        select(FactoryRequest).join(Hazard, Hazard.id == FactoryRequest.hazard_id).where(*_is_overdue(today))
    ):
        stop = stop_of(request.asked_on, request.answered_on, request.stops_until_on)
        found.setdefault(request.hazard_id or 0, []).append(stop)
    return found


def _claims(session: Session, *, today: date) -> Mapping[int, Sequence[tuple[date, Status]]]:
    # Only of hazards that were claimed after their day: most never were, and their events are not read.
    claimed = (
        select(HazardEvent.hazard_id)
        .join(Hazard, Hazard.id == HazardEvent.hazard_id)
        .where(*_is_overdue(today), HazardEvent.status == Status.PENDING_VERIFICATION)
    )
    found: dict[int, list[tuple[date, Status]]] = defaultdict(list)
    for hazard_id, effective_on, status in session.execute(
        select(HazardEvent.hazard_id, HazardEvent.effective_on, HazardEvent.status)
        .where(HazardEvent.hazard_id.in_(claimed))
        .order_by(HazardEvent.hazard_id, HazardEvent.effective_on, HazardEvent.id)
    ):
        found[hazard_id].append((effective_on, status))
    return found


def _waits(session: Session, *, today: date) -> Mapping[int, Sequence[HazardWait]]:
    found: dict[int, list[HazardWait]] = defaultdict(list)
    for wait in session.scalars(
        select(HazardWait)
        .join(Hazard, Hazard.id == HazardWait.hazard_id)
        .where(*_is_overdue(today))
        .options(joinedload(HazardWait.document).selectinload(RequiredDocument.steps))
        .order_by(HazardWait.id)
    ):
        found[wait.hazard_id].append(wait)
    return found
