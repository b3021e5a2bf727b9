"""Everything the register shows of the factories found, worked out so that its template decides nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from flask import request

from accord.gateways.language import Language
from accord.gateways.snapshot.programme import FactoryLine, RegisterOfDay
from accord.gateways.wording import Text, Wording
from accord.rules.figures.progress import Progress
from accord.rules.figures.rate_picture import RatePicture, picture_of
from accord.rules.vocabulary import Coverage, FactoryStatus, Rating
from accord.web.filters import place, word
from accord.web.language import gettext
from accord.web.public.names import names_of
from accord.web.public.register_query import CoverageAsked, RegisterQuery
from accord.web.public.register_sort import SAYS_NOTHING, Sort, overdue_told

LINES_PER_PAGE = 50
FILES = {"CSV": "csv", "JSON": "json", "GeoJSON": "geojson"}
"""The files that hold every factory found, by what people call them."""


@dataclass(frozen=True)
class Line:
    """One factory of the list."""

    number: int
    name: Text
    other_name: Text | None
    district: str | None
    status: FactoryStatus
    rating: Rating | None
    coverage: str | None
    """In words, where the programme does not cover it."""
    rate: RatePicture
    overdue: int | None
    """None where nobody can tell: not inspected, or nothing published."""
    workers: int | None
    signatory_count: int
    open_orders: int


@dataclass(frozen=True)
class Totals:
    """The figures of exactly the factories found, a shared hazard counted once."""

    count: int
    covered: int
    not_published: int
    workers: int
    workers_unknown: int
    progress: Progress
    initial: RatePicture
    is_counted: bool
    """False where nobody can tell of any of them: not inspected, or nothing published."""


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen, how many factories it would find, and the parameters that choose it."""

    value: str
    label: str
    count: int
    parameters: dict[str, str]
    is_current: bool


@dataclass(frozen=True)
class Head:
    """The head of a column by which the list can be sorted."""

    label: str
    is_figure: bool
    parameters: dict[str, str]
    """What sorts the list by it; once more, the other way round."""
    sorted: str | None
    """`ascending` or `descending`, where the list is sorted by it."""


@dataclass(frozen=True)
class RegisterPage:
    """The register as it was asked for."""

    query: RegisterQuery
    parameters: dict[str, str]
    """What was asked for, as the parameters of an address."""
    past_day: date | None
    """The day asked for, where it is not today."""
    statuses: tuple[Option, ...]
    coverages: tuple[Option, ...]
    districts: tuple[Option, ...]
    files: tuple[tuple[str, str], ...]
    totals: Totals
    found: tuple[FactoryLine, ...]
    heads: dict[str, Head]
    orders: tuple[Option, ...]
    """The orders that can be chosen where there is no room for heads."""
    order: str
    """The order of the list, in words."""
    joined_later: int
    """Factories that are not listed, since the programme did not know them yet."""


def register_page(query: RegisterQuery, register: RegisterOfDay, *, today: date) -> RegisterPage:
    """Return what the register answers."""
    found = tuple(query.found(register))
    of_any_status = replace(query, status=None).found(register) if query.status else found
    parameters = parameters_of(query, today=today)
    return RegisterPage(
        query=query,
        parameters=parameters,
        past_day=query.as_of if query.as_of != today else None,
        statuses=_statuses(query, of_any_status, today=today),
        coverages=tuple(_coverages(query)),
        districts=tuple(_districts(query, register)),
        files=tuple((name, file_address("factories", kind, parameters)) for name, kind in FILES.items()),
        totals=totals(register, found),
        found=found,
        heads={sort.value: _head(sort, query, today=today) for sort in Sort if sort.column is sort},
        orders=_orders(query),
        order=_order_in_words(query),
        joined_later=sum(line.coverage is None for line in register.lines),
    )


def lines_of(found: Sequence[FactoryLine], language: Language) -> tuple[Line, ...]:
    """Return factories as they are shown."""
    wording = Wording(language)
    return tuple(_line(line, wording) for line in found)


def totals(register: RegisterOfDay, lines: Sequence[FactoryLine]) -> Totals:
    """Return the figures of these factories together."""
    progress = register.total(lines)
    workers = [line.factory.workers for line in lines]
    is_published = any(line.edition is not None for line in lines)
    nobody_came = bool(lines) and all(line.status is FactoryStatus.NOT_INSPECTED for line in lines)
    status = FactoryStatus.NOT_INSPECTED if nobody_came else None
    initial = picture_of(progress.initial, status, is_published=is_published)
    return Totals(
        count=len(lines),
        covered=sum(line.is_covered for line in lines),
        not_published=sum(line.edition is None for line in lines),
        workers=sum(count for count in workers if count is not None),
        workers_unknown=workers.count(None),
        progress=progress,
        initial=initial,
        is_counted=initial.why_none not in SAYS_NOTHING,
    )


def parameters_of(query: RegisterQuery, *, today: date) -> dict[str, str]:
    """Return what was asked for as the parameters of an address, what stands for all left out."""
    named = {
        "q": query.q,
        "status": query.status and query.status.value,
        "coverage": query.coverage and query.coverage.value,
        "district": query.district,
        "as_of": query.as_of.isoformat() if query.as_of != today else None,
        "sort": query.sort and query.sort.value,
    }
    return {name: value for name, value in named.items() if value}


