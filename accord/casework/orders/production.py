"""What each signatory that was told of an order has said of its production at the factories of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.orders.standing import standing_of
from accord.records.factory import Factory, Sourcing
from accord.records.order import OrderRecipient, SafetyOrder
from accord.records.order_care import ProductionStop
from accord.rules.moments import Moment
from accord.rules.orders.production import Production, is_duty_kept, must_be_stopped
from accord.rules.vocabulary import OrderStep


@dataclass(frozen=True)
class Line:
    """A signatory at a factory of the order, and the last word on its production there."""

    recipient: OrderRecipient
    factory: Factory
    stop: ProductionStop | None
    """None: nothing was said."""
    is_due: bool
    """Whether production has to stand still there, and nobody has said that it does."""
    days: int
    """Since the order was determined; 0 before that."""

    @property
    def said(self) -> Production:
        """What was said."""
        return _said(self.stop)

    @property
    def key(self) -> str:
        """A word for the line in a form and an address."""
        return f"{self.recipient.signatory_id}-{self.factory.id}"


def production_of(
    session: Session, order: SafetyOrder, *, signatories: Iterable[int] | None = None, moment: Moment
) -> Sequence[Line]:
    """Return a line for each signatory that was told, at each factory of the order from which it buys.

    Those come first from whom a word is due. `signatories`: only these; None: all. A signatory of whom no purchase is
    on record has a line at every factory of the order: who was told is never left out.
    """
    only = None if signatories is None else frozenset(signatories)
    told = [each for each in order.recipients if each.signatory_id and (only is None or each.signatory_id in only)]
    if not told:
        return []
    buys, stops = _buys(session, order, moment), _stops(session, order)
    determined_on = _determined_on(order)
    days = (moment.today - determined_on).days if determined_on else 0
    must_stop = must_be_stopped(standing_of(order))
    lines = []
    for recipient in told:
        at = _factories_of(order, recipient.signatory_id, buys, stops)
        for factory in at:
            stop = stops.get((recipient.signatory_id or 0, factory.id))
            is_due = must_stop and not is_duty_kept(_said(stop))
            lines.append(Line(recipient, factory, stop, is_due=is_due, days=max(days, 0)))
    return sorted(lines, key=lambda line: (not line.is_due, line.recipient.name, line.factory.number))


def _factories_of(
    order: SafetyOrder,
    signatory: int | None,
    buys: Mapping[int, set[int]],
    stops: Iterable[tuple[int, int]],
) -> Sequence[Factory]:
    here = [link.factory for link in order.factories]
    known = buys.get(signatory or 0, set()) | {factory for buyer, factory in stops if buyer == signatory}
    return [each for each in here if each.id in known] or here


def _said(stop: ProductionStop | None) -> Production:
    if stop is None:
        return Production.SILENT
    return Production.STOPPED if stop.is_stopped else Production.TAKEN_UP


def _buys(session: Session, order: SafetyOrder, moment: Moment) -> Mapping[int, set[int]]:
    """Return from which factories of the order each signatory has bought since it was raised."""
    stands_for = func.coalesce(Factory.merged_into_id, Factory.id)
    raised_on = order.steps[0].happened_on
    query = (
        select(Sourcing.signatory_id, stands_for)
        .join(Factory, Sourcing.factory_id == Factory.id)
        .where(
            stands_for.in_([link.factory_id for link in order.factories]),
            Sourcing.from_on <= moment.today,
            Sourcing.to_on.is_(None) | (Sourcing.to_on > raised_on),
        )
    )
    found: dict[int, set[int]] = {}
    for signatory, factory in session.execute(query):
        found.setdefault(signatory, set()).add(factory)
    return found


def _stops(session: Session, order: SafetyOrder) -> Mapping[tuple[int, int], ProductionStop]:
    query = select(ProductionStop).where(ProductionStop.order_id == order.id).order_by(ProductionStop.id)
    return {(each.signatory_id, each.factory_id): each for each in session.scalars(query)}


def _determined_on(order: SafetyOrder) -> date | None:
    return next((each.happened_on for each in order.steps if each.step is OrderStep.DETERMINED), None)
