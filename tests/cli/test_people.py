"""`accord people`: accounts made, listed and closed on the command line."""

import re
import sqlite3

import pytest

from accord.casework.desk.sign_in import token_hash

EMAIL = "rahima@accord.example"


def rows(instance, query, *values):
    with sqlite3.connect(instance / "accord.sqlite") as database:
        found = database.execute(query, values).fetchall()
    database.close()
    return found


def roles(instance):
    return rows(instance, "SELECT role, discipline, from_on, to_on FROM role_held ORDER BY id")


def link_in(answer):
    return re.search(r"\S*/choose-password/(\S+)", answer.out)


def test_an_account_is_made_with_its_role_and_a_link_that_works(initialised, instance):
    answer = initialised(
        "people", "add", " Rahima@Accord.EXAMPLE", "--role", "administrator", "--name", "Rahima Khatun"
    )

    assert answer.status == 0
    assert answer.out.startswith(f"{EMAIL} is administrator now.")
    assert rows(instance, "SELECT email, name, password_hash FROM person") == [(EMAIL, "Rahima Khatun", None)]
    kept = rows(instance, "SELECT token_sha256, purpose FROM one_time_link")
    assert kept == [(token_hash(link_in(answer)[1]), "sign_up")]
    deeds = [deed for (deed,) in rows(instance, "SELECT deed FROM journal ORDER BY id")]
    assert deeds == ["added a person", "gave a role", "made a one-time link"]


def test_the_link_bears_the_address_of_the_site_where_it_is_known(initialised, monkeypatch):
    monkeypatch.setenv("ACCORD_BASE_URL", "https://desk.example/")

    answer = initialised("people", "add", EMAIL, "--role", "regulator", "--json")

    assert answer.json["link"].startswith("https://desk.example/choose-password/")
    assert (answer.json["email"], answer.json["role"]) == (EMAIL, "regulator")


def test_an_engineer_holds_a_role_in_each_discipline_and_a_deputy_one_with_its_days(initialised, instance):
    initialised("people", "add", EMAIL, "--role", "engineer", "--discipline", "fire", "--discipline", "boiler",
                "--from", "2020-01-01")  # fmt: skip
    initialised("people", "add", EMAIL, "--role", "deputy", "--from", "2024-07-01", "--to", "2024-07-14")

    assert roles(instance) == [
        ("engineer", "fire", "2020-01-01", None),
        ("engineer", "boiler", "2020-01-01", None),
        ("deputy", None, "2024-07-01", "2024-07-14"),
    ]


def test_people_of_factories_and_of_a_brand_hold_their_roles_for_each(initialised, instance, tmp_path):
    register = tmp_path / "register.csv"
    register.write_text("number,name\n9001,Own Knit Ltd.\n9002,Rival Knit Ltd.\n")
    assert initialised("import", "factories", register).status == 0
    sourcing = tmp_path / "sourcing.csv"
    sourcing.write_text("signatory,factory,from\nA Brand,9001,2020-01-01\n")
    assert initialised("import", "sourcing", sourcing).status == 0

    owner = initialised("people", "add", EMAIL, "--role", "factory_user", "--factory", 9001, "--factory", 9002)
    buyer = initialised("people", "add", "buyer@brand.example", "--role", "signatory_user", "--signatory", "A Brand",
                        "--district", "Dhaka", "--district", "Gazipur")  # fmt: skip

    assert (owner.status, buyer.status) == (0, 0)
    held = rows(instance, "SELECT f.number, s.name, r.district FROM role_held r LEFT JOIN factory f ON f.id=factory_id "
                          "LEFT JOIN signatory s ON s.id=signatory_id ORDER BY r.id")  # fmt: skip
    assert held == [(9001, None, None), (9002, None, None), (None, "A Brand", "Dhaka"), (None, "A Brand", "Gazipur")]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("rahima", "--role", "regulator"), "This is no e-mail address."),
        (("a@b.example\nBcc: c@d.example", "--role", "regulator"), "This is no e-mail address."),
        ((EMAIL, "--role", "engineer"), "in which discipline"),
        ((EMAIL, "--role", "factory_user"), "for which factory"),
        ((EMAIL, "--role", "factory_user", "--factory", "9999"), "There is no factory 9999."),
        ((EMAIL, "--role", "signatory_user"), "for which signatory"),
        ((EMAIL, "--role", "signatory_user", "--signatory", "X"), "There is no signatory X."),
        ((EMAIL, "--role", "deputy"), "until which day"),
        ((EMAIL, "--role", "deputy", "--from", "2024-07-02", "--to", "2024-07-01"), "before the first one"),
    ],
)
def test_what_is_refused_is_said_in_a_sentence_and_changes_nothing(initialised, instance, words, sentence):
    answer = initialised("people", "add", *words)

    assert (answer.status, answer.out) == (1, "")
    assert sentence in answer.err
    assert rows(instance, "SELECT count(*) FROM person") == [(0,)]


def test_the_same_role_is_not_given_twice(initialised, instance):
    initialised("people", "add", EMAIL, "--role", "case_handler")

    again = initialised("people", "add", EMAIL, "--role", "case_handler", "--from", "2030-01-01")

    assert again.status == 1
    assert "holds this role on these days already" in again.err
    assert len(roles(instance)) == 1


def test_everybody_is_listed_with_what_they_are_today(initialised):
    initialised("people", "add", EMAIL, "--role", "engineer", "--discipline", "fire", "--name", "Rahima Khatun")
    initialised("people", "add", EMAIL, "--role", "deputy", "--from", "2020-01-01", "--to", "2020-01-31")

    listed, as_json = initialised("people", "list"), initialised("people", "list", "--json")

    assert listed.out == f"{EMAIL}\tRahima Khatun\tengineer (fire)\tno password yet\n"
    assert as_json.json == {
        "people": [
            {
                "email": EMAIL,
                "name": "Rahima Khatun",
                "roles": ["engineer (fire)"],
                "has_password": False,
                "is_closed": False,
            }
        ]
    }


def test_an_account_is_closed_with_its_links_and_gets_no_role_any_more(initialised, instance):
    initialised("people", "add", EMAIL, "--role", "case_handler")

    closed = initialised("people", "close", EMAIL)
    after = initialised("people", "add", EMAIL, "--role", "regulator")

    assert closed.status == 0
    assert rows(instance, "SELECT count(*) FROM person WHERE ended_at IS NOT NULL") == [(1,)]
    assert rows(instance, "SELECT count(*) FROM one_time_link WHERE used_at IS NULL") == [(0,)]
    assert after.status == 1
    assert "is closed" in after.err
    assert initialised("people", "close", "nobody@accord.example").status == 1


def test_the_last_administrator_cannot_be_closed(initialised):
    initialised("people", "add", EMAIL, "--role", "administrator")
    initialised("people", "add", "second@accord.example", "--role", "administrator")

    answer = initialised("people", "close", EMAIL)

    # The second one never chose a password: nobody would be left who can do anything.
    assert answer.status == 1
    assert "the last administrator" in answer.err
