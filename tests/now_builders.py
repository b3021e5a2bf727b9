"""What tests of Now and of buildings build with: many orders, each of a building of its own."""

from dataclasses import replace

from sqlalchemy.orm import Session

from accord.casework.orders import deeds
from accord.casework.orders.raising import raise_or_join
from accord.records.factory import Building, Factory, Occupant
from accord.records.order import SafetyOrder
from accord.rules.moments import Moment
from accord.rules.vocabulary import OrderKind
from tests.order_builders import House


def another_order(
    session: Session, house: House, moment: Moment, *, number: int, kind: OrderKind = OrderKind.EVACUATION
) -> SafetyOrder:
    """Return a determined order of a building of its own, with a factory of that number in it."""
    factory = Factory(number=number, name=f"Works {number}")
    building = Building(name=f"Block {number}", occupants=[Occupant(factory=factory)])
    session.add(building)
    session.flush()
    cause = replace(house.cause(kind), building=building, factories=[factory], words=f"Cracks at {number}.")
    order = raise_or_join(session, cause, who=house.who["chief"], moment=moment)
    deeds.determine(session, order, who=house.who["chief"], moment=moment)
    return order
