"""A programme is simulated in an empty installation, and is the same for the same seed."""

import json
import shutil
from datetime import date, timedelta

import pytest
from casework.simulation.making import ANCHOR, FACTORIES, MOMENT, SEED, simulated
from casework.simulation.recount import covered_on, opened, statuses_on
from sqlalchemy import func, select

from accord.casework.disclosure import is_demonstration
from accord.casework.journal import first_broken_line
from accord.casework.simulation import MOST_FACTORIES, SimulationRefused, simulate
from accord.casework.simulation.days import WorkDays
from accord.casework.simulation.dice import Dice
from accord.casework.simulation.plan import sites_planned
from accord.casework.simulation.shape import Fate
from accord.records.factory import Factory
from accord.records.journal import JournalEntry
from accord.rules.moments import Moment
from accord.rules.vocabulary import Coverage

STATUS_OF = {
    Fate.COMPLETED: "initial_cap_completed",
    Fate.INELIGIBLE: "ineligible",
    Fate.BEHIND: "behind_schedule",
    Fate.ON_TRACK: "on_track",
    Fate.CAP_PENDING: "cap_pending",
    Fate.NOT_INSPECTED: "not_inspected",
}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_factory_ends_as_it_was_planned_to(database, seed):
    simulated(database, 45, seed=seed)
    sites = sites_planned(45, Dice(seed, "plan"), days=WorkDays(ANCHOR, MOMENT.zone))
    planned = {plan.number: plan for site in sites for plan in site.factories}

    with opened(database) as connection:
        numbers = dict(connection.execute("SELECT id, number FROM factory"))
        statuses = {numbers[factory]: status for factory, status in statuses_on(connection, ANCHOR).items()}
        covered = {numbers[factory] for factory in covered_on(connection, ANCHOR)}

    stayed = {number: STATUS_OF[plan.fate] for number, plan in planned.items() if plan.fate is not Fate.LEFT}
    assert {number: statuses[number] for number in stayed} == stayed
    assert covered == set(stayed)
    assert set(stayed.values()) == set(STATUS_OF.values())


@pytest.mark.parametrize("factories", [1, 2, 3, 5, 8, 13])
@pytest.mark.parametrize("anchor", [date(2000, 1, 1), date(2024, 2, 29), date(2024, 6, 28)])
def test_a_programme_may_be_as_small_as_one_factory_and_end_on_any_day(database, factories, anchor):
    _, result = simulated(database, factories, seed=factories, anchor=anchor)

    with opened(database) as connection:
        assert connection.execute("SELECT count(*) FROM factory").fetchone() == (factories,)
    assert result.rows["factory"] == factories
    assert result.anchor == anchor


def test_the_same_seed_gives_the_same_database_to_the_last_byte_whenever_it_is_made(migrated_database, tmp_path):
    first, again, other, earlier = (shutil.copy(migrated_database, tmp_path / f"{name}.sqlite") for name in "abcd")
    later = Moment(MOMENT.now + timedelta(days=40, hours=3), MOMENT.zone)

    simulated(first, 12, anchor=ANCHOR)
    simulated(again, 12, anchor=ANCHOR, moment=later)
    simulated(other, 12, seed=SEED + 1, anchor=ANCHOR)
    simulated(earlier, 12, anchor=ANCHOR - timedelta(days=1))

    assert dumped(first) == dumped(again)
    assert dumped(first) != dumped(other)
    assert dumped(first) != dumped(earlier)


def dumped(database):
    with opened(database) as connection:
        return list(connection.iterdump())


def test_the_installation_is_marked_as_a_demonstration_and_the_deed_is_in_the_journal(records):
    [line] = records.scalars(select(JournalEntry))

    assert is_demonstration(records)
    assert line.deed == "simulated a programme"
    said = json.loads(line.details)
    assert (said["seed"], said["anchor"], said["rows"]["factory"]) == (SEED, "2024-07-01", FACTORIES)
    assert first_broken_line(records) is None


def test_the_rows_that_are_told_are_the_rows_that_are_there(rows, records):
    [line] = records.scalars(select(JournalEntry))

    for table, number in json.loads(line.details)["rows"].items():
        assert len(rows(f"SELECT 1 FROM {table}")) == number, table  # noqa: S608 (a table of ours)


def test_a_programme_is_refused_where_a_factory_is_on_record(session):
    session.add(Factory(number=9490, name="A real factory Ltd.", coverage=Coverage.ACTIVE))
    session.flush()

    with pytest.raises(SimulationRefused, match="on record here already"):
        simulate(session, 5, seed=1, moment=MOMENT)

    assert session.scalar(select(func.count()).select_from(Factory)) == 1
    assert not is_demonstration(session)


@pytest.mark.parametrize(
    ("factories", "anchor", "said"),
    [
        (5, date(2024, 7, 2), "still to come"),
        (5, date(1999, 12, 31), "first day possible is 2000-01-01"),
        (0, ANCHOR, "from 1 to"),
        (MOST_FACTORIES + 1, ANCHOR, "from 1 to"),
    ],
)
def test_what_cannot_be_simulated_is_refused(session, factories, anchor, said):
    with pytest.raises(SimulationRefused, match=said):
        simulate(session, factories, seed=1, moment=MOMENT, anchor=anchor)


def test_nothing_is_written_for_good_before_the_caller_commits(session):
    simulate(session, 3, seed=1, moment=MOMENT)

    session.rollback()

    assert session.scalar(select(func.count()).select_from(Factory)) == 0


def test_numbers_given_later_follow_after_those_of_the_simulation(session):
    simulate(session, 3, seed=1, moment=MOMENT)

    session.add(factory := Factory(number=9490, coverage=Coverage.ACTIVE))
    session.flush()

    assert factory.id == 4


def test_the_database_is_whole(programme):
    with opened(programme) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
