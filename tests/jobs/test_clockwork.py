"""The process of the clockwork: woken each minute, also after its clock was put back, and in order when it must end."""

import logging
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy.exc import OperationalError

from accord.jobs import clockwork as module
from accord.jobs.clockwork import Clockwork
from accord.jobs.leader import LEADER, lock_named
from accord.rules.clockwork import JobName


class Scheduler:
    """Notes what it is asked to do, and ends the clockwork then."""

    running = True

    def __init__(self, stopped):
        self.stopped, self.woken, self.is_shut_down = stopped, [], False

    def modify_job(self, name, *, next_run_time):
        self.woken.append((name, next_run_time))
        self.stopped.set()

    def shutdown(self, *, wait):
        self.is_shut_down = wait


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(hours=-1)])
def test_a_clock_that_is_put_back_does_not_leave_it_asleep_until_the_hour_it_had_planned_for(world, jump):
    stopped, looks = Event(), []

    def now():
        looks.append(1)
        return datetime.now(UTC) + (jump if len(looks) > 2 else timedelta())

    scheduler = Scheduler(stopped)
    Clockwork(replace(world.place, now=now), stopped, print)._watch(scheduler, Event())

    [(name, woken_at)] = scheduler.woken
    assert name == module.WAKING
    assert woken_at < datetime.now(UTC) - timedelta(minutes=30)
    assert scheduler.is_shut_down


def test_when_the_lock_is_lost_nothing_is_done_and_it_leads_no_longer(world, caplog):
    clockwork, lost = Clockwork(world.place, Event(), print), Event()
    leader = lock_named(LEADER, world.place.settings, world.place.engine)
    assert leader.take()
    leader.path.unlink()

    with caplog.at_level(logging.ERROR):
        clockwork._wake(leader, lost)

    assert lost.is_set()
    assert world.runs() == []
    assert "The lock of the clockwork was lost" in caplog.text
    leader.give()
    caplog.clear()


def test_a_database_that_is_away_for_a_round_is_told_and_the_next_minute_tries_again(world, monkeypatch, caplog):
    away = OperationalError("SELECT 1", {}, OSError("connection refused"))
    monkeypatch.setattr(module, "tick", lambda *_words, **_named: (_ for _ in ()).throw(away))
    clockwork, lost = Clockwork(world.place, Event(), print), Event()
    leader = lock_named(LEADER, world.place.settings, world.place.engine)
    assert leader.take()

    with caplog.at_level(logging.ERROR):
        clockwork._wake(leader, lost)
    assert "connection refused" in caplog.text
    assert not lost.is_set()
    monkeypatch.undo()
    clockwork._wake(leader, lost)

    assert {run.job for run in world.runs()} == set(JobName) - {JobName.ORDERS, JobName.LETTERS, JobName.BACK}
    leader.give()
    caplog.clear()


def test_it_is_over_when_it_was_stopped_and_when_who_started_it_is_gone(world):
    assert not Clockwork(world.place, Event(), print).is_over()
    assert not Clockwork(world.place, Event(), print, parent=os.getppid()).is_over()
    assert Clockwork(world.place, Event(), print, parent=-1).is_over()
    stopped = Event()
    stopped.set()
    assert Clockwork(world.place, stopped, print).is_over()
