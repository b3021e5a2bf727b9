"""The notices for the gates of a building: issued with a step of its order, and kept as what they said.

A notice is kept in the line of the journal that notes its step: what is mended later changes nothing that hung there.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.orders.standing import beside_of, taken_of
from accord.records.factory import Factory
from accord.records.journal import JournalEntry
from accord.records.order import OrderEvent, OrderPlace, SafetyOrder
from accord.rules.orders.gate import ISSUED_BY, SEEN_ON_SITE, GateNotice, Said, as_details, from_details
from accord.rules.orders.standing import standing
from accord.rules.public.public_text import public_text
from accord.rules.vocabulary import OrderKind, OrderStep
from accord.rules.words.bangla import digits

KEPT = "gate_notice"
"""Under this name it stands among the details of the line."""

BY_PANEL = frozenset({OrderStep.EASED, OrderStep.LIFTED})
"""Steps that the Review Panel agrees to."""


def issued_with(
    session: Session, order: SafetyOrder, event: OrderEvent, *, limit_kpa: float | None = None
) -> Mapping[str, Any]:
    """Return what the line of the journal keeps of the notice that is hung up with the step; of most steps nothing.

    `limit_kpa`: the load that comes with the step and is written after it.
    """
    if event.step not in ISSUED_BY:
        return {}
    return {"event": event.id, KEPT: as_details(_as_it_stands(session, order, event, limit_kpa=limit_kpa))}


def notices_of(session: Session, order: SafetyOrder) -> Sequence[GateNotice]:
    """Return every notice of the order, the first one first, each as it was kept.

    Of a step that was written by a story, or taken before notices were kept, it says what the order says now.
    """
    query = select(JournalEntry.details).where(JournalEntry.subject == f"order {order.id}")
    lines = map(json.loads, session.scalars(query))
    kept = {each["event"]: each[KEPT] for each in lines if KEPT in each}
    return [
        from_details(kept[event.id]) if event.id in kept else _as_it_stands(session, order, event)
        for event in _issuing(order)
    ]


def _issuing(order: SafetyOrder) -> Sequence[OrderEvent]:
    return [event for event in order.steps if event.step in ISSUED_BY]


def _as_it_stands(
    session: Session, order: SafetyOrder, event: OrderEvent, *, limit_kpa: float | None = None
) -> GateNotice:
    so_far = [each for each in order.steps if each.id <= event.id]
    stood = standing(order.raised_as, taken_of(order)[: len(so_far)])
    seen = [each.happened_on for each in so_far if each.step in SEEN_ON_SITE]
    factories = sorted((link.factory for link in order.factories), key=lambda each: each.number)
    return GateNotice(
        order=order.id,
        key=order.public_key,
        version=sum(each.step in ISSUED_BY for each in so_far),
        step=event.step,
        kind=stood.kind,
        is_determined=any(each.step is OrderStep.DETERMINED for each in so_far),
        building=_said(order.building.name, order.building.name_bn),
        places=tuple(_place(each) for each in order.places),
        factories=tuple(_factory(each) for each in factories),
        reasons=_reasons(order, event),
        limit_kpa=(limit_kpa or order.limit_kpa) if stood.kind is OrderKind.LOAD_REDUCTION else None,
        since=order.steps[0].happened_on,
        issued_on=event.happened_on,
        seen_on=seen[-1] if seen else None,
        still_open=len(beside_of(session, order).open_causes) if event.step is OrderStep.LIFTED else 0,
        is_by_panel=event.step in BY_PANEL and _is_by_panel(session, order),
    )


def _is_by_panel(session: Session, order: SafetyOrder) -> bool:
    beside = beside_of(session, order)
    return beside.is_structural and beside.is_unanimous


def _reasons(order: SafetyOrder, event: OrderEvent) -> tuple[Said, ...]:
    first = _said(order.because, order.because_bn)
    known = [each for each in order.causes if each.recorded_at <= event.recorded_at]
    latest = _said(known[-1].words, known[-1].words_bn) if len(known) > 1 else first
    return (first,) if latest == first else (first, latest)


def _place(place: OrderPlace) -> Said:
    floor, zone = place.floor, place.zone
    names = floor.name or f"Level {floor.level}"
    names_bn = floor.name_bn or (None if floor.name else f"লেভেল {digits(str(floor.level))}")
    if zone is None:
        return _said(names, names_bn)
    # Half of it in English would be neither: then the whole stands in English.
    return _said(f"{names}, {zone.name}", f"{names_bn}, {zone.name_bn}" if names_bn and zone.name_bn else None)


def _factory(factory: Factory) -> Said:
    number = f"({factory.number})"
    bangla = f"{factory.name_bn} {number}" if factory.name_bn else None
    return _said(f"{factory.name} {number}" if factory.name else f"Factory {factory.number}", bangla)


def _said(english: str, bangla: str | None) -> Said:
    return Said(public_text(english), public_text(bangla) if bangla else None)
