"""The whole story of one danger, played on telephones from the crack to the lifted order, every letter sent by SMTP."""

import shutil
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.desk import passwords
from accord.records.notice import Notice
from accord.records.order import SafetyOrder
from accord.rules.notices import Sending
from tests.browser import order_scenes as play
from tests.browser.conftest import LOCALES
from tests.browser.mailbox import letter_to, told
from tests.browser.order_scenes import BANK, COMMITTEE_90103, TOWER, gate_notice, take
from tests.browser.stage import WIDTH, players, the_demonstration
from tests.desk_builders_accounts import QUICK
from tests.picture_builders import a_photo
from tests.post_office import a_post_office

CHIEF, DEPUTY, HANDLER = "cso@programme.example", "deputy@programme.example", "handler@programme.example"
ENGINEER, COLLEAGUE = "structural@programme.example", "structural2@programme.example"
OWNER, NEIGHBOUR, GROUP = "factory90103@programme.example", "factory90101@programme.example", "group@programme.example"
OWNER_OF_THE_SHIRTS, SHIRTS = "factory90102@programme.example", "Evacuation · Main building, Kalurghat"
COMMITTEE_90101 = "committee@programme.example"
BRAND, OTHER_BRAND = "brand@programme.example", "brand.gazipur@programme.example"
UNION, REGULATOR = "union@programme.example", "regulator@programme.example"
FACTORIES = {OWNER, NEIGHBOUR, GROUP, COMMITTEE_90101, COMMITTEE_90103}
AT_ONCE = FACTORIES | {CHIEF, DEPUTY, ENGINEER}
WHEN_DETERMINED = AT_ONCE | {BRAND, OTHER_BRAND, UNION, REGULATOR}
SILENT = FACTORIES - {OWNER} | {BANK, OTHER_BRAND, UNION, REGULATOR}

CRACKED, NEXT_DAY, EMPTY = date(2024, 7, 1), date(2024, 7, 2), date(2024, 7, 3)
A_WEEK_LATER, REPAIRED, LIFTED = date(2024, 7, 10), date(2024, 7, 16), date(2024, 7, 17)


@pytest.fixture
def stage(tmp_path, migrated_database, monkeypatch, office):
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    shutil.copy(migrated_database, tmp_path / "accord.sqlite")
    with a_post_office(office) as url, the_demonstration(tmp_path, first=CRACKED, mail_url=url) as stage:
        yield stage


@pytest.fixture
def at(browser, stage, contexts):
    with players(browser, stage, contexts) as at:
        yield at


@pytest.fixture
def stranger(browser, contexts):
    """A function that opens an address at the telephone of somebody who has no account."""

    def opened(address: str):
        contexts.append(browser.new_context(locale=LOCALES["en"], viewport={"width": WIDTH, "height": 780}))
        page = contexts[-1].new_page()
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        return page

    return opened


@pytest.fixture
def photo(tmp_path):
    photo = tmp_path / "gate.jpg"
    photo.write_bytes(a_photo())
    return photo


def test_a_danger_goes_from_the_crack_to_the_lifted_order(at, stage, office, stranger, photo):
    chief = at(CHIEF, CRACKED, 9)
    play.decide_that_letters_are_sent(chief)
    play.add_contacts(chief)

    play.log_the_crack(at(ENGINEER, CRACKED, 11))
    assert told(stage, office, "Clear the building now") == AT_ONCE
    chief = at(CHIEF, CRACKED, 11, 30)
    assert "to be determined within 1 h 30 min" in chief.page.locator(".order-now").first.inner_text()
    play.determine(chief)
    assert told(stage, office, "Order of evacuation") == WHEN_DETERMINED
    assert TOWER in stranger(f"{stage.address}/orders").locator("article.open").first.inner_text()

    play.acknowledge_by_the_link(stranger, letter_to(office, OWNER), at(CHIEF, CRACKED, 12))
    play.say_that_production_stopped(at(BRAND, CRACKED, 12, 10))
    play.call_the_landlord_and_find_the_bank(at(CHIEF, CRACKED, 12, 20))
    assert told(stage, office, "Order of evacuation", at=(CRACKED, 12, 40)) == {BANK}
    assert told(stage, office, "Reminder, order of evacuation", at=(CRACKED, 15, 30)) == SILENT | {CHIEF}
    assert told(stage, office, "Reminder, order of evacuation", at=(NEXT_DAY, 11, 30)) == SILENT | {CHIEF, DEPUTY}

    play.set_a_measure(at(CHIEF, NEXT_DAY, 11, 45), EMPTY)
    play.report_that_the_building_is_empty(at(OWNER, NEXT_DAY, 12), photo)
    play.accept_the_measure(at(ENGINEER, NEXT_DAY, 14))
    take(at(COLLEAGUE, EMPTY, 10), "Verify on site that it is so", note="Nobody is inside.", seen_on=f"{EMPTY}")
    assert told(stage, office, "Seen on site") == WHEN_DETERMINED | {BANK}
    asked = told(stage, office, "Is it still so?", at=(A_WEEK_LATER, 10, 1))
    assert asked == FACTORIES | {CHIEF, DEPUTY, UNION}
    play.answer_the_weekly_question(at(HANDLER, A_WEEK_LATER, 11), at(OWNER, A_WEEK_LATER, 11, 30))

    works = {"note": "Column C3 is jacketed; its core gave 24 MPa.", "seen_on": f"{REPAIRED}"}
    take(at(ENGINEER, REPAIRED, 15), "Verify the works on site", **works)
    chief = at(CHIEF, REPAIRED, 16)
    play.record_the_governments_order(chief, NEXT_DAY, withdrawn_on=REPAIRED)
    play.be_refused_to_lift_it(chief)
    play.refer_it_to_the_review_panel(chief)
    assert told(stage, office, "Referred to the Review Panel") == {REGULATOR}
    play.record_what_the_panel_determined(at(REGULATOR, REPAIRED, 17), REPAIRED)
    assert told(stage, office, "Review Panel") == {CHIEF, DEPUTY}

    chief = at(CHIEF, LIFTED, 9)
    play.accept_what_the_panel_determined(chief)
    play.lift(chief)
    assert told(stage, office, "Lifted: order of evacuation") == WHEN_DETERMINED | {BANK}
    assert TOWER in stranger(f"{stage.address}/orders").locator("article:not(.open)").first.inner_text()
    assert play.story_of(chief) == [
        "raised",
        "determined by the chief safety officer",
        "acknowledged · Demo Bongshi Fashions Ltd. · Salma Khatun · by the link in the letter",
        "acknowledged · Demo Nordlys Apparel AB · E. Lindqvist · at the desk",
        "acknowledged · Demo Kadam Properties · Mr Kadam · by telephone",
        "the factory reports that it complies · Demo Bongshi Fashions Ltd.",
        "verified on site by an engineer",
        "the weekly question was answered · Demo Shapla Knitwear Ltd. · M. Kabir · by telephone",
        "the weekly question was answered · Demo Bongshi Fashions Ltd. · S. Khatun · at the desk",
        "the works are verified by an engineer",
        "lifted",
    ]
    play.opened(chief, "What hung there before")
    assert [gate_notice(chief, name) for name in ("Notice 1 (PDF)", "Notice 2 (PDF)", "Print notice 3 (PDF)")] == [
        "As a precaution, at once. Do not enter",
        "The order is in force. Do not enter",
        "The order is lifted. Order lifted",
    ]
    assert sent_more_than_once(stage, office) == []


