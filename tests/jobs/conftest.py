"""A workplace on a fresh database with a clock that a test moves, and jobs of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from accord.jobs.table import TABLE, Job
from accord.jobs.workplace import Workplace
from accord.records.base import open_engine, reading
from accord.records.clockwork import ClockworkRun
from accord.rules.clockwork import JobName
from accord.rules.moments import Moment
from tests.builders import settings_in

NIGHTLY = (JobName.SNAPSHOT, JobName.PHOTOS, JobName.PRUNE)
NIGHTS = tuple(job for job in TABLE if job.name in NIGHTLY)
"""Jobs that are done once a night, whether there is anything to decide or not."""


@dataclass
class World:
    """An installation, its clock, and what its jobs did."""

    place: Workplace
    now: datetime
    did: list[str] = field(default_factory=list)

    @property
    def moment(self) -> Moment:
        """The moment that the clock shows."""
        return Moment(self.now, self.place.settings.zone)

    def move(self, **words: float) -> None:
        """Put the clock forward or back."""
        self.now += timedelta(**words)

    def a_job(self, like: int = 0, *, fails: BaseException | None = None, decides: int = 1) -> Job:
        """Return a job with the name and the schedule of one in the table."""

        def work(_place: Workplace, moment: Moment) -> int:
            self.did.append(f"{job.name} {job.period(moment)}")
            if fails:
                raise fails
            return decides

        job = replace(NIGHTS[like], work=work, foresee=lambda _place, _moment: decides)
        return job

    def runs(self, job: str = "") -> list[ClockworkRun]:
        """What is on record, in order."""
        with reading(self.place.engine) as session:
            query = select(ClockworkRun).order_by(ClockworkRun.id)
            return [run for run in session.scalars(query) if not job or run.job == job]


@pytest.fixture
def world(database: Path, moment: Moment) -> Iterator[World]:
    """A world at noon in Dhaka."""
    engine = open_engine(f"sqlite:///{database}")
    world = World(Workplace(settings_in(database.parent), engine, lambda: world.now), moment.now)
    yield world
    engine.dispose()
