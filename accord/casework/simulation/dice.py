"""Draws by lot that come out the same for ever: every draw rests on `random()` alone, which Python keeps stable."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import cos, exp, log, pi, sqrt
from random import Random
from statistics import NormalDist
from typing import Generic, TypeVar

T = TypeVar("T")

_NORMAL = NormalDist()


class Weighted(Generic[T]):
    """Things to draw from, each with its weight."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._things = list(weights)
        self._sums = list(accumulate(weights.values()))

    def at(self, fraction: float) -> T:
        """Return the thing that stands at this fraction of the whole weight."""
        return self._things[bisect_right(self._sums, fraction * self._sums[-1])]


class Dice:
    """Dice named by words: the same words give the same draws, whatever was drawn by other dice before."""

    def __init__(self, *words: object) -> None:
        # Nothing secret is drawn, and the same seed has to give the same programme.
        self.fraction = Random("/".join(map(str, words))).random  # noqa: S311
        """Draw a number from 0 to 1, the 1 not included."""

    def chance(self, share: float) -> bool:
        """Return true in this share of all draws."""
        return self.fraction() < share

    def between(self, least: int, most: int) -> int:
        """Return a whole number between both, the two included."""
        return least + int(self.fraction() * (most - least + 1))

    def uniform(self, least: float, most: float) -> float:
        """Return a number between both."""
        return least + self.fraction() * (most - least)

    def pick(self, things: Sequence[T]) -> T:
        """Return one of the things."""
        return things[int(self.fraction() * len(things))]

    def weighted(self, things: Weighted[T]) -> T:
        """Return one of the things, each as often as it weighs."""
        return things.at(self.fraction())

    def skewed(self, median: float, spread: float) -> float:
        """Return a number with a long tail upwards: half of the draws lie below the median."""
        normal = sqrt(-2 * log(1 - self.fraction())) * cos(2 * pi * self.fraction())
        return median * exp(spread * normal)

    def count(self, mean: float) -> int:
        """Return how often something rare happened that happens this often on average."""
        left, number = exp(-mean), 0
        product = self.fraction()
        while product > left:
            number += 1
            product *= self.fraction()
        return number

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return the things in another order."""
        order = list(things)
        for last in range(len(order) - 1, 0, -1):
            other = int(self.fraction() * (last + 1))
            order[last], order[other] = order[other], order[last]
        return order

    def spread_out(self, number: int) -> list[float]:
        """Return this many fractions, evenly spread from 0 to 1 and shuffled.

        A quantity taken from them keeps its mean and its long tail also where few are drawn.
        """
        return self.shuffled([(place + 0.5) / number for place in range(number)])


def skewed_at(fraction: float, median: float, *, spread: float) -> float:
    """Return the quantity below which this fraction of all lies, with a long tail upwards."""
    return median * exp(spread * _NORMAL.inv_cdf(fraction))


def allotted(number: int, shares: Mapping[T, float]) -> dict[T, int]:
    """Return how many of a number fall to each share, by the largest remainders, so that they add up to it."""
    whole = sum(shares.values())
    exact = {thing: number * share / whole for thing, share in shares.items()}
    given = {thing: int(part) for thing, part in exact.items()}
    # Sorting is stable: of equal remainders the first share gets the next one.
    by_remainder = sorted(exact, key=lambda thing: given[thing] - exact[thing])
    for thing in by_remainder[: number - sum(given.values())]:
        given[thing] += 1
    return given
