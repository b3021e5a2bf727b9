"""Letters are numbered through each year without a gap, also those that were written before there were numbers."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from accord.casework.escalation.hearings import invite
from accord.records.base import open_engine
from accord.records.factory import Factory
from accord.records.notice import Notice
from accord.records.person import Person
from accord.rules.desk.people import Role
from accord.rules.notices import reference_in, reference_of
from accord.schema import migrate
from tests.casework.test_register_migration import move_down_to
from tests.desk_builders import a_person, a_visitor
from tests.escalation_builders import a_covered_factory
from tests.notice_builders import a_notice, a_text, an_open_order
from tests.orders_at_once import at_once


def invite_at_once(engine, moment, *, count: int) -> list[int | None]:
    """Invite so many factories in the same instant; return the numbers of the letters in their order."""
    with Session(engine) as session:
        chief_id = a_person(session, Role.CHIEF_SAFETY_OFFICER).id
        ids = [a_covered_factory(session, 9001 + number).id for number in range(count)]
        session.commit()

    def one(factory_id: int):
        def deed(session: Session) -> None:
            who = a_visitor(session, session.get_one(Person, chief_id), moment=moment)
            factory = session.get_one(Factory, factory_id)
            invite(session, factory, meets_on=moment.today, place="Here", who=who, moment=moment)

        return deed

    at_once(engine, [one(each) for each in ids])
    with Session(engine) as session:
        return list(session.scalars(select(Notice.number).order_by(Notice.number)))


def test_of_many_who_write_at_once_each_letter_has_its_own_number_and_none_is_left_out(database, moment):
    engine = open_engine(f"sqlite:///{database}")

    assert invite_at_once(engine, moment, count=6) == [1, 2, 3, 4, 5, 6]
    engine.dispose()


def test_a_letter_that_was_taken_back_leaves_no_gap(session, moment):
    who = a_visitor(session, a_person(session, Role.CASE_HANDLER), moment=moment)
    factories = [a_covered_factory(session, 9001), a_covered_factory(session, 9002)]
    session.commit()

    invite(session, factories[0], meets_on=moment.today, place="Here", who=who, moment=moment)
    session.rollback()
    invite(session, factories[1], meets_on=moment.today, place="Here", who=who, moment=moment)

    assert session.scalars(select(Notice.number)).all() == [1]


def test_what_was_there_before_is_numbered_as_it_was_recorded_and_nothing_is_lost_on_the_way_down(database, moment):
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        order, words = an_open_order(session, moment), a_text(session, moment)
        days = [datetime(2024, 3, 1, tzinfo=UTC), datetime(2023, 12, 31, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)]
        for place, day in enumerate(days):
            a_notice(session, order, moment, step=f"climb 1.{place + 1}", text=words).recorded_at = day
        digest = a_notice(session, order, moment, organisation="person 1", text=words)
        digest.cause = "digest 2024-01-01"
        session.commit()

    move_down_to(engine, "0023")
    migrate(engine)

    with Session(engine) as session:
        found = session.execute(select(Notice.step, Notice.year, Notice.number).order_by(Notice.id)).all()
        assert [tuple(each) for each in found] == [
            ("climb 1.1", 2024, 2),
            ("climb 1.2", 2023, 1),
            ("climb 1.3", 2024, 1),
            ("raised", None, None),
        ]
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    engine.dispose()


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("L-2026-00042", (2026, 42)),
        (" l-2026-42 ", (2026, 42)),
        ("L-2026-100000", (2026, 100_000)),
        ("2026-42", None),
        ("L-26-42", None),
        ("L-2026-", None),
    ],
)
def test_the_number_of_a_letter_is_read_as_people_type_it(typed, named):
    assert reference_in(typed) == named


def test_the_number_of_a_letter_is_written_with_five_digits_or_more():
    assert [reference_of(2026, each) for each in (42, 100_000)] == ["L-2026-00042", "L-2026-100000"]
