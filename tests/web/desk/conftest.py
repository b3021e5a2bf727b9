"""The real application on a real database, and people who are signed in to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from accord.casework.desk import passwords, sign_in
from accord.config import Settings
from accord.records.person import Person
from accord.rules.moments import Moment
from accord.web.signed_in import COOKIE
from tests.builders import a_site, settings_in
from tests.desk_builders_accounts import QUICK
from tests.order_builders import House, a_house, go_live
from tests.web.desk.moving import Clock

SignedIn = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed with parameters for tests."""
    passwords.nobodys_hash.cache_clear()
    monkeypatch.setattr(passwords, "HASHER", QUICK)


@pytest.fixture
def settings(database: Path) -> Settings:
    """An installation whose private database is the fresh one of this test."""
    return settings_in(database.parent)


@pytest.fixture
def clock(moment: Moment) -> Clock:
    """The clock of the application, which moves only if the test lets it go on."""
    return Clock(moment)


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """The application of that installation."""
    app = a_site(settings, now=lambda: clock.now)
    app.config["WTF_CSRF_ENABLED"] = False  # held by tests of its own
    yield app
    app.extensions["accord"].snapshot.engine.dispose()
    app.extensions["accord"].private.close()


@pytest.fixture
def signed_in(app: Flask, session: Session, moment: Moment) -> SignedIn:
    """Somebody's browser after signing in; what the session holds is committed, so that the pages see it."""

    # What was written stays readable after the commit: reading it anew would hold the pen against the pages.
    session.expire_on_commit = False

    def of(person: Person) -> FlaskClient:
        token = sign_in.begin(session, person, device="a test", moment=moment)
        session.commit()
        client = app.test_client()
        client.set_cookie(COOKIE, token)
        return client

    return of


@pytest.fixture
def house(session: Session, moment: Moment) -> House:
    """A building with everybody in it, in a programme whose letters are sent."""
    go_live(session, moment)
    return a_house(session, moment)


@pytest.fixture
def come_in(session: Session, house: House, signed_in: SignedIn) -> Callable[[str], FlaskClient]:
    """Sign somebody of the house in, by the word for them."""

    def enter(name: str) -> FlaskClient:
        client = signed_in(session.get_one(Person, house.who[name].id))
        session.commit()
        return client

    return enter
