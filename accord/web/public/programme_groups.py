"""The programme in parts, as its page shows them: by status, discipline, category and district."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from accord.gateways.snapshot.programme import Programme, RegisterOfDay
from accord.rules.figures.charts import lengths
from accord.rules.figures.progress import Progress
from accord.rules.figures.rate_picture import RatePicture, picture_of
from accord.rules.vocabulary import Category, Discipline, FactoryStatus

MOST_CATEGORIES, MOST_DISTRICTS = 10, 8
"""The others are folded beneath."""


@dataclass(frozen=True)
class StatusLine:
    """How many covered factories have a status; `length` of its bar in percent of all of them."""

    status: FactoryStatus
    count: int
    length: Decimal


@dataclass(frozen=True)
class DisciplineLine:
    """The hazards of one discipline."""

    discipline: Discipline
    progress: Progress
    rate: RatePicture


@dataclass(frozen=True)
class CategoryLine:
    """The initial hazards of one category; None: the documents name no category."""

    discipline: Discipline
    category: Category | None
    rate: RatePicture

    @property
    def outstanding(self) -> int:
        """How many are not verified as corrected."""
        return self.rate.tally.applicable - self.rate.tally.corrected


@dataclass(frozen=True)
class DistrictLine:
    """The covered factories of one district together; None: no district is on record."""

    district: str | None
    factories: int
    progress: Progress
    rate: RatePicture


@dataclass(frozen=True)
class Groups:
    """The programme in parts; each list is in two pieces, of which the second is folded."""

    statuses: tuple[StatusLine, ...]
    disciplines: tuple[DisciplineLine, ...]
    categories: tuple[tuple[CategoryLine, ...], tuple[CategoryLine, ...]]
    districts: tuple[tuple[DistrictLine, ...], tuple[DistrictLine, ...]]


def groups_of(programme: Programme) -> Groups:
    """Return the parts of the programme, what there is most of first."""
    categories = sorted(_categories(programme), key=lambda line: line.rate.tally.applicable, reverse=True)
    districts = sorted(
        (DistrictLine(name, count, part, picture_of(part.initial)) for name, count, part in programme.by_district),
        key=lambda line: line.factories,
        reverse=True,
    )
    return Groups(
        statuses=_statuses(programme.register),
        disciplines=tuple(
            DisciplineLine(discipline, part, picture_of(part.initial))
            for discipline, part in programme.by_discipline
            if part.initial.applicable or part.new.applicable
        ),
        categories=(tuple(categories[:MOST_CATEGORIES]), tuple(categories[MOST_CATEGORIES:])),
        districts=(tuple(districts[:MOST_DISTRICTS]), tuple(districts[MOST_DISTRICTS:])),
    )


def _statuses(register: RegisterOfDay) -> tuple[StatusLine, ...]:
    counts = Counter(line.status for line in register.lines if line.is_covered)
    bars = lengths((counts[status] for status in FactoryStatus), whole=len(register.covered))
    return tuple(StatusLine(status, counts[status], length) for status, length in zip(FactoryStatus, bars, strict=True))


def _categories(programme: Programme) -> Iterable[CategoryLine]:
    return (
        CategoryLine(discipline, category, picture_of(part.initial))
        for discipline, category, part in programme.by_category
        if part.initial.applicable
    )
