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
from accord.rules.escalation.words import Lost, Trigger
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
    # Joined, not “in”: by that SQLite would look for each hazard at each factory of the programme.
    concerned = factories.subquery()
    rows = [
        _Overdue(hazard_id, factory_id, due_on)
        for hazard_id, factory_id, due_on in session.execute(
            select(Hazard.id, HazardFactory.factory_id, Hazard.due_on)
            .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
            .join(concerned, concerned.c[0] == HazardFactory.factory_id)
            .where(
                HazardFactory.removed_at.is_(None),
                *_is_overdue(today),
            )
            .order_by(Hazard.due_on, Hazard.id)
        )
        if due_on is not None
    ]
    lost = _lost(session, factories, today=today)
    found: dict[int, list[Evidence]] = defaultdict(list)
    for row in rows:
        spells = [spell for each in lost.get(row.hazard_id, {}).values() for spell in each]
        days = _days_since(row.due_on, spells, today=today)
        subject = f"hazard {row.hazard_id}"
        found[row.factory_id].append(Evidence(Trigger.BEHIND_SCHEDULE, subject, row.due_on, programme_days=days))
    return found


def why_lost(session: Session, factories: Select[int], *, today: date) -> Mapping[str, Mapping[Lost, int]]:
    """Return by subject for what the programme lost how many days since the hazard was due; a day may have several."""
    lost = _lost(session, factories, today=today)
    due = {
        hazard_id: due_on
        for hazard_id, due_on in session.execute(
            select(Hazard.id, Hazard.due_on).where(Hazard.id.in_(sorted(lost)), *_is_overdue(today))
        )
        if due_on is not None
    }
    found = {
        f"hazard {hazard_id}": {
            why: days
            for why, spells in by_cause.items()
            if (days := _days_since(due[hazard_id], spells, today=today)) > 0
        }
        for hazard_id, by_cause in lost.items()
        if hazard_id in due
    }
    return {subject: causes for subject, causes in found.items() if causes}


def _is_overdue(today: date) -> tuple[ColumnElement[bool], ...]:
    return Hazard.status == Status.IN_PROGRESS, Hazard.due_on < today


def _is_of(factories: Select[int], today: date) -> tuple[ColumnElement[bool], ...]:
    theirs = select(HazardFactory.hazard_id).where(
        HazardFactory.factory_id.in_(factories), HazardFactory.removed_at.is_(None)
    )
    return *_is_overdue(today), Hazard.id.in_(theirs)


def _days_since(due_on: date, spells: Sequence[Spell], *, today: date) -> int:
    # Today belongs to the days that are counted as late, and so to those that may be lost.
    since = within(spells, [Spell(due_on + ONE_DAY, None)], today=today + ONE_DAY)
    return days_of(since, today=today + ONE_DAY)


def _lost(session: Session, factories: Select[int], *, today: date) -> Mapping[int, Mapping[Lost, Sequence[Spell]]]:
    """Return when overdue hazards waited for the programme, and for what; those that never did are left out."""
    found: dict[int, dict[Lost, list[Spell]]] = defaultdict(lambda: defaultdict(list))
    until = today + ONE_DAY
    concerned = _is_of(factories, today)
    for hazard_id, claims in _claims(session, concerned).items():
        found[hazard_id][Lost.CLAIM] += spells_with_the_programme(claims, [], today=until)
    for hazard_id, waits in _waits(session, concerned).items():
        documents = [
            ([(step.happened_on, step.state) for step in wait.document.steps], Spell(wait.from_on, wait.to_on))
            for wait in waits
        ]
        found[hazard_id][Lost.DOCUMENT] += spells_with_the_programme([], documents, today=until)
    for request in session.scalars(
        select(FactoryRequest).join(Hazard, Hazard.id == FactoryRequest.hazard_id).where(*concerned)
    ):
        stop = stop_of(request.asked_on, request.answered_on, request.stops_until_on)
        found[request.hazard_id or 0][Lost.REQUEST].append(stop)
    return found


def _claims(session: Session, concerned: Sequence[ColumnElement[bool]]) -> Mapping[int, Sequence[tuple[date, Status]]]:
    # Only of hazards that were claimed after their day: most never were, and their events are not read.
    claimed = (
        select(HazardEvent.hazard_id)
        .join(Hazard, Hazard.id == HazardEvent.hazard_id)
        .where(*concerned, HazardEvent.status == Status.PENDING_VERIFICATION)
    )
    found: dict[int, list[tuple[date, Status]]] = defaultdict(list)
    for hazard_id, effective_on, status in session.execute(
        select(HazardEvent.hazard_id, HazardEvent.effective_on, HazardEvent.status)
        .where(HazardEvent.hazard_id.in_(claimed))
        .order_by(HazardEvent.hazard_id, HazardEvent.effective_on, HazardEvent.id)
    ):
        found[hazard_id].append((effective_on, status))
    return found


def _waits(session: Session, concerned: Sequence[ColumnElement[bool]]) -> Mapping[int, Sequence[HazardWait]]:
    found: dict[int, list[HazardWait]] = defaultdict(list)
    for wait in session.scalars(
        select(HazardWait)
        .join(Hazard, Hazard.id == HazardWait.hazard_id)
        .where(*concerned)
        .options(joinedload(HazardWait.document).selectinload(RequiredDocument.steps))
        .order_by(HazardWait.id)
    ):
        found[wait.hazard_id].append(wait)
    return found
