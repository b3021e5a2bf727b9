"""People with passwords, and browsers that sign in as them."""

from collections.abc import Iterable

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from accord.records.factory import Factory, Signatory
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline

PASSWORD = "mango orchard by the river"
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""Parameters for tests: the real ones cost some tenths of a second each."""
HASH = QUICK.hash(PASSWORD)


def somebody(
    session: Session,
    *roles: Role,
    moment: Moment,
    email: str = "rahima@accord.example",
    name: str = "Rahima Khatun",
    disciplines: Iterable[Discipline] = (),
    factory: Factory | None = None,
    signatory: Signatory | None = None,
) -> Person:
    """Write somebody with a password and with these roles since today; an engineer once for each discipline."""
    person = Person(email=email, name=name, password_hash=HASH, actor="test", recorded_at=moment.now)
    for role in roles:
        for discipline in disciplines if role is Role.ENGINEER else (None,):
            person.roles.append(
                RoleHeld(
                    role=role,
                    discipline=discipline,
                    factory=factory if role in (Role.FACTORY_USER, Role.SAFETY_COMMITTEE) else None,
                    signatory=signatory if role is Role.SIGNATORY_USER else None,
                    from_on=moment.today,
                    actor="test",
                    recorded_at=moment.now,
                )
            )
    session.add(person)
    session.flush()
    return person


def sign_in_with(
    browser: FlaskClient, email: str, password: str = PASSWORD, *, to: str = "/sign-in", **words: object
) -> TestResponse:
    """Send the form of signing in."""
    return browser.post(to, data={"email": email, "password": password}, **words)  # type: ignore[arg-type]
