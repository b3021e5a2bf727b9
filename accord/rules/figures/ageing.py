"""How long hazards have been overdue, and how long corrections that factories report have waited for an engineer.

The days on which a reported correction waits are the programme's own and do not count against the factory.
Source: DOMAIN.md sections 3 and 5.
"""

from collections.abc import Mapping
from dataclasses import dataclass

BOUNDS_DAYS = (30, 90, 180, 365, 730)
"""The last day of each band but the open one. Ours: a month, a quarter, half a year, one year, two years."""


@dataclass(frozen=True)
class Band:
    """How many hazards are so many days old; `last_days` None: or older."""

    first_days: int
    last_days: int | None
    count: int


@dataclass(frozen=True)
class Ageing:
    """The ages of what is late and of what waits, initial and new hazards together."""

    overdue: tuple[Band, ...]
    """By days since the agreed date."""
    waiting: tuple[Band, ...]
    """By days since the factory reported the correction."""
    reported_late: int
    """How many of those that wait were reported after the agreed date; one without a date was not."""


def bands_of(counts: Mapping[int, int], *, first_days: int) -> tuple[Band, ...]:
    """Return the bands of hazards counted by age in days; the first band begins with `first_days`."""
    starts = (first_days, *(bound + 1 for bound in BOUNDS_DAYS))
    return tuple(
        Band(
            start,
            last,
            sum(count for days, count in counts.items() if start <= days and (last is None or days <= last)),
        )
        for start, last in zip(starts, (*BOUNDS_DAYS, None), strict=True)
    )
