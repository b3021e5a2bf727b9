"""In which order the factories of the register stand: the same in the page, the files and the API."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from fractions import Fraction
from operator import itemgetter
from typing import Any

from accord.gateways.snapshot.programme import FactoryLine
from accord.rules.figures.rate_picture import picture_of
from accord.rules.vocabulary import NoRate

SAYS_NOTHING = frozenset({NoRate.NOT_PUBLISHED, NoRate.NOT_INSPECTED})
"""Where one of these stands instead of a rate, "0 overdue" would read as if somebody had looked."""


class Sort(StrEnum):
    """What a list is sorted by; with a minus in front the other way round."""

    NAME = "name"
    NUMBER = "number"
    VERIFIED = "verified"
    REPORTED = "reported"
    OVERDUE = "overdue"
    WORKERS = "workers"
    NAME_BACKWARDS = "-name"
    NUMBER_BACKWARDS = "-number"
    VERIFIED_BACKWARDS = "-verified"
    REPORTED_BACKWARDS = "-reported"
    OVERDUE_BACKWARDS = "-overdue"
    WORKERS_BACKWARDS = "-workers"

    @property
    def column(self) -> "Sort":
        """What is sorted by, whichever way."""
        return Sort(self.removeprefix("-"))

    @property
    def other_way(self) -> "Sort":
        """The same the other way round."""
        return Sort(self.removeprefix("-") if self.startswith("-") else f"-{self}")

    @property
    def goes_up(self) -> bool:
        """Whether the least stands first. Names and numbers go up; of figures the largest is asked for first."""
        return (self.column in (Sort.NAME, Sort.NUMBER)) is not self.startswith("-")


def in_order(lines: Iterable[FactoryLine], sort: Sort) -> list[FactoryLine]:
    """Return the lines sorted, those that are alike in the order given; who has no such figure stands last."""
    value = _VALUES[sort.column]
    valued = [(value(line), line) for line in lines]
    told = sorted((each for each in valued if each[0] is not None), key=itemgetter(0), reverse=not sort.goes_up)
    return [line for _, line in told] + [line for figure, line in valued if figure is None]


def overdue_told(line: FactoryLine) -> int | None:
    """Return how many hazards are overdue, or None where nobody can tell: not inspected, or nothing published."""
    return None if _why_no_rate(line) in SAYS_NOTHING else line.progress.overdue


def _why_no_rate(line: FactoryLine) -> NoRate | None:
    return picture_of(line.progress.initial, line.status, is_published=line.edition is not None).why_none


def _rate(name: str) -> Callable[[FactoryLine], Fraction | None]:
    def rate(line: FactoryLine) -> Fraction | None:
        tally = line.progress.initial
        # Before any rounding: two factories at 99.99 % need not be alike.
        return Fraction(getattr(tally, name), tally.applicable) if _why_no_rate(line) is None else None

    return rate


_VALUES: dict[Sort, Callable[[FactoryLine], Any]] = {
    Sort.NAME: lambda line: (line.factory.name.casefold(), line.factory.number),
    Sort.NUMBER: lambda line: line.factory.number,
    Sort.VERIFIED: _rate("corrected"),
    Sort.REPORTED: _rate("reported"),
    Sort.OVERDUE: overdue_told,
    Sort.WORKERS: lambda line: line.factory.workers,
}
