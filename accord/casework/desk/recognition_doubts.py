"""Letters of recognition that stand although something speaks against them: a person looks, nothing lapses by itself.

Source: DOMAIN.md section 5: a corrected hazard may be found breached again; the letter says that all are corrected.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.refusals import N_
from accord.records.cap import Recognition
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.order import OrderEvent, OrderFactory
from accord.rules.desk.recognition import Doubt, doubts
from accord.rules.vocabulary import ORDER_ENDS, Origin, Severity, Status

SENTENCES = {
    Doubt.INITIAL_HAZARD_OPEN: N_("A hazard of the initial inspections is not corrected."),
    Doubt.IMMINENT_DANGER: N_("An order is in force, or people are in imminent danger."),
}


@dataclass(frozen=True)
class Doubtful:
    """A factory whose letter is to be looked at, and why."""

    factory: Factory
    why: tuple[Doubt, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Why, in words that are translated where they are shown."""
        return tuple(SENTENCES[doubt] for doubt in self.why)


def doubtful_recognitions(session: Session) -> list[Doubtful]:
    """Return the factories whose standing letter something speaks against, by number, in three questions."""
    recognised = select(Recognition.factory_id).where(Recognition.withdrawn_on.is_(None))
    hazards: dict[int, list[tuple[Origin, Severity | None, Status]]] = defaultdict(list)
    rows = session.execute(
        select(HazardFactory.factory_id, Hazard.origin, Hazard.severity, Hazard.status)
        .join(Hazard, Hazard.id == HazardFactory.hazard_id)
        .where(
            HazardFactory.factory_id.in_(recognised),
            HazardFactory.removed_at.is_(None),
            Hazard.status.not_in((Status.CORRECTED, Status.WITHDRAWN)),
        )
    )
    for factory_id, origin, severity, status in rows:
        hazards[factory_id].append((origin, severity, status))
    ended = select(OrderEvent.order_id).where(OrderEvent.step.in_(ORDER_ENDS))
    ordered = set(
        session.scalars(
            select(OrderFactory.factory_id).where(
                OrderFactory.factory_id.in_(recognised), OrderFactory.order_id.not_in(ended)
            )
        )
    )
    why = {
        factory_id: found
        for factory_id in hazards.keys() | ordered
        if (found := doubts(hazards.get(factory_id, ()), has_open_order=factory_id in ordered))
    }
    factories: Sequence[Factory] = session.scalars(
        select(Factory).where(Factory.id.in_(why), Factory.merged_into_id.is_(None)).order_by(Factory.number)
    ).all()
    return [Doubtful(factory, why[factory.id]) for factory in factories]
