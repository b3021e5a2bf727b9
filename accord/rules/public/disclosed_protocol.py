"""What the public may read of the escalation protocol: each version whole. Part of the allow-list. Source: DOMAIN 7.

Who took a version, and what was noted beside it, is not: why a limit is what it is stands in its own text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DELIVERED = 0
"""The number of the profile that is delivered with the program: it holds before the first one that was taken."""


@dataclass(frozen=True)
class ProtocolDisclosed:
    """A version of the protocol, from its day on, as it was taken."""

    version: int
    name: str
    holds_from: date
    recorded_on: date | None
    """None: it is the delivered one, which nobody took."""
    sha256: str
    text: str
    """The TOML, letter by letter."""


def latest_first(versions: Iterable[ProtocolDisclosed]) -> list[ProtocolDisclosed]:
    """Return versions by the day from which they hold; of one day the one taken last holds."""
    return sorted(versions, key=lambda each: (each.version != DELIVERED, each.holds_from, each.version), reverse=True)


def in_force_on(versions: Iterable[ProtocolDisclosed], on: date) -> ProtocolDisclosed | None:
    """Return the version that holds on a day; None where there is none at all.

    The delivered one holds before the first one taken, whatever day it names.
    """
    return next((each for each in latest_first(versions) if each.version == DELIVERED or each.holds_from <= on), None)