def test_an_imported_red_rating_is_confirmed_once_and_annulled_once(at, stage, office, tmp_path):
    play.decide_that_letters_are_sent(at(CHIEF, CRACKED, 9))
    play.import_it(at(HANDLER, CRACKED, 9, 30), play.a_red_workbook(tmp_path))
    assert told(stage, office, "Clear the building now") == set()

    engineer, deputy = at(ENGINEER, CRACKED, 10), at(DEPUTY, CRACKED, 10)
    for person in (engineer, deputy):
        play.look_at_the_danger(person, "rating red")
    engineer.press("Raise the order")
    engineer.reads("The structure of the building was rated red")
    play.be_second_to_confirm(deputy)
    at_once = {CHIEF, DEPUTY, ENGINEER, OWNER_OF_THE_SHIRTS, GROUP}
    assert told(stage, office, "Clear the building now") == at_once
    assert "ভবনের কাঠামোর রেটিং লাল" in letter_to(office, OWNER_OF_THE_SHIRTS)

    chief = at(CHIEF, CRACKED, 11)
    play.look_at_the_danger(chief, "Item 501")
    play.dismiss(chief)
    assert "to confirm" not in chief.page.locator("main").inner_text()
    play.determine(chief)
    everybody = at_once | {OTHER_BRAND, UNION, REGULATOR}
    assert told(stage, office, "Order of evacuation") == everybody

    chief = at(CHIEF, CRACKED, 13)
    chief.follow(SHIRTS)
    chief.take("Propose to annul it", note="The sheet is of another building: the columns here are sound.")
    chief.reads("proposes to annul it; a second person has to agree.")
    chief.reads("The sheet is of another building: the columns here are sound.")
    assert chief.page.get_by_text("Annul the order", exact=True).count() == 0
    assert told(stage, office, "Correction") == set()
    second = at(COLLEAGUE, CRACKED, 14)
    second.follow("Annul the order")
    second.take("Annul the order", note="Seen today: no column is cracked.", note_bn="আজ দেখেছি: কোনো কলামে ফাটল নেই।")
    second.reads("the letters to everybody whom it concerns are written")
    assert told(stage, office, "Correction") == everybody
    assert play.story_of(second)[-2:] == ["proposed to be annulled", "annulled: it was a false alarm"]
    assert (
        gate_notice(second, "Print notice 3 (PDF)", of="Main building, Kalurghat")
        == "Correction: the order is annulled. Notice taken back"
    )
    assert told(stage, office, "Reminder", at=(NEXT_DAY, 12, 0)) == set()


def sent_more_than_once(stage, office) -> list[str]:
    """Return which letters somebody got twice, and what of the outbox is there twice, or neither sent nor in red."""
    letters = Counter((address, letter["Message-ID"]) for address, letter in office.taken)
    with Session(stage.place.engine) as session:
        of_it = Notice.order.has(SafetyOrder.because.contains("Column C3"))
        notices = session.scalars(select(Notice).where(of_it)).all()
        steps = Counter((each.organisation, each.step) for each in notices)
        waiting = [each.step for each in notices if each.state not in (Sending.SENT, Sending.NOBODY)]
        unreached = {each.organisation_name for each in notices if each.state is Sending.NOBODY}
    assert len(steps) > 60
    assert unreached == {"Demo Linden Textil GmbH", "Demo Kadam Properties"}
    return waiting + [str(each) for each, count in (letters + steps).items() if count > 1]
