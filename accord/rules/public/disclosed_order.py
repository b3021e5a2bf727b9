"""What the public may read of an order: part of the allow-list. Source: DOMAIN.md sections 6 and 8.

An order is public from the day it is determined; who acknowledged what, and by which name, is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accord.rules.vocabulary import ORDER_ENDS, OrderKind, OrderStep

BETWEEN_US = frozenset(
    {
        OrderStep.RAISED,
        OrderStep.ACKNOWLEDGED,
        OrderStep.ACKNOWLEDGEMENT_TAKEN_BACK,
        OrderStep.ANSWERED,
        OrderStep.ANNULMENT_PROPOSED,
        OrderStep.ANNULMENT_REJECTED,
    }
)
"""What stays between the programme and those who are told: who answered what, and what is only proposed."""

PUBLIC_STEPS = frozenset(set(OrderStep) - BETWEEN_US)
"""An order is shown from its determination on."""


@dataclass(frozen=True)
class OrderStepDisclosed:
    """One step of an order and the day on which it happened."""

    step: OrderStep
    happened_on: date
    note: str | None
    note_bn: str | None


@dataclass(frozen=True)
class OrderDisclosed:
    """An order with its building, the places in it that it names, the factories inside, and its steps in order."""

    key: str
    """Random, the same for ever."""
    kind: OrderKind
    building: str
    building_bn: str | None
    places: tuple[str, ...]
    """Floors and zones by name; none means the whole building."""
    places_bn: tuple[str | None, ...]
    """The same in Bangla, one for one; None where nobody has written it."""
    because: str
    because_bn: str | None
    limit_kpa: float | None
    factories: tuple[int, ...]
    steps: tuple[OrderStepDisclosed, ...]

    @property
    def determined_on(self) -> date:
        """The day from which the order is public."""
        return min(step.happened_on for step in self.steps if step.step is OrderStep.DETERMINED)


def last_step_on(steps: Sequence[OrderStepDisclosed], *, as_of: date) -> OrderStep | None:
    """Return what had last happened to the order by that day, or None if it was not yet determined."""
    so_far = sorted((step for step in steps if step.happened_on <= as_of), key=lambda step: step.happened_on)
    is_determined = any(step.step is OrderStep.DETERMINED for step in so_far)
    return so_far[-1].step if is_determined else None


def is_open_on(order: OrderDisclosed, *, as_of: date) -> bool:
    """Return whether the order was in force on that day."""
    last = last_step_on(order.steps, as_of=as_of)
    return last is not None and last not in ORDER_ENDS
