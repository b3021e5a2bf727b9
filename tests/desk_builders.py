"""People of the desk for tests: somebody in a role since long ago, and an engineer who may say "corrected"."""

from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.records.factory import Factory, Signatory
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline

LONG_AGO = date(2010, 1, 1)


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
