"""Orders for programs: where people had to leave, or loads had to go, and how it went on."""

from datetime import date
from enum import StrEnum

from accord.gateways.snapshot.reader import NothingPublished
from accord.rules.public.disclosed_order import OrderDisclosed, is_open_on, last_step_on
from accord.rules.vocabulary import OrderStep
from accord.web.api import answers
from accord.web.site import is_demonstration, site


class OrderState(StrEnum):
    """Whether an order is in force."""

    OPEN = "open"
    ENDED = "ended"


def orders(*, state: OrderState | None, as_of: date) -> answers.Orders:
    """Return the orders that were determined by the day."""
    try:
        every = site().snapshot.orders()
    except NothingPublished:
        every = ()
    known = [order_answer(order, as_of) for order in every if order.determined_on <= as_of]
    return answers.Orders(
        is_demonstration=is_demonstration(),
        as_of=as_of,
        results=tuple(
            order for order in known if state in (None, OrderState.OPEN if order.is_open else OrderState.ENDED)
        ),
    )


def order_answer(order: OrderDisclosed, as_of: date) -> answers.Order:
    """Return an order that was determined by the day, as it stood then."""
    return answers.Order(
        key=order.key,
        kind=order.kind,
        building=order.building,
        building_bn=order.building_bn,
        places=order.places,
        places_bn=order.places_bn,
        because=order.because,
        because_bn=order.because_bn,
        limit_kpa=order.limit_kpa,
        factories=order.factories,
        determined_on=order.determined_on,
        is_open=is_open_on(order, as_of=as_of),
        last_step=last_step_on(order.steps, as_of=as_of) or OrderStep.DETERMINED,
        steps=tuple(step for step in order.steps if step.happened_on <= as_of),
    )
