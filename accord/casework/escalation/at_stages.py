"""Which factories stand at which stage, since when and why, and what was done about each last. Source: DOMAIN 7."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.escalation.evidence import covered_factories
from accord.casework.escalation.standing import standing_changes, standing_of_many
from accord.records.escalation import StageChange, StageProposal
from accord.records.factory import Factory
from accord.records.hearing import FactoryRequest, StageMeeting
from accord.rules.escalation.proposing import At
from accord.rules.escalation.trial import LONG_MONTHS
from accord.rules.escalation.words import MeetingState, ProposalState
from accord.rules.months import months_after


class Place(StrEnum):
    """Factories that are counted together."""

    ONE = "1"
    LONG = "long"
    """At stage 1 for more than six months."""
    TWO = "2"
    THREE = "3"
    OUTSIDE = "outside"
    """At a stage, and not covered by the programme any more: the protocol looks at them no longer."""


class Deed(StrEnum):
    """What was done about a factory."""

    DECIDED = "decided"
    TAKEN_BACK = "taken_back"
    DECLINED = "declined"
    INVITED = "invited"
    HELD = "held"
    MISSED = "missed"
    ASKED = "asked"
    ANSWERED = "answered"


@dataclass(frozen=True)
class StandsAt:
    """A factory at a stage."""

    factory: Factory
    at: At
    last: StageChange
    """The decision that holds."""
    deed: Deed
    deed_on: date
    """What was done last, and when."""


def everywhere(session: Session, *, today: date) -> Mapping[int, At]:
    """Return by factory where each stands that is at a stage, in three questions."""
    found = standing_of_many(session, select(Factory.id).where(Factory.merged_into_id.is_(None)), today=today)
    covered = set(session.scalars(covered_factories()))
    return {
        factory_id: at if factory_id in covered else replace(at, is_covered=False)
        for factory_id, at in found.items()
        if at.stage
    }


def is_at(at: At, place: Place, *, today: date) -> bool:
    """Return whether a factory that stands so is counted there."""
    if place is Place.OUTSIDE or not at.is_covered:
        return place is Place.OUTSIDE and not at.is_covered
    if place is Place.LONG:
        return at.stage == 1 and at.since_on is not None and today > months_after(at.since_on, LONG_MONTHS)
    return at.stage == int(place)


def count_at(standing: Mapping[int, At], *, today: date) -> Mapping[Place, int]:
    """Return how many factories stand where."""
    return Counter(place for at in standing.values() for place in Place if is_at(at, place, today=today))


def told_of(session: Session, standing: Mapping[int, At], *, today: date) -> list[StandsAt]:
    """Return these factories with what was decided and what was done last, those that stand there longest first."""
    asked = sorted(standing)
    factories = {each.id: each for each in session.scalars(select(Factory).where(Factory.id.in_(asked)))}
    changes: dict[int, list[StageChange]] = {}
    for change in session.scalars(
        select(StageChange).where(StageChange.factory_id.in_(asked)).order_by(StageChange.effective_on, StageChange.id)
    ):
        changes.setdefault(change.factory_id, []).append(change)
    deeds = _deeds(session, asked)
    found = []
    for factory_id, at in standing.items():
        holding = [each for each in standing_changes(changes[factory_id]) if each.effective_on <= today]
        decided = [
            (each.decided_on, Deed.TAKEN_BACK if each.retracts_id else Deed.DECIDED) for each in changes[factory_id]
        ]
        deed_on, deed = max([*decided, *deeds.get(factory_id, ())])
        found.append(StandsAt(factories[factory_id], at, holding[-1], deed, deed_on))
    return sorted(found, key=lambda each: (each.at.since_on or date.min, each.factory.number))


def _deeds(session: Session, factories: Sequence[int]) -> Mapping[int, list[tuple[date, Deed]]]:
    """Return by factory what was done besides decisions, in three questions."""
    found: dict[int, list[tuple[date, Deed]]] = {}
    for factory_id, day, deed in (
        *_declined(session, factories),
        *_meetings(session, factories),
        *_requests(session, factories),
    ):
        found.setdefault(factory_id, []).append((day, deed))
    return found


def _declined(session: Session, factories: Sequence[int]) -> Iterable[tuple[int, date, Deed]]:
    query = select(StageProposal.factory_id, StageProposal.settled_on).where(
        StageProposal.factory_id.in_(factories), StageProposal.state == ProposalState.DECLINED
    )
    return [(factory_id, day, Deed.DECLINED) for factory_id, day in session.execute(query) if day]


def _meetings(session: Session, factories: Sequence[int]) -> Iterable[tuple[int, date, Deed]]:
    query = select(StageMeeting).where(
        StageMeeting.factory_id.in_(factories), StageMeeting.state != MeetingState.CALLED_OFF
    )
    for each in session.scalars(query):
        yield each.factory_id, each.invited_on, Deed.INVITED
        if each.state is not MeetingState.INVITED:
            yield each.factory_id, each.meets_on, Deed.HELD if each.state is MeetingState.HELD else Deed.MISSED


def _requests(session: Session, factories: Sequence[int]) -> Iterable[tuple[int, date, Deed]]:
    for each in session.scalars(select(FactoryRequest).where(FactoryRequest.factory_id.in_(factories))):
        yield each.factory_id, each.asked_on, Deed.ASKED
        if each.answered_on:
            yield each.factory_id, each.answered_on, Deed.ANSWERED
