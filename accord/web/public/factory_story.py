"""What happened to a factory besides its hazards: orders and coverage; each dated, with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accord.gateways.snapshot.factory import PublishedFactory
from accord.gateways.wording import Text, Wording
from accord.rules.factories.loads import psf_of_kpa
from accord.rules.public.disclosed_order import OrderDisclosed, is_open_on
from accord.rules.vocabulary import Coverage, OrderKind, OrderStep

PUBLIC_WITHIN = timedelta(weeks=6)
"""A report is public at most so long after the inspection. Source: DOMAIN.md section 8."""


@dataclass(frozen=True)
class StepView:
    """One step of an order."""

    day: date
    step: OrderStep
    note: Text | None


@dataclass(frozen=True)
class OrderView:
    """One order as the page shows it; `limit_psf` is the limit in the unit that old load plans use."""

    key: str
    kind: OrderKind
    is_open: bool
    building: Text
    places: tuple[Text, ...]
    because: Text | None
    limit_kpa: float | None
    limit_psf: int | None
    since: date
    steps: tuple[StepView, ...]
    others: tuple[int, ...]
    """Numbers of the other factories in the building."""


@dataclass(frozen=True)
class CoverageView:
    """A coverage and since when; None: since before anything was recorded."""

    coverage: Coverage
    since: date | None
    reason: Text | None


@dataclass(frozen=True)
class Unpublished:
    """Why nothing of a factory can be read here yet, and since when it should be."""

    inspected_on: date | None
    """The first inspection on record; None: there was none."""
    public_by: date | None
    is_late: bool


def orders_of(published: PublishedFactory, wording: Wording, *, as_of: date) -> tuple[OrderView, ...]:
    """Return the orders that were public by that day: those in force first, then the latest first."""
    known = [order for order in published.orders if order.determined_on <= as_of]
    views = [order_view(order, wording, as_of=as_of, seen_from=published.factory.number) for order in known]
    return tuple(sorted(views, key=lambda view: not view.is_open))


def order_view(order: OrderDisclosed, wording: Wording, *, as_of: date, seen_from: int | None = None) -> OrderView:
    """Return an order as it stood on that day; `seen_from` is the factory on whose page it stands."""
    steps = sorted((step for step in order.steps if step.happened_on <= as_of), key=lambda step: step.happened_on)
    return OrderView(
        key=order.key,
        kind=order.kind,
        is_open=is_open_on(order, as_of=as_of),
        building=wording.of(order.building, order.building_bn) or wording.written(order.building),
        places=places_of(order, wording),
        because=wording.of(order.because, order.because_bn),
        limit_kpa=order.limit_kpa,
        limit_psf=None if order.limit_kpa is None else psf_of_kpa(order.limit_kpa),
        since=order.determined_on,
        steps=tuple(StepView(step.happened_on, step.step, wording.of(step.note, step.note_bn)) for step in steps),
        others=tuple(number for number in order.factories if number != seen_from),
    )


def places_of(order: OrderDisclosed, wording: Wording) -> tuple[Text, ...]:
    """Return the floors and zones that an order names, each in English where nobody has written its Bangla name."""
    both = zip(order.places, order.places_bn, strict=True)
    return tuple(wording.of(place, place_bn) or wording.written(place) for place, place_bn in both)


def coverages_of(published: PublishedFactory, wording: Wording, *, as_of: date) -> tuple[CoverageView, ...]:
    """Return the changes of coverage up to that day, the latest first."""
    changes = [
        change for change in published.past.coverage_changes if change.from_on is None or change.from_on <= as_of
    ]
    return tuple(
        CoverageView(change.coverage, change.from_on, wording.of(change.reason, change.reason_bn))
        for change in sorted(changes, key=lambda change: change.from_on or date.min, reverse=True)
    )


def unpublished(published: PublishedFactory, *, as_of: date) -> Unpublished | None:
    """Return why there is nothing to read yet, or None where something is published."""
    if published.edition is not None:
        return None
    first = min((visit.inspected_on for visit in published.inspections), default=None)
    public_by = first + PUBLIC_WITHIN if first else None
    return Unpublished(first, public_by, is_late=public_by is not None and public_by < as_of)


def has_open(orders: Iterable[OrderView]) -> bool:
    """Return whether any of the orders is in force."""
    return any(order.is_open for order in orders)
