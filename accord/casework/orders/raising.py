"""Raises an order in the transaction of its cause, or joins the cause to the order that is open already.

Source: DOMAIN.md section 6: “A second cause for the same building and kind joins the open order.”
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.buildings import buildings_of, move_in, record_building
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.causes import Cause, Spot
from accord.casework.orders.gate_notices import issued_with
from accord.casework.orders.recipients import called, freeze, join_recipients, keep_factories, who_is_told
from accord.casework.orders.standing import lock_order, set_clock, standing_of
from accord.casework.orders.telling import tell, tell_newcomers
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.factory import Building, Factory
from accord.records.order import OrderCause, OrderEvent, OrderPlace, SafetyOrder
from accord.rules.desk.people import Role
from accord.rules.factories.buildings import BuildingFacts
from accord.rules.moments import Moment
from accord.rules.notices import Letter
from accord.rules.orders.steps import By
from accord.rules.orders.words import CauseKind
from accord.rules.vocabulary import OrderKind, OrderStep

PEN = "orders"
DECIDERS = frozenset({Role.CHIEF_SAFETY_OFFICER, Role.DEPUTY})


class WhichBuilding(Told):
    """A danger was told of a factory that is in several buildings, and of none of them."""

    sentence = N_("The factory is in more than one building: say in which of them people are in danger.")


class OnlyTheChiefDecides(Told):
    """Somebody else raised an order without a hazard, a rating or a measured load."""

    sentence = N_(
        "Only the chief safety officer or the deputy can raise an order of their own: "
        "record the hazard, the rating or the load instead."
    )


class SayWhy(Told):
    """An order was to be raised without a word of why."""

    sentence = N_("Say what the danger is: everybody who is told of the order reads it.")


def raise_or_join(session: Session, cause: Cause, *, who: Visitor, moment: Moment) -> SafetyOrder:
    """Raise the order that the cause calls for, or join the cause to the open one of the building and kind.

    The same hazard, or the same measured load, is a cause of an order once.
    """
    _require_right(cause, who)
    hold_the_pen(session, PEN)
    open_one = open_order(session, cause.building, cause.order)
    if open_one is None:
        return _raise(session, cause, who=who, moment=moment)
    if not _is_known(open_one, cause):
        _join(session, open_one, cause, who=who, moment=moment)
    return open_one


def open_order(session: Session, building: Building, kind: OrderKind) -> SafetyOrder | None:
    """Return the building's open order of the kind, locked and as it stands now; None where there is none."""
    query = (
        select(SafetyOrder)
        .where(SafetyOrder.building_id == building.id, SafetyOrder.kind == kind, SafetyOrder.next_due_at.is_not(None))
        .order_by(SafetyOrder.id)
    )
    for each in session.scalars(query).all():
        if standing_of(lock_order(session, each)).is_open:
            return each
    return None


def building_of_danger(session: Session, factory: Factory, *, who: Visitor, moment: Moment) -> Building:
    """Return the building of a danger that names none: the factory's only one, made where none is on record."""
    buildings = buildings_of(session, factory, day=moment.today)
    if len(buildings) > 1:
        raise WhichBuilding
    if buildings:
        return buildings[0]
    facts = BuildingFacts(
        name=f"Building of {called(factory)}"[:200],
        name_bn=f"{factory.name_bn} এর ভবন"[:200] if factory.name_bn else None,
    )
    building = record_building(session, facts, actor=who.actor, moment=moment)
    move_in(session, building, who=factory, from_on=None, actor=who.actor, moment=moment)
    return building


def _require_right(cause: Cause, who: Visitor) -> None:
    if cause.kind is CauseKind.DECISION and not DECIDERS & set(who.roles):
        raise OnlyTheChiefDecides
    if not cause.words.strip():
        raise SayWhy


def _raise(session: Session, cause: Cause, *, who: Visitor, moment: Moment) -> SafetyOrder:
    order = SafetyOrder(
        kind=cause.order,
        raised_as=cause.order,
        building=cause.building,
        because=cause.words,
        because_bn=cause.words_bn,
        limit_kpa=cause.limit_kpa,
        causes=[_cause(cause, who=who, moment=moment)],
        places=[OrderPlace(floor=floor, zone=zone) for floor, zone in cause.spots],
        steps=[_event(cause, OrderStep.RAISED, who=who, moment=moment)],
    )
    session.add(order)
    session.flush()
    keep_factories(session, order, cause.factories, moment=moment)
    told = who_is_told(session, order, OrderStep.RAISED, moment=moment)
    recipients = freeze(session, order, told, step=OrderStep.RAISED, moment=moment)
    set_clock(session, order, zone=moment.zone)
    tell(session, order, Letter.RAISED, recipients, step="raised", moment=moment)
    _note(session, "raised an order", order, cause, who=who, moment=moment)
    return order


