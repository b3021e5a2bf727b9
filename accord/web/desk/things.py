"""Loads what an address names, if the visitor may do there what the view does; what is out of reach does not exist."""

from flask import abort, current_app, request
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from accord.casework.desk.things import (
    thing_of_factory,
    thing_of_hazard,
    thing_of_inspection,
    thing_of_order,
    thing_of_version,
)
from accord.casework.escalation.terminations import thing_of_stage
from accord.casework.factories import MergedAway, UnknownFactory, factory_numbered
from accord.records.cap import CapVersion
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.records.inspection import Inspection
from accord.records.order import OrderFactory, OrderPlace, SafetyOrder
from accord.rules.desk.access import Thing
from accord.web.access import action_of, may
from accord.web.database import db, looking


def require(thing: Thing) -> None:
    """Answer that there is no such page unless the visitor may do to the thing what this view does."""
    if not may(action_of(current_app.view_functions[request.endpoint or ""]), thing):
        abort(404)


def factory_or_404(number: int) -> Factory:
    """Return the factory with this number, or answer that there is none."""
    factory = _numbered(number)
    require(thing_of_factory(factory))
    return factory


def staged_factory_or_404(number: int) -> Factory:
    """Return the factory with its stage in mind: who was told to end business there goes on reading of it."""
    factory = _numbered(number)
    require(thing_of_stage(db(), factory))
    return factory


def _numbered(number: int) -> Factory:
    try:
        return factory_numbered(db(), number)
    except (UnknownFactory, MergedAway):
        abort(404)


def hazard_or_404(hazard_id: int) -> Hazard:
    """Return the hazard, or answer that there is none."""
    hazard = db().get(Hazard, hazard_id)
    if hazard is None:
        abort(404)
    require(thing_of_hazard(db(), hazard))
    return hazard


def inspection_or_404(inspection_id: int) -> Inspection:
    """Return the inspection, or answer that there is none."""
    return _required(db(), inspection_id)


def seen_inspection_or_404(inspection_id: int) -> Inspection:
    """Return the inspection with its factory, only read, also where something is sent; or answer that there is none."""
    return _required(looking(), inspection_id, joinedload(Inspection.factory))


def _required(session: Session, inspection_id: int, *options: ORMOption) -> Inspection:
    inspection = session.get(Inspection, inspection_id, options=options)
    if inspection is None:
        abort(404)
    require(thing_of_inspection(session, inspection))
    return inspection


def version_or_404(version_id: int) -> CapVersion:
    """Return the version of a CAP, or answer that there is none."""
    version = db().get(CapVersion, version_id)
    if version is None:
        abort(404)
    require(thing_of_version(version))
    return version


def order_or_404(order_id: int) -> SafetyOrder:
    """Return the order, or answer that there is none."""
    return _required_order(db(), order_id)


def seen_order_or_404(order_id: int) -> SafetyOrder:
    """Return the order, only read, also where something is sent; or answer that there is none."""
    return _required_order(looking(), order_id)


def _required_order(session: Session, order_id: int) -> SafetyOrder:
    whole = (
        selectinload(SafetyOrder.factories).joinedload(OrderFactory.factory),
        selectinload(SafetyOrder.places).options(joinedload(OrderPlace.floor), joinedload(OrderPlace.zone)),
    )
    order = session.get(SafetyOrder, order_id, options=whole)
    if order is None:
        abort(404)
    require(thing_of_order(order))
    return order
