"""What called for an order and is still there: it stands in the way of lifting it. Source: DOMAIN.md section 6.

A hazard is until its correction was verified, a rating until the building was rated anew, a load until less was
measured at the same place. What the chief safety officer decided without any of them is judged by whoever lifts it.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
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
    """Return by order which of its causes are still there, by their ids; in three questions."""
    by_order = {order.id: order for order in orders}
    query = (
        select(OrderCause)
        .where(OrderCause.order_id.in_(by_order))
        .options(selectinload(OrderCause.hazard), selectinload(OrderCause.measurement))
    )
    causes = session.scalars(query).all()
    rated = [each for each in causes if each.kind is CauseKind.RATING]
    loads = [each.measurement for each in causes if each.measurement is not None]
    ratings = _last_ratings(session, {by_order[each.order_id].building_id for each in rated}) if rated else {}
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


def _last_ratings(session: Session, buildings: set[int]) -> Mapping[int, Rating]:
    query = (
        select(InspectedBuilding.building_id, InspectedBuilding.rating)
        .join(Inspection, Inspection.id == InspectedBuilding.inspection_id)
        .where(
            InspectedBuilding.building_id.in_(buildings),
            InspectedBuilding.rating.is_not(None),
            Inspection.removed_at.is_(None),
        )
        .order_by(Inspection.inspected_on, Inspection.id)
    )
    return {building_id: rating for building_id, rating in session.execute(query) if rating is not None}


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
