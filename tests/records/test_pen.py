"""The pen of SQLite, and the turns in which writers take it."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier, Event, Thread

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from accord.records import base
from accord.records.base import is_pen_taken, open_engine, reading, writing_if_free
from accord.records.pen import Turns

LONG = 10
"""Seconds: never waited for when all is right."""


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'accord.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE line (said TEXT)"))
    yield engine
    engine.dispose()


@pytest.fixture
def impatient(tmp_path, monkeypatch, engine):
    """Another engine on the same file, whose writers wait for 30 ms."""
    monkeypatch.setattr(base, "BUSY_TIMEOUT_MS", 30)
    engine = open_engine(f"sqlite:///{tmp_path / 'accord.sqlite'}")
    yield engine
    engine.dispose()


def write(session, said="a line"):
    session.execute(text("INSERT INTO line VALUES (:said)"), {"said": said})


def lines(engine):
    with reading(engine) as session:
        return session.scalars(text("SELECT said FROM line ORDER BY rowid")).all()


def test_who_comes_first_is_let_past_first():
    turns = Turns()
    assert turns.take(seconds=0)
    passed = []
    threads = []
    for place in range(5):
        asking = Event()

        def wait(place=place, asking=asking):
            asking.set()
            assert turns.take(seconds=LONG)
            passed.append(place)
            turns.give()

        threads.append(Thread(target=wait))
        threads[-1].start()
        asking.wait()
        while len(turns._waiting) <= place:
            pass

    turns.give()
    for thread in threads:
        thread.join()

    assert passed == [0, 1, 2, 3, 4]
    assert turns.take(seconds=0)


def test_who_waited_too_long_has_no_turn_and_keeps_nobody_waiting():
    turns = Turns()
    turns.take(seconds=0)

    assert not turns.take(seconds=0.01)

    turns.give()
    assert turns.take(seconds=0)


def test_all_who_write_at_once_are_served(engine):
    together = Barrier(10)

    def save(place):
        together.wait()
        with Session(engine) as session:
            before = session.scalar(text("SELECT count(*) FROM line"))
            write(session, str(before))
            session.commit()

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(save, range(10)))

    assert lines(engine) == [str(place) for place in range(10)]


@pytest.mark.parametrize("end", ["commit", "rollback", "close", "error"])
def test_the_pen_is_given_on_however_a_transaction_ends(engine, end):
    session = Session(engine)
    write(session)
    if end == "error":
        with pytest.raises(OperationalError):
            session.execute(text("no statement at all"))
        session.close()
    else:
        getattr(session, end)()

    with Session(engine) as next_one:
        write(next_one, "the next")
        next_one.commit()

    assert lines(engine)[-1] == "the next"


def test_a_connection_that_is_thrown_away_gives_the_pen_on(engine):
    session = Session(engine)
    write(session)

    session.connection().invalidate()

    with Session(engine) as next_one:
        write(next_one, "the next")
        next_one.commit()
    session.close()
    assert lines(engine) == ["the next"]


def test_who_reads_waits_for_nobody(engine):
    with Session(engine) as session:
        write(session)

        assert lines(engine) == []


def test_who_holds_the_pen_and_asks_for_it_again_is_refused_at_last(impatient):
    with Session(impatient) as one, Session(impatient) as other:
        write(one)
        with pytest.raises(OperationalError, match="database is locked"):
            write(other)
        one.commit()

        other.rollback()
        write(other, "afterwards")
        other.commit()

    assert lines(impatient) == ["a line", "afterwards"]


def test_a_writer_of_another_program_is_waited_for_and_told_of_when_it_takes_too_long(engine, impatient, tmp_path):
    with sqlite3.connect(tmp_path / "accord.sqlite", isolation_level=None, check_same_thread=False) as program:
        program.execute("BEGIN IMMEDIATE")
        with Session(impatient) as session, pytest.raises(OperationalError, match="database is locked"):
            write(session)
        with ThreadPoolExecutor(1) as threads, Session(engine) as session:
            waiting = threads.submit(write, session)
            program.execute("COMMIT")
            waiting.result(LONG)
            session.commit()
    program.close()

    assert lines(engine) == ["a line"]
    with Session(impatient) as session:
        write(session, "afterwards")
        session.commit()


def test_what_may_be_written_another_time_waits_for_nobody_of_this_program_or_another(engine, tmp_path):
    with Session(engine) as session, writing_if_free(engine) as hurried:
        write(session)
        with pytest.raises(OperationalError) as refused:
            write(hurried)
        assert is_pen_taken(refused.value)
        session.rollback()
    program = sqlite3.connect(tmp_path / "accord.sqlite", isolation_level=None)
    with closing(program), writing_if_free(engine) as hurried:
        program.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError):
            write(hurried)
        program.execute("COMMIT")
        hurried.rollback()
        write(hurried, "at last")
        hurried.commit()

    assert lines(engine) == ["at last"]


def test_another_trouble_is_not_taken_for_a_writer(engine):
    with reading(engine) as session, pytest.raises(OperationalError) as refused:
        session.execute(text("no statement at all"))

    assert not is_pen_taken(refused.value)


def test_a_database_in_memory_opens_as_before():
    engine = open_engine("sqlite://")
    with Session(engine) as session:
        assert session.scalar(text("SELECT 1")) == 1
    engine.dispose()
    assert create_engine("sqlite://").dialect.name == "sqlite"
