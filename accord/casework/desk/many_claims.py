"""Several corrections of one factory, reported at once: all of them or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from accord.casework.desk.sights import hazards_seen
from accord.casework.desk.statuses import claim_correction, standing_of
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardEvent, HazardFactory
from accord.rules.desk.actions import Action
from accord.rules.desk.verification import Wrong, wrong_with_claim
from accord.rules.moments import Moment
from accord.rules.vocabulary import Status

MOST_AT_ONCE = 200
"""More on one page is slow on a telephone; what was reported leaves it, and the rest follows."""


@dataclass(frozen=True)
class Done:
    """What the factory says that it did about one hazard."""

    hazard: Hazard
    words: str


class SomeCannotBeClaimed(Told):
    """Some of the corrections cannot be reported, so that none was; `wrong` says why, by the id of the hazard."""

    sentence = N_("None of them is reported yet: some cannot be reported like this.")

    def __init__(self, wrong: Mapping[int, Wrong]) -> None:
        self.wrong = wrong
        super().__init__()


def hazards_to_claim(session: Session, factory: Factory, *, who: Visitor) -> Sequence[Hazard]:
    """Return the hazards of a factory that are in progress and that the visitor sees, by discipline and item."""
    return session.scalars(_of(factory, who).where(Hazard.status == Status.IN_PROGRESS).limit(MOST_AT_ONCE)).all()


def hazards_that_wait(session: Session, factory: Factory, *, who: Visitor) -> Sequence[Hazard]:
    """Return the hazards of a factory that were reported as corrected and not verified yet."""
    waiting = Hazard.status == Status.PENDING_VERIFICATION
    return session.scalars(_of(factory, who).where(waiting).limit(MOST_AT_ONCE)).all()


def hazards_with_ids(session: Session, factory: Factory, ids: Sequence[int], *, who: Visitor) -> Sequence[Hazard]:
    """Return those of the hazards that are of the factory and that the visitor sees."""
    return session.scalars(_of(factory, who).where(Hazard.id.in_(ids))).all()


def claim_many(
    session: Session, corrections: Sequence[Done], *, on: date, who: Visitor, moment: Moment
) -> list[HazardEvent]:
    """Record that the factory says it corrected all of these on that day; raises SomeCannotBeClaimed, then none is."""
    # Nobody reports one of them between looking and writing.
    hold_the_pen(session, "claims")
    wrong = {
        each.hazard.id: flaw
        for each in corrections
        if (flaw := wrong_with_claim(standing_of(session, each.hazard), on=on, today=moment.today))
    }
    if wrong:
        raise SomeCannotBeClaimed(wrong)
    return [
        claim_correction(session, each.hazard, done=each.words, on=on, who=who, moment=moment) for each in corrections
    ]


def _of(factory: Factory, who: Visitor) -> Select[Hazard]:
    return (
        select(Hazard)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .where(
            HazardFactory.factory_id == factory.id,
            HazardFactory.removed_at.is_(None),
            hazards_seen(who.sight(Action.CLAIM_CORRECTION)),
        )
        .options(joinedload(Hazard.building), joinedload(Hazard.floor), joinedload(Hazard.zone))
        .order_by(HazardFactory.discipline, HazardFactory.item, Hazard.id)
    )
