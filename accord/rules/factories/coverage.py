"""Which of several changes of coverage holds on a day. Source: DOMAIN.md sections 2 and 5."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from accord.rules.vocabulary import Coverage


class Change(Protocol):
    """A change of coverage, as it is kept or as it is disclosed; `from_on` None: since before anything was recorded."""

    @property
    def from_on(self) -> date | None:
        """The day from which it holds."""

    @property
    def coverage(self) -> Coverage:
        """What holds then."""


def coverage_on(changes: Iterable[Change], *, as_of: date) -> Coverage | None:
    """Return the coverage that held on that day, or None if none did yet.

    The changes are given in the order of recording: of several of one day the one recorded last holds.
    """
    holding = [change for change in changes if change.from_on is None or change.from_on <= as_of]
    latest = sorted(holding, key=lambda change: change.from_on or date.min)
    return latest[-1].coverage if latest else None
