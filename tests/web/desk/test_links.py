"""Links that work once, and letters to those who forgot their password."""

import re
import stat

import pytest
from sqlalchemy import select

from accord.casework.desk.links import make_link, spend_links
from accord.casework.desk.sign_in import token_hash
from accord.gateways.letters import LetterBox
from accord.records.person import OneTimeLink, Person
from accord.rules.desk.people import LinkPurpose, Role
from tests.desk_builders_accounts import PASSWORD, sign_in_with, somebody

RAHIMA = "rahima@accord.example"
NEW = "seven green parrots sing"


@pytest.fixture
def rahima(session, moment):
    person = somebody(session, Role.CASE_HANDLER, moment=moment, email=RAHIMA)
    session.commit()
    return person


@pytest.fixture
def link(session, rahima, moment):
    token = make_link(session, rahima, LinkPurpose.SIGN_UP, actor="test", moment=moment)
    session.commit()
    return f"/choose-password/{token}"


def choose(browser, link, password=NEW, again=NEW):
    return browser.post(link, data={"password": password, "again": again})


def test_the_holder_of_a_link_chooses_a_password_and_signs_in_with_it(app, link):
    browser = app.test_client()
    assert RAHIMA in browser.get(link).text
    assert browser.get(link).status_code == 200  # looking at it does not use it up

    response = choose(browser, link)

    assert (response.status_code, response.location) == (303, "/sign-in")
    assert sign_in_with(browser, RAHIMA, NEW).status_code == 303


def test_a_link_works_once_and_all_others_of_the_account_end_with_it(app, link, session, rahima, moment):
    other = make_link(session, rahima, LinkPurpose.CHOOSE_AGAIN, actor="test", moment=moment)
    session.commit()
    choose(app.test_client(), link)

    answers = [choose(app.test_client(), used) for used in (link, f"/choose-password/{other}")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "This link no longer works" in answers[0].text


def test_a_link_is_over_after_72_hours(app, link, clock):
    clock.go_on(hours=71, minutes=59)
    assert app.test_client().get(link).status_code == 200
    clock.go_on(minutes=1)
    assert app.test_client().get(link).status_code == 404
    assert choose(app.test_client(), link).status_code == 404


@pytest.mark.parametrize("what", ["closed", "withdrawn", "unknown"])
def test_a_link_of_a_closed_account_and_one_that_was_withdrawn_are_like_one_that_never_was(
    app, link, session, rahima, moment, what
):
    if what == "closed":
        rahima.ended_at = moment.now
    if what == "withdrawn":
        spend_links(session, rahima, moment=moment)
    session.commit()
    asked = "/choose-password/nobodys" if what == "unknown" else link

    assert app.test_client().get(asked).status_code == 404


def test_a_link_is_kept_by_its_hash_alone(link, session):
    assert session.scalars(select(OneTimeLink.token_sha256)).one() == token_hash(link.rpartition("/")[2])


def test_a_password_that_is_refused_leaves_the_link_as_it_was(app, link):
    response = choose(app.test_client(), link, "too short", "too short")

    assert response.status_code == 422
    assert "This password is too short." in response.text
    assert choose(app.test_client(), link).status_code == 303


def test_choosing_a_password_by_link_ends_every_sign_in(app, link):
    browser = app.test_client()
    sign_in_with(browser, RAHIMA)

    choose(app.test_client(), link)

    assert browser.get("/desk").status_code == 303


def test_a_link_is_a_way_in_for_its_owner_while_strangers_guess(app, link):
    for host in range(6):
        sign_in_with(app.test_client(), RAHIMA, "wrong words", environ_base={"REMOTE_ADDR": f"203.0.113.{host}"})
    assert sign_in_with(app.test_client(), RAHIMA).status_code == 429
    owner = app.test_client()

    choose(owner, link)

    assert sign_in_with(owner, RAHIMA, NEW).status_code == 303


def ask(app, email, **words):
    return app.test_client().post("/forgotten-password", data={"email": email}, **words)


def letters(settings):
    return LetterBox(settings.letters).latest(50)


def test_a_letter_is_written_to_an_account_and_the_answer_is_the_same_where_there_is_none(app, rahima, settings):
    known, unknown = ask(app, " Rahima@ACCORD.example"), ask(app, "nobody@accord.example")

    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert known.status_code == 303
    assert app.test_client().get(known.location).status_code == 200
    (letter,) = letters(settings)
    assert letter.to == RAHIMA
    link = re.search(r"/choose-password/\S+", letter.body)[0]
    assert letter.body.count(link) == 2  # in English and in Bangla
    assert choose(app.test_client(), link).status_code == 303


def test_letters_are_files_that_nobody_else_on_the_machine_reads(app, rahima, settings):
    ask(app, RAHIMA)

    (file,) = settings.letters.iterdir()
    assert file.suffix == ".eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.letters.stat().st_mode) == 0o700


def test_the_address_in_a_letter_is_never_taken_from_the_request(app, rahima, settings):
    ask(app, RAHIMA, headers={"Host": "evil.example"})

    assert "evil.example" not in letters(settings)[0].body


def test_no_letter_goes_to_a_closed_account_or_to_an_invented_person(app, session, rahima, moment, settings):
    somebody(session, Role.CASE_HANDLER, moment=moment, email="cso@demo.example", name="N. Akter")
    rahima.ended_at = moment.now
    session.commit()

    assert [ask(app, email).status_code for email in (RAHIMA, "cso@demo.example")] == [303, 303]
    assert letters(settings) == []


def test_nobody_fills_the_box_of_somebody_else(app, rahima, settings):
    statuses = [ask(app, RAHIMA, environ_base={"REMOTE_ADDR": f"203.0.113.{host}"}).status_code for host in range(6)]

    assert statuses == [303] * 3 + [429] * 3
    assert len(letters(settings)) == 3


def test_a_stranger_who_asks_for_letters_does_not_end_the_link_that_somebody_holds(app, link):
    for _ in range(3):
        ask(app, RAHIMA)

    assert choose(app.test_client(), link).status_code == 303


def test_a_forgotten_password_gets_around_no_second_step(app, link, session, rahima):
    rahima.totp_secret = "JBSWY3DPEHPK3PXP"
    session.commit()
    browser = app.test_client()

    choose(browser, link)

    assert sign_in_with(browser, RAHIMA, NEW).location == "/sign-in/code"
    assert browser.get("/desk").status_code == 303


def test_a_person_without_a_password_cannot_sign_in_with_an_empty_one(app, session, rahima):
    session.scalars(select(Person)).one().password_hash = None
    session.commit()

    assert sign_in_with(app.test_client(), RAHIMA, "").status_code == 422
    assert sign_in_with(app.test_client(), RAHIMA, PASSWORD).status_code == 422
