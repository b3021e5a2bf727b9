"""The hazards of a list with all that a row shows, in two queries whatever their number."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from accord.casework.desk.visitors import Visitor
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.rules.desk.actions import Action


def hazards_by_id(session: Session, ids: Sequence[int]) -> dict[int, Hazard]:
    """Return the hazards with their places and factories, by id."""
    query = (
        select(Hazard)
        .where(Hazard.id.in_(ids))
        .options(
            defer(Hazard.search_text),
            joinedload(Hazard.building),
            joinedload(Hazard.floor),
            joinedload(Hazard.zone),
            selectinload(Hazard.links).joinedload(HazardFactory.factory),
        )
    )
    return {hazard.id: hazard for hazard in session.scalars(query)}


def factories_shown(hazard: Hazard, who: Visitor) -> tuple[Factory, ...]:
    """Return the factories that the hazard counts for and that the visitor may see, by number."""
    sight = who.sight(Action.READ_FACTORY)
    linked = (link.factory for link in hazard.links if link.removed_at is None)
    seen = (each for each in linked if sight.everywhere or each.id in sight.factories | sight.issued_of)
    return tuple(sorted(seen, key=lambda factory: factory.number))
