"""The jobs that write to people: once for their period, also where the clockwork was killed or stood still."""

from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.notices import digests
from accord.casework.notices.wording import Site
from accord.casework.orders.arrivals import move_in
from accord.jobs.clockwork import Clockwork
from accord.jobs.leader import LEADER, lock_named
from accord.jobs.running import foreseen, tick
from accord.jobs.table import TABLE
from accord.records.base import reading
from accord.records.clockwork import ClockworkRun
from accord.records.factory import Factory
from accord.records.notice import Notice
from accord.rules.clockwork import JobName, Turn
from accord.rules.desk.digests import Rhythm
from accord.rules.desk.people import Role
from tests.desk_builders import a_person, an_engineer
from tests.order_builders import a_house, determined, go_live

JOBS = {job.name: job for job in TABLE}


@pytest.fixture
def written(world):
    """The causes of all letters to one person, in their order."""

    def letters():
        with reading(world.place.engine) as session:
            query = select(Notice.cause).where(Notice.organisation.like("person %")).order_by(Notice.id)
            return session.scalars(query).all()

    return letters


def ticks(world, *names):
    outcomes = tick(world.place, moment=world.moment, jobs=[JOBS[name] for name in names])
    return {outcome.job: (outcome.turn, outcome.decided) for outcome in outcomes}


def test_what_waits_is_written_once_a_day_at_seven_and_is_foreseen(world, written):
    with Session(world.place.engine) as session:
        go_live(session, world.moment)
        a_person(session, Role.CHIEF_SAFETY_OFFICER)  # whom the gaps of the rota concern
        session.commit()

    told = {outcome.job: outcome.decided for outcome in foreseen(world.place, moment=world.moment)}
    assert told[JobName.DIGESTS] == 1
    assert ticks(world, JobName.DIGESTS)[JobName.DIGESTS] == (Turn.FIRST, 1)
    assert ticks(world, JobName.DIGESTS)[JobName.DIGESTS] == (Turn.DONE, 0)
    world.move(hours=18, minutes=59)  # 06:59 of the next day
    assert ticks(world, JobName.DIGESTS)[JobName.DIGESTS][0] is Turn.DONE
    world.move(minutes=1)
    assert ticks(world, JobName.DIGESTS)[JobName.DIGESTS] == (Turn.FIRST, 1)
    assert written() == ["digest 2024-07-01", "digest 2024-07-02"]


def test_one_that_was_killed_after_it_wrote_to_some_writes_to_the_others_and_to_nobody_twice(world, written):
    with Session(world.place.engine) as session:
        go_live(session, world.moment)
        people = [a_person(session, Role.CHIEF_SAFETY_OFFICER) for _ in range(3)]
        session.commit()
        ids = [person.id for person in people]

    def killed(place, moment):
        with Session(place.engine) as session:
            site = Site(place.settings.base_url, place.settings.secret_key)
            digests.tell_what_waits(session, ids[0], site=site, moment=moment)
            session.commit()
        raise KeyboardInterrupt

    tick(world.place, moment=world.moment, jobs=[replace(JOBS[JobName.DIGESTS], work=killed)])
    world.move(minutes=16)

    assert ticks(world, JobName.DIGESTS)[JobName.DIGESTS] == (Turn.AGAIN, 2)
    assert written() == ["digest 2024-07-01"] * 3


def test_who_moves_in_on_a_day_that_was_told_before_is_told_in_that_night(world):
    with Session(world.place.engine) as session:
        go_live(session, world.moment)
        house = a_house(session, world.moment)
        determined(session, house, world.moment)
        mill = Factory(number=9003, name="Third Mill Ltd.")
        session.add(mill)
        session.flush()
        day = world.moment.today + timedelta(days=1)
        move_in(session, house.building, who=mill, from_on=day, actor="a test", moment=world.moment)
        session.commit()

    assert ticks(world, JobName.ARRIVALS)[JobName.ARRIVALS] == (Turn.FIRST, 0)
    world.move(hours=13)  # 01:00 in Dhaka
    assert ticks(world, JobName.ARRIVALS)[JobName.ARRIVALS] == (Turn.FIRST, 2)


def test_the_one_who_leads_tells_that_it_is_back_and_a_sweep_by_hand_tells_nothing(world, written):
    since = world.now - timedelta(hours=2)
    with Session(world.place.engine) as session:
        go_live(session, replace(world.moment, now=since))
        chief = a_person(session, Role.CHIEF_SAFETY_OFFICER)
        chief.digest = Rhythm.NEVER
        an_engineer(session)
        session.add(ClockworkRun(job="heartbeat", period="2024-07-01T04:00", began_at=since, ended_at=since))
        session.commit()
    clockwork, lost = Clockwork(world.place, Event(), print), Event()
    leader = lock_named(LEADER, world.place.settings, world.place.engine)
    assert leader.take()

    clockwork._wake(leader, lost)
    clockwork._wake(leader, lost)
    assert [each for each in written() if each.startswith("standstill")] == ["standstill 2024-07-01T04:00:00"]
    world.move(hours=3)
    tick(world.place, moment=world.moment)
    world.move(minutes=1)
    clockwork._wake(leader, lost)

    assert [each for each in written() if each.startswith("standstill")] == ["standstill 2024-07-01T04:00:00"]
    leader.give()
