"""After the clockwork stood still, those who answer for it are told once since when, and what was made up."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accord.casework.notices.clockwork_back import stood_still_since, tell_that_it_is_back
from accord.casework.notices.reached import reached
from accord.casework.notices.register import LettersAsked
from accord.casework.notices.register import letters as register
from accord.casework.orders.sweeping import sweep_orders
from accord.records.clockwork import ClockworkRun
from accord.records.notice import Notice
from accord.rules.clockwork import STALE_AFTER
from accord.rules.desk.people import Role
from accord.rules.notices import Letter
from accord.rules.vocabulary import Discipline
from tests.desk_builders import a_person
from tests.order_builders import a_house, determined, go_live, later

STOOD = timedelta(hours=30)


def beat(session, at):
    period = at.strftime("%Y-%m-%dT%H:%M")
    session.add(ClockworkRun(job="heartbeat", period=period, began_at=at, ended_at=at))
    session.flush()


@pytest.fixture
def answering(session, moment):
    go_live(session, later(moment, hours=-40))
    beat(session, moment.now - STOOD)
    a_person(session, Role.ENGINEER, discipline=Discipline.FIRE, email="engineer@accord.example")
    a_person(session, Role.DEPUTY, email="gone@accord.example", until=moment.today - timedelta(days=1))
    return [a_person(session, role) for role in (Role.CHIEF_SAFETY_OFFICER, Role.DEPUTY, Role.ADMINISTRATOR)]


def letters(session):
    query = select(Notice).where(Notice.cause.like("standstill%")).order_by(Notice.id)
    return session.scalars(query).all()


def test_the_chief_the_deputy_and_the_administrator_are_told_from_when_until_when(session, moment, answering):
    assert tell_that_it_is_back(session, moment=moment) == 3

    found = letters(session)
    assert {each.organisation for each in found} == {f"person {person.id}" for person in answering}
    [text] = {each.text.body for each in found}
    assert "stood still from 30 June 2024, 06:00 to 1 July 2024, 12:00" in text
    assert "৩০ জুন ২০২৪, ০৬:০০ থেকে ১ জুলাই ২০২৪, ১২:০০ পর্যন্ত" in found[0].text.body_bn
    assert {each.text.letter for each in found} == {Letter.CLOCKWORK_IS_BACK}
    assert [each.email for each in reached(session, [found[0].organisation], moment=moment)[found[0].organisation]] == [
        answering[0].email
    ]


def test_it_says_how_many_reminders_were_made_up_and_for_how_many_they_stand(session, moment, answering):
    house = a_house(session, moment)
    determined(session, house, later(moment, hours=-29))
    sweep_orders(session, moment=moment)

    tell_that_it_is_back(session, moment=moment)

    # 4 and 24 hours have passed: the second reminder is made, and stands for the first one.
    assert "Reminders made: 1, of 1 orders. They stand for 1 earlier ones as well." in letters(session)[0].text.body


def test_once_for_a_standstill_also_where_it_was_killed_in_between_and_again_for_the_next_one(
    session, moment, answering
):
    tell_that_it_is_back(session, moment=moment)
    # Killed before it beat: the next round finds the same standstill.
    assert tell_that_it_is_back(session, moment=later(moment, minutes=2)) == 0
    beat(session, later(moment, minutes=2).now)
    assert tell_that_it_is_back(session, moment=later(moment, minutes=3)) == 0

    assert tell_that_it_is_back(session, moment=later(moment, minutes=20)) == 3
    assert len(letters(session)) == 6


def test_a_clockwork_that_was_only_late_or_has_never_run_is_no_standstill(session, moment):
    assert stood_still_since(session, moment=moment) is None
    beat(session, moment.now - STALE_AFTER)

    assert stood_still_since(session, moment=moment) is None
    assert stood_still_since(session, moment=later(moment, minutes=1)) == moment.now - STALE_AFTER


def test_before_the_programme_goes_live_nobody_is_told(session, moment):
    beat(session, moment.now - STOOD)
    a_person(session, Role.CHIEF_SAFETY_OFFICER)
    assert tell_that_it_is_back(session, moment=moment) == 0

    go_live(session, later(moment, hours=1))
    assert tell_that_it_is_back(session, moment=moment) == 0


def test_the_letter_stands_in_the_outbox(session, moment, answering):
    tell_that_it_is_back(session, moment=moment)

    assert len(register(session, LettersAsked(), page=1).lines) == 3
