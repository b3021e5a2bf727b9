"""The allow-list of a decision of the escalation protocol, and the stage that held on a day. Source: DOMAIN 7 and 8."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class StageDisclosed:
    """A decision of the escalation protocol; stage 3 makes the factory ineligible from `effective_on` on.

    One that was taken back is a tombstone: it never held, and stays to be read.
    """

    stage: int
    decided_on: date
    effective_on: date
    reason: str | None
    """Public of stage 3, and of the decision that ends it; None elsewhere."""
    reason_bn: str | None
    conditions: str | None = None
    """Of stage 3: what must be so before the factory is requalified."""
    conditions_bn: str | None = None
    retracted_on: date | None = None
    why_retracted: str | None = None
    """Public where the decision that was taken back was one of stage 3."""
    why_retracted_bn: str | None = None


def stage_on(stages: Sequence[StageDisclosed], *, as_of: date) -> int:
    """Return the stage that held on that day, the decisions given in the order of recording; 0 before any."""
    holding = stages_held(stages, as_of=as_of)
    return holding[-1].stage if holding else 0


def stages_held(stages: Iterable[StageDisclosed], *, as_of: date) -> list[StageDisclosed]:
    """Return the decisions that had come to hold by that day, in their order, without those that were taken back."""
    held = (stage for stage in stages if stage.effective_on <= as_of and stage.retracted_on is None)
    return sorted(held, key=lambda stage: stage.effective_on)
