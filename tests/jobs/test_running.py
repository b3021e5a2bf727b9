"""Each job is done once for its period, whatever the clock does and whoever is killed."""

import logging
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from accord.casework import clockwork
from accord.jobs.leader import TURN, TurnTaken, lock_named, turn_lock
from accord.jobs.running import foreseen, tick
from accord.jobs.table import ALL, HEARTBEAT, TABLE
from accord.records.base import reading
from accord.records.clockwork import ClockworkRun
from accord.rules.clockwork import AGAIN_AFTER, KEPT_FOR, MOST_TIMES, JobName, Turn, is_stale
from accord.rules.moments import Moment
from tests.jobs.conftest import NIGHTS

ORDERS = TABLE[0]
NIGHTLY = "snapshot 2024-07-01"
IDLE = {JobName.ORDERS: 0, JobName.ARRIVALS: 0, JobName.DIGESTS: 0, JobName.LETTERS: 0}


def turns(outcomes):
    return {outcome.job: outcome.turn for outcome in outcomes}


def test_the_first_round_makes_up_for_the_last_night_and_beats(world):
    outcomes = tick(world.place, moment=world.moment, jobs=[world.a_job(decides=3)])

    assert world.did == [NIGHTLY]
    [night, beat] = world.runs()
    assert (night.job, night.period, night.begun_times, night.decided, night.said) == (
        "snapshot",
        "2024-07-01",
        1,
        3,
        None,
    )
    assert (beat.job, beat.period, beat.decided) == ("heartbeat", "2024-07-01T06:00", 3)
    assert night.ended_at == beat.ended_at == world.now
    assert turns(outcomes) == {JobName.SNAPSHOT: Turn.FIRST, JobName.HEARTBEAT: Turn.FIRST}


def test_the_same_minute_again_does_nothing_and_the_next_one_only_beats(world):
    job = world.a_job()
    tick(world.place, moment=world.moment, jobs=[job])
    tick(world.place, moment=world.moment, jobs=[job])
    world.move(minutes=1)
    tick(world.place, moment=world.moment, jobs=[job])

    assert world.did == [NIGHTLY]
    assert [run.period for run in world.runs("heartbeat")] == ["2024-07-01T06:00", "2024-07-01T06:01"]


def test_a_clock_put_back_does_nothing_twice(world):
    job = world.a_job()
    for _ in range(3):
        tick(world.place, moment=world.moment, jobs=[job])
        world.move(minutes=1)
    before = [(run.id, run.ended_at) for run in world.runs()]
    beats = [run.period for run in world.runs("heartbeat")]

    world.move(minutes=-3)
    for _ in range(3):
        tick(world.place, moment=world.moment, jobs=[job])
        world.move(minutes=1)

    assert world.did == [NIGHTLY]
    assert [(run.id, run.ended_at) for run in world.runs()][: len(before)] == before
    assert [run.period for run in world.runs()][len(before) :] == [f"{each} 2" for each in beats]


def test_a_clock_put_back_looks_anew_at_what_is_due_each_minute_and_once_in_each(world):
    job = replace(ORDERS, work=lambda _place, _moment: 1, foresee=lambda _place, _moment: 1)
    for _ in range(2):
        tick(world.place, moment=world.moment, jobs=[job])
        world.move(minutes=1)

    world.move(minutes=-2)
    for _ in range(2):
        tick(world.place, moment=world.moment, jobs=[job])
        tick(world.place, moment=world.moment, jobs=[job])

    first, second = "2024-07-01T06:00", "2024-07-01T06:01"
    assert [run.period for run in world.runs("orders")] == [first, second, f"{first} 2"]
    assert [run.period for run in world.runs("heartbeat")] == [first, second, f"{first} 2"]


def test_a_standstill_after_the_clock_was_put_back_is_seen_and_a_beat_ends_it(world):
    def is_seen():
        with reading(world.place.engine) as session:
            return is_stale(clockwork.last_beat(session, moment=world.moment), now=world.now)

    for _ in range(20):
        tick(world.place, moment=world.moment, jobs=[])
        world.move(minutes=1)
    assert not is_seen()

    world.move(minutes=-15)
    assert is_seen()
    tick(world.place, moment=world.moment, jobs=[])
    assert not is_seen()
    world.move(minutes=6)
    assert is_seen(), "although this minute has a beat from before"