def file_address(name: str, kind: str, parameters: dict[str, str]) -> str:
    """Return the address of a file that holds a list as it was asked for; files speak no language."""
    return f"{request.script_root}/{name}.{kind}" + (f"?{urlencode(parameters)}" if parameters else "")


def coverage_words(coverage: Coverage | None) -> str | None:
    """Return why the programme does not count a factory, or None where it covers it."""
    if coverage is None:
        return gettext("not in the programme on this day")
    return None if CoverageAsked.COVERED.takes_in(coverage) else word(coverage)


def _line(line: FactoryLine, wording: Wording) -> Line:
    factory = line.factory
    name, other_name = names_of(factory, wording)
    rate = picture_of(line.progress.initial, line.status, is_published=line.edition is not None)
    return Line(
        number=factory.number,
        name=name,
        other_name=other_name,
        district=factory.district,
        status=line.status,
        rating=line.rating,
        coverage=coverage_words(line.coverage),
        rate=rate,
        overdue=overdue_told(line),
        workers=factory.workers,
        signatory_count=factory.signatory_count,
        open_orders=len(line.open_orders),
    )


def _statuses(query: RegisterQuery, of_any_status: Iterable[FactoryLine], *, today: date) -> tuple[Option, ...]:
    """Return the statuses with the number of factories that each would find, all else asked for alike."""
    counts = Counter(line.status for line in of_any_status)
    return tuple(
        Option(
            status.value if status else "",
            label=word(status) if status else gettext("every status"),
            count=counts[status] if status else counts.total(),
            parameters=parameters_of(replace(query, status=status), today=today),
            is_current=query.status is status,
        )
        for status in (None, *FactoryStatus)
        if status is None or counts[status] or query.status is status
    )


def _coverages(query: RegisterQuery) -> Iterable[Option]:
    for asked in CoverageAsked:
        label = gettext("covered by the programme") if asked is CoverageAsked.COVERED else word(Coverage(asked.value))
        yield Option(asked.value, label=label, count=0, parameters={}, is_current=query.coverage is asked)


def _districts(query: RegisterQuery, register: RegisterOfDay) -> list[Option]:
    def known(lines: Sequence[FactoryLine]) -> int:
        return sum(line.coverage is not None for line in lines)

    options = (
        Option(name, label=place(name), count=known(lines), parameters={}, is_current=query.district == name)
        for name, lines in register.by_district.items()
    )
    return sorted(options, key=lambda option: option.label)


def _head(sort: Sort, query: RegisterQuery, *, today: date) -> Head:
    is_sorted = query.sort is not None and query.sort.column is sort
    asked_next = query.sort.other_way if query.sort is not None and is_sorted else sort
    return Head(
        label=_column_words(sort, is_past=query.as_of != today),
        is_figure=sort not in (Sort.NAME, Sort.NUMBER),
        parameters=parameters_of(replace(query, sort=asked_next), today=today),
        sorted=("ascending" if query.sort.goes_up else "descending") if query.sort is not None and is_sorted else None,
    )


def _column_words(sort: Sort, *, is_past: bool) -> str:
    return {
        Sort.NAME: gettext("Factory"),
        Sort.NUMBER: gettext("Number"),
        Sort.VERIFIED: gettext("verified"),
        Sort.REPORTED: gettext("reported"),
        Sort.OVERDUE: gettext("overdue"),
        Sort.WORKERS: gettext("workers today") if is_past else gettext("workers"),
    }[sort]


def _orders(query: RegisterQuery) -> tuple[Option, ...]:
    return tuple(
        Option(sort.value, label=_sort_words(sort), count=0, parameters={}, is_current=query.sort is sort)
        for sort in Sort
    )


def _order_in_words(query: RegisterQuery) -> str:
    if query.sort:
        return _sort_words(query.sort)
    return gettext("those most like what you typed first") if query.q else _sort_words(Sort.NAME)


def _sort_words(sort: Sort) -> str:
    return {
        Sort.NAME: gettext("in the order of their English names"),
        Sort.NUMBER: gettext("in the order of their numbers"),
        Sort.VERIFIED: gettext("the highest verified rate first"),
        Sort.REPORTED: gettext("the highest reported rate first"),
        Sort.OVERDUE: gettext("the most overdue first"),
        Sort.WORKERS: gettext("the most workers first"),
        Sort.NAME_BACKWARDS: gettext("in the order of their English names, from the last to the first"),
        Sort.NUMBER_BACKWARDS: gettext("in the order of their numbers, the highest first"),
        Sort.VERIFIED_BACKWARDS: gettext("the lowest verified rate first"),
        Sort.REPORTED_BACKWARDS: gettext("the lowest reported rate first"),
        Sort.OVERDUE_BACKWARDS: gettext("the least overdue first"),
        Sort.WORKERS_BACKWARDS: gettext("the fewest workers first"),
    }[sort]
