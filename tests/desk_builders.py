"""What tests of the desk build with: people in their roles, and versions of a CAP with their steps."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor, visitor
from accord.casework.hazard_words import search_text_of
from accord.casework.progress import APPROVED
from accord.records.cap import CapStep, CapVersion
from accord.records.factory import Factory, Signatory
from accord.records.hazard import Hazard, HazardEvent, HazardFactory
from accord.records.inspection import Inspection, Report, ReportStep
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.rules.desk.reports import ReportState
from accord.rules.moments import Moment
from accord.rules.vocabulary import CapState, Discipline, InspectionKind, Origin, Severity, Source, Status

LONG_AGO = date(2010, 1, 1)

Step = tuple[CapState, date, datetime]
"""A state, the day on which a version came to it, and when that was recorded."""


def a_person(
    session: Session,
    role: Role,
    *,
    name: str | None = None,
    email: str | None = None,
    discipline: Discipline | None = None,
    factory: Factory | None = None,
    signatory: Signatory | None = None,
    district: str | None = None,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Person:
    """Write somebody who holds the role from one day to another, by default since long ago and until further notice."""
    place = (session.scalar(select(func.max(Person.id))) or 0) + 1
    recorded = {"actor": "the administrator", "recorded_at": datetime(since.year, since.month, since.day, tzinfo=UTC)}
    person = Person(
        email=email or f"person{place}@example.org",
        name=name or f"Person {place}",
        **recorded,
        roles=[
            RoleHeld(
                role=role,
                discipline=discipline,
                factory=factory,
                signatory=signatory,
                district=district,
                from_on=since,
                to_on=until,
                **recorded,
            )
        ],
    )
    session.add(person)
    session.flush()
    return person


def an_engineer(
    session: Session, discipline: Discipline = Discipline.FIRE, *, name: str = "an engineer", since: date = LONG_AGO
) -> Person:
    """Write an engineer of the discipline."""
    return a_person(session, Role.ENGINEER, name=name, discipline=discipline, since=since)


def a_visitor(session: Session, person: Person, moment: Moment) -> Visitor:
    """Return the person as a visitor of that day."""
    return visitor(session, person, moment=moment)


def a_factory_with_hazard(
    session: Session,
    moment: Moment,
    *,
    number: int = 9001,
    discipline: Discipline = Discipline.FIRE,
    item: int = 1,
    found_on: date = date(2024, 1, 10),
    severity: Severity = Severity.HIGH,
) -> Hazard:
    """Write a hazard that was found on an initial inspection of a factory, which is written too where it is new."""
    factory = session.scalar(select(Factory).where(Factory.number == number)) or Factory(
        number=number, name=f"Factory {number}"
    )
    session.add(factory)
    session.flush()
    inspection = an_inspection(session, factory, discipline=discipline, on=found_on, kind=InspectionKind.INITIAL)
    hazard = Hazard(
        discipline=discipline,
        item=item,
        origin=Origin.INITIAL,
        visit=InspectionKind.INITIAL,
        found_on=found_on,
        inspection_id=inspection.id,
        observation=f"Hazard {item} of factory {number}",
        severity=severity,
        source=Source.DESK,
        recorded_at=moment.now,
        status=Status.IN_PROGRESS,
        links=[HazardFactory(factory=factory, discipline=discipline, item=item, recorded_at=moment.now)],
        events=[
            HazardEvent(
                status=Status.IN_PROGRESS,
                effective_on=found_on,
                recorded_at=moment.now,
                source=Source.DESK,
                actor="an engineer",
            )
        ],
    )
    hazard.search_text = search_text_of(hazard)
    session.add(hazard)
    session.flush()
    return hazard


def an_inspection(
    session: Session,
    factory: Factory,
    *,
    discipline: Discipline = Discipline.FIRE,
    on: date = date(2024, 6, 20),
    kind: InspectionKind = InspectionKind.FOLLOW_UP,
) -> Inspection:
    """Write an inspection that was made."""
    inspection = Inspection(
        factory_id=factory.id,
        discipline=discipline,
        kind=kind,
        ordinal=1 if kind is InspectionKind.FOLLOW_UP else None,
        inspected_on=on,
        source=Source.DESK,
        recorded_at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
    )
    session.add(inspection)
    session.flush()
    return inspection


def a_cap_version(
    session: Session, factory: Factory, discipline: Discipline, *, number: int = 1, steps: Sequence[Step]
) -> CapVersion:
    """Write a version of the factory's CAP that came to these states on these days; each was recorded at the instant.

    It is approved, and its finance agreed, as its steps say.
    """
    approvals = [step for step in steps if step[0] in APPROVED]
    state = steps[-1][0]
    version = CapVersion(
        factory_id=factory.id,
        discipline=discipline,
        number=number,
        state=state,
        approved_on=approvals[0][1] if approvals else None,
        finance_agreed=state is CapState.FINANCE_PLAN_AGREED if approvals else None,
        source=Source.DESK,
        actor="the factory",
        recorded_at=steps[0][2],
        steps=[
            CapStep(state=state, happened_on=on, source=Source.DESK, actor="the CSO", recorded_at=at)
            for state, on, at in steps
        ],
    )
    session.add(version)
    session.flush()
    return version


def a_report(
    session: Session, inspection: Inspection, *, who: Person, state: ReportState = ReportState.ISSUED, number: int = 0
) -> Report:
    """Write a report of the inspection that has come to this state, all its steps on that day by one person."""
    states = list(ReportState)[: list(ReportState).index(state) + 1]
    # Approved after everything that a test has recorded on the inspection by then.
    stepped = max(inspection.recorded_at, datetime(2024, 7, 1, 6, tzinfo=UTC))
    recorded = {"actor": who.name, "recorded_at": inspection.recorded_at}
    report = Report(
        inspection_id=inspection.id,
        number=number,
        state=state,
        summary="Seen and written down.",
        **recorded,
        steps=[
            ReportStep(
                state=each,
                happened_on=inspection.inspected_on,
                person_id=who.id,
                actor=who.name,
                recorded_at=stepped,
            )
            for each in states
        ],
    )
    session.add(report)
    session.flush()
    return report
