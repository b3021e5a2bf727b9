"""Signing in: by a password, throttled but never locked out for ever, and nowhere but on this site."""

import re
from http.cookies import SimpleCookie

import pytest
from sqlalchemy import func, select

from accord.casework.desk import passwords
from accord.casework.desk.sign_in import token_hash
from accord.records.journal import JournalEntry
from accord.records.person import FailedAttempt, Person, SignIn
from accord.rules.desk.people import Role
from accord.web.clients import network
from accord.web.signed_in import COOKIE
from tests.builders import a_site, settings_in
from tests.desk_builders_accounts import PASSWORD, sign_in_with, somebody

RAHIMA = "rahima@accord.example"
WRONG = "not the right words"


@pytest.fixture
def rahima(session, moment):
    somebody(session, Role.CASE_HANDLER, moment=moment, email=RAHIMA)
    session.commit()
    return RAHIMA


def cookies_of(response):
    found = SimpleCookie()
    for line in response.headers.getlist("Set-Cookie"):
        found.load(line)
    return found


def test_who_types_the_right_password_is_signed_in_and_goes_where_they_wanted(app, rahima, session):
    browser = app.test_client()

    response = browser.post(
        "/sign-in?next=/desk/account%3Flang%3Dbn", data={"email": f" {rahima.upper()} ", "password": PASSWORD}
    )

    assert (response.status_code, response.location) == (303, "/desk/account?lang=bn")
    assert "Rahima Khatun" in browser.get("/desk/account").text
    assert session.scalars(select(JournalEntry.deed)).all() == ["signed in"]


def test_the_cookie_is_kept_from_scripts_and_from_other_sites_and_its_word_is_kept_by_its_hash_alone(
    app, rahima, session
):
    cookie = cookies_of(sign_in_with(app.test_client(), rahima))[COOKIE]

    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", "")
    kept = session.scalars(select(SignIn.token_sha256)).all()
    assert kept == [token_hash(cookie.value)]


def test_every_cookie_is_sent_over_a_closed_line_alone_where_the_site_has_one(database, session, moment, rahima):
    site = a_site(settings_in(database.parent, base_url="https://desk.example"), now=lambda: moment.now)
    browser = site.test_client()
    word = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/sign-in").text)

    response = browser.post("/sign-in", data={"email": rahima, "password": PASSWORD, "csrf_token": word[1]})

    cookies = cookies_of(response)
    assert response.status_code == 303
    assert set(cookies) == {COOKIE, "accord_form", "accord_known"}
    assert all(cookie["secure"] and cookie["httponly"] and cookie["samesite"] for cookie in cookies.values())
    site.extensions["accord"].private.close()


