"""A sign-in that ended while somebody typed: nothing typed is lost, and nobody else is shown it."""

import re
from html import unescape
from io import BytesIO

import pytest
from flask import Blueprint, request
from sqlalchemy import select
from wtforms import HiddenField

from accord.casework.desk.kept_forms import Typed
from accord.records.person import KeptForm
from accord.rules.desk.people import Role
from accord.web.access import Action, serves
from accord.web.desk.kept_words import fields_of, forms_behind, label_of, words_of
from tests.builders import a_site
from tests.desk_builders_accounts import sign_in_with, somebody

RAHIMA, ADMIN = "rahima@accord.example", "admin@accord.example"
TYPED = {
    "observation": 'গেট তালাবদ্ধ <b>\n2nd line & "quoted"',
    "severity": ["high", "low"],
    "password": "hush",
    "csrf_token": "x",
    "totp_code": "1",
}


@pytest.fixture
def app(settings, clock):
    """A site with a form that says what it was sent."""
    app = a_site(settings, now=lambda: clock.now)
    app.config["WTF_CSRF_ENABLED"] = False
    room = Blueprint("room", __name__)

    @room.post("/desk/room")
    @serves(Action.OPEN_DESK)
    def take():
        return repr(sorted(request.form.items(multi=True)))

    app.register_blueprint(room)
    yield app
    app.extensions["accord"].private.close()


@pytest.fixture
def browser(app, session, moment):
    somebody(session, Role.CASE_HANDLER, moment=moment, email=RAHIMA)
    somebody(session, Role.ADMINISTRATOR, moment=moment, email=ADMIN, name="T. Das")
    session.commit()
    browser = app.test_client()
    sign_in_with(browser, RAHIMA)
    return browser


def sent_too_late(browser, clock, data=TYPED, **words):
    clock.go_on(hours=13)
    return browser.post("/desk/room?step=2", data=data, **words)


def inputs_of(page):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return [(unescape(name), unescape(value)) for name, value in found]


def test_what_was_typed_is_shown_after_signing_in_and_sent_again_as_it_was(browser, clock):
    late = sent_too_late(browser, clock)
    assert late.status_code == 303
    assert late.location.startswith("/sign-in?next=/desk/kept/")

    back = sign_in_with(browser, RAHIMA, to=late.location)
    page = browser.get(back.location).text

    fields = [(name, value) for name, value in inputs_of(page) if name != "csrf_token"]
    assert fields == [
        ("observation", 'গেট তালাবদ্ধ <b>\n2nd line & "quoted"'),
        ("severity", "high"),
        ("severity", "low"),
    ]
    assert 'action="/desk/room?step=2"' in page
    assert "<b>" not in page
    again = browser.post("/desk/room?step=2", data={name: [v for n, v in fields if n == name] for name, _ in fields})
    assert again.status_code == 200
    assert again.text == repr(sorted(fields))


def test_no_password_no_code_and_no_file_is_ever_kept(browser, clock, session):

    sent_too_late(browser, clock, data={**TYPED, "photo": (BytesIO(b"JPEG"), "gate.jpg")})

    kept = session.scalars(select(KeptForm.fields)).one()
    assert "hush" not in kept
    assert "gate.jpg" not in kept
    assert [name for name in ("password", "csrf_token", "totp_code") if name in kept] == []


def test_a_form_of_the_own_account_is_never_kept_whatever_its_fields_are_called(browser, clock, session):
    clock.go_on(hours=13)

    response = browser.post("/desk/account/password", data={"present": "hush", "password": "hush", "again": "hush"})

    assert response.location == "/sign-in?next=/desk/account"
    assert session.scalars(select(KeptForm)).all() == []


def test_another_person_who_signs_in_is_shown_nothing(app, browser, clock):
    late = sent_too_late(browser, clock)

    back = sign_in_with(browser, ADMIN, to=late.location)
    theirs, never_was = browser.get(back.location), browser.get("/desk/kept/never-was")

    assert (theirs.status_code, never_was.status_code) == (404, 404)
    assert theirs.text.replace(back.location, "/desk/kept/never-was") == never_was.text
    assert "তালাবদ্ধ" not in theirs.text


def test_what_was_kept_is_given_back_for_a_day_and_then_forgotten(browser, clock, session):
    late = sent_too_late(browser, clock)
    clock.go_on(hours=25)
    back = sign_in_with(browser, RAHIMA, to=late.location)

    assert browser.get(back.location).status_code == 404
    sent_too_late(browser, clock)
    assert len(session.scalars(select(KeptForm)).all()) == 1


def test_nothing_is_kept_of_somebody_of_whom_nobody_knows_who_they_are(app, browser, session):
    stranger = app.test_client()

    response = stranger.post("/desk/room", data=TYPED)

    assert (response.status_code, response.location) == (303, "/sign-in?next=/desk")
    assert session.scalars(select(KeptForm)).all() == []


