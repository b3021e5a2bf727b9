"""Which hazard or rating needs which order. Source: DOMAIN.md section 6."""

from accord.rules.vocabulary import OrderKind, Rating


def order_for_rating(rating: Rating | None) -> OrderKind | None:
    """Return the order a structural rating calls for: red is evacuation, amber is load limits while work goes on."""
    return {Rating.RED: OrderKind.EVACUATION, Rating.AMBER: OrderKind.LOAD_REDUCTION}.get(rating) if rating else None


def rating_still_calls(kind: OrderKind, rating: Rating | None) -> bool:
    """Return whether the last rating of a building still calls for an order of it; None: it was not rated since."""
    if rating is None:
        return True
    # What is evacuated is red; loads stay limited under amber too.
    return rating is Rating.RED or (rating is Rating.AMBER and kind is OrderKind.LOAD_REDUCTION)


def load_still_calls(measured_kpa: float, allowable_kpa: float | None) -> bool:
    """Return whether the load that was measured last at a place is more than may stand there; None: not on record."""
    return allowable_kpa is None or measured_kpa > allowable_kpa
