"""The programme for programs: the progress object of all covered factories together, and by kind of hazard."""

from datetime import date
from typing import Any

from accord.rules.progress_object import progress_object
from accord.rules.vocabulary import Discipline
from accord.web.api import answers
from accord.web.site import is_demonstration, site


def progress(*, as_of: date, discipline: Discipline | None) -> dict[str, Any]:
    """Return the progress object of the factories covered on the day, or of one discipline in them."""
    register = site().snapshot.register(as_of=as_of)
    return progress_object(register.counts.of(register.covered, discipline=discipline))


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
