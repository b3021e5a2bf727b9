"""What the demonstration promises of each of its factories, and how its tests ask for it."""

from datetime import timedelta
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.histories import Scope
from accord.casework.progress import progress
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.rules.moments import Moment
from accord.rules.vocabulary import Coverage, FactoryStatus

BEHIND, COMPLETED, ON_TRACK = 90101, 90102, 90103
EVACUATED, NEIGHBOUR = 90104, 90105
FAR_BEHIND, LIMITED, HANDED_OVER, INELIGIBLE = 90106, 90107, 90108, 90109
PENDING, NOT_INSPECTED, CLOSED = 90110, 90111, 90112

PROMISED = {
    BEHIND: FactoryStatus.BEHIND_SCHEDULE,
    COMPLETED: FactoryStatus.INITIAL_CAP_COMPLETED,
    ON_TRACK: FactoryStatus.ON_TRACK,
    EVACUATED: FactoryStatus.BEHIND_SCHEDULE,
    NEIGHBOUR: FactoryStatus.ON_TRACK,
    FAR_BEHIND: FactoryStatus.BEHIND_SCHEDULE,
    LIMITED: FactoryStatus.BEHIND_SCHEDULE,
    HANDED_OVER: FactoryStatus.BEHIND_SCHEDULE,
    INELIGIBLE: FactoryStatus.INELIGIBLE,
    PENDING: FactoryStatus.CAP_PENDING,
    NOT_INSPECTED: FactoryStatus.NOT_INSPECTED,
    CLOSED: FactoryStatus.INITIAL_CAP_COMPLETED,
}
COVERED_NO_MORE = {HANDED_OVER: Coverage.HANDED_OVER, CLOSED: Coverage.CLOSED}
COVERED = [number for number in PROMISED if number not in COVERED_NO_MORE]
SHARED_BUILDINGS = ({BEHIND, ON_TRACK}, {EVACUATED, NEIGHBOUR})


def later(moment: Moment, days: int) -> Moment:
    """Return the same time of day so many days later."""
    return Moment(moment.now + timedelta(days=days), moment.zone)


def every_hazard(session: Session) -> list[Hazard]:
    """Return all hazards in the order of their writing."""
    return list(session.scalars(select(Hazard).order_by(Hazard.id)))


def place_of(hazard: Hazard) -> str:
    """Return where to look in the stories: the factories, the discipline and the item."""
    return f"{'/'.join(str(link.factory.number) for link in hazard.links)} {hazard.discipline} {hazard.item}"


def count(session: Session, scope: Scope, moment: Moment) -> int:
    """Return how many hazards are in scope, withdrawn ones too."""
    whole = progress(session, scope, moment=moment)
    return sum(tally.applicable + tally.withdrawn for tally in (whole.initial, whole.new))


def factory(session: Session, number: int) -> Factory:
    """Return the factory of that number."""
    return session.scalars(select(Factory).where(Factory.number == number)).one()


def rises(values: list) -> bool:
    """Return whether each value is greater than the one before."""
    return all(before < after for before, after in pairwise(values))
