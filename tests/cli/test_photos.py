"""`accord photos prepare` makes photos of what waits; beside the server it goes on until it is told to end."""

import os
import signal
import subprocess
import time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.cli import beside
from accord.cli.beside import Beside
from accord.gateways.files import FileStore
from accord.records.base import open_engine, reading
from accord.records.photo import Photo, Upload
from accord.rules.desk.people import Role
from accord.rules.desk.rounds import UploadState
from tests.builders import settings_in
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor
from tests.desk_builders_photos import a_sent_photo

PATIENCE_SECONDS = 60


@pytest.fixture
def settings(initialised, instance):
    return settings_in(instance)


@pytest.fixture
def sent(settings, moment):
    """The id of an upload that waits."""
    engine = open_engine(f"sqlite:///{settings.instance / 'accord.sqlite'}")
    with Session(engine) as session:
        hazard = a_factory_with_hazard(session, moment)
        owner = a_visitor(session, a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory), moment)
        uploads = FileStore(settings.uploads, is_private=True)
        number = a_sent_photo(session, hazard, owner, uploads=uploads, moment=moment).id
        session.commit()
    engine.dispose()
    return number


def state_of(settings, number):
    engine = open_engine(f"sqlite:///{settings.instance / 'accord.sqlite'}")
    with reading(engine) as session:
        state = session.get(Upload, number).state
        made = len(session.scalars(select(Photo.id)).all())
    engine.dispose()
    return state, made


def test_what_waits_is_made_and_a_second_time_there_is_nothing_to_do(initialised, settings, sent):
    first, second = initialised("photos", "prepare"), initialised("photos", "prepare")

    assert first.out == "Photos made: 1; refused or left waiting: 0.\n"
    assert second.out == "Photos made: 0; refused or left waiting: 0.\n"
    assert state_of(settings, sent) == (UploadState.READY, 1)


def test_files_that_nobody_kept_are_swept_away_by_hand_and_whenever_photos_are_prepared(initialised, settings, sent):
    store = FileStore(settings.uploads, is_private=True)

    def left_over(content):
        path = store.path_of(store.keep(content))
        os.utime(path, (0, 0))
        return path

    by_hand = left_over(b"cut off")
    assert initialised("photos", "sweep").out == "Files removed that nobody kept: 1.\n"
    by_itself = left_over(b"cut off again")
    initialised("photos", "prepare")

    assert not by_hand.exists()
    assert not by_itself.exists()
    assert state_of(settings, sent) == (UploadState.READY, 1)


@pytest.mark.parametrize("command", ["prepare", "sweep"])
def test_an_installation_that_is_not_there_is_refused(accord, command):
    answer = accord("photos", command)

    assert answer.status == 1
    assert "accord init" in answer.err


def test_beside_the_server_photos_are_made_and_it_ends_with_the_server(settings, sent):
    process = Beside(settings)
    process.keep_running()
    try:
        until(lambda: state_of(settings, sent)[0] is UploadState.READY)
    finally:
        process.end()

    assert process._process.poll() is not None


def test_it_is_started_anew_where_it_was_killed_but_not_again_and_again(settings, monkeypatch):
    started = []
    monkeypatch.setattr(beside.subprocess, "Popen", _Counting(subprocess.Popen, started))
    process = Beside(settings)
    process.keep_running()
    process.keep_running()
    os.kill(process._process.pid, signal.SIGKILL)
    process._process.wait()

    process.keep_running()
    assert len(started) == 1
    monkeypatch.setattr(beside, "AGAIN_AFTER_SECONDS", 0)
    process.keep_running()
    assert len(started) == 2
    process.end()


def test_it_ends_by_itself_when_the_server_is_gone(settings):
    gone = subprocess.Popen(["true"])
    gone.wait()

    process = subprocess.Popen(
        (*beside.PHOTOS, "--beside", str(gone.pid)), env=os.environ | {"ACCORD_INSTANCE": str(settings.instance)}
    )

    assert process.wait(PATIENCE_SECONDS) == 0


class _Counting:
    """Starts something that sleeps in the place of the process, and counts."""

    def __init__(self, start, started):
        self.start, self.started = start, started

    def __call__(self, command, **words):
        self.started.append(command)
        return self.start(["sleep", "60"], start_new_session=True)


def until(is_so):
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)
