"""Makes simulated programmes for tests."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.simulation import simulate
from accord.records.base import open_engine
from accord.records.factory import Factory
from accord.rules.moments import Moment

FACTORIES, SEED = 80, 7
ANCHOR = date(2024, 7, 1)
MOMENT = Moment(now=datetime(2024, 7, 1, 6, 0, tzinfo=UTC), zone=ZoneInfo("Asia/Dhaka"))


def simulated(database, factories, *, seed=SEED, moment=MOMENT, anchor=None):
    """Simulate a programme in this database, and return the database and what was told of it."""
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        result = simulate(session, factories, seed=seed, moment=moment, anchor=anchor)
        session.commit()
    engine.dispose()
    return database, result


def factory_ids(session):
    """Return the id of each factory by its number."""
    return {factory.number: factory.id for factory in session.scalars(select(Factory))}
