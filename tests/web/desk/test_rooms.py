"""The rooms of the desk are closed to the public, kept by nobody, and open to those who are signed in."""

import re

from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.web.desk.navigation import MOST_IN_A_ROW
from tests.desk_builders import a_person


def a_chief(session, moment):
    person = Person(email="cso@accord.example", name="N. Akter", actor="test", recorded_at=moment.now)
    person.roles.append(
        RoleHeld(role=Role.CHIEF_SAFETY_OFFICER, from_on=moment.today, actor="test", recorded_at=moment.now)
    )
    session.add(person)
    session.flush()
    return person


def test_who_is_not_signed_in_is_asked_to_sign_in_and_brought_back_after_it(app):
    response = app.test_client().get("/desk?lang=bn")

    assert (response.status_code, response.location) == (303, "/sign-in?next=/desk?lang%3Dbn&lang=bn")


def test_who_is_signed_in_sees_the_desk_and_no_browser_keeps_it(session, signed_in, moment):
    response = signed_in(a_chief(session, moment)).get("/desk")

    assert response.status_code == 200
    assert "N. Akter" in response.text
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers.getlist("Content-Security-Policy") == [
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' blob:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ]


def test_a_page_of_the_desk_is_never_sent_packed(session, signed_in, moment):
    browser = signed_in(a_chief(session, moment))

    response = browser.get("/desk", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in response.headers


def test_who_signs_in_anew_with_a_wrong_password_waits_for_nobody_and_least_of_all_for_oneself(
    session, signed_in, moment, clock
):
    browser = signed_in(a_chief(session, moment))
    clock.go_on(minutes=6)

    response = browser.post("/sign-in", data={"email": "cso@accord.example", "password": "not this one"})

    assert response.status_code == 422
    assert "N. Akter" in response.text


def behind(page: str) -> list[str]:
    """The rooms that stand behind one touch."""
    return re.findall(r'<li class="behind"><a href="[^"]*"[^>]*>([^<]*)</a>', page)


def test_who_has_many_rooms_sees_the_usual_ones_in_a_row_and_the_present_one_is_marked(session, signed_in, moment):
    officer = signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER))

    page = officer.get("/desk/journal?lang=en").text

    assert {"Journal", "Contacts", "Protocol"} <= set(behind(page))
    assert not {"Now", "Orders", "Hazards", "Factories"} & set(behind(page))
    assert re.search(r'<li class="behind"><a href="[^"]*" aria-current="page">Journal</a>', page)
    row = re.findall(r'<li><a href="/desk[^"]*"[^>]*>', page)
    assert len(row) <= MOST_IN_A_ROW + len(["the account"])


def test_who_has_few_rooms_sees_them_all(session, signed_in, moment):
    for role in (Role.ADMINISTRATOR, Role.LABOUR_SIGNATORY):
        assert behind(signed_in(a_person(session, role)).get("/desk?lang=en").text) == []