def test_the_beat_is_found_where_many_rounds_were_killed_before_theirs(world):
    tick(world.place, moment=world.moment, jobs=[])
    with Session(world.place.engine) as session:
        session.add_all(ClockworkRun(job="orders", period=f"{place}", began_at=world.now) for place in range(100))
        session.commit()

    with reading(world.place.engine) as session:
        assert clockwork.last_beat(session, moment=world.moment) == world.now


def test_a_clock_put_forward_by_a_week_does_each_job_once(world):
    jobs = [world.a_job(place) for place in range(len(NIGHTS))]
    tick(world.place, moment=world.moment, jobs=jobs)
    world.move(days=7)
    tick(world.place, moment=world.moment, jobs=jobs)
    tick(world.place, moment=world.moment, jobs=jobs)

    assert world.did == [f"{job.name} {day}" for day in ("2024-07-01", "2024-07-08") for job in jobs]


def test_the_night_begins_where_the_programme_is(world):
    job = world.a_job()
    in_new_york = replace(world.place, settings=replace(world.place.settings, zone=ZoneInfo("America/New_York")))

    tick(in_new_york, moment=Moment(world.now, in_new_york.settings.zone), jobs=[job])  # 02:00 there
    world.move(hours=-3)  # noon in Dhaka is 02:00 there, three hours earlier it is the evening before
    tick(in_new_york, moment=Moment(world.now, in_new_york.settings.zone), jobs=[job])

    assert world.did == ["snapshot 2024-07-01", "snapshot 2024-06-30"]


def test_a_job_that_fails_is_told_on_record_and_on_standard_error_and_stops_no_other(world, caplog):
    jobs = [world.a_job(0, fails=KeyError("a mistake of ours")), world.a_job(1)]

    with caplog.at_level(logging.ERROR):
        outcomes = tick(world.place, moment=world.moment, jobs=jobs)

    assert [name.split()[0] for name in world.did] == ["snapshot", "photos"]
    assert [run.said for run in world.runs()] == ["KeyError: 'a mistake of ours'", None, None]
    assert outcomes[0].said == "KeyError: 'a mistake of ours'"
    assert "The job snapshot failed." in caplog.text
    assert "a mistake of ours" in caplog.text
    assert world.runs("heartbeat")[0].ended_at == world.now


def test_a_job_that_failed_is_tried_again_later_and_in_the_end_left_to_people_until_the_next_night(world, caplog):
    failing = world.a_job(fails=OSError("the disk is full"))
    for _ in range(3 * MOST_TIMES):
        tick(world.place, moment=world.moment, jobs=[failing])
        world.move(seconds=AGAIN_AFTER.total_seconds() / 2)
    assert world.did == [NIGHTLY] * MOST_TIMES
    assert turns(tick(world.place, moment=world.moment, jobs=[failing]))[JobName.SNAPSHOT] is Turn.GIVEN_UP

    world.move(days=1)
    tick(world.place, moment=world.moment, jobs=[world.a_job()])

    assert world.did[-1] == "snapshot 2024-07-02"
    assert caplog.text.count("The job snapshot failed.") == MOST_TIMES
    caplog.clear()


