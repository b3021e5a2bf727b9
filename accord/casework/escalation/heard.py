"""What is on record of how factories were heard, for lists: each in a fixed number of questions. Source: DOMAIN 7."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from accord.casework.escalation.overdue import overdue_hazards
from accord.records.escalation import StageChange
from accord.records.factory import Factory
from accord.records.hazard import Deadline, Hazard, HazardFactory
from accord.records.hearing import FactoryRequest, MeetingPromise, Obstruction, StageMeeting
from accord.rules.escalation.evidence import Evidence
from accord.rules.escalation.words import MeetingState, RequestKind
from accord.rules.figures.progress import OPEN
from accord.rules.moments import Moment

SETTLED_SHOWN = 50
"""So many meetings that are over are listed: the rest stands with its factory."""
FOLLOWED_WITHIN = timedelta(days=180)
"""Ours: what was granted longer ago and not carried out is no longer waited for."""


def meetings_of(session: Session, factory: Factory) -> Sequence[StageMeeting]:
    """Return the mandatory meetings of a factory with their promises, the last one first."""
    return session.scalars(
        select(StageMeeting)
        .where(StageMeeting.factory_id == factory.id)
        .options(*_with_promises())
        .order_by(StageMeeting.meets_on.desc(), StageMeeting.id.desc())
    ).all()


def meetings_to_come(session: Session) -> Sequence[StageMeeting]:
    """Return the meetings of which nobody has said what became of them, the first one first."""
    return session.scalars(
        select(StageMeeting)
        .where(StageMeeting.state == MeetingState.INVITED)
        .options(joinedload(StageMeeting.factory), *_with_promises())
        .order_by(StageMeeting.meets_on, StageMeeting.id)
    ).all()


def meetings_settled(session: Session) -> Sequence[StageMeeting]:
    """Return the meetings that are over, the last one first."""
    return session.scalars(
        select(StageMeeting)
        .where(StageMeeting.state != MeetingState.INVITED)
        .options(joinedload(StageMeeting.factory), *_with_promises())
        .order_by(StageMeeting.meets_on.desc(), StageMeeting.id.desc())
        .limit(SETTLED_SHOWN)
    ).all()


def requests_of(session: Session, factory: Factory) -> Sequence[FactoryRequest]:
    """Return what a factory asked for, the last one first."""
    return session.scalars(
        _requests()
        .where(FactoryRequest.factory_id == factory.id)
        .order_by(FactoryRequest.asked_on.desc(), FactoryRequest.id.desc())
    ).all()


def requests_about(session: Session, hazard: Hazard) -> Sequence[FactoryRequest]:
    """Return what was asked of a hazard, the last one first."""
    return session.scalars(
        _requests()
        .where(FactoryRequest.hazard_id == hazard.id)
        .order_by(FactoryRequest.asked_on.desc(), FactoryRequest.id.desc())
    ).all()


def requests_waiting(session: Session) -> Sequence[FactoryRequest]:
    """Return the requests that wait for their answer, the one owed first first."""
    return session.scalars(
        _requests()
        .where(FactoryRequest.answered_on.is_(None))
        .order_by(FactoryRequest.answer_due_on, FactoryRequest.id)
    ).all()


def requests_granted(session: Session, *, today: date) -> Sequence[FactoryRequest]:
    """Return what was granted lately of a hazard or a decision, the last one first; whether it followed, each says."""
    return session.scalars(
        _requests()
        .where(
            FactoryRequest.is_granted.is_(True),
            FactoryRequest.answered_on >= today - FOLLOWED_WITHIN,
            FactoryRequest.hazard_id.is_not(None) | FactoryRequest.stage_change_id.is_not(None),
        )
        .order_by(FactoryRequest.answered_on.desc(), FactoryRequest.id.desc())
    ).all()


def carried_out(session: Session, granted: Sequence[FactoryRequest]) -> frozenset[int]:
    """Return the ids of those of the requests of which the record shows that what was granted was done.

    An answer moves no date, withdraws no hazard and takes back no decision: each of these is a deed of its own.
    """
    ids = [each.id for each in granted]
    planned_anew = (
        select(FactoryRequest.id)
        .join(Deadline, Deadline.hazard_id == FactoryRequest.hazard_id)
        .where(
            FactoryRequest.id.in_(ids),
            FactoryRequest.kind == RequestKind.EXTENSION,
            Deadline.holds_from >= FactoryRequest.answered_on,
        )
    )
    decided_again = (
        select(FactoryRequest.id)
        .join(StageChange, StageChange.retracts_id == FactoryRequest.stage_change_id)
        .where(FactoryRequest.id.in_(ids))
    )
    closed = {each.id for each in granted if each.hazard is not None and each.hazard.status not in OPEN}
    return frozenset(session.scalars(planned_anew.union(decided_again))) | closed


def obstructions_of(session: Session, factory: Factory) -> Sequence[Obstruction]:
    """Return the refusals of a factory, those that last first."""
    return session.scalars(
        select(Obstruction)
        .where(Obstruction.factory_id == factory.id)
        .order_by(Obstruction.ended_on.is_not(None), Obstruction.happened_on.desc(), Obstruction.id.desc())
    ).all()


def open_hazards_of(session: Session, factory: Factory) -> Sequence[Hazard]:
    """Return the hazards of a factory that are not corrected, by discipline and item."""
    linked = exists().where(
        HazardFactory.hazard_id == Hazard.id,
        HazardFactory.factory_id == factory.id,
        HazardFactory.removed_at.is_(None),
    )
    return session.scalars(
        select(Hazard).where(linked, Hazard.status.in_(OPEN)).order_by(Hazard.discipline, Hazard.item, Hazard.id)
    ).all()


def decisions_of(session: Session, factory: Factory) -> Sequence[StageChange]:
    """Return the decisions on the stage of a factory, the last one first."""
    return session.scalars(
        select(StageChange)
        .where(StageChange.factory_id == factory.id)
        .order_by(StageChange.effective_on.desc(), StageChange.id.desc())
    ).all()


def lateness_of(session: Session, asked: FactoryRequest, *, moment: Moment) -> Evidence | None:
    """Return how late the hazard of a request is, with the days that do not count; None where it is not."""
    if asked.hazard_id is None:
        return None
    factory = select(Factory.id).where(Factory.id == asked.factory_id)
    subject = f"hazard {asked.hazard_id}"
    pieces = overdue_hazards(session, factory, today=moment.today).get(asked.factory_id, ())
    return next((each for each in pieces if each.subject == subject), None)


def _requests() -> Select[FactoryRequest]:
    return select(FactoryRequest).options(
        joinedload(FactoryRequest.factory),
        joinedload(FactoryRequest.hazard),
        joinedload(FactoryRequest.stage_change),
        joinedload(FactoryRequest.version),
    )


def _with_promises() -> tuple[ORMOption, ...]:
    promises = selectinload(StageMeeting.promises)
    return promises.joinedload(MeetingPromise.hazard), promises.joinedload(MeetingPromise.version)