@pytest.mark.parametrize(("email", "password"), [("rahima@accord.example", WRONG), ("nobody@accord.example", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(app, rahima, email, password):
    response = sign_in_with(app.test_client(), email, password)

    assert response.status_code == 422
    assert "do not belong together" in response.text
    assert "Set-Cookie" not in response.headers or COOKIE not in response.headers["Set-Cookie"]
    assert password not in response.text


def test_an_unknown_address_costs_the_server_the_same_work_as_a_known_one(app, rahima, monkeypatch):
    compared = []
    monkeypatch.setattr(passwords.PasswordHasher, "verify", lambda _self, kept, _typed: compared.append(kept) or False)

    for email in (rahima, "nobody@accord.example"):
        sign_in_with(app.test_client(), email, WRONG)

    parameters = [kept.rpartition("$")[0].rpartition("$")[0] for kept in compared]
    assert len(parameters) == 2
    assert len(set(parameters)) == 1


def test_a_hash_of_weaker_parameters_is_made_anew_when_its_password_is_typed(app, rahima, session):
    weak = passwords.PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    session.scalars(select(Person)).one().password_hash = weak
    session.commit()

    sign_in_with(app.test_client(), rahima, WRONG)
    unchanged = session.scalar(select(Person.password_hash))
    session.commit()
    sign_in_with(app.test_client(), rahima)

    assert unchanged == weak
    renewed = session.scalar(select(Person.password_hash))
    assert renewed != weak
    assert not passwords.is_outdated(renewed)
    assert passwords.fits(renewed, PASSWORD)


@pytest.mark.parametrize("what", ["closed", "without a password"])
def test_a_closed_account_and_one_without_a_password_are_not_entered(app, rahima, session, clock, what):
    person = session.scalars(select(Person)).one()
    if what == "closed":
        person.ended_at = clock.now
    else:
        person.password_hash = None
    session.commit()

    assert sign_in_with(app.test_client(), rahima).status_code == 422


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/%5Cevil.example",
        "/%2F/evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "desk",
        "",
        "/\x7f/evil.example",
        "///evil.example",
        "/\n/evil.example",
        "/\r\nLocation: https://evil.example",
        "/%5c%5cevil.example",
        "/%2f%2fevil.example",
        "http:evil.example",
        "https:/evil.example",
        "\uff0f\uff0fevil.example",
        " //evil.example",
    ],
)
def test_the_way_after_signing_in_never_leaves_the_site(app, rahima, target):
    response = app.test_client().post(
        "/sign-in", query_string={"next": target}, data={"email": rahima, "password": PASSWORD}
    )

    assert (response.status_code, response.location) == (303, "/desk")


def test_a_word_that_somebody_planted_is_never_signed_in(app, rahima, session):
    browser = app.test_client()
    browser.set_cookie(COOKIE, "planted")

    response = sign_in_with(browser, rahima)

    assert cookies_of(response)[COOKIE].value != "planted"
    stranger = app.test_client()
    stranger.set_cookie(COOKIE, "planted")
    assert stranger.get("/desk").status_code == 303


def test_signing_in_again_takes_a_new_word_and_ends_the_old_one(app, rahima, session):
    browser = app.test_client()
    first = cookies_of(sign_in_with(browser, rahima))[COOKIE].value

    second = cookies_of(sign_in_with(browser, rahima))[COOKIE].value

    assert first != second
    stale = app.test_client()
    stale.set_cookie(COOKIE, first)
    assert stale.get("/desk").status_code == 303
    assert browser.get("/desk").status_code == 200


def test_who_signs_out_is_out_and_the_word_opens_nothing_any_more(app, rahima):
    browser = app.test_client()
    word = cookies_of(sign_in_with(browser, rahima))[COOKIE].value

    response = browser.post("/sign-out")

    assert (response.status_code, response.location) == (303, "/sign-in")
    browser.set_cookie(COOKIE, word)
    assert browser.get("/desk").status_code == 303


def test_a_sign_in_ends_after_a_working_day_without_use_and_after_two_weeks_whatever_the_use(app, rahima, clock):
    browser = app.test_client()
    sign_in_with(browser, rahima)

    clock.go_on(hours=11)
    assert browser.get("/desk").status_code == 200
    clock.go_on(hours=13)
    assert browser.get("/desk").status_code == 303

    sign_in_with(browser, rahima)
    for _ in range(33):
        clock.go_on(hours=10)
        assert browser.get("/desk").status_code == 200
    clock.go_on(hours=10)
    assert browser.get("/desk").status_code == 303


def fail(browser, email, times, **words):
    return [sign_in_with(browser, email, WRONG, **words).status_code for _ in range(times)]


def test_after_five_failures_one_waits_and_is_told_until_when_and_then_gets_in(app, rahima, clock):
    browser = app.test_client()
    assert fail(browser, rahima, 5) == [422] * 5

    waiting = sign_in_with(browser, rahima)

    assert waiting.status_code == 429
    assert "Try again at 12:00:30." in waiting.text
    assert rahima in waiting.text
    clock.go_on(seconds=31)
    assert sign_in_with(browser, rahima).status_code == 303


def test_the_time_to_wait_is_told_in_bangla_digits_too(app, rahima):
    browser = app.test_client()
    fail(browser, rahima, 5)

    assert "১২:০০:৩০" in sign_in_with(browser, rahima, to="/sign-in?lang=bn").text


def test_hammering_makes_no_wait_longer(app, rahima, clock):
    browser = app.test_client()
    fail(browser, rahima, 5)
    assert fail(browser, rahima, 40) == [429] * 40

    clock.go_on(seconds=31)

    assert sign_in_with(browser, rahima).status_code == 303


def test_strangers_who_guess_without_end_do_not_keep_the_owner_out_of_a_browser_that_they_used_before(
    app, rahima, clock
):
    own = app.test_client()
    sign_in_with(own, rahima)
    own.post("/sign-out")
    for host in range(50):
        fail(app.test_client(), rahima, 1, environ_base={"REMOTE_ADDR": f"203.0.113.{host}"})
    assert sign_in_with(app.test_client(), rahima).status_code == 429

    response = sign_in_with(own, rahima)

    assert response.status_code == 303


def test_a_browser_that_is_known_waits_as_well_if_its_owner_goes_on_guessing(app, rahima):
    own = app.test_client()
    sign_in_with(own, rahima)
    own.post("/sign-out")

    assert fail(own, rahima, 11) == [422] * 10 + [429]


def test_a_browser_known_to_one_account_is_a_stranger_to_another(app, rahima, session, moment):
    somebody(session, Role.ADMINISTRATOR, moment=moment, email="admin@accord.example", name="T. Das")
    session.commit()
    own = app.test_client()
    sign_in_with(own, rahima)
    own.post("/sign-out")

    assert fail(own, "admin@accord.example", 6) == [422] * 5 + [429]


def test_one_network_that_tries_many_accounts_waits_and_another_does_not(app, rahima):
    for place in range(30):
        fail(app.test_client(), f"person{place}@accord.example", 1, environ_base={"REMOTE_ADDR": "203.0.113.9"})

    here, elsewhere = (
        sign_in_with(app.test_client(), rahima, environ_base={"REMOTE_ADDR": address}).status_code
        for address in ("203.0.113.9", "203.0.113.10")
    )

    assert (here, elsewhere) == (429, 303)


def test_an_own_account_between_guesses_does_not_open_the_network_again(app, rahima):
    browser = app.test_client()
    outside = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    for place in range(29):
        fail(browser, f"person{place}@accord.example", 1, **outside)
    assert sign_in_with(app.test_client(), rahima, **outside).status_code == 303

    statuses = [fail(browser, f"other{place}@accord.example", 1, **outside)[0] for place in range(2)]

    assert statuses == [422, 429]


@pytest.mark.parametrize(
    ("remote", "said", "counted_for"),
    [
        ("127.0.0.1", "198.51.100.7", "127.0.0.1"),
        ("203.0.113.9", "198.51.100.7", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", None, str(0x20010DB800010002)),
        ("::ffff:203.0.113.9", None, "203.0.113.9"),
    ],
)
def test_nobody_is_counted_for_another_address_by_saying_so(app, remote, said, counted_for):

    headers = {"X-Forwarded-For": said} if said else {}
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": remote}, headers=headers):
        assert network() == counted_for


def test_failures_are_forgotten_after_a_day_and_nothing_kept_tells_of_whom_they_were(app, rahima, session, clock):
    browser = app.test_client()
    fail(browser, rahima, 5)
    kept = session.scalars(select(FailedAttempt.key_sha256)).all()
    session.commit()
    clock.go_on(hours=25)

    assert fail(browser, rahima, 1) == [422]

    assert not {token_hash(rahima), token_hash(f"account {rahima}")} & set(kept)
    assert session.scalar(select(func.count()).select_from(FailedAttempt)) == 2
