"""The inspections on which somebody may have seen what an order asks for: a step can name one of them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accord.casework.orders.standing import disciplines_of
from accord.records.inspection import Inspection
from accord.records.order import SafetyOrder
from accord.rules.moments import Moment

SHORT_LIST = 8
"""Ours: who verifies today was there in these days."""


def inspections_for(session: Session, order: SafetyOrder, *, moment: Moment) -> Sequence[Inspection]:
    """Return the latest inspections of the order's factories and disciplines since it was raised, the last first."""
    query = (
        select(Inspection)
        .where(
            Inspection.factory_id.in_([link.factory_id for link in order.factories]),
            Inspection.discipline.in_(disciplines_of(order)),
            Inspection.removed_at.is_(None),
            Inspection.inspected_on >= order.steps[0].happened_on,
            Inspection.inspected_on <= moment.today,
        )
        .options(joinedload(Inspection.factory))
        .order_by(Inspection.inspected_on.desc(), Inspection.id.desc())
        .limit(SHORT_LIST)
    )
    return session.scalars(query).all()
