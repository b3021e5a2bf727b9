"""Why a rate fell: the months in which it fell most, each with what happened in it. Source: DOMAIN.md section 5."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from accord.rules.figures.series import Moves, SeriesPoint

MOST_FALLS = 3


@dataclass(frozen=True)
class Fall:
    """A month at whose end the verified rate was lower than at the end of the month before."""

    before: SeriesPoint
    after: SeriesPoint

    @property
    def size(self) -> Fraction:
        """By how much the rate fell, before any rounding."""
        return _rate(self.before) - _rate(self.after)


def largest_falls(points: Sequence[SeriesPoint], *, most: int = MOST_FALLS) -> tuple[Fall, ...]:
    """Return the largest falls of the verified rate from one point to the next, the latest first."""
    largest = sorted(every_fall(points), key=lambda fall: fall.size, reverse=True)[:most]
    return tuple(sorted(largest, key=lambda fall: fall.after.as_of, reverse=True))


def every_fall(points: Sequence[SeriesPoint]) -> tuple[Fall, ...]:
    """Return every fall of the verified rate from one point to the next, the latest first.

    A fall that two decimals do not show is none, nor is one from or to a month without a rate.
    """
    falls = [Fall(before, after) for before, after in pairwise(points) if _is_lower(before, after)]
    return tuple(reversed(falls))


def lowering(moves: Moves) -> tuple[str, ...]:
    """Return the names of the moves of a month that can lower the verified rate, the largest first."""
    counts = {name: getattr(moves, name) for name in ("joined", "left", "found", "reopened", "withdrawn")}
    happened = [name for name, count in counts.items() if count]
    return tuple(sorted(happened, key=lambda name: counts[name], reverse=True))


def _is_lower(before: SeriesPoint, after: SeriesPoint) -> bool:
    was, is_now = before.tally.verified_percent, after.tally.verified_percent
    return was is not None and is_now is not None and is_now < was


def _rate(point: SeriesPoint) -> Fraction:
    return Fraction(point.tally.corrected, point.tally.applicable)
