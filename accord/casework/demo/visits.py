"""Writes what the programme did at a factory of the demonstration besides its hazards: visits, letters, warnings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from accord.casework.demo.days import Days
from accord.casework.demo.people import People
from accord.casework.demo.programme import ProgrammeStory
from accord.casework.demo.story import FactoryStory, VisitKey, VisitStory
from accord.records.cap import Recognition
from accord.records.escalation import StageChange
from accord.records.factory import Factory
from accord.records.inspection import Inspection, InspectionEngineer
from accord.records.person import Person
from accord.rules.desk.reports import ReportState
from accord.rules.vocabulary import Discipline, InspectionKind, Source

INSPECTED_AT = 15
APPROVED_AT = 17
"""Hours of the day in the programme's time zone."""


@dataclass(frozen=True)
class Visit:
    """A visit on record, the engineer who made it, its day as written, and how far its report has come."""

    inspection: Inspection
    engineer: str
    person: Person
    day: int
    report: ReportState


Visits = Mapping[tuple[Discipline, VisitKey], Visit]


def write_visits(
    session: Session,
    story: FactoryStory,
    factory: Factory,
    *,
    programme: ProgrammeStory,
    people: People,
    days: Days,
) -> Visits:
    """Write the visits of every discipline; its engineers take turns."""
    visits: dict[tuple[Discipline, VisitKey], Visit] = {}
    for discipline, written in story.visits.items():
        engineers = programme.engineers[discipline]
        for turn, (key, visit) in enumerate(keyed(written)):
            engineer = engineers[turn % len(engineers)]
            ordinal = key if isinstance(key, int) else None
            inspection = _inspection(visit, discipline, factory=factory, ordinal=ordinal, days=days)
            inspection.engineers = [InspectionEngineer(person=people[engineer])]
            visits[discipline, key] = Visit(
                inspection, engineer, person=people[engineer], day=visit.day, report=visit.report
            )
    session.add_all(visit.inspection for visit in visits.values())
    session.flush()
    return visits


def write_recognition(
    session: Session, story: FactoryStory, factory: Factory, *, programme: ProgrammeStory, days: Days
) -> None:
    """Write the letter of recognition, if there is one."""
    if story.recognised is not None:
        day = days.worked_on(story.recognised)
        session.add(
            Recognition(
                factory_id=factory.id,
                recognised_on=day,
                actor=programme.chief_safety_officer,
                recorded_at=days.at(day, APPROVED_AT),
            )
        )


def write_stages(
    session: Session, story: FactoryStory, factory: Factory, *, programme: ProgrammeStory, days: Days
) -> None:
    """Write how far the factory was warned."""
    for stage in story.stages:
        decided_on = days.worked_on(stage.day)
        session.add(
            StageChange(
                factory_id=factory.id,
                stage=stage.stage,
                decided_on=decided_on,
                effective_on=decided_on if stage.effective is None else days.due_on(stage.effective),
                reason=stage.reason,
                reason_bn=stage.reason_bn,
                actor=programme.chief_safety_officer,
                recorded_at=days.at(decided_on, APPROVED_AT),
            )
        )


def keyed(visits: Sequence[VisitStory]) -> list[tuple[VisitKey, VisitStory]]:
    """Return the visits of a discipline, each with the key by which hazards name it."""
    found: list[tuple[VisitKey, VisitStory]] = []
    ordinal = 0
    for visit in visits:
        if visit.kind is InspectionKind.FOLLOW_UP:
            ordinal += 1
            found.append((ordinal, visit))
        else:
            found.append((visit.key or visit.kind.value, visit))
    return found


def _inspection(
    visit: VisitStory, discipline: Discipline, *, factory: Factory, ordinal: int | None, days: Days
) -> Inspection:
    day = days.worked_on(visit.day)
    return Inspection(
        factory=factory,
        discipline=discipline,
        kind=visit.kind,
        ordinal=ordinal,
        inspected_on=day,
        rating=visit.rating,
        source=Source.DESK,
        recorded_at=days.at(day, INSPECTED_AT),
    )
