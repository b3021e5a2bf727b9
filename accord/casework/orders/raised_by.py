"""The orders that something called for: a hazard, or what was found on an inspection."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework.desk.things import orders_seen_by
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.standing import standing_of
from accord.records.hazard import Hazard
from accord.records.inspection import Inspection
from accord.records.order import OrderCause, SafetyOrder
from accord.rules.moments import Moment
from accord.rules.orders.standing import Standing


@dataclass(frozen=True)
class Called:
    """An order that was raised because of it, or that it joined."""

    order: SafetyOrder
    standing: Standing
    has_joined: bool
    """Whether the order was open already, and it became a further cause."""


def orders_of_hazard(session: Session, hazard: Hazard, who: Visitor) -> list[Called]:
    """Return the orders that the hazard called for, as far as the visitor may read about them."""
    return _called(session, OrderCause.hazard_id == hazard.id, who)


def orders_of_inspection(session: Session, inspection: Inspection, who: Visitor) -> list[Called]:
    """Return the orders that a hazard, a rating or a load of the inspection called for."""
    return _called(session, OrderCause.inspection_id == inspection.id, who)


def orders_called_at(session: Session, inspection: Inspection, who: Visitor, *, moment: Moment) -> list[Called]:
    """Return the orders that something of the inspection called for at this very moment."""
    is_of_it = (OrderCause.inspection_id == inspection.id) & (OrderCause.recorded_at == moment.now)
    return _called(session, is_of_it, who)


def _called(session: Session, is_of_it: ColumnElement[bool], who: Visitor) -> list[Called]:
    causes: dict[int, list[int]] = {}
    for order_id, cause_id in session.execute(select(OrderCause.order_id, OrderCause.id).where(is_of_it)):
        causes.setdefault(order_id, []).append(cause_id)
    if not causes:
        return []
    query = (
        select(SafetyOrder)
        .where(SafetyOrder.id.in_(causes), orders_seen_by(who))
        .options(joinedload(SafetyOrder.building), selectinload(SafetyOrder.steps), selectinload(SafetyOrder.causes))
        .order_by(SafetyOrder.id.desc())
    )
    orders: Sequence[SafetyOrder] = session.scalars(query).all()
    return [
        Called(order, standing_of(order), has_joined=order.causes[0].id not in causes[order.id]) for order in orders
    ]
