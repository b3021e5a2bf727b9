"""Where the lines of a trial lie, as shares of the width and the height of their picture."""

from collections.abc import Sequence

QUARTERS = 4


def top_of(most: int) -> int:
    """Return a round number at or above the highest one, which four steps divide: 100, 200, 400, 800 and so on."""
    top = 100
    while top < most:
        top *= 2
    return top


def ticks_of(top: int) -> tuple[int, ...]:
    """Return the numbers beside the picture, from the top down."""
    return tuple(top * quarter // QUARTERS for quarter in range(QUARTERS, -1, -1))


def corners_of(sizes: Sequence[int], *, top: int) -> str:
    """Return the corners of a line from the first to the last size, as SVG writes them: "0,1 0.5,0.25"."""
    last = max(1, len(sizes) - 1)
    return " ".join(f"{place / last:.4f},{1 - size / top:.4f}" for place, size in enumerate(sizes))


def percent_below(size: int, *, top: int) -> str:
    """Return how far below the top of the picture a size lies, in percent."""
    return f"{100 - 100 * size / top:.2f}"
