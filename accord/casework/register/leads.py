"""Two lead brands at once, where relations recorded under several numbers count for one factory.

Under one number the import refuses them. Two of the past that a merge brings together stay as they were recorded: each
led what was then thought another factory. Source: DOMAIN.md section 2, at most one lead brand at a time.
"""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.register.pairs import standing
from accord.casework.sourcing import counting_for
from accord.records.factory import Factory, Sourcing
from accord.rules.factories.sourcing import Period


def leads_after_merging(
    session: Session, kept: Factory, merged: Factory, *, today: date
) -> tuple[Sourcing, Sourcing] | None:
    """Return two brands that would both lead the factory on some day from today on, or None if there are none."""
    of_kept = _leads(session, kept)
    of_merged = _leads(session, merged)
    return next(
        ((one, other) for one in of_kept for other in of_merged if _clash(one, other, from_on=today)),
        None,
    )


def rivals(session: Session, led: Collection[Sourcing]) -> Iterator[tuple[Sourcing, Sourcing]]:
    """Yield each of these leads with another brand's under another number of the same factory, if they share a day."""
    merged = session.scalars(select(Factory).where(Factory.merged_into_id.is_not(None))).all()
    shared = {standing(factory) for factory in merged}
    for one in led:
        factory = standing(one.factory)
        if factory in shared:
            others = {*_leads(session, factory), *(each for each in led if standing(each.factory) is factory)}
            for other in others:
                if other.factory is not one.factory and _clash(one, other, from_on=date.min):
                    yield one, other


def _leads(session: Session, factory: Factory) -> list[Sourcing]:
    query = select(Sourcing).where(counting_for(factory), Sourcing.is_lead)
    return list(session.scalars(query.order_by(Sourcing.from_on, Sourcing.id)))


def _clash(one: Sourcing, other: Sourcing, *, from_on: date) -> bool:
    if one.signatory is other.signatory:
        return False
    periods = [Period(max(each.from_on, from_on), each.to_on) for each in (one, other)]
    return all(period.is_possible for period in periods) and periods[0].overlaps(periods[1])
