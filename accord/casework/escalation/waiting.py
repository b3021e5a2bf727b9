"""What of the escalation protocol waits for a person: proposals, drafts to be signed, requests to be answered."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.protocol import by_version
from accord.casework.escalation.standing import standing_of_many
from accord.casework.orders.taking import DECIDERS
from accord.records.escalation import OwnersAnswer, StageChange, StageDraft, StageProposal
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardEvent
from accord.records.hearing import FactoryRequest
from accord.records.inspection import InspectionEngineer
from accord.records.notice import Notice, NoticeAnswer
from accord.rules.escalation.proposing import At
from accord.rules.escalation.words import DraftState, ProposalState, RequestKind
from accord.rules.notices import NOT_ON_ITS_WAY


def proposals_to_decide(session: Session) -> int:
    """Return how many proposals wait for a decision."""
    return session.scalar(select(func.count(StageProposal.id)).where(StageProposal.state == ProposalState.OPEN)) or 0


def drafts_to_sign(session: Session, who: Visitor, *, today: date) -> Sequence[StageDraft]:
    """Return the drafts that this visitor may sign by now: written by somebody else, and the owner was heard.

    Not among them: those of which the day has come too near, which nobody can sign any more.
    """
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
    return [each for each in session.scalars(query) if not _is_too_late(session, each, today=today)]


def drafts_too_late(session: Session, *, today: date) -> Sequence[StageDraft]:
    """Return the open drafts that nobody can sign any more: the day of each lies not as far ahead as it must."""
    query = select(StageDraft).where(StageDraft.state == DraftState.OPEN).order_by(StageDraft.id)
    return [each for each in session.scalars(query) if _is_too_late(session, each, today=today)]


def _is_too_late(session: Session, written: StageDraft, *, today: date) -> bool:
    least = by_version(session, written.version_id).stage_three.least_days_ahead
    return written.effective_on < today + timedelta(days=least)


def warned_factories(session: Session, factory_ids: Collection[int], *, today: date) -> Sequence[tuple[Factory, At]]:
    """Return those of the factories that stand at a stage today, and where; in a fixed number of questions."""
    chosen = select(Factory.id).where(Factory.id.in_(factory_ids))
    found = {id_: at for id_, at in standing_of_many(session, chosen, today=today).items() if at.stage}
    factories = session.scalars(select(Factory).where(Factory.id.in_(found)).order_by(Factory.number))
    return [(factory, found[factory.id]) for factory in factories]


def letters_not_acknowledged(session: Session, organisations: Collection[str]) -> Sequence[Notice]:
    """Return the letters about a stage to these organisations that are on their way and that nobody acknowledged."""
    query = (
        select(Notice)
        .where(
            Notice.organisation.in_(organisations),
            Notice.factory_id.is_not(None),
            Notice.needs_answer,
            Notice.state.not_in(NOT_ON_ITS_WAY),
            ~exists().where(NoticeAnswer.notice_id == Notice.id),
        )
        .options(joinedload(Notice.factory))
        .order_by(Notice.id)
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
