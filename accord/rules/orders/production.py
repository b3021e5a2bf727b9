"""The duty of every signatory to stop its production in an evacuated building. Source: DOMAIN.md sections 6 and 10."""

from enum import StrEnum

from accord.rules.orders.standing import Standing
from accord.rules.vocabulary import OrderKind


class Production(StrEnum):
    """What a signatory has said of its production at a factory of an order."""

    SILENT = "silent"
    STOPPED = "stopped"
    TAKEN_UP = "taken_up"
    """Again, after it was stopped or without ever having been."""


def must_be_stopped(standing: Standing) -> bool:
    """Return whether production has to stand still: from the determination of an evacuation until re-occupation.

    Under a load reduction production may go on in part, and without its boiler a factory may work.
    """
    return standing.kind is OrderKind.EVACUATION and standing.is_determined


def is_duty_kept(said: Production) -> bool:
    """Return whether a signatory that has to stop its production has said that it did."""
    return said is Production.STOPPED
