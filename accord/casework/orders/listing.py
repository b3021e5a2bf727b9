"""The orders that a visitor may read about: how many there are, the most pressing of them, and all by pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from accord.casework.desk.things import orders_seen_by
from accord.casework.desk.visitors import Visitor
from accord.records.order import OrderCause, OrderEvent, OrderFactory, OrderPlace, SafetyOrder
from accord.rules.vocabulary import ORDER_ENDS, OrderKind, OrderStep

MOST_PRESSING = 20
"""More on one page would hide each other; all of them are on a list of their own."""
ON_A_PAGE = 50

_GRAVEST_FIRST = (OrderKind.EVACUATION, OrderKind.BOILER_SHUTDOWN, OrderKind.LOAD_REDUCTION)


@dataclass(frozen=True)
class Wanted:
    """Which orders are asked for."""

    is_open: bool | None = True
    """None: both those that are open and those that have ended."""
    kind: OrderKind | None = None
    building: int | None = None


def count_of(session: Session, who: Visitor, wanted: Wanted) -> int:
    """Return how many such orders the visitor may read about."""
    return session.scalar(select(func.count(SafetyOrder.id)).where(*_conditions(who, wanted))) or 0


def pressing_orders(session: Session, who: Visitor, *, most: int = MOST_PRESSING) -> Sequence[SafetyOrder]:
    """Return the open orders that press most: those that nobody has determined, then by when they must be looked at."""
    determined = exists().where(OrderEvent.order_id == SafetyOrder.id, OrderEvent.step == OrderStep.DETERMINED)
    query = (
        select(SafetyOrder)
        .where(*_conditions(who, Wanted()))
        .options(*with_all())
        .order_by(
            case((determined, 1), else_=0),
            SafetyOrder.next_due_at.is_(None),
            SafetyOrder.next_due_at,
            case({kind: place for place, kind in enumerate(_GRAVEST_FIRST)}, value=SafetyOrder.kind),
            SafetyOrder.id,
        )
        .limit(most)
    )
    return session.scalars(query).all()


def orders_by_page(session: Session, who: Visitor, wanted: Wanted, *, page: int) -> Sequence[SafetyOrder]:
    """Return a page of such orders, the open ones first, then the latest first; the first page is 1."""
    query = (
        select(SafetyOrder)
        .where(*_conditions(who, wanted))
        .options(*with_all())
        .order_by(case((_ended(), 1), else_=0), SafetyOrder.id.desc())
        .offset((page - 1) * ON_A_PAGE)
        .limit(ON_A_PAGE)
    )
    return session.scalars(query).all()


def orders_of_building(session: Session, who: Visitor, wanted: Wanted) -> Sequence[SafetyOrder]:
    """Return all such orders with their steps and places, the latest first: a building has few."""
    query = (
        select(SafetyOrder)
        .where(*_conditions(who, wanted))
        .options(selectinload(SafetyOrder.steps), selectinload(SafetyOrder.places))
        .order_by(SafetyOrder.id.desc())
    )
    return session.scalars(query).all()


def with_all() -> tuple[ORMOption, ...]:
    """Return what reads orders with all that says how they stand, in a fixed number of questions."""
    return (
        joinedload(SafetyOrder.building),
        selectinload(SafetyOrder.steps),
        selectinload(SafetyOrder.causes).joinedload(OrderCause.measurement),
        selectinload(SafetyOrder.recipients),
        selectinload(SafetyOrder.reminders),
        selectinload(SafetyOrder.places).options(joinedload(OrderPlace.floor), joinedload(OrderPlace.zone)),
        selectinload(SafetyOrder.factories).joinedload(OrderFactory.factory),
    )


def _ended() -> ColumnElement[bool]:
    return SafetyOrder.id.in_(select(OrderEvent.order_id).where(OrderEvent.step.in_(ORDER_ENDS)))


def _conditions(who: Visitor, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [orders_seen_by(who)]
    if wanted.is_open is not None:
        found.append(~_ended() if wanted.is_open else _ended())
    if wanted.kind is not None:
        found.append(SafetyOrder.kind == wanted.kind)
    if wanted.building is not None:
        found.append(SafetyOrder.building_id == wanted.building)
    return found