def test_a_job_that_is_killed_each_time_is_given_up_and_the_others_are_done(world):
    job = world.a_job()
    with Session(world.place.engine) as session:
        session.add(ClockworkRun(job="snapshot", period="2024-07-01", began_at=world.now, begun_times=MOST_TIMES))
        session.commit()

    tick(world.place, moment=world.moment, jobs=[job, world.a_job(1)])

    assert world.did == ["photos 2024-07-01"]
    assert world.runs("snapshot")[0].said == clockwork.KILLED


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(world):
    folder = world.place.settings.instance
    assert world.runs() == []
    before = {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}

    outcomes = foreseen(world.place, moment=world.moment, jobs=[world.a_job(decides=5)])

    assert [(outcome.job, outcome.turn, outcome.decided) for outcome in outcomes] == [
        (JobName.SNAPSHOT, Turn.FIRST, 5),
        (JobName.HEARTBEAT, Turn.FIRST, 0),
    ]
    assert world.did == world.runs() == []
    assert {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")} == before


def test_what_a_dry_run_foresees_is_what_the_real_jobs_then_decide(world):
    uploads = world.place.uploads
    left_over = uploads.path_of(uploads.keep(b"cut off in the middle"))
    os.utime(left_over, (0, 0))
    with Session(world.place.engine) as session:
        old = world.now - KEPT_FOR - timedelta(seconds=1)
        session.add_all(
            ClockworkRun(job="heartbeat", period=f"old {place}", began_at=old, ended_at=old, decided=place)
            for place in range(3)
        )
        session.add(ClockworkRun(job="heartbeat", period="killed", began_at=old))
        session.commit()

    told = {outcome.job: outcome.decided for outcome in foreseen(world.place, moment=world.moment)}
    assert left_over.exists()
    done = {outcome.job: outcome.decided for outcome in tick(world.place, moment=world.moment)}

    assert told == IDLE | {
        JobName.SNAPSHOT: 0,
        JobName.PROPOSALS: 0,
        JobName.PAPERS: 0,
        JobName.PHOTOS: 1,
        JobName.PRUNE: 1,
        JobName.HEARTBEAT: 0,
    }
    assert done == told | {JobName.HEARTBEAT: 2}
    assert not left_over.exists()
    assert [run.period for run in world.runs("heartbeat")] == ["old 1", "old 2", "killed", "2024-07-01T06:00"]


def test_after_it_was_told_to_end_the_job_in_hand_is_the_last_one_and_nothing_beats(world):
    jobs = [world.a_job(0), world.a_job(1)]

    outcomes = tick(world.place, moment=world.moment, jobs=jobs, is_over=lambda: bool(world.did))

    assert len(outcomes) == 1
    assert [run.job for run in world.runs()] == ["snapshot"]
    assert world.runs()[0].ended_at == world.now


def test_two_rounds_at_once_do_each_job_once(world):
    jobs = [world.a_job(place) for place in range(len(NIGHTS))]

    with ThreadPoolExecutor(4) as clockworks:
        rounds = [clockworks.submit(tick, world.place, moment=world.moment, jobs=jobs) for _ in range(4)]
        outcomes = [outcome for each in rounds for outcome in each.result()]

    assert sorted(world.did) == sorted(f"{job.name} 2024-07-01" for job in jobs)
    assert {run.begun_times for run in world.runs()} == {1}
    assert sum(outcome.is_due for outcome in outcomes) == len(NIGHTS) + 1


def test_a_round_that_takes_too_long_is_not_waited_for(world):
    busy = lock_named(TURN, world.place.settings, world.place.engine)
    assert busy.take()

    with (
        pytest.raises(TurnTaken, match=rf"process {os.getpid()}.*try again later"),
        turn_lock(world.place.settings, world.place.engine, longest_seconds=0),
    ):
        pass

    busy.give()
    with turn_lock(world.place.settings, world.place.engine, longest_seconds=0):
        pass


KILLED_IN_THE_MIDDLE = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from accord.jobs.running import tick
from accord.jobs.table import TABLE
from accord.jobs.workplace import Workplace
from accord.records.base import open_engine
from accord.rules.moments import Moment
from tests.builders import settings_in

def work(_place, _moment):
    print("begun", flush=True)
    sys.stdin.read()

folder, now = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
settings = settings_in(folder)
place = Workplace(settings, open_engine(settings.database_url), lambda: now)
[snapshot] = [job for job in TABLE if job.name == "snapshot"]
tick(place, moment=Moment(now, settings.zone), jobs=[replace(snapshot, work=work)])
"""


def test_a_run_that_is_killed_in_the_middle_is_seen_and_done_again(world):
    command = [sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(world.place.settings.instance), world.now.isoformat()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"begun\n"
        os.kill(process.pid, signal.SIGKILL)
    [killed] = world.runs()
    assert (killed.begun_times, killed.ended_at) == (1, None)

    outcomes = tick(world.place, moment=world.moment, jobs=[world.a_job()])

    assert turns(outcomes)[JobName.SNAPSHOT] is Turn.AGAIN
    [again, _beat] = world.runs()
    assert (again.id, again.begun_times, again.ended_at) == (killed.id, 2, world.now)
    assert world.did == [NIGHTLY]


def test_every_job_tells_in_words_what_it_does_and_has_a_name_of_its_own():
    assert {job.name for job in ALL} == set(JobName)
    assert ALL[-1] is HEARTBEAT
    assert all(job.schedule and job.does and job.missed for job in ALL)
