"""The whole story of one danger, played on telephones from the crack to the lifted order, every letter sent by SMTP."""

import os
import re
import shutil
from datetime import date, time
from pathlib import Path

import pytest

from accord.casework.desk import passwords
from tests.browser.stage import Person, seats, the_demonstration
from tests.desk_builders_accounts import QUICK
from tests.post_office import PostOffice, a_post_office

CHIEF, ENGINEER, COLLEAGUE = "cso@demo.example", "structural@demo.example", "structural2@demo.example"
OWNER, NEIGHBOUR, COMMITTEE = "factory90103@demo.example", "factory90101@demo.example", "committee@demo.example"
BRAND = "brand@demo.example"
TOWER = "Demo Kadam Tower, Zirabo"
CRACKED = date(2024, 7, 1)


@pytest.fixture
def office():
    return PostOffice()


@pytest.fixture
def stage(tmp_path, migrated_database, monkeypatch, office):
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    shutil.copy(migrated_database, tmp_path / "accord.sqlite")
    with a_post_office(office) as url, the_demonstration(tmp_path, first=CRACKED, mail_url=url) as stage:
        yield stage


@pytest.fixture
def seated(browser, stage):
    contexts = []
    yield seats(browser, stage, contexts)
    for context in contexts:
        context.close()


def shot(person: Person, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        person.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_danger_goes_from_the_crack_to_the_lifted_order(seated, stage, office, tmp_path):
    people = []

    def at(email: str, on: date, hour: time) -> Person:
        people.append(seated(email, on, hour))
        return people[-1]

    chief = at(CHIEF, CRACKED, time(9))
    go_live(chief)
    reach(chief, "Of a factory")
    log_the_crack(at(ENGINEER, CRACKED, time(11)))
    stage.run_the_clockwork()
    print(sorted(office.addresses))
    chief = at(CHIEF, CRACKED, time(11, 30))
    shot(chief, "now-raised")
    determine(chief)

    assert [each.complaints for each in people if each.complaints] == []


def go_live(chief: Person) -> None:
    chief.follow("Letters out")
    chief.follow("Held letters")
    chief.fill(reason="Everybody was told that letters come from us.")
    chief.press("Decide it")
    chief.reads("It is decided from when on letters are sent.")


def reach(chief: Person, what: str) -> None:
    chief.follow("Contacts")
    chief.fill(number="90103")
    chief.page.get_by_label("safety committee").check()
    chief.press("Show its contacts")
    add_contact(chief, "Rahima Khatun", "committee90103@mill.example")


def add_contact(chief: Person, name: str, email: str) -> None:
    chief.fill(name=name, email=email)
    chief.press("Add this contact")
    chief.reads("The contact is added.")


def log_the_crack(engineer: Person) -> None:
    page = engineer.page
    engineer.follow("Record an inspection")
    engineer.fill(factory="90103")
    engineer.press("Find")
    engineer.follow("(90103)")
    engineer.press("Record the inspection")
    engineer.reads("The inspection is on record.")
    engineer.follow("Log hazards")
    page.get_by_label("Where", exact=True).select_option(label="x")


def determine(chief: Person) -> None:
    chief.follow("Determine the order")
    form = chief.page.locator("#take-determined + form")
    form.get_by_label("In words").fill("Column C3 may fail: nobody stays in the building.")
    chief.press("Determine the order", within=form)
    chief.reads("the letters to everybody whom it concerns are written")
