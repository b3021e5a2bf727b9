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
from accord.rules.progress import Progress
from accord.rules.rate_picture import RatePicture, picture_of
from accord.rules.vocabulary import Coverage, FactoryStatus, NoRate
from accord.web.filters import place, word
from accord.web.language import gettext
from accord.web.public.names import names_of
from accord.web.public.register_query import CoverageAsked, RegisterQuery

LINES_PER_PAGE = 50
FILES = {"CSV": "csv", "JSON": "json", "GeoJSON": "geojson"}
"""The files that hold every factory found, by what people call them."""

SAYS_NOTHING = frozenset({NoRate.NOT_PUBLISHED, NoRate.NOT_INSPECTED})
"""Where one of these stands instead of a rate, "0 overdue" would read as if somebody had looked."""


@dataclass(frozen=True)
class Line:
    """One factory of the list."""

    number: int
    name: Text
    other_name: Text | None
    district: str | None
    status: FactoryStatus
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
        coverage=coverage_words(line.coverage),
        rate=rate,
        overdue=None if rate.why_none in SAYS_NOTHING else line.progress.overdue,
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
    options = (
        Option(name, label=place(name), count=len(lines), parameters={}, is_current=query.district == name)
        for name, lines in register.by_district.items()
    )
    return sorted(options, key=lambda option: option.label)
