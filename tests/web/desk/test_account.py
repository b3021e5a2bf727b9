"""One's own account: the password, the second step, and the browsers in which one is signed in."""

import re
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from segno import make
from sqlalchemy import select

from accord.casework.desk import passwords
from accord.records.person import Person, RecoveryCode
from accord.rules.desk.people import Role
from accord.web.signed_in import COOKIE
from tests.desk_builders_accounts import PASSWORD, sign_in_with, somebody

RAHIMA = "rahima@accord.example"
NEW = "seven green parrots sing"
CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"


@pytest.fixture
def rahima(session, moment):
    person = somebody(session, Role.CASE_HANDLER, moment=moment, email=RAHIMA)
    person_id = person.id
    session.commit()
    return person_id


@pytest.fixture
def browser(app, rahima):
    return entered(app)


def entered(app, agent=CHROME):
    browser = app.test_client()
    sign_in_with(browser, RAHIMA, headers={"User-Agent": agent})
    return browser


def person_now(session):
    session.rollback()
    person = session.scalars(select(Person)).one()
    session.expunge(person)
    session.rollback()
    return person


def test_the_account_shows_roles_and_the_browsers_in_which_one_is_signed_in(app, browser):
    entered(app, FIREFOX)

    text = browser.get("/desk/account").text

    assert "case handler" in text
    assert re.search(r"Chrome, Android</strong> · this browser", text)
    assert "Firefox, Linux" in text
    assert text.count("Sign out there") == 1


def test_one_ends_the_sign_in_of_a_browser_that_was_left_somewhere(app, browser):
    left = entered(app, FIREFOX)
    end = re.search(r'action="(/desk/account/sign-ins/\d+/end)"', browser.get("/desk/account").text)[1]

    response = browser.post(end)

    assert response.status_code == 303
    assert left.get("/desk").status_code == 303
    assert browser.get("/desk").status_code == 200


def test_one_signs_out_everywhere(app, browser):
    other = entered(app, FIREFOX)

    browser.post("/desk/account/sign-out-everywhere")

    assert [each.get("/desk").status_code for each in (browser, other)] == [303, 303]


def change(browser, **words):
    return browser.post("/desk/account/password", data={"present": PASSWORD, "password": NEW, "again": NEW} | words)


def test_a_new_password_holds_at_once_and_ends_every_other_sign_in(app, browser):
    other = entered(app, FIREFOX)

    response = change(browser)

    assert (response.status_code, response.location) == (303, "/desk/account")
    assert browser.get("/desk").status_code == 200
    assert other.get("/desk").status_code == 303
    assert sign_in_with(app.test_client(), RAHIMA).status_code == 422
    assert sign_in_with(app.test_client(), RAHIMA, NEW).status_code == 303


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"present": "not the right words"}, "This is not your present password."),
        ({"again": NEW + "x"}, "This is not the same as above."),
        ({"password": "too short", "again": "too short"}, "This password is too short."),
        ({"password": "x1" * 200, "again": "x1" * 200}, "This password is too long."),
        ({"password": "Password12345", "again": "Password12345"}, "among the first that a stranger would try"),
        ({"password": "Rahima Khatun 1", "again": "Rahima Khatun 1"}, "hardly more than your name"),
        ({"password": "ababababababab", "again": "ababababababab"}, "repeats the same few characters"),
        ({"password": "", "again": ""}, "Please fill this in."),
    ],
)
def test_a_password_is_refused_in_a_sentence_and_the_old_one_still_holds(browser, session, words, sentence):
    response = change(browser, **words)

    assert response.status_code == 422
    assert sentence in response.text
    assert passwords.fits(person_now(session).password_hash, PASSWORD)


def secret_on(browser):
    return re.search(r'class="secret">([A-Z2-7 ]+)<', browser.get("/desk/account/second-step").text)[1].replace(" ", "")


def set_up(browser, clock, **words):
    code = pyotp.TOTP(secret_on(browser)).at(clock.now)
    return browser.post("/desk/account/second-step", data={"code": code, "present": PASSWORD} | words)


def codes_on(response):
    return re.findall(r"<li>((?:[a-z2-9]{4}-){3}[a-z2-9]{4})</li>", response.text)


def with_code(app, code, **words):
    browser = app.test_client()
    asked = sign_in_with(browser, RAHIMA, to="/sign-in?next=/desk/account")
    assert asked.location == "/sign-in/code?next=/desk/account"
    assert COOKIE not in asked.headers.get("Set-Cookie", "")
    return browser, browser.post(asked.location, data={"code": code}, **words)


def test_the_picture_says_the_same_as_the_letters_and_is_drawn_for_the_person_alone(browser, clock):

    response = browser.get("/desk/account/second-step.svg")

    assert response.mimetype == "image/svg+xml"
    assert response.headers["Cache-Control"] == "private, no-store"
    address = pyotp.TOTP(secret_on(browser)).provisioning_uri(name=RAHIMA, issuer_name="Accord")
    assert parse_qs(urlsplit(address).query)["issuer"] == ["Accord"]
    modules = re.findall(r' d="([^"]+)"', make(address).svg_inline(scale=6, border=4, light="#fff"))
    assert re.findall(r' d="([^"]+)"', response.text) == modules
    assert " style=" not in response.text


