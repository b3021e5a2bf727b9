"""What must be on record before a factory is closed, or handed over to the regulator.

Closing: written confirmation by management and by every brand that buys there, severance information, a closure
verification visit. Source: DOMAIN.md section 2.

Handing over is a package: the status, all reports, the latest action plans, new hazards with their timelines,
escalation status, fund support. Source: DOMAIN.md section 8. Each part must be there and must be settled: nothing may
wait on the programme that is about to leave. Ours are: no order in force (its clock is ours, and nobody takes it over
with a list), no claim that waits for an engineer, and that the regulator has said in writing that it takes over. A
letter of recognition is a part of the package where one stands, and no condition: factories are handed over long
before they are complete.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from accord.rules.factories.coverage import Change
from accord.rules.vocabulary import Coverage


class Ending(StrEnum):
    """How a factory leaves the programme for good."""

    CLOSING = "closing"
    HANDING_OVER = "handing_over"


class Condition(StrEnum):
    """What must be so before. Values are stored: extend, never rename."""

    MANAGEMENT_CONFIRMED = "management_confirmed"
    BRANDS_CONFIRMED = "brands_confirmed"
    SEVERANCE_KNOWN = "severance_known"
    CLOSURE_VERIFIED = "closure_verified"
    ORDERS_ENDED = "orders_ended"
    REPORTS_APPROVED = "reports_approved"
    PLANS_APPROVED = "plans_approved"
    CLAIMS_ANSWERED = "claims_answered"
    HAZARDS_DATED = "hazards_dated"
    STAGE_SETTLED = "stage_settled"
    FUND_SUPPORT_TOLD = "fund_support_told"
    REGULATOR_ACCEPTED = "regulator_accepted"


ENDINGS: Mapping[Coverage, Ending] = {Coverage.CLOSED: Ending.CLOSING, Coverage.HANDED_OVER: Ending.HANDING_OVER}
"""The coverages that are reached by a check list."""

CONDITIONS: Mapping[Ending, Sequence[Condition]] = {
    Ending.CLOSING: (
        Condition.MANAGEMENT_CONFIRMED,
        Condition.BRANDS_CONFIRMED,
        Condition.SEVERANCE_KNOWN,
        Condition.CLOSURE_VERIFIED,
    ),
    Ending.HANDING_OVER: (
        Condition.ORDERS_ENDED,
        Condition.REPORTS_APPROVED,
        Condition.PLANS_APPROVED,
        Condition.CLAIMS_ANSWERED,
        Condition.HAZARDS_DATED,
        Condition.STAGE_SETTLED,
        Condition.FUND_SUPPORT_TOLD,
        Condition.REGULATOR_ACCEPTED,
    ),
}
BY_HAND = frozenset(
    {
        Condition.MANAGEMENT_CONFIRMED,
        Condition.BRANDS_CONFIRMED,
        Condition.SEVERANCE_KNOWN,
        Condition.FUND_SUPPORT_TOLD,
        Condition.REGULATOR_ACCEPTED,
    }
)
"""Put on file by somebody; everything else follows from what is on record, and is ticked by nobody."""


@dataclass(frozen=True)
class Facts:
    """What is on record of a factory that is to leave; each thing as the journal names it, “order 3”."""

    on_file: Set[Condition]
    """What somebody has put on file, brands apart."""
    buyers: Set[int]
    """The signatories that buy there."""
    confirmed: Set[int]
    """The signatories that have confirmed in writing."""
    closure_visit_on: date | None
    unsettled: Mapping[Condition, Sequence[str]]
    """By condition what stands against it."""


@dataclass(frozen=True)
class Check:
    """One line of a check list: met where nothing is missing."""

    condition: Condition
    missing: tuple[str, ...]
    """What it wants: the things that stand against it, or its own word where nothing is on record."""

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def check_list(ending: Ending, facts: Facts) -> tuple[Check, ...]:
    """Return every condition of the ending with what it wants."""
    return tuple(Check(condition, _missing(condition, facts)) for condition in CONDITIONS[ending])


def still_missing(checks: Sequence[Check]) -> tuple[Condition, ...]:
    """Return the conditions that are not met."""
    return tuple(check.condition for check in checks if not check.is_met)


def _missing(condition: Condition, facts: Facts) -> tuple[str, ...]:
    if condition is Condition.BRANDS_CONFIRMED:
        return tuple(f"signatory {each}" for each in sorted(facts.buyers - facts.confirmed))
    if condition is Condition.CLOSURE_VERIFIED:
        return () if facts.closure_visit_on else (condition.value,)
    if condition in BY_HAND:
        return () if condition in facts.on_file else (condition.value,)
    return tuple(facts.unsettled.get(condition, ()))


def counts_from(changes: Iterable[Change]) -> date | None:
    """Return the day from which what is on file counts: when the factory came back after an earlier ending, or None.

    A closure that was confirmed years ago confirms no later one. The changes are given in the order of recording.
    """
    held = sorted(changes, key=lambda change: change.from_on or date.min)
    back = None
    for before, after in pairwise(held):
        if before.coverage in ENDINGS and after.coverage not in ENDINGS:
            back = after.from_on
    return back
