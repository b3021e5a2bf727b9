"""`accord clockwork` leads or waits, ends when told and is taken over when killed; `accord sweep` looks once."""

import os
import signal
import subprocess
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from accord.cli import serve as serving
from accord.cli.beside import CLOCKWORK, PHOTOS, ArbiterWithBeside, Beside
from accord.records.base import open_engine, reading
from accord.records.clockwork import ClockworkRun
from tests.builders import settings_in

PATIENCE_SECONDS = 60


def runs(instance):
    engine = open_engine(f"sqlite:///{instance / 'accord.sqlite'}")
    with reading(engine) as session:
        found = session.scalars(select(ClockworkRun).order_by(ClockworkRun.id)).all()
    engine.dispose()
    return found


@contextmanager
def a_clockwork(*words):
    """A clockwork in a process of its own; nothing of it is left."""
    process = subprocess.Popen((*CLOCKWORK, *words), stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def until(is_so):
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def test_one_leads_and_a_second_one_waits_and_takes_over_when_the_first_is_killed(initialised, instance):
    with a_clockwork() as first:
        assert first.stdout.readline().startswith(f"This clockwork leads (process {first.pid})")
        with a_clockwork() as second:
            told = second.stdout.readline()
            assert told.startswith(
                f"Another clockwork leads (process {first.pid}): this one (process {second.pid}) waits"
            )
            os.kill(first.pid, signal.SIGKILL)
            assert second.stdout.readline().startswith(f"This clockwork leads (process {second.pid})")

            second.terminate()
            assert second.stdout.readline() == "The clockwork has ended.\n"
            assert second.wait(PATIENCE_SECONDS) == 0


def test_it_looks_as_soon_as_it_leads_and_each_job_is_done_once(initialised, instance):
    with a_clockwork() as clockwork:
        until(lambda: any(run.job == "heartbeat" and run.ended_at for run in runs(instance)))
        clockwork.terminate()
        assert clockwork.wait(PATIENCE_SECONDS) == 0

    nightly = [run for run in runs(instance) if run.job != "heartbeat"]
    assert [run.job for run in nightly] == ["arrivals", "digests", "snapshot", "photos", "proposals", "papers", "prune"]
    assert all(run.ended_at and run.begun_times == 1 and run.said is None for run in nightly)


def test_one_that_waits_ends_when_told(initialised):
    with a_clockwork() as first:
        first.stdout.readline()
        with a_clockwork() as second:
            second.stdout.readline()
            second.terminate()
            assert second.wait(PATIENCE_SECONDS) == 0


def test_beside_a_server_that_is_gone_it_ends_by_itself(initialised):
    gone = subprocess.Popen(["true"])
    gone.wait()

    with a_clockwork("--beside", str(gone.pid)) as clockwork:
        assert clockwork.wait(PATIENCE_SECONDS) == 0


def test_killed_beside_the_server_it_is_started_anew_and_ended_with_it(initialised, instance, monkeypatch):
    monkeypatch.setattr("accord.cli.beside.AGAIN_AFTER_SECONDS", 0)
    beside = Beside(settings_in(instance), CLOCKWORK)
    beside.keep_running()
    try:
        first = beside._process
        first.kill()
        first.wait()
        beside.keep_running()
        until(lambda: any(run.job == "heartbeat" and run.ended_at for run in runs(instance)))
    finally:
        beside.end()

    assert beside._process.pid != first.pid
    assert beside._process.poll() == 0


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), [PHOTOS]),
        (("--only", "public"), []),
        (("--only", "desk"), [PHOTOS]),
        (("--with-demo",), [PHOTOS, CLOCKWORK]),
    ],
)
def test_the_clockwork_runs_beside_the_demonstration_and_beside_no_other_server(
    initialised, monkeypatch, words, expected
):
    started = []
    monkeypatch.setattr(serving, "_prepare", lambda *_here, **_words: None)
    monkeypatch.setattr(Beside, "__init__", lambda _self, _settings, command: started.append(command))
    for ending in ("ask_to_end", "end"):
        monkeypatch.setattr(Beside, ending, lambda _self: None)
    with patch.object(BaseApplication, "run"), patch.object(ArbiterWithBeside, "run"):
        assert initialised("serve", "--port", "18765", *words).status == 0

    assert started == expected


