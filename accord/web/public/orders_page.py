"""Everything the page of orders shows, worked out so that its template decides nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accord.gateways.formats import format_decimal
from accord.gateways.language import Language
from accord.gateways.snapshot.programme import RegisterOfDay
from accord.gateways.wording import Text, Wording
from accord.rules.public.disclosed_order import OrderDisclosed
from accord.rules.vocabulary import OrderKind, OrderStep
from accord.web.language import gettext
from accord.web.public.factory_story import OrderView, StepView, order_view
from accord.web.public.names import names_of


@dataclass(frozen=True)
class Occupant:
    """A factory in the building; `name` None where the register does not hold it any more."""

    number: int
    name: Text | None


@dataclass(frozen=True)
class Order:
    """An order as it stood on the day, with what a reader asks who does not come from a factory's page."""

    view: OrderView
    means: str
    """What it asks of those in the building, in one sentence."""
    limit_kpa: str | None
    """Never rounded: a limit that is rounded up lets a floor carry too much."""
    factories: tuple[Occupant, ...]
    days: int
    """Since it was determined, up to its end or the day that is shown."""
    since_then: tuple[StepView, ...]


@dataclass(frozen=True)
class OrdersPage:
    """The orders of a day, the latest first."""

    in_force: tuple[Order, ...]
    kinds: tuple[tuple[OrderKind, int, str], ...]
    """Of the orders in force each kind that there is, how many, and the latest of them to go to; none where one kind
    is all there is."""
    ended: tuple[Order, ...]
    has_untranslated: bool


def orders_page(orders: Iterable[OrderDisclosed], register: RegisterOfDay, language: Language) -> OrdersPage:
    """Return the orders determined by the day of the register, as they stood on it."""
    texts = Wording(language)
    shown = [_order(order, register, texts) for order in orders if order.determined_on <= register.counts.as_of]
    in_force = tuple(order for order in shown if order.view.is_open)
    return OrdersPage(
        in_force=in_force,
        kinds=_kinds(in_force),
        ended=tuple(order for order in shown if not order.view.is_open),
        has_untranslated=texts.has_untranslated,
    )


def _kinds(orders: Sequence[Order]) -> tuple[tuple[OrderKind, int, str], ...]:
    of_kind = {kind: [order for order in orders if order.view.kind is kind] for kind in OrderKind}
    found = tuple((kind, len(some), some[0].view.key) for kind, some in of_kind.items() if some)
    return found if len(found) > 1 else ()


def meaning_of(kind: OrderKind) -> str:
    """Return one plain sentence on what an order asks of those in the building."""
    return {
        OrderKind.EVACUATION: gettext("Nobody may work or stay there until the order is lifted."),
        OrderKind.LOAD_REDUCTION: gettext("The load there must be taken off, and kept off, until the order is lifted."),
        OrderKind.BOILER_SHUTDOWN: gettext("The boiler must stay shut down until the order is lifted."),
    }[kind]


def _order(order: OrderDisclosed, register: RegisterOfDay, texts: Wording) -> Order:
    as_of = register.counts.as_of
    view = order_view(order, texts, as_of=as_of)
    return Order(
        view=view,
        means=meaning_of(order.kind),
        limit_kpa=None if view.limit_kpa is None else format_decimal(view.limit_kpa, texts.language),
        factories=tuple(_occupant(number, register, texts.language) for number in order.factories),
        days=(_last_day(view, as_of) - view.since).days,
        since_then=tuple(step for step in view.steps if step.step is not OrderStep.DETERMINED or step.note),
    )


def _last_day(view: OrderView, as_of: date) -> date:
    return as_of if view.is_open else view.steps[-1].day


def _occupant(number: int, register: RegisterOfDay, language: Language) -> Occupant:
    line = register.by_number.get(number)
    return Occupant(number, names_of(line.factory, Wording(language))[0] if line else None)
