"""Which factories of the register are asked for: the same words in the page, the files and the API."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask import request

from accord.gateways.snapshot.programme import FactoryLine, RegisterOfDay
from accord.gateways.snapshot.reader import NothingPublished
from accord.rules.public.search import search_words
from accord.rules.vocabulary import COVERED, Coverage, FactoryStatus
from accord.web.parameters import BadParameter, day, one_of, words
from accord.web.public.register_sort import Sort, in_order
from accord.web.public.search import matching
from accord.web.site import site

LONGEST_QUERY = 100
ASKED_BY = ("q", "status", "coverage", "district", "as_of", "sort")
"""The names of the parameters."""


class CoverageAsked(StrEnum):
    """A coverage as an address asks for it; `covered` is active and independent together."""

    COVERED = "covered"
    ACTIVE = "active"
    INDEPENDENT = "independent"
    INACTIVE = "inactive"
    CLOSED = "closed"
    ARCHIVED = "archived"
    HANDED_OVER = "handed_over"

    def takes_in(self, coverage: Coverage | None) -> bool:
        """Return whether a factory of this coverage is meant."""
        if self is CoverageAsked.COVERED:
            return coverage in COVERED
        return coverage is not None and coverage.value == self.value


@dataclass(frozen=True)
class RegisterQuery:
    """What was asked for; None stands for all."""

    q: str
    status: FactoryStatus | None
    coverage: CoverageAsked | None
    district: str | None
    as_of: date
    sort: Sort | None = None
    """None: by name; with words to search for, those that are most like them first."""

    def found(self, register: RegisterOfDay) -> list[FactoryLine]:
        """Return the factories asked for, in the order asked for.

        Whom the programme did not know yet on that day is no factory of its register; by its number it is found.
        """
        lines = register.lines if self.district is None else register.by_district.get(self.district, ())
        number = search_words(self.q)
        known = (line for line in lines if line.coverage is not None or number == (str(line.factory.number),))
        met = matching(self._of_standing(known), self.q)
        return in_order(met, self.sort) if self.sort else met

    def picked(self, lines: Iterable[FactoryLine]) -> list[FactoryLine]:
        """Return those of a public list that are asked for, in the order of the list where none was asked for."""
        every = list(lines)
        asked = self._of_standing(line for line in every if self.district in (None, line.factory.district))
        numbers = {line.factory.number for line in matching(asked, self.q)}
        met = [line for line in every if line.factory.number in numbers]
        return in_order(met, self.sort) if self.sort else met

    def _of_standing(self, lines: Iterable[FactoryLine]) -> Iterable[FactoryLine]:
        status, coverage = self.status, self.coverage
        # What was not asked for is not looked at either: a loop over thousands is most of what a page costs.
        if status is not None:
            lines = (line for line in lines if line.status is status)
        if coverage is not None:
            lines = (line for line in lines if coverage.takes_in(line.coverage))
        return lines


def asked_register() -> tuple[RegisterQuery, RegisterOfDay | None]:
    """Return what the address asks for and the register of that day, or None while there is none.

    A district that no factory lies in is refused by name, as is every other word that means nothing here.
    """
    as_of = day("as_of", today=site().today)
    status, coverage = one_of("status", FactoryStatus), one_of("coverage", CoverageAsked)
    q, sort = words("q", longest=LONGEST_QUERY), one_of("sort", Sort)
    try:
        register = site().snapshot.register(as_of=as_of)
    except NothingPublished:
        return RegisterQuery(q, status, coverage, None, as_of, sort), None
    district = request.args.get("district") or None
    if district is not None and district not in register.by_district:
        raise BadParameter("district", expected=tuple(register.by_district))
    return RegisterQuery(q, status, coverage, district, as_of, sort), register