def test_a_sweep_does_what_is_due_and_a_second_one_finds_it_done(initialised, instance):
    first, second = initialised("sweep", "--json").json, initialised("sweep", "--json").json

    assert [(job["job"], job["due"], job["turn"]) for job in first["jobs"]] == [
        ("orders", False, "idle"),
        ("arrivals", True, "first"),
        ("digests", True, "first"),
        ("letters", False, "idle"),
        ("snapshot", True, "first"),
        ("photos", True, "first"),
        ("proposals", True, "first"),
        ("papers", True, "first"),
        ("prune", True, "first"),
        ("heartbeat", True, "first"),
    ]
    assert [job["turn"] for job in second["jobs"][4:9]] == ["done"] * 5
    assert first["dry_run"] is False
    nightly = {"arrivals", "digests", "snapshot", "photos", "proposals", "papers", "prune"}
    assert {run.job for run in runs(instance)} == nightly | {"heartbeat"}


def test_a_dry_run_of_a_day_to_come_says_what_would_be_done_and_writes_nothing(initialised, instance):
    initialised("sweep")
    before = [(run.job, run.period) for run in runs(instance)]
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()

    answer = initialised("sweep", "--now", tomorrow, "--dry-run", "--json")

    assert answer.status == 0
    assert answer.json["dry_run"] is True
    assert [job["job"] for job in answer.json["jobs"] if not job["due"]] == ["orders", "letters"]
    assert [(run.job, run.period) for run in runs(instance)] == before
    assert "would be done" in initialised("sweep", "--now", tomorrow, "--dry-run").out


def test_a_moment_to_come_is_refused_without_a_dry_run_and_nothing_is_done(initialised, instance):
    answer = initialised("sweep", "--now", "2199-01-01T00:00+06:00", "--json")

    assert (answer.status, answer.out) == (1, "")
    assert answer.err == "2198-12-31T18:00:00+00:00 is yet to come: add --dry-run to see what would be done then\n"
    assert runs(instance) == []


def test_a_moment_without_a_zone_is_one_of_the_programme(initialised, monkeypatch):
    def told(zone):
        monkeypatch.setenv("ACCORD_TIMEZONE", zone)
        return initialised("sweep", "--now", "2020-03-01T00:04", "--dry-run", "--json").json

    assert (told("Asia/Dhaka")["now"], told("America/New_York")["now"]) == (
        "2020-02-29T18:04:00+00:00",
        "2020-03-01T05:04:00+00:00",
    )
    [snapshot] = [job for job in told("Asia/Dhaka")["jobs"] if job["job"] == "snapshot"]
    assert snapshot["period"] == "2020-02-29"


@pytest.mark.parametrize(
    "words", ["yesterday", "2026-13-01", "0001-01-01T00:00", "9999-12-31T23:59-12:00", "2026-11-25T25:00"]
)
def test_what_is_no_moment_is_wrong_usage(initialised, words):
    answer = initialised("sweep", "--now", words, "--dry-run")

    assert answer.status == 2
    assert words in answer.err


def test_a_job_that_fails_is_told_with_exit_status_1_after_the_others_were_done(initialised, instance, caplog):
    with patch("accord.jobs.work.rebuild_snapshot", side_effect=OSError(28, "No space left on device")):
        answer = initialised("sweep", "--json")

    assert answer.status == 1
    [failed] = [job for job in answer.json["jobs"] if job["job"] == "snapshot"]
    assert failed["failed"] == "OSError: [Errno 28] No space left on device"
    assert answer.err.endswith("the job snapshot failed: OSError: [Errno 28] No space left on device\n")
    assert [run.said is None for run in runs(instance)] == [True, True, False, True, True, True, True, True]
    caplog.clear()


@pytest.mark.parametrize("command", ["clockwork", "sweep"])
def test_an_installation_that_is_not_there_is_refused(accord, command):
    answer = accord(command)

    assert answer.status == 1
    assert "accord init" in answer.err
