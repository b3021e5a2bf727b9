"""Which order a danger calls for, said before anything is saved. Source: DOMAIN.md section 6."""

from dataclasses import dataclass
from enum import StrEnum

from accord.rules.orders.causes import order_for_rating
from accord.rules.vocabulary import Discipline, OrderKind, Rating, Severity

ORDERS_OF: dict[Discipline, tuple[OrderKind, ...]] = {
    Discipline.STRUCTURAL: (OrderKind.EVACUATION,),
    Discipline.BOILER: (OrderKind.BOILER_SHUTDOWN,),
    # A fire or an electrical danger may be a locked exit or a burning board: the engineer on site knows.
    Discipline.FIRE: (OrderKind.EVACUATION, OrderKind.LOAD_REDUCTION),
    Discipline.ELECTRICAL: (OrderKind.EVACUATION, OrderKind.LOAD_REDUCTION),
}
"""The orders that a severe and imminent hazard may call for; where there are several the engineer chooses."""


class Because(StrEnum):
    """What an order is called for by."""

    SEVERE_AND_IMMINENT = "severe and imminent"
    RATING_RED = "rating red"
    RATING_AMBER = "rating amber"
    LOAD_ABOVE_LIMIT = "load above the limit"


@dataclass(frozen=True)
class Danger:
    """What is dangerous, and the orders that may answer it: one, or several of which an engineer chooses."""

    because: Because
    kinds: tuple[OrderKind, ...]


def danger_of_hazard(discipline: Discipline, severity: Severity | None) -> Danger | None:
    """Return the danger that a hazard is, or None where nobody has to leave at once."""
    if severity is not Severity.SEVERE_AND_IMMINENT:
        return None
    return Danger(Because.SEVERE_AND_IMMINENT, ORDERS_OF[discipline])


def danger_of_rating(rating: Rating | None, *, has_load_limit: bool) -> Danger | None:
    """Return the danger that a rating says: red always, amber where a load limit comes with it."""
    kind = order_for_rating(rating)
    if rating is None or kind is None or (rating is Rating.AMBER and not has_load_limit):
        return None
    return Danger(Because.RATING_RED if rating is Rating.RED else Because.RATING_AMBER, (kind,))


def danger_of_load(*, measured_kpa: float, allowable_kpa: float | None) -> Danger | None:
    """Return the danger of a measured load: one above the allowable load of its place. No limit known: none.

    Exactly the allowable load is allowed. Both in kPa.
    """
    if allowable_kpa is None or measured_kpa <= allowable_kpa:
        return None
    return Danger(Because.LOAD_ABOVE_LIMIT, (OrderKind.LOAD_REDUCTION,))
