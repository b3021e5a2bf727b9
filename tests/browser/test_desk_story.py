"""The whole story of one hazard, played on telephones by the people of the demonstration."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accord.casework.desk import passwords
from tests.browser.stage import Person, seats, the_demonstration
from tests.desk_builders_accounts import QUICK
from tests.desk_builders_photos import a_different_photo

FACTORY = "90111"
"""It stands in the register of the demonstration, was never inspected and has no plan."""
ENGINEER, COLLEAGUE, CHIEF = "fire@demo.example", "fire2@demo.example", "cso@demo.example"
OWNER = f"factory{FACTORY}@demo.example"
PLANNED, INSPECTED, ISSUED = date(2024, 7, 1), date(2024, 7, 2), date(2024, 7, 4)
AGREED, CLAIMED, VERIFIED, BREACHED = date(2024, 7, 10), date(2024, 8, 1), date(2024, 8, 10), date(2024, 12, 1)
SEARCHES = (
    "coll gate",
    "fire door",
    "exit light",
    "storage stair",
    "alarm",
    "sprink",
    "hydrant",
    "exit width",
    "diesel",
    "boiler room",
)


@pytest.fixture
def stage(tmp_path, migrated_database, monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    shutil.copy(migrated_database, tmp_path / "accord.sqlite")
    with the_demonstration(tmp_path, first=PLANNED) as stage:
        yield stage


@pytest.fixture
def seated(browser, stage):
    contexts = []
    yield seats(browser, stage, contexts)
    for context in contexts:
        context.close()


def test_a_hazard_goes_from_the_planned_visit_to_being_found_breached_again(seated, stage, tmp_path):
    people = []

    def at(email: str, on: date) -> Person:
        people.append(seated(email, on))
        return people[-1]

    plan_the_visit(at(ENGINEER, PLANNED))
    engineer = at(ENGINEER, INSPECTED)
    record_the_inspection(engineer)
    record_ten_hazards(engineer)
    send_a_photo(engineer, stage, tmp_path / "gate.jpg")
    hand_the_report_in(engineer)
    check_the_report(at(COLLEAGUE, ISSUED))
    issue_the_report(at(CHIEF, ISSUED))
    hand_a_plan_in(at(OWNER, AGREED))
    approve_the_plan(at(CHIEF, AGREED))
    agree_on_finance(at(OWNER, AGREED))
    claim_a_correction(at(OWNER, CLAIMED))
    verify_it(at(ENGINEER, VERIFIED))
    engineer = at(ENGINEER, BREACHED)
    find_it_breached(engineer)

    assert told(engineer) == [
        ("2 July 2024", "found"),
        ("2 July 2024", "report drafted"),
        ("2 July 2024", "report handed in to be checked"),
        ("4 July 2024", "report checked by a second engineer"),
        ("4 July 2024", "report approved by the chief safety officer"),
        ("4 July 2024", "report issued to the parties"),
        ("10 July 2024", "date agreed: 10 September 2024"),
        ("10 July 2024", "plan, version 1 (finance plan agreed), to be done by 10 September 2024"),
        ("10 July 2024", "plan, version 1: handed in"),
        ("10 July 2024", "plan, version 1: technically approved"),
        ("10 July 2024", "plan, version 1: finance agreed"),
        ("1 August 2024", "the factory reported it as corrected"),
        ("10 August 2024", "verified as corrected"),
        ("10 August 2024", "report drafted"),
        ("1 December 2024", "found breached again: reopened"),
        ("1 December 2024", "report drafted"),
    ]
    assert [each.complaints for each in people if each.complaints] == []


def plan_the_visit(engineer: Person) -> None:
    engineer.follow("Visits")
    engineer.follow("Plan a visit")
    engineer.fill(factory=FACTORY)
    engineer.press("Find")
    engineer.page.get_by_label("Kind").select_option("initial")
    engineer.fill(planned_on=INSPECTED.isoformat())
    engineer.press("Plan the visit")
    engineer.reads("planned")


def record_the_inspection(engineer: Person) -> None:
    visit = engineer.page.locator("main li", has_text=FACTORY)
    engineer.follow("2 July 2024", within=visit)
    engineer.follow("It was made: record the inspection")
    engineer.press("Record the inspection")
    engineer.reads("The inspection is on record.")


def record_ten_hazards(engineer: Person) -> None:
    page = engineer.page
    engineer.follow("Log hazards")
    for place, words in enumerate(SEARCHES, 1):
        page.fill("#q", words)
        page.press("#q", "Enter")
        expect(page.locator("#location")).to_be_focused()
        page.fill("#location", f"Stair {place}")
        for text in page.locator("#hazard textarea").all():
            text.fill(text.input_value().replace("[place]", f"stair {place}").replace("[স্থান]", f"সিঁড়ি {place}"))
        fill_what_is_open(engineer)
        engineer.press("Save and next")
        engineer.reads(f"{place} hazard")
    engineer.follow("Done")
    engineer.reads("Hazards of this inspection")


def fill_what_is_open(engineer: Person) -> None:
    engineer.page.evaluate(
        r"""() => document.querySelectorAll("#hazard textarea").forEach(each => {
            each.value = each.value.replace(/\[[^\]]*\]/g, "7");
            each.dispatchEvent(new Event("input", {bubbles: true}));
        })"""
    )


def send_a_photo(engineer: Person, stage, file: Path) -> None:
    file.write_bytes(a_different_photo(4))
    engineer.follow("Item 1")
    engineer.follow("Add photos")
    page = engineer.page
    page.set_input_files("input[type=file]", file)
    page.get_by_label("as found").check()
    page.get_by_label("What can be seen").fill("The gate is padlocked.")
    engineer.press("Send the photos")
    engineer.reads("1 photo was sent.")
    assert stage.preparer.prepare_all() == (1, 0)
    page.get_by_alt_text("The gate is padlocked.").wait_for()
    engineer.follow("Item 1")
    page.get_by_alt_text("The gate is padlocked.").wait_for()


def hand_the_report_in(engineer: Person) -> None:
    engineer.follow("initial", within=engineer.page.locator(".story"))
    engineer.follow("Open the report")
    engineer.fill(summary="Ten hazards were found.", summary_bn="দশটি ঝুঁকি পাওয়া গেছে।")
    engineer.press("Save and hand in for checking")
    engineer.reads("The report waits to be checked.")


def check_the_report(colleague: Person) -> None:
    colleague.follow("Reports")
    colleague.follow(f"({FACTORY})")
    colleague.page.get_by_alt_text("The gate is padlocked.").wait_for(state="attached")
    colleague.press("It is right")
    colleague.reads("checked")


def issue_the_report(chief: Person) -> None:
    for deed in ("Approve", "Issue to the parties"):
        chief.follow("Reports")
        chief.follow(f"({FACTORY})")
        chief.press(deed)
    chief.follow(f"({FACTORY})")
    chief.reads("issued")


def hand_a_plan_in(owner: Person) -> None:
    owner.follow("Factories")
    owner.follow("Surma")
    owner.follow("Corrective action plan")
    owner.press("Begin the next version")
    rows = owner.page.locator(".plan-row")
    expect(rows).to_have_count(len(SEARCHES))
    for place in range(len(SEARCHES)):
        row = rows.nth(place)
        row.get_by_label("What the factory will do").fill(f"Replace all {place + 2} gates and doors.")
        row.get_by_label("Responsible person").fill("The compliance manager")
        row.get_by_label("Finished by").fill(f"2024-09-{place + 10}")
    owner.press("Save all lines")
    owner.reads("10 lines are saved.")
    owner.follow("See what changes, and hand it in")
    owner.press("Hand the plan in")
    owner.reads("The plan is handed in.")


def approve_the_plan(chief: Person) -> None:
    chief.follow("Plans")
    chief.follow("Look at the changes", within=chief.page.locator("main li", has_text=FACTORY))
    chief.press("Approve exactly this version")
    chief.reads("The plan is approved and in force from today.")


def agree_on_finance(owner: Person) -> None:
    owner.follow("Factories")
    owner.follow("Surma")
    owner.follow("Corrective action plan")
    owner.follow("finance plan not agreed yet")
    owner.page.get_by_label("the factory's own means").check()
    owner.press("Write it down")
    owner.reads("The finance plan is agreed")


def claim_a_correction(owner: Person) -> None:
    owner.follow("Hazards")
    owner.page.get_by_role("link", name="fire 1", exact=True).click()
    owner.follow("Report it as corrected")
    owner.fill(done="The collapsible gate at stair 1 was taken away.")
    owner.press("Report it as corrected")
    owner.reads("The correction is reported.")


def record_a_follow_up(engineer: Person, on: date) -> None:
    engineer.follow("Inspections")
    engineer.follow("Record an inspection")
    engineer.fill(factory=FACTORY)
    engineer.press("Find")
    engineer.fill(inspected_on=on.isoformat())
    engineer.press("Record the inspection")
    engineer.reads("The inspection is on record.")


def verify_it(engineer: Person) -> None:
    record_a_follow_up(engineer, VERIFIED)
    engineer.follow("Verify")
    there = engineer.page.locator(".claims details", has_text="Surma")
    if there.get_attribute("open") is None:
        there.locator("summary").click(position={"x": 10, "y": 10})
    engineer.follow("Give a verdict", within=engineer.page.locator("main li", has_text="was taken away"))
    engineer.page.get_by_label("Corrected: I saw it myself").check()
    engineer.press("Put it on record")
    engineer.reads("Your verdict is on record.")


def find_it_breached(engineer: Person) -> None:
    record_a_follow_up(engineer, BREACHED)
    engineer.follow("Go through the open hazards")
    page = engineer.page
    page.get_by_text("look again where you pass").click()
    line = page.locator(".again .round-line")
    line.get_by_label("Comment").fill("A new gate stands in the same place.")
    engineer.press("Not corrected", within=line)
    engineer.reads("seen 1 of 10")
    page.reload()
    page.get_by_role("link", name="Item 1", exact=True).click()


def told(person: Person) -> list[tuple[str, str]]:
    """Return what the page of the hazard tells, each day with what happened."""
    entries = person.page.locator(".story > li").all()
    return [(each.locator(".when").inner_text(), each.locator("strong").first.inner_text()) for each in entries]
