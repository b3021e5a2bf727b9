"""Whoever comes to a building with an open order is told in the transaction in which that is recorded.

Not only at the next sweep, which may be a week away. Source: DOMAIN.md section 6.
"""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from accord.casework import buildings
from accord.casework.buildings import OtherOccupant
from accord.casework.orders.deeds import welcome
from accord.casework.orders.recipients import who_is_told
from accord.casework.orders.standing import standing_of
from accord.records.factory import Building, Factory, Occupant
from accord.records.order import OrderFactory, SafetyOrder
from accord.rules.moments import Moment
from accord.rules.vocabulary import OrderStep


def move_in(
    session: Session,
    building: Building,
    *,
    who: Factory | OtherOccupant,
    from_on: date | None,
    actor: str,
    moment: Moment,
    to_on: date | None = None,
) -> Occupant:
    """Record that somebody is in the building from a day on, and tell them of its open orders; raises CannotStay."""
    occupant = buildings.move_in(session, building, who=who, from_on=from_on, to_on=to_on, actor=actor, moment=moment)
    tell_in_buildings(session, [building.id], moment=moment)
    return occupant


def tell_in_buildings(session: Session, building_ids: Collection[int], *, moment: Moment) -> int:
    """Tell whoever has come to these buildings of their open orders, and return how many were not told before."""
    return _welcome_at(session, _open_orders().where(SafetyOrder.building_id.in_(building_ids)), moment)


def tell_buyers(session: Session, factory_ids: Collection[int], *, moment: Moment) -> int:
    """Tell whoever has begun to buy from these factories of the open orders where they are; return how many."""
    wholes = select(Factory.merged_into_id).where(Factory.id.in_(factory_ids), Factory.merged_into_id.is_not(None))
    known_by = {*factory_ids, *session.scalars(wholes)}
    there = select(OrderFactory.order_id).where(OrderFactory.factory_id.in_(known_by))
    return _welcome_at(session, _open_orders().where(SafetyOrder.id.in_(there)), moment)


def open_orders(session: Session) -> Sequence[int]:
    """Return the orders that have not ended, for somebody who looks at one after the other."""
    return session.scalars(_open_orders()).all()


def tell_of(session: Session, order_id: int, *, moment: Moment) -> int:
    """Tell whoever has come of this order, and return how many were not told before."""
    return len(welcome(session, session.get_one(SafetyOrder, order_id), moment=moment))


def count_to_tell(session: Session, *, moment: Moment) -> int:
    """Return how many organisations have come to where an order is open and were not told, and change nothing."""
    return sum(_untold(session, session.get_one(SafetyOrder, each), moment) for each in open_orders(session))


def _untold(session: Session, order: SafetyOrder, moment: Moment) -> int:
    stands = standing_of(order)
    if not stands.is_open:
        return 0
    step = OrderStep.DETERMINED if stands.is_determined else OrderStep.RAISED
    told = {each.organisation for each in order.recipients}
    return len({each.organisation for each in who_is_told(session, order, step, moment=moment)} - told)


def _open_orders() -> Select[int]:
    return select(SafetyOrder.id).where(SafetyOrder.next_due_at.is_not(None)).order_by(SafetyOrder.id)


def _welcome_at(session: Session, orders: Select[int], moment: Moment) -> int:
    session.flush()
    return sum(tell_of(session, each, moment=moment) for each in session.scalars(orders).all())
