"""Shows in public at once what happened to an order, whichever page it happened on.

An order moves on its own page, and also where a hazard, a load, a rating or a confirmed danger joins it.
"""

from collections.abc import Iterable

from sqlalchemy import select

from accord.casework.snapshot import show
from accord.records.base import reading
from accord.records.factory import Factory
from accord.records.order import OrderEvent, OrderFactory
from accord.rules.public.disclosed_order import PUBLIC_STEPS
from accord.rules.vocabulary import OrderStep
from accord.web.public_at_once import AtOnce
from accord.web.site import site


def _moved(written: Iterable[object]) -> Iterable[int]:
    return (each.order_id for each in written if isinstance(each, OrderEvent) and each.step in PUBLIC_STEPS)


def _show(orders: set[int]) -> None:
    # One that was not determined is not public: a danger that is saved waits for nothing.
    determined = select(OrderEvent.order_id).where(
        OrderEvent.order_id.in_(orders), OrderEvent.step == OrderStep.DETERMINED
    )
    inside = select(OrderFactory.factory_id).where(OrderFactory.order_id.in_(determined))
    with reading(site().private.engine) as session:
        numbers = session.scalars(select(Factory.number).where(Factory.id.in_(inside)).order_by(Factory.number)).all()
        for number in numbers:
            show(session, number, site().settings.snapshot, moment=site().moment)


AT_ONCE = AtOnce("orders", _moved, _show)
set_up, watch = AT_ONCE.set_up, AT_ONCE.watch
