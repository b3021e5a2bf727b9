"""The numbers that the programme may set for itself: each with its unit, its bounds, its reason and its source.

They stand in the table beside this module; what the administrator set instead is asked of `casework.desk.limits`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path


class LimitFlaw(StrEnum):
    """What is wrong with a number that somebody would set."""

    OUT_OF_BOUNDS = "out_of_bounds"
    NOT_WHOLE = "not_whole"


@dataclass(frozen=True)
class Limit:
    """A number as it is delivered."""

    name: str
    """Its name for ever."""
    title: str
    meaning: str
    default: float
    unit: str
    least: float
    most: float
    is_whole: bool
    reason: str
    source: str

    def flaw(self, value: float) -> LimitFlaw | None:
        """Return what is wrong with a value, or None."""
        if not self.least <= value <= self.most:  # what is no number at all is between no two
            return LimitFlaw.OUT_OF_BOUNDS
        if self.is_whole and value != int(value):
            return LimitFlaw.NOT_WHOLE
        return None


@cache
def limits() -> Mapping[str, Limit]:
    """Return every limit by its name, in the order in which they are shown."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: Limit(name=name, **told) for name, told in table.items()}
