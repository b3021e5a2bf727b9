"""The proposals on the table: how many of each kind, and a page of them with what speaks for each.

Asked in a fixed number of questions, whatever their number. Source: DOMAIN.md section 7.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Integer, Select, case, exists, func, select
from sqlalchemy.orm import Session, joinedload

from accord.records.escalation import ProposalEvidence, StageDraft, StageProposal
from accord.records.factory import Factory
from accord.records.order import OrderEvent, OrderFactory
from accord.rules.escalation.words import LAST_STAGE, DraftState, ProposalState, Trigger, Way
from accord.rules.vocabulary import ORDER_ENDS

ON_A_PAGE = 50


class Leads(StrEnum):
    """Where a proposal leads, the most pressing first."""

    TO_THREE = "to-3"
    TO_TWO = "to-2"
    TO_ONE = "to-1"
    REQUALIFICATION = "requalification"
    """Down from the last stage."""
    DOWN = "down"


@dataclass(frozen=True)
class Wanted:
    """Which proposals are asked for; None: any."""

    leads: Leads | None = None
    from_stage: int | None = None
    trigger: Trigger | None = None
    district: str | None = None
    factories: Sequence[int] | None = None
    """Ids of those that answer the words searched for."""


@dataclass(frozen=True)
class Ground:
    """What there is of one trigger, as it stood when it was proposed."""

    trigger: Trigger
    counted: int
    pieces: int
    late_days: int
    """Of the latest piece."""
    programme_days: int
    """That the programme itself lost, of all pieces together."""


@dataclass(frozen=True)
class Listed:
    """A proposal with what a decider looks at first."""

    proposal: StageProposal
    grounds: tuple[Ground, ...]
    """Those that it was made for first; then what else is owed."""
    open_orders: int
    is_drafted: bool
    """Whether a draft of its ineligibility waits for its second signature."""


def count_by_way(session: Session, wanted: Wanted) -> Mapping[Leads, int]:
    """Return how many proposals lead where, of those asked for, whatever way was asked for."""
    query = (
        select(_leads(), func.count())
        .select_from(StageProposal)
        .join(Factory, Factory.id == StageProposal.factory_id)
        .where(*_conditions(wanted, any_way=True))
        .group_by(_leads())
    )
    return {Leads(leads): count for leads, count in session.execute(query)}


def proposals_by_page(session: Session, wanted: Wanted, *, page: int) -> list[Listed]:
    """Return a page of such proposals, the most pressing first; the first page is 1."""
    query = (
        select(StageProposal)
        .join(Factory, Factory.id == StageProposal.factory_id)
        .where(*_conditions(wanted))
        .options(joinedload(StageProposal.factory))
        .order_by(
            case({each.value: place for place, each in enumerate(Leads)}, value=_leads()),
            case((_has_open_order(), 0), else_=1),
            func.coalesce(_latest(), 0).desc(),
            Factory.number,
        )
        .offset((page - 1) * ON_A_PAGE)
        .limit(ON_A_PAGE)
    )
    found = session.scalars(query).unique().all()
    grounds = grounds_of(session, found)
    concerned = [each.factory_id for each in found]
    orders = _open_orders(session, concerned)
    drafted = set(
        session.scalars(
            select(StageDraft.factory_id).where(
                StageDraft.factory_id.in_(concerned), StageDraft.state == DraftState.OPEN
            )
        )
    )
    return [
        Listed(each, grounds[each.id], orders.get(each.factory_id, 0), is_drafted=each.factory_id in drafted)
        for each in found
    ]


def districts_on_table(session: Session) -> Sequence[str]:
    """Return the districts of the factories for which anything is proposed."""
    query = (
        select(Factory.district)
        .join(StageProposal, StageProposal.factory_id == Factory.id)
        .where(StageProposal.state == ProposalState.OPEN, Factory.district.is_not(None))
        .distinct()
        .order_by(Factory.district)
    )
    return [district for district in session.scalars(query) if district]


def factories_on_table(session: Session) -> Sequence[Factory]:
    """Return the factories for which anything is proposed, by number."""
    query = (
        select(Factory)
        .join(StageProposal, StageProposal.factory_id == Factory.id)
        .where(StageProposal.state == ProposalState.OPEN)
        .options(joinedload(Factory.company_group))
        .order_by(Factory.number)
    )
    return session.scalars(query).all()


def grounds_of(session: Session, proposals: Sequence[StageProposal]) -> Mapping[int, tuple[Ground, ...]]:
    """Return by proposal what there is of each trigger, what it was made for first."""
    query = (
        select(
            ProposalEvidence.proposal_id,
            ProposalEvidence.trigger,
            func.sum(ProposalEvidence.is_counted.cast(Integer)),
            func.count(),
            func.max(ProposalEvidence.late_days),
            func.sum(ProposalEvidence.programme_days),
        )
        .where(ProposalEvidence.proposal_id.in_([each.id for each in proposals]))
        .group_by(ProposalEvidence.proposal_id, ProposalEvidence.trigger)
    )
    found: dict[int, list[Ground]] = defaultdict(list)
    for proposal_id, *told in session.execute(query):
        found[proposal_id].append(Ground(*told))
    return {each.id: tuple(sorted(found[each.id], key=lambda one: _place(one, each))) for each in proposals}


def _place(ground: Ground, proposal: StageProposal) -> tuple[bool, int]:
    return ground.trigger.value not in proposal.grounds.split(), list(Trigger).index(ground.trigger)


def leads_of(proposal: StageProposal) -> Leads:
    """Return where a proposal leads."""
    if proposal.way is Way.UP:
        return {3: Leads.TO_THREE, 2: Leads.TO_TWO}.get(proposal.to_stage, Leads.TO_ONE)
    return Leads.REQUALIFICATION if proposal.from_stage == LAST_STAGE else Leads.DOWN


def _leads() -> ColumnElement[str]:
    is_up = StageProposal.way == Way.UP
    return case(
        (is_up & (StageProposal.to_stage == LAST_STAGE), Leads.TO_THREE.value),
        (is_up & (StageProposal.to_stage == 2), Leads.TO_TWO.value),
        (is_up, Leads.TO_ONE.value),
        (StageProposal.from_stage == LAST_STAGE, Leads.REQUALIFICATION.value),
        else_=Leads.DOWN.value,
    )


def _conditions(wanted: Wanted, *, any_way: bool = False) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [StageProposal.state == ProposalState.OPEN]
    if wanted.leads is not None and not any_way:
        found.append(_leads() == wanted.leads.value)
    if wanted.from_stage is not None:
        found.append(StageProposal.from_stage == wanted.from_stage)
    if wanted.trigger is not None:
        found.append((" " + StageProposal.grounds + " ").like(f"% {wanted.trigger.value} %"))
    if wanted.district is not None:
        found.append(Factory.district == wanted.district)
    if wanted.factories is not None:
        found.append(Factory.id.in_(wanted.factories))
    return found


def _latest() -> ColumnElement[int]:
    """Return how late the latest piece of a proposal is that counts."""
    return (
        select(func.max(ProposalEvidence.late_days))
        .where(ProposalEvidence.proposal_id == StageProposal.id, ProposalEvidence.is_counted)
        .correlate(StageProposal)
        .scalar_subquery()
    )


def _has_open_order() -> ColumnElement[bool]:
    return exists().where(OrderFactory.factory_id == StageProposal.factory_id, OrderFactory.order_id.not_in(_ended()))


def _open_orders(session: Session, factories: Sequence[int]) -> Mapping[int, int]:
    query = (
        select(OrderFactory.factory_id, func.count())
        .where(OrderFactory.factory_id.in_(factories), OrderFactory.order_id.not_in(_ended()))
        .group_by(OrderFactory.factory_id)
    )
    return {factory_id: count for factory_id, count in session.execute(query) if count}


def _ended() -> Select[int]:
    return select(OrderEvent.order_id).where(OrderEvent.step.in_(ORDER_ENDS))
