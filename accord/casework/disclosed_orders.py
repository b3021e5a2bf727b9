"""What the public may read of orders: those that were determined, and their steps but for each acknowledgement."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from accord.casework.orders.standing import reports_of_some
from accord.records.order import OrderEvent, OrderFactory, OrderPlace, SafetyOrder
from accord.rules.public.disclosed_order import PUBLIC_STEPS, OrderDisclosed, OrderStepDisclosed
from accord.rules.public.public_text import public_text
from accord.rules.vocabulary import OrderStep


def disclosed_orders(
    session: Session, *, as_of: date, factory_ids: Collection[int] | None = None
) -> tuple[OrderDisclosed, ...]:
    """Return every order determined by that day, or those of these factories, in the order they were raised."""
    query = (
        select(SafetyOrder)
        .options(
            selectinload(SafetyOrder.building),
            selectinload(SafetyOrder.steps),
            selectinload(SafetyOrder.recipients),
            selectinload(SafetyOrder.places).selectinload(OrderPlace.floor),
            selectinload(SafetyOrder.places).selectinload(OrderPlace.zone),
            selectinload(SafetyOrder.factories).selectinload(OrderFactory.factory),
        )
        .order_by(SafetyOrder.id)
    )
    if factory_ids is not None:
        mine = select(OrderFactory.order_id).where(OrderFactory.factory_id.in_(factory_ids))
        query = query.where(SafetyOrder.id.in_(mine))
    return tuple(_disclosed(order, as_of) for order in session.scalars(query) if _is_public(order, as_of))


def _is_public(order: SafetyOrder, as_of: date) -> bool:
    return any(event.step is OrderStep.DETERMINED and event.happened_on <= as_of for event in order.steps)


def _disclosed(order: SafetyOrder, as_of: date) -> OrderDisclosed:
    building, of_some = order.building, reports_of_some(order)
    determined_on = min(event.happened_on for event in order.steps if event.step is OrderStep.DETERMINED)
    return OrderDisclosed(
        key=order.public_key,
        kind=order.kind,
        building=public_text(building.name),
        building_bn=_shown(building.name_bn),
        places=tuple(_place(place) for place in order.places),
        places_bn=tuple(_place_bn(place) for place in order.places),
        because=public_text(order.because),
        because_bn=_shown(order.because_bn),
        limit_kpa=order.limit_kpa,
        factories=tuple(sorted(link.factory.number for link in order.factories)),
        # That the place is clear is public once everybody inside has said so: who walks in decides by it.
        steps=tuple(
            _step(event) for event in order.steps if event.id not in of_some and _is_shown(event, determined_on, as_of)
        ),
    )


def _is_shown(event: OrderEvent, determined_on: date, as_of: date) -> bool:
    # What was done as a precaution before there was a public order is between those who were there.
    return event.step in PUBLIC_STEPS and determined_on <= event.happened_on <= as_of


def _step(event: OrderEvent) -> OrderStepDisclosed:
    return OrderStepDisclosed(event.step, event.happened_on, note=_shown(event.note), note_bn=_shown(event.note_bn))


def _place(place: OrderPlace) -> str:
    floor = place.floor.name or str(place.floor.level)
    return public_text(f"{floor}, {place.zone.name}" if place.zone else floor)


def _place_bn(place: OrderPlace) -> str | None:
    names = [place.floor.name_bn, *([place.zone.name_bn] if place.zone else [])]
    # Half of it in English would be neither: then the whole stands in English, marked as such.
    return public_text(", ".join(name for name in names if name)) if all(names) else None


def _shown(text: str | None) -> str | None:
    return None if text is None else public_text(text)
