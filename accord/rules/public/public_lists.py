"""Since when, and why, a factory stands in a public list on a day. Source: DOMAIN.md sections 2, 7 and 8.

A decision that was taken again without a break does not start the clock anew: the list counts from the first of them,
and gives the reason of the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from accord.rules.figures.factory_status import INELIGIBLE_STAGE
from accord.rules.public.disclosure import CoverageDisclosed, StageDisclosed
from accord.rules.vocabulary import Coverage

LEFT = frozenset({Coverage.HANDED_OVER, Coverage.CLOSED})
"""The coverages of the list of factories handed over and closed."""


@dataclass(frozen=True)
class Ineligibility:
    """An unbroken time in which no signatory may buy from a factory."""

    decided_on: date
    effective_on: date
    reason: str
    reason_bn: str | None


@dataclass(frozen=True)
class Leave:
    """How a factory left the programme; `from_on` None: since before anything was recorded."""

    coverage: Coverage
    from_on: date | None
    reason: str | None
    reason_bn: str | None


def ineligibility(stages: Sequence[StageDisclosed], *, as_of: date) -> Ineligibility | None:
    """Return the ineligibility that held on that day, or None; the decisions given in the order of recording."""
    holding = sorted((stage for stage in stages if stage.effective_on <= as_of), key=lambda stage: stage.effective_on)
    run = list(takewhile(lambda stage: stage.stage >= INELIGIBLE_STAGE, reversed(holding)))
    if not run:
        return None
    last, first = run[0], run[-1]
    return Ineligibility(first.decided_on, first.effective_on, last.reason, last.reason_bn)


def leave(changes: Sequence[CoverageDisclosed], *, as_of: date) -> Leave | None:
    """Return how the factory had left by that day, or None; the changes given in the order of recording."""
    holding = sorted(
        (change for change in changes if change.from_on is None or change.from_on <= as_of),
        key=lambda change: change.from_on or date.min,
    )
    if not holding or holding[-1].coverage not in LEFT:
        return None
    last = holding[-1]
    first = list(takewhile(lambda change: change.coverage is last.coverage, reversed(holding)))[-1]
    return Leave(last.coverage, first.from_on, last.reason, last.reason_bn)
