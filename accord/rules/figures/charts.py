"""Where the lines, areas and ticks of a chart lie, as shares of its width and height: no page works out geometry.

A place is a share from 0 to 1, from the left and from the top, in four decimals: a tenth of a dot on the widest
screen. What is not known is left out, and the line breaks there: it is never drawn as nought.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from accord.rules.figures.series import Month

PLACES = Decimal("0.0001")
BOTTOM = Decimal(1)
MOST_STEPS = 4
"""Five labels are what a telephone has room for under a chart, every second one of them left out."""


@dataclass(frozen=True)
class Axis:
    """An axis with ticks at equal distances, the first at `low` and the last at `high`."""

    low: int
    high: int
    step: int

    @property
    def ticks(self) -> tuple[int, ...]:
        """The values at which there is a tick, from the lowest."""
        return tuple(range(self.low, self.high + 1, self.step))

    def share(self, value: Decimal | int) -> Decimal:
        """Return how far along the axis a value lies, from 0 to 1."""
        return (Decimal(value - self.low) / (self.high - self.low)).quantize(PLACES)


PERCENT = Axis(0, 100, 25)
"""Rates are drawn over the whole of it: an axis that is cut off makes small changes look large."""


@dataclass(frozen=True)
class Reading:
    """What one month of a chart of rates shows; None where there is no rate."""

    month: Month
    verified: Decimal | None
    reported: Decimal | None


@dataclass(frozen=True)
class RateChart:
    """Both rates over time: `line` and `area` of the verified one, `band` from there up to the reported one.

    Each is a list of corners for every stretch of months without a gap, as SVG writes them: "0.1,0.5 0.2,0.4".
    """

    months: Axis
    line: tuple[str, ...]
    area: tuple[str, ...]
    band: tuple[str, ...]
    top: tuple[str, ...]
    """The reported rate, over the band."""


def months_axis(first: Month, last: Month) -> Axis:
    """Return an axis that ends with the last month and begins with the first, or at most three months before it."""
    span = max(last - first, 1)
    step = -(-span // MOST_STEPS)
    return Axis(last - step * -(-span // step), last, step)


def rate_chart(readings: Sequence[Reading]) -> RateChart | None:
    """Return the chart of the readings, given by month; None where there are fewer than two rates to draw."""
    known = [reading for reading in readings if reading.verified is not None]
    if len(known) < 2:
        return None
    months = months_axis(readings[0].month, readings[-1].month)
    stretches = [
        [
            (months.share(reading.month), _down(reading.verified), _down(reading.reported))
            for reading in stretch
            if reading.verified is not None and reading.reported is not None
        ]
        for is_known, stretch in groupby(readings, lambda reading: reading.verified is not None)
        if is_known
    ]
    return RateChart(
        months=months,
        line=tuple(_corners((x, verified) for x, verified, _ in stretch) for stretch in stretches),
        area=tuple(
            _corners(
                [(stretch[0][0], BOTTOM), *((x, verified) for x, verified, _ in stretch), (stretch[-1][0], BOTTOM)]
            )
            for stretch in stretches
        ),
        band=tuple(
            _corners([*((x, top) for x, _, top in stretch), *((x, base) for x, base, _ in reversed(stretch))])
            for stretch in stretches
        ),
        top=tuple(_corners((x, reported) for x, _, reported in stretch) for stretch in stretches),
    )


def mark(month: Month, percent: Decimal, months: Axis) -> tuple[Decimal, Decimal]:
    """Return where a month and its rate lie in a chart of rates."""
    return months.share(month), _down(percent)


def lengths(counts: Iterable[int], *, whole: int | None = None) -> tuple[Decimal, ...]:
    """Return the lengths of bars in percent: of the whole where one is given, else of the longest bar."""
    every = list(counts)
    full = whole if whole is not None else max(every, default=0)
    return tuple((Decimal(100 * count) / full).quantize(Decimal("0.01")) if full else Decimal(0) for count in every)


def _down(percent: Decimal | None) -> Decimal:
    return BOTTOM - PERCENT.share(percent or Decimal(0))


def _corners(places: Iterable[tuple[Decimal, Decimal]]) -> str:
    corners = [f"{x:f},{y:f}" for x, y in places]
    # A line of one point has no length and would not be drawn: twice the same point is a dot.
    return " ".join(corners * 2 if len(corners) == 1 else corners)
