"""The programme for programs: the progress object of all covered factories together, and by kind of hazard."""

from collections import Counter
from datetime import date
from typing import Any

from accord.gateways.snapshot.reader import NothingPublished
from accord.rules.figures.progress_object import progress_object
from accord.rules.vocabulary import Discipline, FactoryStatus
from accord.web.api import answers
from accord.web.site import is_demonstration, site

NONE = "none"
"""Asks for what has no category, or no district, on record."""


def progress(
    *, as_of: date, discipline: Discipline | None, category: str | None, district: str | None
) -> dict[str, Any]:
    """Return the progress object of the factories covered on the day, or of a part of them or of their hazards."""
    register = site().snapshot.register(as_of=as_of)
    covered = (line.factory for line in register.lines if line.is_covered)
    factories = [factory.number for factory in covered if district in (None, factory.district or NONE)]
    if category is None:
        return progress_object(register.counts.of(factories, discipline=discipline))
    found = (
        of_it
        for (of, name), of_it in site().snapshot.by_category(register, factories).items()
        if (name or NONE) == category and discipline in (None, of)
    )
    return progress_object(sum(found, start=register.counts.of(())))


def districts_on_record() -> frozenset[str]:
    """Return the districts of the register: some are no official names, but written so in a list."""
    try:
        lines = site().snapshot.register(as_of=site().today).lines
    except NothingPublished:
        return frozenset()
    return frozenset(line.factory.district for line in lines if line.factory.district)


def statuses(*, as_of: date) -> answers.Statuses:
    """Return how many factories that were covered on the day had which status."""
    register = site().snapshot.register(as_of=as_of)
    counts = Counter(line.status for line in register.lines if line.is_covered)
    return answers.Statuses(
        is_demonstration=is_demonstration(),
        as_of=as_of,
        covered=counts.total(),
        **{status.value: counts[status] for status in FactoryStatus},
    )


def categories(*, as_of: date) -> answers.Categories:
    """Return the progress of the factories covered on the day by discipline and kind of hazard."""
    return answers.Categories(
        is_demonstration=is_demonstration(),
        as_of=as_of,
        results=tuple(
            answers.OfCategory(discipline, category, progress_object(of_it))
            for discipline, category, of_it in site().snapshot.programme(as_of=as_of).by_category
        ),
    )
