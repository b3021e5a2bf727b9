"""How many letters are held now: whoever works here must know that nobody was told."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.orders.telling import went_live
from accord.records.notice import Notice
from accord.records.order import SafetyOrder
from accord.rules.moments import Moment
from accord.rules.notices import Sending


@dataclass(frozen=True)
class HeldBack:
    """Letters of open orders, and those about stages, that nobody was sent."""

    letters: int
    orders: int
    """How many open orders they are of."""
    about_stages: int
    """Letters of the escalation protocol that nobody was sent."""
    is_shut: bool
    """Whether no letter of an order that is raised now is sent either: not decided yet, or only from a later moment."""

    def __bool__(self) -> bool:
        """Whether somebody is not told who ought to be."""
        return bool(self.letters or self.about_stages) or self.is_shut


def held_back(session: Session, *, moment: Moment) -> HeldBack:
    """Return what is held now of orders that are open, and of the protocol."""
    query = (
        select(func.count(Notice.id), func.count(Notice.order_id.distinct()))
        .join(SafetyOrder, SafetyOrder.id == Notice.order_id)
        .where(Notice.state == Sending.HELD, SafetyOrder.next_due_at.is_not(None))
    )
    letters, orders = session.execute(query).one()
    # One that what came later has made untrue is overtaken, and held no more.
    is_about_stage = Notice.order_id.is_(None) & Notice.factory_id.is_not(None)
    about_stages = select(func.count(Notice.id)).where(Notice.state == Sending.HELD, is_about_stage)
    live_from = went_live(session)
    is_shut = live_from is None or live_from > moment.now
    return HeldBack(letters, orders, session.scalar(about_stages) or 0, is_shut)


def held_of_order(session: Session, order: SafetyOrder) -> int:
    """Return how many letters of the order are held."""
    is_of_it = (Notice.order_id == order.id, Notice.state == Sending.HELD)
    return session.scalar(select(func.count(Notice.id)).where(*is_of_it)) or 0


def open_orders(session: Session) -> int:
    """Return how many orders are open: none of what happens to them is told once sending is put off."""
    return session.scalar(select(func.count(SafetyOrder.id)).where(SafetyOrder.next_due_at.is_not(None))) or 0
