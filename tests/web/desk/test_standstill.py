"""Who works for the programme is told at the desk, in red, that the clockwork stands still; nobody else is."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from accord.records.clockwork import ClockworkRun
from accord.records.factory import Factory, Signatory
from accord.rules.desk.people import OF_A_FACTORY, OF_A_SIGNATORY, OF_THE_PROGRAMME, Role
from accord.rules.vocabulary import Discipline
from tests.desk_builders import a_person, an_engineer

SAID = "The clockwork stands still."


def beat(session, moment, minutes=0):
    at = moment.now - timedelta(minutes=minutes)
    session.add(ClockworkRun(job="heartbeat", period=at.strftime("%Y-%m-%dT%H:%M"), began_at=at, ended_at=at))
    session.commit()


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_work_for_the_programme_are_told(session, signed_in, role):
    person = a_person(
        session,
        role,
        factory=Factory(number=9490) if role in OF_A_FACTORY else None,
        signatory=Signatory(name="Brand") if role in OF_A_SIGNATORY else None,
        discipline=Discipline.FIRE if role is Role.ENGINEER else None,
    )

    page = signed_in(person).get("/desk").text

    assert (SAID in page) == (role in OF_THE_PROGRAMME)


def test_while_it_beats_nothing_is_said_and_after_five_minutes_since_when_and_what_to_do(
    session, signed_in, moment, clock
):
    beat(session, moment)
    browser = signed_in(an_engineer(session))
    assert SAID not in browser.get("/desk").text

    clock.go_on(minutes=5)
    assert SAID not in browser.get("/desk").text
    clock.go_on(seconds=1)
    page = browser.get("/desk").text

    assert SAID in page
    assert "It last looked on 1 July 2024, 12:00." in page
    assert "accord clockwork" in page
    assert 'href="/status"' in page


def test_in_bangla_it_is_said_in_bangla(session, signed_in):
    page = signed_in(an_engineer(session)).get("/desk?lang=bn").text

    assert "সময়মতো কাজ চালানোর প্রোগ্রামটি থেমে আছে।" in page
    assert SAID not in page


def test_nobody_is_told_who_is_not_signed_in(app):
    assert SAID not in app.test_client().get("/sign-in").text


def test_it_costs_a_page_a_look_at_the_end_of_a_table(session, app, signed_in, moment):
    beat(session, moment)
    browser = signed_in(an_engineer(session))
    asked = []
    event.listen(
        app.extensions["accord"].private.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, words, *_rest: asked.append((statement, words)),
    )

    browser.get("/desk/factories")

    [(statement, words)] = [each for each in asked if "clockwork_run" in each[0]]
    with app.extensions["accord"].private.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", words).all()
    looked_at = {line.detail for line in plan if "clockwork_run" in line.detail}
    assert looked_at == {"SCAN clockwork_run"}
    assert "ORDER BY clockwork_run.id DESC" in statement
    assert "LIMIT" in statement.partition(") AS")[0], "the end of the table alone"