def test_nothing_is_kept_of_a_form_that_was_not_opened_on_this_site(app, browser, clock, session):
    app.config["WTF_CSRF_ENABLED"] = True

    sent_too_late(browser, clock)

    assert session.scalars(select(KeptForm)).all() == []


def test_a_form_of_this_site_is_kept_with_its_proof_checked(app, browser, clock, session):
    app.config["WTF_CSRF_ENABLED"] = True
    word = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/desk/account").text)[1]

    sent_too_late(browser, clock, data={"observation": "a locked gate", "csrf_token": word})

    assert "a locked gate" in session.scalars(select(KeptForm.fields)).one()


def test_a_form_that_lay_open_stays_good_for_the_same_person_and_for_no_other(app, browser, clock):
    app.config["WTF_CSRF_ENABLED"] = True
    word = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/desk/account").text)[1]
    clock.go_on(hours=13)

    def enter(email):
        proof = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/sign-in").text)[1]
        data = {"email": email, "password": "mango orchard by the river", "csrf_token": proof}
        return browser.post("/sign-in", data=data)

    assert enter(RAHIMA).status_code == 303
    assert browser.post("/desk/room", data={"csrf_token": word}).status_code == 200
    clock.go_on(hours=13)
    assert enter(ADMIN).status_code == 303
    assert browser.post("/desk/room", data={"csrf_token": word}).status_code == 400


@pytest.mark.parametrize("data", [{"observation": "x" * 400_000}, {}])
def test_what_nobody_typed_is_not_kept(browser, clock, session, data):
    response = sent_too_late(browser, clock, data=data)

    assert response.location == "/sign-in?next=/desk"
    assert session.scalars(select(KeptForm)).all() == []


def said_of(app, address, fields, language="en"):
    with app.test_request_context(f"/?lang={language}"):
        app.preprocess_request()
        return [(each.label, each.words) for each in words_of(Typed(address, fields))]


CLAIM = [("done", "Gate taken\noff."), ("on", "2024-06-30")]


def test_what_was_typed_stands_under_the_labels_of_its_form_in_the_language_of_the_reader(app):
    english, bangla = (said_of(app, "/desk/hazards/7/claim", CLAIM, language) for language in ("en", "bn"))

    assert english == [("What was done", "Gate taken\noff."), ("Finished on", "30 June 2024")]
    assert bangla == [("কী করা হয়েছে", "Gate taken\noff."), ("কাজ শেষের তারিখ", "৩০ জুন ২০২৪")]


def test_what_was_chosen_is_said_in_words_and_what_the_page_carried_along_is_not_shown(app):
    verdict = [("verdict", "not_accepted"), ("inspection", "12"), ("comment", "Chained.")]
    decision = [("w3-decision", "refused"), ("w3-remark", "")]
    line = [("h7-action_plan", "Weld it."), ("h7-due_on", "x"), ("h7-opened_at", "3"), ("h7-was", "abc"), ("page", "2")]

    assert said_of(app, "/desk/hazards/7/verdict", verdict) == [
        ("What you saw", "Not accepted: it is not corrected"),
        ("Seen on the inspection", "as you had chosen it"),
        ("Comment", "Chained."),
    ]
    assert said_of(app, "/desk/withdrawals/3", decision) == [("Decision", "The hazard stays"), ("Remark", None)]
    assert said_of(app, "/desk/plans/3/lines?page=2", line) == [
        ("What the factory will do", "Weld it."),
        ("Finished by", "x"),
    ]


@pytest.mark.parametrize(
    "address", ["/desk/nowhere", "/desk/hazards/7", "//evil.example/desk", "", "/desk/hazards/x/claim"]
)
def test_of_an_address_that_takes_no_form_only_what_somebody_wrote_is_shown(app, address):
    assert said_of(app, address, [("note", "a locked gate"), ("n", "12")]) == [("Also in this form", "a locked gate")]


def test_every_field_of_every_form_of_the_desk_is_shown_by_its_label(app):
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods and rule.rule.startswith("/desk")]
    asked = 0
    for rule in posts:
        address = rule.build(dict.fromkeys(rule.arguments, 9001), append_unknown=False)[1]
        with app.test_request_context("/?lang=en"):
            app.preprocess_request()
            for form in forms_behind(address):
                fields = {name: each for name, each in fields_of(form).items() if each.field_class is not HiddenField}
                said = words_of(Typed(address, [(name, "a b") for name in fields]))
                assert [each.label for each in said] == [
                    label_of(each) or "Also in this form" for each in fields.values()
                ]
                asked += len(fields)
    assert asked > 150
