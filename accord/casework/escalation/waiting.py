"""What of the escalation protocol waits for a person: proposals, drafts to be signed, requests to be answered."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from accord.casework.desk.visitors import Visitor
from accord.casework.orders.taking import DECIDERS
from accord.records.escalation import OwnersAnswer, StageChange, StageDraft, StageProposal
from accord.records.hazard import Hazard, HazardEvent
from accord.records.hearing import FactoryRequest
from accord.records.inspection import InspectionEngineer
from accord.rules.escalation.words import DraftState, ProposalState, RequestKind


def proposals_to_decide(session: Session) -> int:
    """Return how many proposals wait for a decision."""
    return session.scalar(select(func.count(StageProposal.id)).where(StageProposal.state == ProposalState.OPEN)) or 0


def drafts_to_sign(session: Session, who: Visitor, *, today: date) -> Sequence[StageDraft]:
    """Return the drafts that this visitor may sign by now: written by somebody else, and the owner was heard."""
    answered = exists().where(OwnersAnswer.draft_id == StageDraft.id)
    query = (
        select(StageDraft)
        .where(
            StageDraft.state == DraftState.OPEN,
            StageDraft.person_id != who.id,
            answered | (StageDraft.answer_until_on < today),
        )
        .options(joinedload(StageDraft.factory))
        .order_by(StageDraft.effective_on, StageDraft.id)
    )
    return session.scalars(query).all()


def requests_to_answer(session: Session, who: Visitor) -> Sequence[FactoryRequest]:
    """Return the requests that this visitor may answer, the first that is due first.

    As `requests.answer` says: deciders those for more time, and for a review of what somebody else decided; a second
    engineer of the discipline those that call an observation wrong.
    """
    may_answer: list[ColumnElement[bool]] = []
    if DECIDERS & set(who.roles):
        own = select(StageChange.id).where(StageChange.person_id == who.id)
        may_answer.append(FactoryRequest.kind == RequestKind.EXTENSION)
        may_answer.append((FactoryRequest.kind == RequestKind.REVIEW) & FactoryRequest.stage_change_id.not_in(own))
    if who.disciplines:
        may_answer.append((FactoryRequest.kind == RequestKind.WRONG_OBSERVATION) & _is_second(who))
    if not may_answer:
        return []
    query = (
        select(FactoryRequest)
        .where(FactoryRequest.answered_on.is_(None), or_(*may_answer))
        .options(joinedload(FactoryRequest.factory))
        .order_by(FactoryRequest.answer_due_on, FactoryRequest.id)
    )
    return session.scalars(query).all()


def _is_second(who: Visitor) -> ColumnElement[bool]:
    visited = select(InspectionEngineer.inspection_id).where(InspectionEngineer.person_id == who.id)
    earlier = aliased(HazardEvent)
    recorded = exists().where(
        HazardEvent.hazard_id == Hazard.id,
        HazardEvent.person_id == who.id,
        ~exists().where(earlier.hazard_id == HazardEvent.hazard_id, earlier.id < HazardEvent.id),
    )
    return FactoryRequest.hazard_id.in_(
        select(Hazard.id).where(
            Hazard.discipline.in_(who.disciplines),
            Hazard.inspection_id.is_(None) | Hazard.inspection_id.not_in(visited),
            ~recorded,
        )
    )
