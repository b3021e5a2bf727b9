"""Gathers what the check lists of an ending ask of the database, in a fixed number of questions."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.progress import APPROVED
from accord.casework.sourcing import counting_for
from accord.casework.standing_reports import standing_reports
from accord.records.cap import CapVersion
from accord.records.ending import EndingItem
from accord.records.escalation import StageDraft, StageProposal
from accord.records.factory import Factory, Sourcing
from accord.records.hazard import Hazard, HazardFactory
from accord.records.hearing import FactoryRequest
from accord.records.inspection import Inspection
from accord.records.order import OrderEvent, OrderFactory
from accord.rules.escalation.words import DraftState, ProposalState
from accord.rules.factories.endings import Condition, Facts, counts_from
from accord.rules.figures.factory_status import REQUIRED_DISCIPLINES
from accord.rules.moments import Moment
from accord.rules.vocabulary import ORDER_ENDS, CapState, Discipline, InspectionKind, Status


def facts_of(session: Session, factory: Factory, *, moment: Moment) -> Facts:
    """Return what is on record of the factory today, since it was covered last."""
    since = counts_from(factory.coverage_changes)
    items = [
        item
        for item in session.scalars(
            select(EndingItem).where(EndingItem.factory_id == factory.id, EndingItem.taken_back_at.is_(None))
        )
        if since is None or item.happened_on >= since
    ]
    visits = session.scalars(
        select(Inspection).where(Inspection.factory_id == factory.id, Inspection.removed_at.is_(None))
    ).all()
    return Facts(
        on_file=frozenset(item.condition for item in items if item.signatory_id is None),
        buyers=frozenset(buyers_of(session, factory, today=moment.today)),
        confirmed=frozenset(item.signatory_id for item in items if item.signatory_id is not None),
        closure_visit_on=max(_closures(visits, since), default=None),
        unsettled=_unsettled(session, factory, visits),
    )


def buyers_of(session: Session, factory: Factory, *, today: date) -> Sequence[int]:
    """Return the ids of the signatories that buy from the factory today."""
    return session.scalars(
        select(Sourcing.signatory_id)
        .where(counting_for(factory), Sourcing.from_on <= today, Sourcing.to_on.is_(None) | (Sourcing.to_on > today))
        .distinct()
    ).all()


def _closures(visits: Sequence[Inspection], since: date | None) -> list[date]:
    return [
        visit.inspected_on
        for visit in visits
        if visit.kind is InspectionKind.CLOSURE_VERIFICATION and (since is None or visit.inspected_on >= since)
    ]


def _unsettled(session: Session, factory: Factory, visits: Sequence[Inspection]) -> Mapping[Condition, Sequence[str]]:
    waiting, undated = _hazards(session, factory)
    return {
        Condition.ORDERS_ENDED: _orders(session, factory),
        Condition.REPORTS_APPROVED: _reports(session, visits),
        Condition.PLANS_APPROVED: _plans(session, factory),
        Condition.CLAIMS_ANSWERED: waiting,
        Condition.HAZARDS_DATED: undated,
        Condition.STAGE_SETTLED: _stage(session, factory),
    }


def _orders(session: Session, factory: Factory) -> list[str]:
    ended = select(OrderEvent.order_id).where(OrderEvent.step.in_(ORDER_ENDS))
    own = select(OrderFactory.order_id).where(
        OrderFactory.factory_id == factory.id, OrderFactory.order_id.not_in(ended)
    )
    return [f"order {order_id}" for order_id in sorted(set(session.scalars(own)))]


def _reports(session: Session, visits: Sequence[Inspection]) -> list[str]:
    initial = {visit.discipline for visit in visits if visit.kind is InspectionKind.INITIAL}
    reports = standing_reports(session, [visit.id for visit in visits])
    lacking = [each.value for each in Discipline if each in REQUIRED_DISCIPLINES and each not in initial]
    unread = [f"inspection {visit.id}" for visit in visits if not reports.vouch_for(visit.source, visit.id)]
    return [*lacking, *unread]


def _plans(session: Session, factory: Factory) -> list[str]:
    versions = session.execute(
        select(CapVersion.id, CapVersion.discipline, CapVersion.state).where(
            CapVersion.factory_id == factory.id, CapVersion.state.in_((*APPROVED, CapState.SUBMITTED))
        )
    ).all()
    approved = {discipline for _, discipline, state in versions if state in APPROVED}
    lacking = [each.value for each in Discipline if each in REQUIRED_DISCIPLINES and each not in approved]
    return [*lacking, *(f"version {id_}" for id_, _, state in versions if state is CapState.SUBMITTED)]


def _hazards(session: Session, factory: Factory) -> tuple[list[str], list[str]]:
    rows = session.execute(
        select(Hazard.id, Hazard.status, Hazard.due_on)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .where(
            HazardFactory.factory_id == factory.id,
            HazardFactory.removed_at.is_(None),
            Hazard.status.in_((Status.IN_PROGRESS, Status.PENDING_VERIFICATION)),
        )
        .order_by(Hazard.id)
    ).all()
    waiting = [f"hazard {id_}" for id_, status, _ in rows if status is Status.PENDING_VERIFICATION]
    undated = [f"hazard {id_}" for id_, status, due_on in rows if status is Status.IN_PROGRESS and due_on is None]
    return waiting, undated


def _stage(session: Session, factory: Factory) -> list[str]:
    open_things = (
        ("proposal", select(StageProposal.id), StageProposal.factory_id, StageProposal.state == ProposalState.OPEN),
        ("draft", select(StageDraft.id), StageDraft.factory_id, StageDraft.state == DraftState.OPEN),
        ("request", select(FactoryRequest.id), FactoryRequest.factory_id, FactoryRequest.answered_on.is_(None)),
    )
    return [
        f"{word} {id_}"
        for word, query, owner, is_open in open_things
        for id_ in session.scalars(query.where(owner == factory.id, is_open))
    ]
