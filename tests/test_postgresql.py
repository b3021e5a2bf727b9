"""The same records, imports and figures on PostgreSQL, for who outgrows SQLite.

Needs Debian's postgresql; without it these tests are skipped, since no default installation uses it.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from casework.cap_sheets import a_file, a_row, a_sheet, a_workbook
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from accord.casework import clockwork
from accord.casework.desk.register.listing import Cut, Order, found_hazards
from accord.casework.desk.register.selection import Selection
from accord.casework.desk.register.series import charted
from accord.casework.escalation.ineligible import sign
from accord.casework.escalation.refused import DraftSettled
from accord.casework.histories import Scope
from accord.casework.imports import import_cap
from accord.casework.journal import first_broken_line
from accord.casework.notices.acknowledging import SaidAlready, acknowledge_by_link
from accord.casework.notices.sending import send_due
from accord.casework.progress import progress
from accord.casework.register import say_same, undo
from accord.casework.register.giving_way import AlreadyDecided
from accord.casework.simulation import simulate
from accord.cli.beside import CLOCKWORK
from accord.config import load_settings
from accord.gateways.letters import LetterBox
from accord.jobs.leader import LEADER, lock_named
from accord.jobs.running import tick
from accord.jobs.workplace import Workplace
from accord.records import Base
from accord.records.base import open_engine
from accord.records.clockwork import ClockworkRun
from accord.records.edition import PublishedEdition
from accord.records.escalation import StageChange, StageDraft
from accord.records.factory import Factory
from accord.records.full_text import LONGEST_WORD, is_described
from accord.records.hazard import Hazard
from accord.records.notice import Notice
from accord.records.order import SafetyOrder
from accord.rules.desk.people import Role
from accord.rules.notices import Sending
from accord.rules.vocabulary import Coverage, Status
from accord.schema import is_up_to_date, migrate
from tests.builders import settings_in
from tests.casework.desk.register_world import ALL, a_register, the_day
from tests.casework.desk.words_said import TEXTS, TYPED, by_index, by_text, write_hazards
from tests.casework.escalation.test_deciding import answered, before_stage_three, drafted
from tests.casework.notices.test_letter_numbers import invite_at_once
from tests.desk_at_once import PAIRS, a_scene, told_at_once
from tests.desk_builders import a_person, a_visitor
from tests.jobs.conftest import NIGHTS
from tests.notice_builders import a_contact, a_notice, an_open_order, carriers
from tests.orders_at_once import ALL as ORDERS_AT_ONCE
from tests.post_office import PostOffice, a_post_office

PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda folder: int(folder.parent.name))
IS_ROOT = os.geteuid() == 0


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """A server of our own on a socket in a folder of its own, reached by no network."""
    if PROGRAMS is None:
        pytest.skip("needs a PostgreSQL server (Debian package postgresql)")
    folder = Path(mkdtemp(prefix="accord-postgresql-"))
    run(folder, "initdb", "-A", "trust", "-U", "accord", "-D", str(folder / "data"))
    options = f"-c listen_addresses='' -k {folder} -c fsync=off"
    run(folder, "pg_ctl", "-D", str(folder / "data"), "-l", str(folder / "log"), "-o", options, "-w", "start")
    yield folder
    run(folder, "pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
    shutil.rmtree(folder)


def run(folder: Path, program: str, *words: str) -> None:
    """Run a program of PostgreSQL, which refuses to be run by root."""
    before = []
    if IS_ROOT:
        shutil.chown(folder, "postgres")
        before = ["runuser", "-u", "postgres", "--"]
    subprocess.run([*before, str(PROGRAMS / program), *words], check=True, capture_output=True, cwd=folder)


@pytest.fixture
def engine(server: Path) -> Iterator[Engine]:
    """An empty database brought up to date."""
    engine = open_engine(f"postgresql+psycopg://accord@/postgres?host={server}")
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    migrate(engine)
    yield engine
    engine.dispose()


def test_the_migrations_build_what_the_records_describe_and_undo_it(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_described})
        assert compare_metadata(context, Base.metadata) == []

    migrate(engine, to="base")
    migrate(engine)

    assert is_up_to_date(engine)


def test_an_import_gives_the_same_figures_and_the_same_file_again_changes_nothing(engine, moment):
    workbook = a_workbook(a_sheet(a_row(1), a_row(2, status=Status.CORRECTED)))
    with Session(engine) as session:
        first = import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=moment)
        session.commit()
        again = import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=moment)

        rates = progress(session, Scope(factory=9490), moment=moment)

        assert (first.created, again.created, again.updated) == (2, 0, 0)
        assert str(rates.initial.verified_percent) == "50.00"
        assert first_broken_line(session) is None


def test_of_two_who_say_at_once_which_number_stands_for_both_the_second_waits_and_is_told(engine, moment):
    with Session(engine) as session:
        session.add_all(
            [Factory(number=9490, name="Alif"), Factory(number=9491, name_bn="আলিফ", os_id="BD2019083XA3M0V")]
        )
        session.commit()

    def said(keep: int) -> str:
        with Session(engine) as session:
            try:
                say_same(session, 9490, 9491, keep=keep, actor="test", moment=moment)
            except AlreadyDecided as refused:
                return str(refused)
            session.commit()
            return "done"

    with ThreadPoolExecutor(2) as people:
        told = sorted(people.map(said, (9490, 9491)))

    assert told == ["done", "factories 9490 and 9491 were said to be the same by test on 2024-07-01; undo that first"]
    with Session(engine) as session:
        undo(session, 9490, 9491, actor="test", moment=moment)
        say_same(session, 9490, 9491, keep=9490, actor="test", moment=moment)
        kept = session.scalar(select(Factory).where(Factory.number == 9490))
        assert (kept.name_bn, kept.os_id) == ("আলিফ", "BD2019083XA3M0V")
        assert first_broken_line(session) is None


def test_a_simulated_programme_is_the_same_as_on_sqlite_and_ids_given_later_follow_after_it(engine, session, moment):
    with Session(engine) as there:
        simulated = simulate(there, 6, seed=3, moment=moment)
        there.commit()
        there.add(factory := Factory(number=9490, coverage=Coverage.ACTIVE))
        there.flush()

        assert simulate(session, 6, seed=3, moment=moment) == simulated
        assert progress(there, Scope(), moment=moment) == progress(session, Scope(), moment=moment)
        assert factory.id == 7
        contents = select(PublishedEdition.content).order_by(PublishedEdition.id)
        assert there.scalars(contents).all() == session.scalars(contents).all() != []


def test_the_register_of_hazards_says_the_same_of_any_day_as_known_on_any_day(engine, moment):
    days = (moment.today, date(2024, 3, 1), date(2024, 4, 15))
    with Session(engine) as session:
        a_register(session)

        for as_of, known_at, order in product(days, days, (Order.DUE, Order.FACTORY)):
            day = the_day(moment, as_of, known_at)
            told = progress(session, Scope(), moment=moment, as_of=as_of, known_at=known_at)
            ours = found_hazards(session, Selection(is_covered=True), ALL, day=day, cut=Cut(order, most=3))
            assert (ours.progress, len(ours.stands)) == (told, min(ours.count, 3))
        end = charted(session, Selection(is_covered=True), ALL, day=the_day(moment)).months[-1]
        assert end.tally == progress(session, Scope(), moment=moment).initial
        reopened = select(Hazard.item).where(Hazard.may_have_reopened)
        assert session.scalars(reopened).all() == [3]


def test_the_words_of_hazards_are_found_as_their_texts_say(engine):
    with Session(engine) as session:
        write_hazards(session, *TEXTS, "ক" * (LONGEST_WORD + 1), "ক" * LONGEST_WORD)
        session.commit()

        for typed in TYPED:
            assert by_index(session, typed) == by_text(session, typed), typed
        assert [len(by_index(session, "ক" * (LONGEST_WORD + more))) for more in (0, 1, 2)] == [2, 1, 0]


@pytest.mark.parametrize("name", PAIRS)
def test_of_two_people_at_one_record_one_is_heard_and_the_other_is_told(engine, moment, name):
    first, second, refusals = PAIRS[name]
    with Session(engine) as session:
        scene = a_scene(session, moment)

    told = told_at_once(engine, scene, (first, second))

    assert told in refusals
    with Session(engine) as session:
        assert first_broken_line(session) is None


def test_of_two_who_sign_a_draft_of_ineligibility_at_once_one_is_told(engine, moment):
    with Session(engine) as session:
        cast = before_stage_three(session, moment)
        third = a_visitor(session, a_person(session, Role.DEPUTY), moment=moment)
        written = drafted(session, cast, moment)
        answered(session, cast, written, moment)
        session.commit()
        draft_id, signers = written.id, (cast.who["deputy"], third)

    def signed(who) -> type[Exception] | None:
        with Session(engine) as session:
            try:
                sign(session, session.get_one(StageDraft, draft_id), who=who, moment=moment)
            except DraftSettled:
                return DraftSettled
            session.commit()
            return None

    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(signed, signers))

    assert sorted(told, key=str) == [DraftSettled, None]
    with Session(engine) as session:
        assert len(session.scalars(select(StageChange).where(StageChange.draft_id == draft_id)).all()) == 1
        assert first_broken_line(session) is None


def test_letters_are_sent_there_too_and_of_two_answers_at_once_one_counts(engine, moment, tmp_path):
    with Session(engine) as session:
        order = an_open_order(session, moment)
        notice = a_notice(session, order, moment)
        a_contact(session, notice.organisation, moment)
        order_id, notice_id, organisation = order.id, notice.id, notice.organisation
        session.commit()

    def answered(name):
        with Session(engine) as session:
            try:
                acknowledge_by_link(
                    session,
                    session.get_one(SafetyOrder, order_id),
                    organisation=organisation,
                    said_by=name,
                    moment=moment,
                )
                session.commit()
            except SaidAlready:
                return False
        return True

    with a_post_office(office := PostOffice()) as url:
        send_due(engine, carriers(LetterBox(tmp_path), mail=url), moment=lambda: moment)
    with ThreadPoolExecutor(4) as people:
        counted = list(people.map(answered, "abcd"))

    with Session(engine) as session:
        assert session.get_one(Notice, notice_id).state is Sending.SENT
    assert office.addresses == ["owner@mill.example"]
    assert sorted(counted) == [False, False, False, True]


@pytest.mark.parametrize("statement", ["UPDATE hazard_event SET actor = 'x'", "DELETE FROM journal"])
def test_the_database_itself_refuses_to_change_what_is_append_only(engine, moment, statement):
    with Session(engine) as session:
        import_cap(
            session,
            (workbook := a_workbook(a_sheet(a_row()))),
            file=a_file(workbook),
            actor="an engineer",
            moment=moment,
        )

        with pytest.raises(DBAPIError, match="is append-only"):
            session.execute(text(statement))


@pytest.mark.parametrize("tried", ORDERS_AT_ONCE, ids=lambda tried: tried.__name__)
def test_orders_that_are_moved_in_the_same_instant_are_moved_once(engine: Engine, moment, tried):
    tried(engine, moment)


def test_two_rounds_of_the_clockwork_at_once_do_each_job_once(engine, moment, tmp_path):
    place, did = a_workplace(engine, moment, tmp_path), []
    jobs = [replace(job, work=lambda _place, _moment, job=job: did.append(job.name) or 1) for job in NIGHTS]

    with ThreadPoolExecutor(3) as clockworks:
        rounds = [clockworks.submit(tick, place, moment=moment, jobs=jobs) for _ in range(3)]
        decided = [outcome.decided for each in rounds for outcome in each.result()]

    assert sorted(did) == sorted(job.name for job in NIGHTS)
    assert sum(decided) == 2 * len(NIGHTS)  # and the beat says how many they were
    with Session(engine) as session:
        assert set(session.scalars(select(ClockworkRun.begun_times))) == {1}
        assert clockwork.last_beat(session, moment=moment) == moment.now


def test_of_two_clockworks_one_leads_until_its_connection_is_gone(engine, moment, tmp_path):
    settings = a_workplace(engine, moment, tmp_path).settings
    first, second = (lock_named(LEADER, settings, engine) for _ in range(2))
    assert first.take()
    assert not second.take()
    assert first.is_held()

    with engine.begin() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        assert connection.execute(text(others)).all() != []

    assert not first.is_held()
    patiently(second.take)
    first.give()
    assert second.is_held()
    second.give()
    patiently(first.take)
    first.give()


def test_a_clockwork_that_is_killed_is_taken_over_by_the_one_that_waits(engine, server, tmp_path):
    url = f"postgresql+psycopg://accord@/postgres?host={server}"
    env = os.environ | {"ACCORD_INSTANCE": str(tmp_path), "ACCORD_DATABASE_URL": url, "ACCORD_SECRET_KEY": "k" * 40}
    load_settings(env)

    def a_clockwork():
        return subprocess.Popen(CLOCKWORK, env=env, stdout=subprocess.PIPE, text=True)

    first = a_clockwork()
    assert first.stdout.readline().startswith("This clockwork leads")
    second = a_clockwork()
    try:
        assert second.stdout.readline().startswith("Another clockwork leads")
        first.kill()
        assert second.stdout.readline().startswith("This clockwork leads")
        second.terminate()
        assert second.wait(60) == 0
    finally:
        for process in (first, second):
            process.kill()
            process.wait()
            process.stdout.close()


def a_workplace(engine, moment, folder):
    return Workplace(settings_in(folder), engine, lambda: moment.now)


def patiently(is_so):
    """A server lets go a moment after a connection has ended."""
    end = monotonic() + 30
    while not is_so():
        assert monotonic() < end


def test_of_many_letters_that_are_written_at_once_each_has_its_own_number(engine: Engine, moment):
    assert invite_at_once(engine, moment, count=6) == [1, 2, 3, 4, 5, 6]
