"""Everything the page of orders shows, worked out so that its template decides nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accord.gateways.language import Language
from accord.gateways.snapshot.programme import RegisterOfDay
from accord.gateways.wording import Text, Wording
from accord.rules.bangla import digits
from accord.rules.disclosed_order import OrderDisclosed, OrderStepDisclosed, is_open_on
from accord.rules.loads import psf
from accord.rules.vocabulary import OrderKind, OrderStep
from accord.web.language import gettext
from accord.web.public.names import names_of


@dataclass(frozen=True)
class Occupant:
    """A factory in the building; `name` None where the register does not hold it any more."""

    number: int
    name: Text | None


@dataclass(frozen=True)
class Step:
    """Something that happened to an order since it was determined."""

    happened_on: date
    said: str
    note: Text | None
    is_verified: bool
    """By an engineer, on site."""


@dataclass(frozen=True)
class Order:
    """An order as it stood on the day."""

    key: str
    kind: OrderKind
    means: str
    """What it asks of those in the building, in one sentence."""
    building: Text
    places: tuple[Text, ...]
    """None: the whole building."""
    because: Text
    limit_kpa: str | None
    limit_psf: int | None
    factories: tuple[Occupant, ...]
    determined_on: date
    days: int
    """Since it was determined, up to its end or the day that is shown."""
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class OrdersPage:
    """The orders of a day, the latest first."""

    in_force: tuple[Order, ...]
    ended: tuple[Order, ...]
    has_untranslated: bool


def orders_page(orders: Iterable[OrderDisclosed], register: RegisterOfDay, language: Language) -> OrdersPage:
    """Return the orders determined by the day of the register, as they stood on it."""
    as_of = register.counts.as_of
    public = [order for order in orders if order.determined_on <= as_of]
    texts = Wording(language)
    in_force = tuple(_order(order, register, texts) for order in public if is_open_on(order, as_of=as_of))
    ended = tuple(_order(order, register, texts) for order in public if not is_open_on(order, as_of=as_of))
    return OrdersPage(in_force, ended, texts.has_untranslated)


def _order(order: OrderDisclosed, register: RegisterOfDay, texts: Wording) -> Order:
    as_of = register.counts.as_of
    happened = sorted((step for step in order.steps if step.happened_on <= as_of), key=lambda step: step.happened_on)
    ended_on = None if is_open_on(order, as_of=as_of) else happened[-1].happened_on
    since = [step for step in happened if step.step is not OrderStep.DETERMINED]
    return Order(
        key=order.key,
        kind=order.kind,
        means=meaning_of(order.kind),
        building=texts.of(order.building, order.building_bn) or texts.written(order.building),
        places=tuple(texts.written(name) for name in order.places),
        because=texts.of(order.because, order.because_bn) or texts.written(order.because),
        limit_kpa=None if order.limit_kpa is None else _decimal(order.limit_kpa, texts.language),
        limit_psf=None if order.limit_kpa is None else psf(order.limit_kpa),
        factories=tuple(_occupant(number, register, texts.language) for number in order.factories),
        determined_on=order.determined_on,
        days=((ended_on or as_of) - order.determined_on).days,
        steps=tuple(_step(step, texts) for step in since),
    )


def meaning_of(kind: OrderKind) -> str:
    """Return one plain sentence on what an order asks of those in the building."""
    return {
        OrderKind.EVACUATION: gettext("Nobody may work or stay there until the order is lifted."),
        OrderKind.LOAD_REDUCTION: gettext("The load there must be taken off, and kept off, until the order is lifted."),
        OrderKind.BOILER_SHUTDOWN: gettext("The boiler must stay shut down until the order is lifted."),
    }[kind]


def step_words(step: OrderStep) -> str:
    """Return one plain sentence on a step of an order."""
    return {
        OrderStep.DETERMINED: gettext("The chief safety officer determined the order."),
        OrderStep.COMPLIED: gettext("The factory reports that it has done what the order asks."),
        OrderStep.VERIFIED: gettext("An engineer verified on site what was done."),
        OrderStep.RE_ENTERED: gettext("The place was found in use again."),
        OrderStep.LIFTED: gettext("The order was lifted."),
        OrderStep.ANNULLED: gettext("The order was annulled: it should not have been given."),
        OrderStep.VACATED: gettext("The place was left for good, and the order ended."),
    }[step]


def _step(step: OrderStepDisclosed, texts: Wording) -> Step:
    return Step(
        step.happened_on, step_words(step.step), texts.of(step.note, step.note_bn), step.step is OrderStep.VERIFIED
    )


def _occupant(number: int, register: RegisterOfDay, language: Language) -> Occupant:
    line = register.by_number.get(number)
    return Occupant(number, names_of(line.factory, Wording(language))[0] if line else None)


def _decimal(load_kpa: float, language: Language) -> str:
    """Return a load as engineers write it: one decimal, more only where it has more."""
    text = f"{load_kpa:.1f}" if round(load_kpa, 1) == round(load_kpa, 3) else f"{load_kpa:g}"
    return digits(text) if language is Language.BN else text
