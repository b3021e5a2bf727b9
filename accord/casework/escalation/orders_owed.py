"""Orders that a factory has not complied with, or has not even answered. Imminent danger waits for no protocol."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from accord.casework.orders.standing import standing_of
from accord.records.order import OrderFactory, SafetyOrder
from accord.records.order_care import OrderMeasure, OrderMeasureStep
from accord.rules.escalation.evidence import Evidence
from accord.rules.escalation.words import Trigger
from accord.rules.moments import Moment
from accord.rules.orders.standing import Standing
from accord.rules.orders.steps import Phase
from accord.rules.orders.words import MeasureStep

WAITS_FOR_FACTORY = frozenset({MeasureStep.SET, MeasureStep.NOT_ACCEPTED})


def orders_owed(session: Session, factories: Select[int], *, moment: Moment) -> Mapping[int, Sequence[Evidence]]:
    """Return by factory the open orders that it has not complied with or acknowledged, and measures past their day."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    open_orders = (
        select(SafetyOrder)
        .join(OrderFactory, OrderFactory.order_id == SafetyOrder.id)
        .where(OrderFactory.factory_id.in_(factories), SafetyOrder.next_due_at.is_not(None))
        .options(
            selectinload(SafetyOrder.steps),
            selectinload(SafetyOrder.factories),
            selectinload(SafetyOrder.recipients),
        )
        .order_by(SafetyOrder.id)
        .distinct()
    )
    concerned = set(session.scalars(factories))
    for order in session.scalars(open_orders):
        stands = standing_of(order)
        for link in order.factories:
            if link.factory_id in concerned and stands.is_open:
                found[link.factory_id] += _of_order(order, stands, link.factory_id, moment=moment)
    for factory_id, evidence in _measures(session, factories, today=moment.today):
        found[factory_id].append(evidence)
    return found


def _of_order(order: SafetyOrder, stands: Standing, factory_id: int, *, moment: Moment) -> list[Evidence]:
    began_on = moment.civil_date(stands.climb_began_at)
    found = []
    # Who reported of the own place did what was asked, whoever else has not.
    if stands.phase is Phase.DETERMINED and f"factory {factory_id}" not in stands.reported:
        found.append(Evidence(Trigger.ORDER_NOT_COMPLIED, f"order {order.id}", began_on))
    if stands.is_determined and f"factory {factory_id}" not in stands.acknowledged:
        found.append(Evidence(Trigger.NOTICE_UNANSWERED, f"order {order.id}", began_on))
    return found


def _measures(session: Session, factories: Select[int], *, today: date) -> Sequence[tuple[int, Evidence]]:
    last = (
        select(OrderMeasureStep.step)
        .where(OrderMeasureStep.measure_id == OrderMeasure.id)
        .order_by(OrderMeasureStep.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(OrderFactory.factory_id, OrderMeasure.id, OrderMeasure.due_on)
        .join(OrderMeasure, OrderMeasure.order_id == OrderFactory.order_id)
        .join(SafetyOrder, SafetyOrder.id == OrderMeasure.order_id)
        .where(
            OrderFactory.factory_id.in_(factories),
            SafetyOrder.next_due_at.is_not(None),
            OrderMeasure.due_on < today,
            last.in_(WAITS_FOR_FACTORY),
        )
        .order_by(OrderMeasure.due_on, OrderMeasure.id)
    )
    return [
        (factory_id, Evidence(Trigger.ORDER_NOT_COMPLIED, f"measure {measure_id}", due_on))
        for factory_id, measure_id, due_on in rows
    ]
