"""What tests of the escalation protocol build with: a covered factory, and hazards that are past their day."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.records.escalation import StageChange
from accord.records.factory import Factory
from accord.records.hazard import Deadline, Hazard, HazardEvent, HazardFactory
from accord.rules.escalation.words import Trigger
from accord.rules.moments import Moment
from accord.rules.vocabulary import Coverage, Discipline, InspectionKind, Origin, Source, Status

GROUNDS = Trigger.BEHIND_SCHEDULE.value


def a_covered_factory(session: Session, number: int = 9001) -> Factory:
    factory = Factory(number=number, name=f"Factory {number}", coverage=Coverage.ACTIVE)
    session.add(factory)
    session.flush()
    return factory


def an_overdue_hazard(
    session: Session, *factories: Factory, late_days: int, moment: Moment, status: Status = Status.IN_PROGRESS
) -> Hazard:
    """Write a hazard whose agreed day is so many days ago."""
    due_on = moment.today - timedelta(days=late_days)
    found_on = due_on - timedelta(days=90)
    item = len(session.scalars(select(Hazard.id)).all()) + 1
    hazard = Hazard(
        discipline=Discipline.FIRE,
        item=item,
        origin=Origin.INITIAL,
        visit=InspectionKind.INITIAL,
        found_on=found_on,
        observation="The exit is locked.",
        source=Source.DESK,
        recorded_at=moment.now,
        status=Status.IN_PROGRESS,
    )
    session.add(hazard)
    session.flush()
    for factory in factories:
        session.add(
            HazardFactory(hazard=hazard, factory=factory, discipline=Discipline.FIRE, item=item, recorded_at=moment.now)
        )
    session.add(
        Deadline(
            hazard=hazard,
            due_on=due_on,
            holds_from=found_on,
            source=Source.DESK,
            approved_by="the CSO",
            recorded_at=moment.now,
        )
    )
    goes_through(session, hazard, (found_on, Status.IN_PROGRESS), moment=moment)
    if status is not Status.IN_PROGRESS:
        goes_through(session, hazard, (moment.today, status), moment=moment)
    session.refresh(hazard)
    return hazard


def goes_through(session: Session, hazard: Hazard, *steps: tuple[date, Status], moment: Moment) -> None:
    """Write the statuses of a hazard, each from its day on."""
    for day, status in steps:
        session.add(
            HazardEvent(
                hazard=hazard,
                status=status,
                effective_on=day,
                source=Source.IMPORTED,
                actor="a test",
                recorded_at=moment.now,
            )
        )
        hazard.status = status
    session.flush()


def at_stage(
    session: Session,
    factory: Factory,
    *decisions: tuple[int, date],
    moment: Moment,
    grounds: str | None = GROUNDS,
    retracts: StageChange | None = None,
    person_id: int | None = None,
    second_person_id: int | None = None,
) -> list[StageChange]:
    """Write decisions on the stage of a factory, each from its day on."""
    written = [
        StageChange(
            factory_id=factory.id,
            stage=stage,
            decided_on=day,
            effective_on=day,
            reason="As an example.",
            grounds=grounds,
            person_id=person_id,
            second_person_id=second_person_id,
            retracts_id=retracts.id if retracts else None,
            actor="a test",
            recorded_at=moment.now,
        )
        for stage, day in decisions
    ]
    session.add_all(written)
    session.flush()
    return written
