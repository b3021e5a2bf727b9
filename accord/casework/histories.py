"""Reads hazards with their events and deadlines as the plain histories that the rules replay."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from accord.casework.coverage import covered_factories
from accord.casework.sourcing import suppliers_of
from accord.records.factory import Factory
from accord.records.hazard import Deadline, Hazard, HazardEvent, HazardFactory
from accord.rules.figures.history import DeadlineChange, HazardHistory, StatusEvent
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline


@dataclass(frozen=True)
class Scope:
    """Whose hazards are meant: one factory, the suppliers of a signatory, or every covered factory; a discipline."""

    factory: int | None = None
    signatory: str | None = None
    discipline: Discipline | None = None


def hazards_in(scope: Scope, *, as_of: date, known_before: datetime) -> Select[int]:
    """Return the query for the ids of the hazards in scope, by what was recorded before an instant.

    A shared hazard is one row.
    """
    query = select(Hazard.id)
    if scope.discipline:
        query = query.where(Hazard.discipline == scope.discipline)
    factories = _factories(scope, as_of, known_before)
    linked = select(HazardFactory.hazard_id).where(
        HazardFactory.factory_id.in_(factories), is_linked(known_before=known_before)
    )
    return query.where(Hazard.id.in_(linked))


def is_linked(*, known_before: datetime) -> ColumnElement[bool]:
    """Return the condition that a hazard counts for a factory, by what was recorded before an instant.

    A link that was taken back later was known until then.
    """
    stood = HazardFactory.removed_at.is_(None) | (HazardFactory.removed_at >= known_before)
    return (HazardFactory.recorded_at < known_before) & stood


def _factories(scope: Scope, as_of: date, known_before: datetime) -> Select[int]:
    if scope.factory is not None:
        return select(Factory.id).where(Factory.number == scope.factory)
    if scope.signatory is not None:
        return suppliers_of(scope.signatory, as_of=as_of, known_before=known_before)
    return covered_factories(as_of=as_of, known_before=known_before)


def histories(session: Session, hazard_ids: Select[int], *, moment: Moment) -> dict[int, HazardHistory]:
    """Return the history of each hazard by its id, in three queries whatever their number."""
    events = _grouped(session, _event_rows(hazard_ids))
    deadlines = _grouped(session, _deadline_rows(hazard_ids))
    hazards = select(Hazard.id, Hazard.origin, Hazard.found_on, Hazard.recorded_at).where(Hazard.id.in_(hazard_ids))
    return {
        id_: HazardHistory(
            origin=origin,
            found_on=found_on,
            recorded_on=moment.civil_date(recorded_at),
            events=tuple(
                StatusEvent(sequence, status, effective_on, moment.civil_date(at), compensates)
                for sequence, status, effective_on, at, compensates in events[id_]
            ),
            deadlines=tuple(
                DeadlineChange(sequence, due_on, holds_from, moment.civil_date(at))
                for sequence, due_on, holds_from, at in deadlines[id_]
            ),
        )
        for id_, origin, found_on, recorded_at in session.execute(hazards)
    }


def _event_rows(hazard_ids: Select[int]) -> Select[*tuple[Any, ...]]:
    return select(
        HazardEvent.hazard_id,
        HazardEvent.id,
        HazardEvent.status,
        HazardEvent.effective_on,
        HazardEvent.recorded_at,
        HazardEvent.compensates_id,
    ).where(HazardEvent.hazard_id.in_(hazard_ids))


def _deadline_rows(hazard_ids: Select[int]) -> Select[*tuple[Any, ...]]:
    return select(Deadline.hazard_id, Deadline.id, Deadline.due_on, Deadline.holds_from, Deadline.recorded_at).where(
        Deadline.hazard_id.in_(hazard_ids)
    )


def _grouped(session: Session, query: Select[*tuple[Any, ...]]) -> defaultdict[int, list[Sequence[Any]]]:
    groups: defaultdict[int, list[Sequence[Any]]] = defaultdict(list)
    for hazard_id, *rest in session.execute(query):
        groups[hazard_id].append(rest)
    return groups
