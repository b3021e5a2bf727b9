"""How every figure is counted, with examples from what is published here today."""

from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, render_template

from accord.gateways.snapshot.programme import FactoryLine, RegisterOfDay
from accord.gateways.snapshot.reader import NothingPublished
from accord.gateways.wording import Text, Wording
from accord.rules.figures.progress import Progress, rate_percent
from accord.rules.vocabulary import FactoryStatus
from accord.web.access import Action, serves
from accord.web.language import language
from accord.web.public.addresses import address_of
from accord.web.public.factory_page import status_means
from accord.web.site import site

ROUNDED_DOWN = ((1_999, 2_000), (19_999, 20_000), (53_091, 103_846))
"""Rates that rounding to nearest, or to fewer decimals, would make larger than they are; the last was published."""
TWO_FACTORIES = ((1, 2), (90, 98))
"""Corrected and counted hazards of a small and of a large factory: the mean of their rates misleads."""

bp = Blueprint("figures", __name__)


@dataclass(frozen=True)
class Share:
    """A number of hazards, of how many, and the rate."""

    count: int
    applicable: int
    percent: Decimal | None


@dataclass(frozen=True)
class StatusExample:
    """A status of factories, what it means, how many covered factories have it today, and one of them."""

    status: FactoryStatus
    means: str
    count: int
    number: int | None
    name: Text | None


@dataclass(frozen=True)
class Examples:
    """What is published today, as far as it can serve as an example."""

    progress: Progress
    waiting: int
    covered: int
    registered: int
    orders: int
    shared: int
    """Hazards that count for several factories."""
    added_up: int
    """Initial hazards that count, added up factory by factory."""


@bp.get("/figures")
@serves(Action.READ_PUBLISHED)
def show() -> str:
    """Explain how the figures are counted."""
    try:
        register = site().snapshot.register(as_of=site().today)
    except NothingPublished:
        register = None
    return render_template(
        "public/figures.html",
        address_of=address_of,
        statuses=_statuses(register.lines if register else ()),
        examples=_examples(register) if register and register.covered else None,
        rounded=tuple(_share(*pair) for pair in ROUNDED_DOWN),
        two=tuple(_share(*pair) for pair in TWO_FACTORIES),
        together=_share(*map(sum, zip(*TWO_FACTORIES, strict=True))),
    )


def _share(count: int, applicable: int) -> Share:
    return Share(count, applicable, rate_percent(count, applicable))


def _statuses(lines: tuple[FactoryLine, ...]) -> tuple[StatusExample, ...]:
    covered = [line for line in lines if line.is_covered]
    return tuple(
        _status(status, [line for line in covered if line.status is status], Wording(language()))
        for status in FactoryStatus
    )


def _status(status: FactoryStatus, having: list[FactoryLine], wording: Wording) -> StatusExample:
    factory = having[0].factory if having else None
    return StatusExample(
        status,
        means=status_means(status),
        count=len(having),
        number=factory.number if factory else None,
        name=(wording.of(factory.name, factory.name_bn) or wording.written(factory.name)) if factory else None,
    )


def _examples(register: RegisterOfDay) -> Examples:
    progress = register.progress
    covered = [line for line in register.lines if line.is_covered]
    return Examples(
        progress=progress,
        waiting=progress.initial.pending_verification + progress.new.pending_verification,
        covered=len(covered),
        registered=len(register.lines),
        orders=len(register.orders),
        shared=sum(len(each.factories & register.covered) > 1 for each in register.counts.shared),
        added_up=sum(line.progress.initial.applicable for line in covered),
    )
