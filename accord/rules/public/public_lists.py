"""Since when, and why, a factory stands in a public list on a day. Source: DOMAIN.md sections 2, 7 and 8.

A decision that was taken again without a break does not start the clock anew: the list counts from the first of them,
and gives the reason of the last. A decision is public from the day on which it was signed, a day or more before it
holds: its days count from the decision, signatories have to end their business by the day, and who works there must not
be the last to know. Until that day the factory is not ineligible, and no list counts it as such.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from accord.rules.figures.factory_status import INELIGIBLE_STAGE
from accord.rules.public.disclosed_stage import StageDisclosed, stages_held
from accord.rules.public.disclosure import CoverageDisclosed, RecognitionDisclosed
from accord.rules.vocabulary import Coverage

LEFT = frozenset({Coverage.HANDED_OVER, Coverage.CLOSED})
"""The coverages of the list of factories handed over and closed."""


@dataclass(frozen=True)
class Ineligibility:
    """An unbroken time in which no signatory may buy from a factory."""

    decided_on: date
    effective_on: date
    reason: str | None
    reason_bn: str | None
    conditions: str | None = None
    """What must be so before the factory is requalified."""
    conditions_bn: str | None = None
    last_decided_on: date | None = None
    """The day of the last decision of them, where it was taken again."""


@dataclass(frozen=True)
class Requalification:
    """The end of a time in which a factory was ineligible."""

    ineligible_since: date
    until: date
    """The day from which signatories may buy again."""
    reason: str | None
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
    run = list(takewhile(_is_last_stage, reversed(stages_held(stages, as_of=as_of))))
    if not run:
        return None
    last, first = run[0], run[-1]
    return Ineligibility(
        first.decided_on,
        first.effective_on,
        last.reason,
        last.reason_bn,
        conditions=last.conditions,
        conditions_bn=last.conditions_bn,
        last_decided_on=last.decided_on if len(run) > 1 else None,
    )


def ineligible_soon(stages: Sequence[StageDisclosed], *, as_of: date) -> StageDisclosed | None:
    """Return the decision on ineligibility that was taken by that day and holds from a later one, or None."""
    if ineligibility(stages, as_of=as_of):
        return None
    ahead = (
        stage
        for stage in stages
        if _is_last_stage(stage) and stage.retracted_on is None and stage.decided_on <= as_of < stage.effective_on
    )
    return min(ahead, key=lambda stage: stage.effective_on, default=None)


def requalification(stages: Sequence[StageDisclosed], *, as_of: date) -> Requalification | None:
    """Return the last time by that day at which the factory was requalified; None: never, or it is ineligible."""
    held = list(reversed(stages_held(stages, as_of=as_of)))
    since = list(takewhile(lambda stage: not _is_last_stage(stage), held))
    run = list(takewhile(_is_last_stage, held[len(since) :]))
    if not since or not run:
        return None
    end = since[-1]
    return Requalification(run[-1].effective_on, end.effective_on, end.reason, end.reason_bn)


def ineligibility_taken_back(stages: Sequence[StageDisclosed], *, as_of: date) -> tuple[StageDisclosed, ...]:
    """Return the decisions on ineligibility that were taken back by that day, the latest first: they never held."""
    found = [stage for stage in stages if _is_last_stage(stage) and stage.retracted_on and stage.retracted_on <= as_of]
    return tuple(sorted(found, key=lambda stage: stage.retracted_on or date.min, reverse=True))


def recognition_taken_back(recognitions: Sequence[RecognitionDisclosed], *, as_of: date) -> RecognitionDisclosed | None:
    """Return the letter of recognition withdrawn last by that day; None: none was, or another one stands."""
    letters = [letter for letter in recognitions if letter.recognised_on <= as_of]
    if not letters or any(letter.withdrawn_on is None or letter.withdrawn_on > as_of for letter in letters):
        return None
    return max(letters, key=lambda letter: letter.withdrawn_on or date.min)


def _is_last_stage(stage: StageDisclosed) -> bool:
    return stage.stage >= INELIGIBLE_STAGE


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
