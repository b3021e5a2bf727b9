"""Narrows lists to what a visitor may see: what `rules.desk.access.sight` says, as conditions for queries."""

from sqlalchemy import ColumnElement, Select, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.inspection import Report
from accord.records.order import OrderEvent
from accord.rules.desk.access import Sight
from accord.rules.desk.reports import ReportState
from accord.rules.vocabulary import OrderStep, Source


def factories_seen(sight: Sight) -> ColumnElement[bool]:
    """Return what is true of the factories that are seen."""
    if sight.everywhere:
        return true()
    return Factory.id.in_(sight.factories | sight.issued_of)


def hazards_seen(sight: Sight) -> ColumnElement[bool]:
    """Return what is true of the hazards that are seen: of one's own factories all, of suppliers the issued ones.

    A hazard that counts for no factory any more, since its import was undone, is in nobody's list.
    """
    if sight.everywhere:
        gone = _of_no_factory_any_more()
        # Whether there is any is asked once: mostly there is none, and then no hazard is looked up among them.
        return ~gone.exists() | Hazard.id.not_in(gone)
    seen = [_linked_to(sight.factories)] if sight.factories else []
    if sight.issued_of:
        seen.append(_linked_to(sight.issued_of) & is_told())
    return or_(*seen) if seen else false()


def is_told() -> ColumnElement[bool]:
    """Return what is true of the hazards that the parties were told of: by an issued report or a sheet."""
    issued = exists().where(Report.inspection_id == Hazard.inspection_id, Report.state == ReportState.ISSUED)
    return (Hazard.source == Source.IMPORTED) | Hazard.inspection_id.is_(None) | issued


def determined_orders() -> Select[int]:
    """Return the query for the ids of the orders that signatories are told of: those that were determined."""
    return select(OrderEvent.order_id).where(OrderEvent.step == OrderStep.DETERMINED)


def _of_no_factory_any_more() -> Select[int]:
    # These few are named, since to ask of every other hazard whether it counts for a factory takes far longer.
    gone, standing = aliased(HazardFactory), aliased(HazardFactory)
    still = exists().where(standing.hazard_id == gone.hazard_id, standing.removed_at.is_(None))
    return select(gone.hazard_id).where(gone.removed_at.is_not(None), ~still)


def _linked_to(factory_ids: frozenset[int]) -> ColumnElement[bool]:
    linked = select(HazardFactory.hazard_id).where(
        HazardFactory.factory_id.in_(factory_ids), HazardFactory.removed_at.is_(None)
    )
    return Hazard.id.in_(linked)
