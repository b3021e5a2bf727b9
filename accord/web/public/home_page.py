"""Everything the page of the programme shows, worked out so that its template decides nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accord.gateways.language import Language
from accord.gateways.snapshot.programme import FactoryLine, Programme, RegisterOfDay
from accord.gateways.wording import Text, Wording
from accord.rules.figures.ageing import Ageing, Band
from accord.rules.figures.charts import lengths
from accord.rules.figures.progress import Progress
from accord.rules.figures.rate_picture import RatePicture, picture_of
from accord.rules.figures.series import SeriesPoint
from accord.rules.public.disclosed_order import OrderDisclosed
from accord.rules.vocabulary import FactoryStatus, OrderKind
from accord.web.public.factory_story import places_of
from accord.web.public.programme_groups import Groups, groups_of
from accord.web.public.programme_series import Series, series_of_page

MOST_ORDERS, MOST_LINES = 6, 10
"""Shown on the first page; the others stand on the page of orders, and in the register."""


@dataclass(frozen=True)
class Named:
    """A factory by its number and its name in the language of the page."""

    number: int
    name: Text


@dataclass(frozen=True)
class Order:
    """An order in force, as it is shown."""

    kind: OrderKind
    building: Text
    places: tuple[Text, ...]
    """None: the whole building."""
    because: Text
    determined_on: date
    factories: tuple[Named, ...]


@dataclass(frozen=True)
class Line:
    """One factory of the short list; `rate` None where nothing of it is published yet, which is no rate of 0 %."""

    factory: Named
    district: str | None
    status: FactoryStatus
    orders: int
    overdue: int
    rate: RatePicture | None


@dataclass(frozen=True)
class Workers:
    """The workers of the covered factories together, as last recorded."""

    count: int
    factories: int
    """Factories whose number of workers is on record."""


@dataclass(frozen=True)
class Aged:
    """Hazards by age, each band with the length of its bar in percent of the longest."""

    bands: tuple[tuple[Band, Decimal], ...]
    total: int


@dataclass(frozen=True)
class HomePage:
    """The page of the programme on a day."""

    as_of: date
    asked_day: str | None
    """The day for links to carry along; None where it is today."""
    progress: Progress
    initial: RatePicture
    new: RatePicture
    waiting: int
    factory_count: int
    published_count: int
    workers: Workers
    orders: tuple[Order, ...]
    order_count: int
    has_untranslated_order: bool
    groups: Groups
    series: Series
    overdue_by_age: Aged
    waiting_by_age: Aged
    reported_late: int
    since: date
    joined: tuple[Named, ...]
    """Covered on the day and not on `since`, a year before."""
    left: tuple[Named, ...]
    lines: tuple[Line, ...]


def home_page(
    programme: Programme,
    points: Sequence[SeriesPoint],
    ageing: Ageing,
    *,
    as_of: date,
    is_today: bool,
    language: Language,
) -> HomePage:
    """Return the page of the programme as it stood on that day."""
    register, wording, of_orders = programme.register, Wording(language), Wording(language)
    covered = [line for line in register.lines if line.is_covered]
    progress = register.progress
    orders = tuple(_order(order, register, of_orders) for order in register.orders[:MOST_ORDERS])
    return HomePage(
        as_of=as_of,
        asked_day=None if is_today else as_of.isoformat(),
        progress=progress,
        initial=picture_of(progress.initial),
        new=picture_of(progress.new),
        waiting=progress.initial.pending_verification + progress.new.pending_verification,
        factory_count=len(covered),
        published_count=sum(line.edition is not None for line in covered),
        workers=_workers(covered),
        orders=orders,
        order_count=len(register.orders),
        has_untranslated_order=of_orders.has_untranslated,
        groups=groups_of(programme),
        series=series_of_page(points),
        overdue_by_age=_aged(ageing.overdue),
        waiting_by_age=_aged(ageing.waiting),
        reported_late=ageing.reported_late,
        since=programme.since,
        joined=tuple(_named(line, wording) for line in programme.joined),
        left=tuple(_named(line, wording) for line in programme.left),
        lines=tuple(_line(line, wording) for line in sorted(covered, key=_urgency)[:MOST_LINES]),
    )


def _urgency(line: FactoryLine) -> tuple[bool, int]:
    """Return what sorts open orders first, then the most overdue; the others stay in the order of names."""
    return not line.open_orders, -line.progress.overdue


def _named(line: FactoryLine, wording: Wording) -> Named:
    factory = line.factory
    return Named(factory.number, wording.of(factory.name, factory.name_bn) or wording.written(factory.name))


def _line(line: FactoryLine, wording: Wording) -> Line:
    return Line(
        factory=_named(line, wording),
        district=line.factory.district,
        status=line.status,
        orders=len(line.open_orders),
        overdue=line.progress.overdue,
        rate=None if line.edition is None else picture_of(line.progress.initial, line.status),
    )


def _order(order: OrderDisclosed, register: RegisterOfDay, wording: Wording) -> Order:
    return Order(
        kind=order.kind,
        building=wording.of(order.building, order.building_bn) or wording.written(order.building),
        places=places_of(order, wording),
        because=wording.of(order.because, order.because_bn) or wording.written(order.because),
        determined_on=order.determined_on,
        factories=tuple(
            _named(register.by_number[number], wording) for number in order.factories if number in register.by_number
        ),
    )


def _workers(covered: Iterable[FactoryLine]) -> Workers:
    known = [line.factory.workers for line in covered if line.factory.workers is not None]
    return Workers(sum(known), len(known))


def _aged(bands: Sequence[Band]) -> Aged:
    counts = [band.count for band in bands]
    return Aged(tuple(zip(bands, lengths(counts), strict=True)), sum(counts))
