"""The clockwork deals with each order and each letter by itself: a broken one stops no other."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from accord.casework.notices import sending
from accord.casework.one_by_one import MOST_TOLD, LeftUndone, OneByOne
from accord.casework.orders import deeds, raising
from accord.casework.orders.sweeping import due_orders
from accord.jobs import work
from accord.jobs.running import tick
from accord.jobs.table import TABLE
from accord.records.base import reading
from accord.records.factory import Building
from accord.records.notice import Notice
from accord.records.order import OrderReminder, SafetyOrder
from accord.rules.clockwork import JobName
from tests.notice_builders import a_notice, an_open_order
from tests.order_builders import a_house, later

ORDERS, LETTERS = (next(job for job in TABLE if job.name is name) for name in (JobName.ORDERS, JobName.LETTERS))
HOURS = 5


@pytest.fixture
def orders(world):
    """Three orders that were determined five hours ago: the first reminder of each is due."""
    moment = world.moment
    with Session(world.place.engine) as session:
        house = a_house(session, moment)
        made = []
        for number in range(3):
            building = Building(name=f"Block {number}")
            session.add(building)
            session.flush()
            cause = replace(house.cause(factories=[]), building=building)
            order = raising.raise_or_join(session, cause, who=house.who["chief"], moment=moment)
            deeds.determine(session, order, who=house.who["chief"], moment=moment)
            made.append(order.id)
        session.commit()
    world.move(hours=HOURS)
    return made


@pytest.fixture
def breaking(monkeypatch):
    """Let looking at one order end with an error."""

    def broken(order_id, error):
        really = work.sweep_order

        def sweep_order(session, each, *, moment):
            made = really(session, each, moment=moment)
            if each == order_id:
                raise error
            return made

        monkeypatch.setattr(work, "sweep_order", sweep_order)

    return broken


def reminded(world):
    with reading(world.place.engine) as session:
        return set(session.scalars(select(OrderReminder.order_id)))


def run_of(world, job):
    return world.runs(job)[-1]


def test_each_order_is_committed_before_the_next_one_is_looked_at(world, orders):
    commits = []
    event.listen(world.place.engine, "commit", lambda _connection: commits.append(len(reminded(world))))

    tick(world.place, moment=world.moment, jobs=[ORDERS])

    assert reminded(world) == set(orders)
    assert {0, 1, 2} <= set(commits), "asked just before each commit"
    assert run_of(world, "orders").decided == len(orders)


def test_an_order_that_cannot_be_looked_at_is_told_and_stops_no_other_and_is_tried_again(
    world, orders, breaking, monkeypatch, caplog
):
    first, broken, last = orders
    breaking(broken, KeyError("a mistake of ours"))

    with caplog.at_level(logging.ERROR):
        [outcome, _beat] = tick(world.place, moment=world.moment, jobs=[ORDERS])

    assert reminded(world) == {first, last}
    run = run_of(world, "orders")
    assert (run.decided, run.said) == (2, f"order {broken}: KeyError: 'a mistake of ours'")
    assert (outcome.decided, outcome.said) == (run.decided, run.said)
    assert caplog.text.count("a mistake of ours") >= 1
    assert run.ended_at == world.now
    caplog.clear()

    monkeypatch.undo()
    world.move(minutes=1)
    tick(world.place, moment=world.moment, jobs=[ORDERS])

    assert reminded(world) == set(orders)
    assert (run_of(world, "orders").decided, run_of(world, "orders").said) == (1, None)


def test_a_database_that_goes_away_ends_the_round_and_what_was_done_until_then_is_told(world, orders, breaking, caplog):
    with Session(world.place.engine) as session:
        first, *others = due_orders(session, moment=world.moment)
    breaking(others[0], OperationalError("SELECT 1", {}, OSError("disk I/O error")))

    tick(world.place, moment=world.moment, jobs=[ORDERS])

    run = run_of(world, "orders")
    assert reminded(world) == {first}
    assert run.decided == 1
    assert "disk I/O error" in run.said
    caplog.clear()


def test_what_ends_the_process_is_no_trouble_of_one_order(world, orders, breaking, caplog):
    breaking(orders[0], SystemExit(3))

    tick(world.place, moment=world.moment, jobs=[ORDERS])

    assert run_of(world, "orders").said == "SystemExit: 3"
    caplog.clear()


def test_each_minute_begins_with_another_order_so_that_one_that_kills_keeps_no_other_waiting(session, moment, world):
    with Session(world.place.engine) as fresh:
        for number in range(3):
            an_open_order(fresh, moment, number=9001 + number)
        fresh.commit()
        ids = list(fresh.scalars(select(SafetyOrder.id)))

        begun = {due_orders(fresh, moment=later(moment, minutes=number))[0] for number in range(3)}
        every = due_orders(fresh, moment=moment)

    assert begun == set(ids)
    assert sorted(every) == ids


def test_of_many_troubles_a_few_are_told_in_words_and_all_are_counted(caplog):
    def fail():
        raise ValueError("no")

    with OneByOne() as things:
        assert [things.do(f"thing {number}", fail) for number in range(MOST_TOLD + 3)] == [None] * (MOST_TOLD + 3)
        assert things.do("a good one", lambda: 17) == 17

    assert str(LeftUndone(1, things.troubles)).endswith(f"thing {MOST_TOLD - 1}: ValueError: no; and 3 more")
    assert caplog.text.count("Traceback") == MOST_TOLD
    caplog.clear()


def test_a_letter_that_cannot_be_dealt_with_is_put_off_further_each_time_and_the_others_go_out(
    world, monkeypatch, caplog
):
    moment = world.moment
    with Session(world.place.engine) as session:
        order = an_open_order(session, moment)
        broken, fine = (a_notice(session, order, moment, step=step).id for step in ("raised", "determined"))
        session.commit()
    really = sending.words_of
    monkeypatch.setattr(
        sending, "words_of", lambda notice: {}["no such word"] if notice.id == broken else really(notice)
    )

    tick(world.place, moment=moment, jobs=[LETTERS])

    def waits(notice_id):
        with Session(world.place.engine) as session:
            notice = session.get_one(Notice, notice_id)
            return notice.attempts_made, notice.next_try_at - world.now

    run = run_of(world, "letters")
    assert (run.decided, run.said) == (1, f"notice {broken}: KeyError: 'no such word'")
    assert waits(broken) == (1, timedelta(minutes=1))
    assert waits(fine)[1] == timedelta(hours=1), "nobody is to be reached, which is looked at each hour"
    world.move(minutes=1)
    tick(world.place, moment=world.moment, jobs=[LETTERS])
    assert waits(broken) == (2, timedelta(minutes=2))
    caplog.clear()
