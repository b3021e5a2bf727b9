"""Which hazard or rating needs which order. Source: DOMAIN.md section 6."""

from accord.rules.vocabulary import OrderKind, Rating


def order_for_rating(rating: Rating | None) -> OrderKind | None:
    """Return the order a structural rating calls for: red is evacuation, amber is load limits while work goes on."""
    return {Rating.RED: OrderKind.EVACUATION, Rating.AMBER: OrderKind.LOAD_REDUCTION}.get(rating) if rating else None