def test_after_the_second_step_is_set_up_a_password_alone_opens_nothing(app, browser, clock, session):
    secret = secret_on(browser)

    response = set_up(browser, clock)

    assert response.status_code == 200
    assert len(set(codes_on(response))) == 10
    assert person_now(session).totp_secret == secret
    clock.go_on(seconds=30)
    entering, answer = with_code(app, pyotp.TOTP(secret).at(clock.now))
    assert (answer.status_code, answer.location) == (303, "/desk/account")
    assert entering.get("/desk").status_code == 200
    assert browser.get("/desk/account/second-step.svg").status_code == 404


def test_nothing_is_set_up_without_the_password_or_by_a_wrong_code(browser, clock, session):
    wrong_password = set_up(browser, clock, present="not the right words")
    wrong_code = set_up(browser, clock, code="000000")

    assert "This is not your present password." in wrong_password.text
    assert "This code is not right" in wrong_code.text
    assert (wrong_password.status_code, wrong_code.status_code) == (422, 422)
    assert person_now(session).totp_secret is None


def test_no_code_counts_twice_and_none_from_before(app, browser, clock):
    secret = secret_on(browser)
    at_set_up = pyotp.TOTP(secret).at(clock.now)
    set_up(browser, clock)
    assert with_code(app, at_set_up)[1].status_code == 422
    clock.go_on(seconds=60)
    code = pyotp.TOTP(secret).at(clock.now)

    first, again = with_code(app, code)[1], with_code(app, code)[1]

    assert (first.status_code, again.status_code) == (303, 422)
    assert "it was used already" in again.text


def test_a_clock_that_is_half_a_minute_wrong_is_forgiven_and_two_minutes_are_not(app, browser, clock):
    secret = secret_on(browser)
    set_up(browser, clock)
    clock.go_on(minutes=10)
    late, slightly = clock.now.timestamp() - 120, clock.now.timestamp() - 30

    assert with_code(app, pyotp.TOTP(secret).at(int(late)))[1].status_code == 422
    assert with_code(app, pyotp.TOTP(secret).at(int(slightly)))[1].status_code == 303


def test_a_recovery_code_lets_in_once_and_is_kept_by_its_hash_alone(app, browser, clock, session):
    codes = codes_on(set_up(browser, clock))

    first, again = with_code(app, codes[0].upper())[1], with_code(app, codes[0])[1]

    assert (first.status_code, again.status_code) == (303, 422)
    assert "9 recovery codes are left." in browser.get("/desk/account").text
    kept = session.scalars(select(RecoveryCode.code_sha256)).all()
    assert len(kept) == 10
    assert not {code.replace("-", "") for code in codes} & set(kept)


def test_codes_are_not_guessed_either_and_a_browser_that_is_known_has_no_more_tries(app, browser, clock):
    set_up(browser, clock)

    statuses = [with_code(app, f"{place:06}")[1].status_code for place in range(5)]
    known = sign_in_with(browser, RAHIMA)
    waiting = browser.post(known.location, data={"code": "123456"})

    assert statuses == [422] * 5
    assert waiting.status_code == 429


def test_the_code_is_asked_of_nobody_who_has_not_just_typed_the_right_password(app, browser, clock):
    set_up(browser, clock)
    stranger = app.test_client()
    assert stranger.get("/sign-in/code").location == "/sign-in"
    assert stranger.post("/sign-in/code", data={"code": "123456"}).location == "/sign-in"
    sign_in_with(stranger, RAHIMA)

    clock.go_on(minutes=11)

    assert stranger.get("/sign-in/code").location == "/sign-in"


def test_a_half_sign_in_is_worth_nothing_after_the_password_was_changed(app, browser, clock):
    set_up(browser, clock)
    half = app.test_client()
    sign_in_with(half, RAHIMA)
    assert half.get("/sign-in/code").status_code == 200

    change(browser)

    assert half.get("/sign-in/code").location == "/sign-in"


def test_the_second_step_is_taken_off_with_the_password_alone(app, browser, clock, session):
    set_up(browser, clock)
    refused = browser.post("/desk/account/second-step/off", data={"present": "not the right words"})
    assert refused.status_code == 422

    response = browser.post("/desk/account/second-step/off", data={"present": PASSWORD})

    assert response.status_code == 303
    assert person_now(session).totp_secret is None
    assert session.scalars(select(RecoveryCode)).all() == []
    session.rollback()
    assert sign_in_with(app.test_client(), RAHIMA).location == "/desk"


@pytest.mark.parametrize("path", ["password", "second-step", "second-step/off"])
def test_a_form_without_the_proof_of_where_it_comes_from_is_refused(app, browser, path):
    app.config["WTF_CSRF_ENABLED"] = True

    response = browser.post(f"/desk/account/{path}", data={"present": PASSWORD, "password": NEW, "again": NEW})

    assert response.status_code == 400
