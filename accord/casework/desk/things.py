"""What a record belongs to, as the access table asks for it."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import ColumnElement, Select, exists, select, true
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.orders.standing import disciplines_of, is_referred
from accord.records.cap import CapVersion
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.inspection import Inspection, Report
from accord.records.order import OrderEvent, OrderFactory, OrderRecipient, SafetyOrder
from accord.records.photo import Photo
from accord.rules.desk.access import Thing
from accord.rules.desk.actions import Action
from accord.rules.desk.people import OF_A_SIGNATORY
from accord.rules.desk.reports import ReportState
from accord.rules.orders.words import RecipientKind
from accord.rules.vocabulary import CapState, OrderStep, Source

APPROVED = (CapState.TECHNICALLY_APPROVED, CapState.FINANCE_PLAN_AGREED)


def thing_of_factory(factory: Factory) -> Thing:
    """Return the factory as a thing of its own."""
    return Thing(frozenset({factory.id}))


def thing_of_hazard(session: Session, hazard: Hazard) -> Thing:
    """Return the hazard with all factories that it counts for; it is issued with the report that tells of it."""
    factories = session.scalars(
        select(HazardFactory.factory_id).where(HazardFactory.hazard_id == hazard.id, HazardFactory.removed_at.is_(None))
    )
    is_issued = hazard.source is Source.IMPORTED or (
        hazard.inspection_id is None or _is_issued(session, hazard.inspection_id)
    )
    return Thing(frozenset(factories), hazard.discipline, is_issued=is_issued)


def thing_of_photo(session: Session, photo: Photo) -> Thing:
    """Return a photo of a hazard; one of a later visit is issued with the report of that visit."""
    thing = thing_of_hazard(session, photo.hazard)
    is_told = photo.inspection_id is None or _is_issued(session, photo.inspection_id)
    return replace(thing, is_issued=thing.is_issued and is_told)


def reads_only_what_is_issued(who: Visitor, action: Action, thing: Thing) -> bool:
    """Return whether the visitor reaches the thing only as far as it was issued to the parties."""
    return not who.may(action, replace(thing, is_issued=False))


def issued_inspections(session: Session, ids: Iterable[int | None]) -> frozenset[int]:
    """Return those of the inspections whose report was issued."""
    asked = sorted({id_ for id_ in ids if id_ is not None})
    query = select(Report.inspection_id).where(Report.inspection_id.in_(asked), Report.state == ReportState.ISSUED)
    return frozenset(session.scalars(query))


def thing_of_inspection(session: Session, inspection: Inspection) -> Thing:
    """Return the inspection; it is issued with its report, or was made known elsewhere before it was imported."""
    is_issued = inspection.source is Source.IMPORTED or _is_issued(session, inspection.id)
    return Thing(frozenset({inspection.factory_id}), inspection.discipline, is_issued=is_issued)


def thing_of_version(version: CapVersion) -> Thing:
    """Return a version of a CAP; the parties are given it when it was approved."""
    return Thing(frozenset({version.factory_id}), version.discipline, is_issued=version.state in APPROVED)


def thing_of_order(order: SafetyOrder) -> Thing:
    """Return the order with all its factories and the signatories that were told; the parties have it once determined.

    It is of every discipline of its causes.
    """
    return Thing(
        frozenset(link.factory_id for link in order.factories),
        is_issued=any(event.step is OrderStep.DETERMINED for event in order.steps),
        disciplines=disciplines_of(order),
        told=frozenset(each.signatory_id for each in order.recipients if each.signatory_id is not None),
        is_referred=is_referred(order),
    )


def orders_seen_by(who: Visitor) -> ColumnElement[bool]:
    """Return what is true of the orders that the visitor may read about, for lists; the same as for one of them."""
    sight = who.sight(Action.READ_ORDER)
    if sight.everywhere:
        return true()
    own = SafetyOrder.id.in_(_orders_at(sight.factories))
    determined = select(OrderEvent.order_id).where(OrderEvent.step == OrderStep.DETERMINED)
    bought: ColumnElement[bool] = SafetyOrder.id.in_(_orders_at(sight.issued_of))
    for held in who.holdings:
        if held.signatory is not None and held.role in OF_A_SIGNATORY:
            told = select(OrderRecipient.order_id).where(OrderRecipient.signatory_id == held.signatory)
            bought |= SafetyOrder.id.in_(told) & SafetyOrder.id.in_(_orders_at(held.ever))
    seen = own | (SafetyOrder.id.in_(determined) & bought)
    if sight.is_of_referred:
        seen |= SafetyOrder.id.in_(
            select(OrderRecipient.order_id).where(OrderRecipient.kind == RecipientKind.REVIEW_PANEL)
        )
    return seen


def _orders_at(factory_ids: Iterable[int]) -> Select[int]:
    return select(OrderFactory.order_id).where(OrderFactory.factory_id.in_(factory_ids))


def _is_issued(session: Session, inspection_id: int) -> bool:
    issued = exists().where(Report.inspection_id == inspection_id, Report.state == ReportState.ISSUED)
    return bool(session.scalar(select(issued)))
