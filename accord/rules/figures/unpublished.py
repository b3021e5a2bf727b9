"""Hazards of a factory that no edition shows yet: how many stand in the way of its status, and nothing else.

A factory whose published hazards are all corrected is not completed while an unpublished one is open: a green word
hides nothing. Source: DOMAIN.md section 5.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accord.rules.figures.states import HazardState
from accord.rules.vocabulary import Origin, Status


@dataclass(frozen=True)
class UnpublishedDisclosed:
    """So many unpublished hazards from a day on, until the next of these days."""

    from_on: date
    initial_open: int
    """Initial ones that are neither corrected nor withdrawn."""
    overdue: int


NONE_UNPUBLISHED = UnpublishedDisclosed(date.min, 0, 0)


def unpublished_stretches(
    hazards: Iterable[tuple[Origin, Sequence[HazardState]]],
) -> tuple[UnpublishedDisclosed, ...]:
    """Return from which day on how many of these hazards stand in the way, in the order of the days."""
    initial_open, overdue = Counter[date](), Counter[date]()
    for origin, states in hazards:
        for state in states:
            if origin is Origin.INITIAL and state.status not in (Status.CORRECTED, Status.WITHDRAWN):
                _add(initial_open, state.from_on, state.until_on)
            if state.status is Status.IN_PROGRESS and state.due_on:
                _add(overdue, max(state.from_on, state.due_on + timedelta(days=1)), state.until_on)
    stretches: list[UnpublishedDisclosed] = []
    before = NONE_UNPUBLISHED
    for day in sorted({*initial_open, *overdue}):
        before = UnpublishedDisclosed(day, before.initial_open + initial_open[day], before.overdue + overdue[day])
        stretches.append(before)
    return tuple(stretches)


def unpublished_on(stretches: Sequence[UnpublishedDisclosed], *, as_of: date) -> UnpublishedDisclosed:
    """Return what stood in the way on that day."""
    held = [stretch for stretch in stretches if stretch.from_on <= as_of]
    return held[-1] if held else NONE_UNPUBLISHED


def _add(counts: Counter[date], from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on <= from_on:
        return
    counts[from_on] += 1
    if until_on:
        counts[until_on] -= 1
