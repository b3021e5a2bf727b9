"""A dated profile of the escalation protocol: what meets a trigger, how long each stage waits, what stops a clock.

Source: DOMAIN.md section 7; every limit says its own reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accord.rules.escalation.words import RequestKind, Trigger

STAGES_WAITED_FOR = (2, 3)
"""Stages before which a profile sets a patience; stage 1 needs no more than a trigger."""


@dataclass(frozen=True)
class TriggerLimits:
    """When a trigger is met, and when it is gone again."""

    is_on: bool
    after_days: int
    """A piece of evidence counts once the factory has been late for more days than these."""
    least: tuple[int, int, int]
    """So many pieces that count meet it, for stage 1, 2 and 3: never fewer for a later one."""
    gone_at_most: int
    """It is gone with so many pieces, of any age, or fewer."""
    reason: str
    reason_bn: str | None = None
    """The same in Bangla; None: nobody has written it."""


@dataclass(frozen=True)
class Patience:
    """More than so many months lie between the stage below and the proposal of this one."""

    after_months: int
    reason: str
    reason_bn: str | None = None


@dataclass(frozen=True)
class StageThree:
    """What a decision that names a factory ineligible has to wait for."""

    least_days_ahead: int
    """Between the decision and the day from which it holds."""
    answer_days: int
    """So long the owner may answer to the draft."""
    reason: str
    reason_bn: str | None = None


@dataclass(frozen=True)
class RequestLimits:
    """The clocks of a request."""

    answer_days: int
    """Within these the programme owes its answer."""
    stops_days_at_most: int
    """So long the request stops the factory's clock, if it is not answered before."""
    reason: str
    reason_bn: str | None = None


@dataclass(frozen=True)
class Profile:
    """The protocol as it holds from a day on."""

    name: str
    holds_from: date
    title: str
    title_bn: str
    reason: str
    source: str
    meets_group: bool
    """Whether ineligibility meets the whole company group."""
    declined_rests_days: int
    """So long a proposal that was declined is not made again."""
    triggers: Mapping[Trigger, TriggerLimits]
    up: Mapping[int, Patience]
    stage_three: StageThree
    requests: Mapping[RequestKind, RequestLimits]
    reason_bn: str | None = None
