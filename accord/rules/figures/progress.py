"""The numbers people quote: verified and reported rates, overdue, no date, reopened.

Source: DOMAIN.md section 5; golden figure 53,091 of 103,846 is 51.12 % (DOMAIN.md section 12).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accord.rules.vocabulary import FactoryStatus, Origin, Status

OPEN = frozenset({Status.IN_PROGRESS, Status.PENDING_VERIFICATION})
"""A hazard in one of these is not dealt with yet; without a final timeline it counts as "no date"."""


@dataclass(frozen=True)
class HazardOnDay:
    """A hazard as it stood on one day; `status` None means not known on that day."""

    origin: Origin
    status: Status | None
    due_on: date | None
    reopened_count: int


@dataclass(frozen=True)
class Tally:
    """Counts of hazards of one origin. `applicable` is all but the withdrawn; `unknown` ones are within it."""

    corrected: int = 0
    pending_verification: int = 0
    in_progress: int = 0
    withdrawn: int = 0
    unknown: int = 0

    @property
    def applicable(self) -> int:
        """All hazards that are not withdrawn: the denominator of both rates."""
        return self.corrected + self.pending_verification + self.in_progress + self.unknown

    @property
    def reported(self) -> int:
        """Corrected and pending verification together: the numerator of the reported rate."""
        return self.corrected + self.pending_verification

    @property
    def verified_percent(self) -> Decimal | None:
        """Corrected of applicable, in percent; None where nothing is applicable or anything is unknown."""
        return None if self.unknown else rate_percent(self.corrected, self.applicable)

    @property
    def reported_percent(self) -> Decimal | None:
        """Corrected or claimed of applicable, in percent; None where nothing is applicable or anything is unknown."""
        return None if self.unknown else rate_percent(self.reported, self.applicable)

    def __add__(self, other: "Tally") -> "Tally":
        """Add count by count: a total is a sum of numerators over a sum of denominators, never a mean."""
        return Tally(
            self.corrected + other.corrected,
            self.pending_verification + other.pending_verification,
            self.in_progress + other.in_progress,
            self.withdrawn + other.withdrawn,
            self.unknown + other.unknown,
        )


@dataclass(frozen=True)
class Progress:
    """Rates and counts of a set of hazards on a day. `status` is set for one factory only."""

    as_of: date
    known_at: date
    initial: Tally
    new: Tally
    overdue: int
    no_date: int
    reopened: int
    status: FactoryStatus | None = None

    def __add__(self, other: "Progress") -> "Progress":
        """Add the counts of other hazards of the same day; a total has no status."""
        return Progress(
            as_of=self.as_of,
            known_at=self.known_at,
            initial=self.initial + other.initial,
            new=self.new + other.new,
            overdue=self.overdue + other.overdue,
            no_date=self.no_date + other.no_date,
            reopened=self.reopened + other.reopened,
        )


def rate_percent(numerator: int, denominator: int) -> Decimal | None:
    """Return numerator of denominator in percent with two decimals, or None where there is nothing to count."""
    if denominator == 0:
        return None
    # Rounded down, never to nearest: 1,999 of 2,000 must not read "100 %" to a worker
    # who decides by it whether to walk in.
    return Decimal(numerator * 10_000 // denominator).scaleb(-2)


def is_overdue(status: Status | None, due_on: date | None, as_of: date) -> bool:
    """Return whether the hazard is in progress after its final timeline; the last day itself is not late."""
    return status is Status.IN_PROGRESS and due_on is not None and due_on < as_of


def tally(hazards: Iterable[HazardOnDay]) -> Tally:
    """Count hazards by what they were on the day."""
    counts = {status.value: 0 for status in Status} | {"unknown": 0}
    for hazard in hazards:
        counts[hazard.status.value if hazard.status else "unknown"] += 1
    return Tally(**counts)


def progress_of(
    hazards: Iterable[HazardOnDay],
    *,
    as_of: date,
    known_at: date,
    status: FactoryStatus | None = None,
) -> Progress:
    """Return rates and counts of the hazards; each hazard is given once, also where two factories share it."""
    every = list(hazards)
    open_ones = [hazard for hazard in every if hazard.status in OPEN]
    return Progress(
        as_of=as_of,
        known_at=known_at,
        initial=tally(hazard for hazard in every if hazard.origin is Origin.INITIAL),
        new=tally(hazard for hazard in every if hazard.origin is Origin.NEW),
        overdue=sum(is_overdue(hazard.status, hazard.due_on, as_of) for hazard in open_ones),
        no_date=sum(hazard.due_on is None for hazard in open_ones),
        reopened=sum(hazard.reopened_count > 0 for hazard in every),
        status=status,
    )
