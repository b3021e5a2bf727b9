"""How many hazards of a factory stand in the way of its status although no edition shows them yet."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.histories import histories
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.rules.figures.history import statuses_until
from accord.rules.figures.states import states_of
from accord.rules.figures.unpublished import UnpublishedDisclosed, unpublished_stretches
from accord.rules.moments import Moment


def unpublished_of(
    session: Session, factory: Factory, *, shown: Sequence[Mapping[str, Any]], moment: Moment
) -> tuple[UnpublishedDisclosed, ...]:
    """Return the stretches of the factory's hazards that are not among those shown; counts alone, no word of them."""
    keys = {hazard["key"] for hazard in shown}
    links = (
        select(Hazard.id, Hazard.public_key)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .where(HazardFactory.factory_id == factory.id, HazardFactory.removed_at.is_(None))
    )
    hidden = [id_ for id_, key in session.execute(links) if key not in keys]
    if not hidden:
        return ()
    found = histories(session, select(Hazard.id).where(Hazard.id.in_(hidden)), moment=moment)
    today = moment.today
    return unpublished_stretches(
        (
            history.origin,
            states_of(
                history.found_on,
                statuses_until(history.events, as_of=today, known_at=today),
                history.deadlines,
            ),
        )
        for history in found.values()
        if history.found_on <= today
    )
