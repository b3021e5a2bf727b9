"""The order of a referral, put together from its records."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from accord.casework.orders.care import determinations_of
from accord.casework.orders.referral.dossier import (
    CauseTold,
    DeterminationTold,
    MeasureTold,
    OrderTold,
    RecipientTold,
    Said,
    StateOrderTold,
    StepTold,
)
from accord.casework.orders.standing import standing_of
from accord.records.factory import Floor, Zone
from accord.records.order import OrderEvent, OrderRecipient, SafetyOrder
from accord.records.order_care import OrderMeasure, StateOrder
from accord.rules.orders.panel import read
from accord.rules.orders.standing import Standing
from accord.rules.orders.words import OF_THE_PROGRAMME, RecipientKind
from accord.rules.public.public_text import public_text
from accord.rules.vocabulary import OrderStep


def order_told(session: Session, order: SafetyOrder) -> OrderTold:
    """Return what the Review Panel is told of the order."""
    stands = standing_of(order)
    names = {each.organisation: each.name for each in order.recipients}
    return OrderTold(
        id=order.id,
        public_key=order.public_key,
        kind=order.kind,
        raised_as=order.raised_as,
        phase=stands.phase,
        raised_on=order.steps[0].happened_on,
        said=said(order.because, order.because_bn),
        limit_kpa=order.limit_kpa,
        places=tuple(place_told(each.floor, each.zone) for each in order.places),
        causes=tuple(
            CauseTold(each.kind, each.discipline, said(each.words, each.words_bn), each.recorded_at)
            for each in order.causes
        ),
        steps=tuple(_step(each, names) for each in order.steps),
        measures=_measures(session, order),
        recipients=tuple(
            _recipient(each, order, stands) for each in order.recipients if each.kind is not RecipientKind.REVIEW_PANEL
        ),
        state_orders=_state_orders(session, order),
        determinations=_determinations(session, order),
    )


def said(words: str, words_bn: str | None = None) -> Said:
    """Return a text that people wrote, without what tells of a complaint and without telephone numbers."""
    return Said(public_text(words), public_text(words_bn) if words_bn else None)


def place_told(floor: Floor, zone: Zone | None) -> Said:
    """Return how a floor, or a zone of it, is called."""
    name, name_bn = floor.name or f"level {floor.level}", floor.name_bn
    if zone is None:
        return Said(name, name_bn)
    return Said(f"{name}, {zone.name}", f"{name_bn or name}, {zone.name_bn or zone.name}")


def _step(event: OrderEvent, names: Mapping[str, str]) -> StepTold:
    return StepTold(
        step=event.step,
        happened_on=event.happened_on,
        recorded_at=event.recorded_at,
        said=said(event.note, event.note_bn) if event.note else None,
        organisation=names.get(event.organisation or ""),
        said_by=public_text(event.said_by) if event.said_by else None,
        channel=event.channel,
    )


def _measures(session: Session, order: SafetyOrder) -> tuple[MeasureTold, ...]:
    query = (
        select(OrderMeasure)
        .where(OrderMeasure.order_id == order.id)
        .options(selectinload(OrderMeasure.steps))
        .order_by(OrderMeasure.due_on, OrderMeasure.id)
    )
    return tuple(
        MeasureTold(
            said=said(each.words, each.words_bn),
            place=place_told(each.floor, each.zone) if each.floor else None,
            limit_kpa=each.limit_kpa,
            due_on=each.due_on,
            step=each.steps[-1].step if each.steps else None,
            since=each.steps[-1].happened_on if each.steps else None,
        )
        for each in session.scalars(query)
    )


def _recipient(recipient: OrderRecipient, order: SafetyOrder, stands: Standing) -> RecipientTold:
    answers = (
        each.happened_on
        for each in order.steps
        if each.step is OrderStep.ACKNOWLEDGED and each.organisation == recipient.organisation
    )
    has_answered = recipient.organisation in stands.acknowledged
    return RecipientTold(
        name=recipient.name,
        kind=recipient.kind,
        told_at=recipient.recorded_at,
        acknowledged_on=max(answers, default=None) if has_answered else None,
        needs_answer=recipient.kind not in OF_THE_PROGRAMME,
    )


def _state_orders(session: Session, order: SafetyOrder) -> tuple[StateOrderTold, ...]:
    query = select(StateOrder).where(StateOrder.order_id == order.id).order_by(StateOrder.ordered_on, StateOrder.id)
    return tuple(
        StateOrderTold(each.extent, each.authority, each.reference, each.ordered_on, each.withdrawn_on)
        for each in session.scalars(query)
    )


def _determinations(session: Session, order: SafetyOrder) -> tuple[DeterminationTold, ...]:
    return tuple(
        DeterminationTold(
            each.outcome,
            each.determined_on,
            is_unanimous=each.is_unanimous,
            agreed=read(each.members).agreed,
            against=read(each.members).against,
        )
        for each in determinations_of(session, order)
    )
