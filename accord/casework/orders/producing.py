"""The signatories that have not said that their production stopped in an evacuated building, of many orders at once.

Source: DOMAIN.md sections 6 and 10. A fixed number of questions.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.order import SafetyOrder
from accord.records.order_care import ProductionStop
from accord.rules.moments import Moment
from accord.rules.orders.standing import Standing
from accord.rules.vocabulary import OrderKind


@dataclass(frozen=True)
class _Purchase:
    """A signatory buys from a factory, until a day or still."""

    signatory: int
    factory: int
    to_on: date | None


def producing_at(
    session: Session, orders: Sequence[SafetyOrder], standings: Mapping[int, Standing], *, moment: Moment
) -> Mapping[int, Sequence[Signatory]]:
    """Return by order the signatories whose word is due: told, and silent of a factory from which they buy.

    One of which no purchase is on record has to speak for every factory of the order: who was told is never left out.
    Under a load reduction production may go on in part, and without its boiler a factory may work.
    """
    empty = [order for order in orders if _must_stop(standings[order.id])]
    told = {each.signatory_id for order in empty for each in order.recipients if each.signatory_id is not None}
    if not told:
        return {}
    names = {each.id: each for each in session.scalars(select(Signatory).where(Signatory.id.in_(told)))}
    purchases, said = _purchases(session, empty, told, moment.today), _said(session, [order.id for order in empty])
    return {
        order.id: [
            names[each.signatory_id]
            for each in order.recipients
            if each.signatory_id is not None and not _has_stopped(order, each.signatory_id, purchases, said)
        ]
        for order in empty
    }


def _must_stop(standing: Standing) -> bool:
    return standing.kind is OrderKind.EVACUATION and standing.is_determined


def _has_stopped(
    order: SafetyOrder,
    signatory: int,
    purchases: Mapping[int, Sequence[_Purchase]],
    said: Mapping[tuple[int, int, int], bool],
) -> bool:
    here, raised_on = {link.factory_id for link in order.factories}, order.steps[0].happened_on
    bought = {each.factory for each in purchases[signatory] if each.to_on is None or each.to_on > raised_on}
    spoken_of = {factory for factory in here if (order.id, signatory, factory) in said}
    wanted = ((bought | spoken_of) & here) or here
    return bool(wanted) and all(said.get((order.id, signatory, factory)) for factory in wanted)


def _purchases(
    session: Session, orders: Sequence[SafetyOrder], told: Collection[int], today: date
) -> Mapping[int, Sequence[_Purchase]]:
    here = {link.factory_id for order in orders for link in order.factories}
    # One that was merged is bought from under the number that stands for it.
    stands_for = func.coalesce(Factory.merged_into_id, Factory.id)
    query = (
        select(Sourcing.signatory_id, stands_for, Sourcing.to_on)
        .join(Factory, Sourcing.factory_id == Factory.id)
        .where(Sourcing.signatory_id.in_(told), stands_for.in_(here), Sourcing.from_on <= today)
    )
    found: dict[int, list[_Purchase]] = defaultdict(list)
    for signatory, factory, to_on in session.execute(query):
        found[signatory].append(_Purchase(signatory, factory, to_on))
    return found


def _said(session: Session, ids: Sequence[int]) -> Mapping[tuple[int, int, int], bool]:
    query = select(ProductionStop).where(ProductionStop.order_id.in_(ids)).order_by(ProductionStop.id)
    return {(each.order_id, each.signatory_id, each.factory_id): each.is_stopped for each in session.scalars(query)}
