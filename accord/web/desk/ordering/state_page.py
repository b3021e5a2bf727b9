"""What the government ordered beside an order of ours, as pages show it. Our letters never claim the state's power."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.orders.standing import standing_of
from accord.casework.orders.taking import by_of
from accord.casework.refusals import N_
from accord.records.order import SafetyOrder
from accord.records.order_care import StateOrder
from accord.rules.orders.steps import By
from accord.rules.orders.words import Extent
from accord.web.desk.hazard_entries import name_of

EXTENTS = {Extent.FULL: N_("closed in full"), Extent.PARTIAL: N_("closed in part")}


@dataclass(frozen=True)
class StateOrderShown:
    """An order of the government."""

    id: int
    found: StateOrder
    extent: str
    recorded_by: str
    may_withdraw: bool


@dataclass(frozen=True)
class StatePart:
    """All of them, those that stand first."""

    orders: tuple[StateOrderShown, ...]
    may_record: bool


def state_part(session: Session, order: SafetyOrder, who: Visitor) -> StatePart:
    """Return the orders of the government that stand beside the order."""
    may_record = By.STAFF in by_of(who, order) and standing_of(order).is_open
    query = select(StateOrder).where(StateOrder.order_id == order.id).order_by(StateOrder.id)
    found = sorted(session.scalars(query), key=lambda each: each.withdrawn_on is not None)
    return StatePart(
        tuple(
            StateOrderShown(
                each.id,
                each,
                EXTENTS[each.extent],
                name_of(each.actor),
                may_withdraw=may_record and each.withdrawn_on is None,
            )
            for each in found
        ),
        may_record=may_record,
    )
