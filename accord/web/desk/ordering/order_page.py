"""What the page of an order shows: how it stands, who has it, and what its visitor can do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.orders.standing import beside_of, standing_of, unreported_of
from accord.casework.orders.taking import by_of, organisations_of
from accord.records.order import OrderEvent, OrderRecipient, SafetyOrder
from accord.rules.desk.access import Thing
from accord.rules.desk.actions import Action
from accord.rules.moments import Moment
from accord.rules.orders.flaws import Beside, Brought, OrderFlaw, flaw_of
from accord.rules.orders.next_step import lacking
from accord.rules.orders.standing import Standing
from accord.rules.orders.steps import By
from accord.rules.orders.words import OF_THE_PROGRAMME
from accord.rules.vocabulary import OrderStep
from accord.web.desk.hazard_entries import name_of
from accord.web.desk.ordering.order_words import called, missing, reports_in_words
from accord.web.desk.ordering.seen import offer_inspections
from accord.web.desk.ordering.step_form import StepForm
from accord.web.desk.ordering.ways import Way, ways_of

_ANSWERS = frozenset({OrderStep.ACKNOWLEDGED, OrderStep.ACKNOWLEDGEMENT_TAKEN_BACK, OrderStep.ANSWERED})
_AMONG_STAFF = frozenset({OrderStep.ANNULMENT_PROPOSED, OrderStep.ANNULMENT_REJECTED})


@dataclass(frozen=True)
class Told:
    """An organisation that was told, and whether it has said so."""

    recipient: OrderRecipient
    name: str
    needs_answer: bool
    has_answered: bool


@dataclass(frozen=True)
class OrderPage:
    """All that the page shows, worked out so that the template decides nothing."""

    order: SafetyOrder
    standing: Standing
    beside: Beside
    told: tuple[Told, ...]
    """Everybody for those who see all safety data; for others, themselves."""
    ways: tuple[Way, ...]
    story: tuple[OrderEvent, ...]
    next_due_at: datetime | None
    proposal: OrderEvent | None
    """The proposal to annul it, with why; for those who see all."""
    proposed_by: str | None
    not_yet: str | None
    """Why it cannot be lifted yet, for whoever lifts."""
    lacks_panel: bool
    """Whether nothing but the Review Panel keeps it from being lifted."""
    moment: Moment


def page_of(
    session: Session,
    order: SafetyOrder,
    who: Visitor,
    *,
    moment: Moment,
    refused: tuple[OrderStep, StepForm] | None = None,
) -> OrderPage:
    """Return the page of the order for a visitor; `refused`: the step that was just refused, with its form."""
    stands, beside = standing_of(order), beside_of(session, order)
    by, sees_all = by_of(who, order), sees_all_of(order, who)
    own = organisations_of(who)
    told = tuple(_told(each, order, stands) for each in order.recipients if sees_all or each.organisation in own)
    ways = tuple(ways_of(session, order, who, refused, moment=moment))
    offer_inspections(session, order, [way.form for way in ways if "inspection" in way.fields], moment=moment)
    proposal = _proposal(order, stands) if sees_all else None
    return OrderPage(
        order=order,
        standing=stands,
        beside=beside,
        told=told,
        ways=ways,
        story=story_of(order, who),
        next_due_at=order.next_due_at if sees_all else None,
        proposal=proposal,
        proposed_by=name_of(proposal.actor) if proposal else None,
        not_yet=_not_yet(order, stands, beside, ways) if By.DECIDER in by else None,
        lacks_panel=_lacks_panel(stands, beside),
        moment=moment,
    )


def sees_all_of(order: SafetyOrder, who: Visitor) -> bool:
    """Return whether the visitor sees what everybody has said of the order, and not only their own organisation."""
    return who.may(Action.READ_ORDER, Thing()) or By.STAFF in by_of(who, order)


def _told(recipient: OrderRecipient, order: SafetyOrder, stands: Standing) -> Told:
    return Told(
        recipient,
        called(recipient, order),
        needs_answer=recipient.kind not in OF_THE_PROGRAMME,
        has_answered=recipient.organisation in stands.acknowledged,
    )


def _proposal(order: SafetyOrder, stands: Standing) -> OrderEvent | None:
    if stands.proposed is None or not stands.is_open:
        return None
    return next((each for each in reversed(order.steps) if each.step is OrderStep.ANNULMENT_PROPOSED), None)


def _not_yet(order: SafetyOrder, stands: Standing, beside: Beside, ways: Sequence[Way]) -> str | None:
    if not stands.is_determined or any(way.step is OrderStep.LIFTED and not way.is_open for way in ways):
        return None
    lacks = lacking(stands, beside, unreported=len(unreported_of(order, stands)))
    return missing(lacks, order.kind, reports=reports_in_words(order, stands, names=True))


def story_of(order: SafetyOrder, who: Visitor) -> tuple[OrderEvent, ...]:
    """Return the steps of the order that the visitor sees."""
    own = organisations_of(who)
    sees_all = sees_all_of(order, who)
    return tuple(
        each
        for each in order.steps
        if sees_all or (each.step not in _AMONG_STAFF and (each.step not in _ANSWERS or each.organisation in own))
    )


def _lacks_panel(stands: Standing, beside: Beside) -> bool:
    brought = Brought(by=frozenset({By.DECIDER}), note="-", limit_kpa=0)
    return flaw_of(stands, OrderStep.LIFTED, brought, beside=beside) is OrderFlaw.NO_PANEL
