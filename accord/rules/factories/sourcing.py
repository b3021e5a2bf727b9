"""Who sources from a factory when: periods, and one lead brand at a time. Source: DOMAIN.md section 2."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class Period:
    """From a day on, until another day that no longer belongs to it; `to_on` None means it goes on."""

    from_on: date
    to_on: date | None

    @property
    def is_possible(self) -> bool:
        """Whether it ends after it began."""
        return self.to_on is None or self.to_on > self.from_on

    def overlaps(self, other: "Period") -> bool:
        """Return whether any day belongs to both; a period may begin on the day on which another ended."""
        return _before_end(self.from_on, other) and _before_end(other.from_on, self)

    def __str__(self) -> str:
        """Return the period as a sentence names it."""
        return f"from {self.from_on}" + (f" to {self.to_on}" if self.to_on else "")


def _before_end(day: date, period: Period) -> bool:
    return period.to_on is None or day < period.to_on


class SourcingColumn(StrEnum):
    """What a column of a list of relations tells; the value is how sentences name it."""

    SIGNATORY = "signatory"
    FACTORY = "factory"
    FROM = "from"
    TO = "to"
    LEAD = "lead"


SOURCING_HEADS: dict[SourcingColumn, tuple[str, ...]] = {
    SourcingColumn.SIGNATORY: ("signatory", "brand", "signatory name", "company", "buyer"),
    SourcingColumn.FACTORY: ("factory", "factory number", "factory no", "factory id", "number"),
    SourcingColumn.FROM: ("from", "from date", "since", "start", "start date"),
    SourcingColumn.TO: ("to", "to date", "until", "end", "end date"),
    SourcingColumn.LEAD: ("lead", "is lead", "lead brand"),
}
"""Heads by meaning, as `words_of` gives them."""

YES = frozenset({"yes", "y", "true", "1", "x", "lead", "হ্যাঁ"})
NO = frozenset({"no", "n", "false", "0", "না"})
