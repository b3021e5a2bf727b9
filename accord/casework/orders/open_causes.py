"""What called for an order and is still there: it stands in the way of lifting it. Source: DOMAIN.md section 6.

A hazard is until its correction was verified, a rating until the building was rated anew, a load until less was
measured at the same place. What the chief safety officer decided without any of them is judged by whoever lifts it.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from accord.records.inspection import InspectedBuilding, Inspection, Measurement
from accord.records.order import OrderCause, SafetyOrder
from accord.rules.desk.measurements import Quantity
from accord.rules.figures.progress import OPEN
from accord.rules.orders.causes import load_still_calls, rating_still_calls
from accord.rules.orders.words import CauseKind
from accord.rules.vocabulary import Rating

Place = tuple[int | None, int | None, int | None]
"""A building, a floor and a zone, by their ids."""


def open_causes(session: Session, orders: Sequence[SafetyOrder]) -> Mapping[int, frozenset[int]]:
    """Return by order which of its causes are still there, by their ids; in a fixed number of questions."""
    by_order = {order.id: order for order in orders}
    query = (
        select(OrderCause)
        .where(OrderCause.order_id.in_(by_order))
        .options(
            selectinload(OrderCause.hazard), selectinload(OrderCause.measurement), selectinload(OrderCause.inspection)
        )
    )
    causes = session.scalars(query).all()
    rated = [each for each in causes if each.kind is CauseKind.RATING]
    loads = [each.measurement for each in causes if each.measurement is not None]
    ratings = _last_ratings(session, rated, by_order) if rated else {}
    measured = _last_loads(session, {each.building_id for each in loads}) if loads else {}

    def is_open(cause: OrderCause) -> bool:
        order = by_order[cause.order_id]
        if cause.hazard is not None:
            return cause.hazard.status in OPEN
        if cause.kind is CauseKind.RATING:
            return rating_still_calls(order.kind, ratings.get(order.building_id))
        if cause.measurement is not None:
            last = measured.get(_place_of(cause.measurement), cause.measurement)
            return load_still_calls(last.value, last.allowable_kpa)
        return False

    found: dict[int, frozenset[int]] = {}
    for cause in causes:
        if is_open(cause):
            found[cause.order_id] = found.get(cause.order_id, frozenset()) | {cause.id}
    return found


def _last_ratings(
    session: Session, rated: Sequence[OrderCause], orders: Mapping[int, SafetyOrder]
) -> Mapping[int, Rating]:
    """Return the last rating of each building, by its id.

    An inspection that names no building, as of a sheet, rates each because of which its factory had an order.
    """
    by_factory: dict[int, set[int]] = {}
    for each in rated:
        if each.inspection:
            by_factory.setdefault(each.inspection.factory_id, set()).add(orders[each.order_id].building_id)
    of_building = (
        select(Inspection.inspected_on, Inspection.id, InspectedBuilding.building_id, InspectedBuilding.rating)
        .join(InspectedBuilding, InspectedBuilding.inspection_id == Inspection.id)
        .where(
            InspectedBuilding.building_id.in_({orders[each.order_id].building_id for each in rated}),
            InspectedBuilding.rating.is_not(None),
            Inspection.removed_at.is_(None),
        )
    )
    of_factory = select(Inspection.inspected_on, Inspection.id, Inspection.factory_id, Inspection.rating).where(
        Inspection.factory_id.in_(by_factory),
        Inspection.rating.is_not(None),
        Inspection.removed_at.is_(None),
        ~exists().where(InspectedBuilding.inspection_id == Inspection.id),
    )
    found = [(on, number, building, rating) for on, number, building, rating in session.execute(of_building)]
    found += [
        (on, number, building, rating)
        for on, number, factory, rating in session.execute(of_factory)
        for building in by_factory[factory]
    ]
    return {building: rating for _, _, building, rating in sorted(found, key=lambda each: each[:2]) if rating}


def _last_loads(session: Session, buildings: set[int | None]) -> Mapping[Place, Measurement]:
    query = (
        select(Measurement)
        .join(Inspection, Inspection.id == Measurement.inspection_id)
        .where(
            Measurement.building_id.in_(buildings),
            Measurement.quantity == Quantity.LOAD,
            Inspection.removed_at.is_(None),
        )
        .order_by(Inspection.inspected_on, Measurement.id)
    )
    return {_place_of(each): each for each in session.scalars(query)}


def _place_of(measurement: Measurement) -> Place:
    return measurement.building_id, measurement.floor_id, measurement.zone_id