def _join(session: Session, order: SafetyOrder, cause: Cause, *, who: Visitor, moment: Moment) -> None:
    order.causes.append(_cause(cause, who=who, moment=moment))
    event = _event(cause, OrderStep.JOINED, who=who, moment=moment)
    event.order = order
    session.add(event)
    _widen(session, order, cause)
    if cause.limit_kpa is not None:
        order.limit_kpa = min(cause.limit_kpa, order.limit_kpa if order.limit_kpa is not None else cause.limit_kpa)
    session.flush()
    keep_factories(session, order, cause.factories, moment=moment)
    set_clock(session, order, zone=moment.zone)
    is_determined = standing_of(order).is_determined
    told_before = list(order.recipients)
    newcomers = join_recipients(session, order, is_determined=is_determined, moment=moment)
    tell_newcomers(session, order, newcomers, is_determined=is_determined, moment=moment)
    tell(session, order, Letter.JOINED, told_before, step=f"joined {event.id}", moment=moment)
    _note(session, "joined a cause to an order", order, cause, who=who, moment=moment)


def _widen(session: Session, order: SafetyOrder, cause: Cause) -> None:
    """Let the order name the places of the cause too; an order without any is of the whole building and stays so."""
    if not order.places:
        return
    if not cause.spots:
        for place in list(order.places):
            order.places.remove(place)
            session.delete(place)
        return
    named = {(place.floor_id, place.zone_id) for place in order.places}
    for floor, zone in cause.spots:
        if not _is_named(named, (floor, zone)):
            order.places.append(OrderPlace(floor=floor, zone=zone))


def _is_named(named: set[tuple[int, int | None]], spot: Spot) -> bool:
    floor, zone = spot
    return (floor.id, None) in named or (floor.id, zone.id if zone else None) in named


def _is_known(order: SafetyOrder, cause: Cause) -> bool:
    def same(one: OrderCause) -> bool:
        by_hazard = cause.hazard is not None and one.hazard_id == cause.hazard.id
        by_load = cause.measurement is not None and one.measurement_id == cause.measurement.id
        by_danger = cause.danger is not None and one.danger_id == cause.danger.id
        by_rating = one.kind is cause.kind is CauseKind.RATING and one.inspection is cause.inspection
        return by_hazard or by_load or by_danger or by_rating

    return any(same(each) for each in order.causes)


def _cause(cause: Cause, *, who: Visitor, moment: Moment) -> OrderCause:
    return OrderCause(
        kind=cause.kind,
        discipline=cause.discipline,
        hazard=cause.hazard,
        inspection=cause.inspection,
        measurement=cause.measurement,
        danger_id=cause.danger.id if cause.danger else None,
        words=cause.words,
        words_bn=cause.words_bn,
        actor=who.actor,
        recorded_at=moment.now,
    )


def _event(cause: Cause, step: OrderStep, *, who: Visitor, moment: Moment) -> OrderEvent:
    return OrderEvent(
        step=step,
        happened_on=moment.today,
        actor=who.actor,
        person_id=who.id,
        taken_as=(By.DECIDER if cause.kind is CauseKind.DECISION else By.PROGRAMME).value,
        inspection_id=cause.inspection.id if cause.inspection else None,
        recorded_at=moment.now,
    )


def _note(session: Session, deed: str, order: SafetyOrder, cause: Cause, *, who: Visitor, moment: Moment) -> None:
    details = {
        "kind": order.kind.value,
        "cause": cause.kind.value,
        "building": order.building_id,
        "hazard": cause.hazard.id if cause.hazard else None,
        "inspection": cause.inspection.id if cause.inspection else None,
        "measurement": cause.measurement.id if cause.measurement else None,
        "danger": cause.danger.id if cause.danger else None,
        "limit_kpa": order.limit_kpa,
        "places": len(order.places),
        **issued_with(session, order, order.steps[-1]),
    }
    subject = f"order {order.id}"
    journal.note(session, deed, subject, actor=who.actor, moment=moment, details=details)
