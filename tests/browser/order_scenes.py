"""Scenes of the story of an order, each played by one or two people at their telephones."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import xlsxwriter
from playwright.sync_api import Locator

from tests.browser.stage import Person
from tests.cli.workbooks import HEADS
from tests.reports.reading import pdfium_text

BANK, COMMITTEE_90103, STEERING = "branch@bank.example", "committee@mill.example", "steering@programme.example"
TOWER = "Demo Kadam Tower, Zirabo"
ORDER = f"Evacuation · {TOWER}"
BADGES_OUTSIDE = """() => [...document.querySelectorAll("td .badge")]
    .filter(each => each.getBoundingClientRect().right > each.closest("td").getBoundingClientRect().right + 1)
    .map(each => each.textContent)"""
"""What reaches out of its cell."""


def decide_that_letters_are_sent(chief: Person) -> None:
    chief.follow("Letters out")
    chief.follow("Held letters")
    chief.fill(reason="Everybody was told that letters come from us.")
    chief.press("Decide it")
    chief.reads("It is decided from when on letters are sent.")


def add_contacts(chief: Person) -> None:
    chief.follow("Contacts")
    chief.page.get_by_label("safety committee").check()
    chief.fill(number="90103")
    chief.press("Show its contacts")
    add_contact(chief, "Rahima Khatun", COMMITTEE_90103)
    chief.follow("Contacts")
    chief.follow("steering committee")
    add_contact(chief, "The secretary", STEERING)


def add_contact(chief: Person, name: str, email: str) -> None:
    chief.fill(name=name, email=email)
    chief.press("Add this contact")
    chief.reads("The contact is added.")


def log_the_crack(engineer: Person) -> None:
    page = engineer.page
    engineer.follow("Record an inspection")
    engineer.fill(factory="90103")
    engineer.press("Find")
    page.get_by_label("Kind").select_option("special")
    engineer.press("Record the inspection")
    engineer.follow("Log hazards")
    page.locator("#place").select_option(label=f"{TOWER}, 3rd floor, sewing")
    engineer.fill(
        location="Column C3",
        observation="Column C3 is cracked through over its whole height; plaster falls.",
        observation_bn="C3 কলামে পুরো উচ্চতায় ফাটল; আস্তর খসে পড়ছে।",
        recommended_action="Clear the building and prop the column.",
        recommended_action_bn="ভবন খালি করুন এবং কলামে ঠেকনা দিন।",
        recommended_timeline="Immediate",
    )
    page.get_by_label("severe and imminent").check()
    said = page.locator("#danger", has_text="the landlord: Demo Kadam Properties")
    said.wait_for()
    for name in ("Demo Shapla Knitwear Ltd.", "Demo Bongshi Fashions Ltd.", "Demo Kadam Bank", "engineers on call"):
        assert name in said.inner_text()
    engineer.press("Save the danger")
    engineer.reads("The order is raised")


def determine(chief: Person) -> None:
    chief.follow("Determine the order")
    why = {"note": "Column C3 may fail.", "note_bn": "C3 কলাম ভেঙে পড়তে পারে।"}
    chief.take("Determine the order", **why)
    chief.reads("the letters to everybody whom it concerns are written")


def acknowledge_by_the_link(stranger, letter: str, chief: Person) -> None:
    page = stranger(re.search(r"http://\S+/acknowledge/\S+", letter)[0])
    page.reload()
    chief.follow(ORDER)
    assert "not acknowledged" in line_of(chief, "Demo Bongshi Fashions Ltd.")
    assert chief.page.evaluate(BADGES_OUTSIDE) == []

    page.get_by_label("Your name").fill("Salma Khatun")
    page.get_by_role("button", name="I have received this").click()
    page.get_by_text("Salma Khatun has confirmed this on 1 July 2024, 12:00.").wait_for()
    chief.page.reload()
    assert "not acknowledged" not in line_of(chief, "Demo Bongshi Fashions Ltd.")


def line_of(person: Person, name: str) -> str:
    """Return what the page of the order says of the first of those called so who were told."""
    return person.page.locator("tr", has_text=name).first.inner_text()


def say_that_production_stopped(brand: Person) -> None:
    brand.follow("Say that you have it")
    brand.take("Say that you have it")
    brand.reads("It is recorded.")
    for place in ("Demo Shapla Knitwear Ltd.", "Demo Bongshi Fashions Ltd."):
        brand.home()
        brand.follow("Say how your production stands")
        brand.page.locator("#line").select_option(label=f"Demo Nordlys Apparel AB · {place}")
        brand.page.get_by_label("Production is stopped").check()
        brand.press("Record it")
        brand.reads("It is recorded.")
    brand.home()
    assert brand.page.get_by_role("link", name="Say how your production stands").count() == 0


def call_the_landlord_and_find_the_bank(chief: Person) -> None:
    chief.follow("Letters out")
    chief.follow("Demo Kadam Properties")
    chief.fill(spoken_with="Mr Kadam", number="+880 1700 000001", remark="He sends his guards away.")
    chief.page.get_by_label("by telephone").check()
    chief.press("Record that they were told")
    chief.reads("It is recorded that they were told.")
    chief.home()
    called = {"said_by": "Mr Kadam", "channel": "by telephone", "number": "+880 1700 000001"}
    take(chief, "Record that somebody has the order", organisation="Demo Kadam Properties", **called)
    chief.follow("Contacts")
    chief.follow("Add a contact", within=chief.page.locator("li", has_text="Demo Kadam Bank"))
    add_contact(chief, "The branch manager", BANK)


def take(person: Person, deed: str, **words: str) -> None:
    """Take a step of the order on its page."""
    person.follow(ORDER)
    person.take(deed, **words)
    person.reads("It is recorded")


def set_a_measure(chief: Person, due_on: date) -> None:
    chief.follow(ORDER)
    chief.follow("Set a measure")
    chief.page.get_by_label("Clear this floor").check()
    chief.page.locator("#place").select_option(label="level 3 · 3rd floor, sewing")
    chief.fill(due_on=f"{due_on}")
    chief.press("Set the measure")
    chief.reads("The measure is set.")


def report_that_the_building_is_empty(owner: Person, photo: Path) -> None:
    take(owner, "Report that it was done", note="Everybody is out; the gates are locked.", photos=str(photo))
    owner.follow("Hand it in")
    owner.page.locator("input[type=file]").first.set_input_files(photo)
    owner.press("Hand it in")
    owner.reads("It is handed in. An engineer looks at it.")


def accept_the_measure(engineer: Person) -> None:
    engineer.follow(ORDER)
    engineer.follow("Look at it and judge")
    engineer.page.get_by_label("Yes: it is accepted").check()
    engineer.press("Record it")
    engineer.reads("accepted by an engineer")


def answer_the_weekly_question(handler: Person, owner: Person) -> None:
    asked = {"organisation": "Demo Shapla Knitwear Ltd.", "said_by": "M. Kabir", "channel": "by telephone"}
    take(handler, "Record an answer to the weekly question", note="Still empty, and wages are paid.", **asked)
    take(owner, "Answer the weekly question", note="Nobody is inside; wages were paid on the 7th.")


def record_the_governments_order(chief: Person, ordered_on: date, withdrawn_on: date) -> None:
    chief.follow(ORDER)
    chief.follow("Record it")
    ordered = {"authority": "Inspector General, DIFE", "reference": "DIFE/118", "ordered_on": f"{ordered_on}"}
    chief.fill(**{f"state-{name}": text for name, text in ordered.items()})
    chief.page.get_by_label("closed in full").check()
    chief.press("Record it beside ours")
    chief.reads("It is recorded beside our order, under its own date.")
    chief.page.locator("form.withdraw input[type=date]").fill(f"{withdrawn_on}")
    chief.press("Record that it was withdrawn")
    chief.reads("It is recorded that the government withdrew its order.")


def be_refused_to_lift_it(chief: Person) -> None:
    chief.home()
    chief.follow(ORDER)
    chief.reads("It cannot be lifted yet.")
    assert chief.page.get_by_text("Lift the order", exact=True).count() == 0


def refer_it_to_the_review_panel(chief: Person) -> None:
    chief.home()
    chief.follow("To the Review Panel")
    form = opened(chief, "Refer to the Review Panel")
    form.get_by_label("What the Review Panel is asked").fill("May the building be used again?")
    chief.press("Refer to the Review Panel", within=form)
    chief.reads("its secretariat is told, and the package is kept.")
    with ZipFile(BytesIO(chief.given("The package"))) as package:
        assert package.testzip() is None
        assert {"referral.pdf", "referral.json", "SHA256SUMS"} < set(package.namelist())
        assert any(name.startswith("files/") for name in package.namelist())
        assert "May the building be used again?" in pdfium_text(package.read("referral.pdf"))


def record_what_the_panel_determined(secretariat: Person, on: date) -> None:
    secretariat.follow("To the Review Panel")
    form = opened(secretariat, "Record what it determined")
    form.get_by_label("What the Review Panel determined").select_option(label="no restriction")
    form.get_by_label("Determined on").fill(f"{on}")
    for box in form.get_by_role("checkbox").all():
        box.check()
    secretariat.press("Record what it determined", within=form)
    secretariat.reads("of one mind")


def accept_what_the_panel_determined(chief: Person) -> None:
    chief.follow("To the Review Panel")
    chief.reads("does not count yet")
    chief.press("I have read the signed minutes: it is so")
    chief.home()


def opened(person: Person, words: str) -> Locator:
    """Open what stands behind these words, and return it."""
    there = person.page.locator("details", has=person.page.get_by_text(words, exact=True))
    if there.get_attribute("open") is None:
        there.locator("summary").click()
    return there


def lift(chief: Person) -> None:
    chief.follow(ORDER)
    opened(chief, "Lift the order").get_by_label("I lift the order although this is not corrected").check()
    why = {"note": "Column C3 is jacketed and seen.", "note_bn": "C3 কলামে জ্যাকেটিং হয়েছে, দেখা হয়েছে।"}
    chief.take("Lift the order", **why)
    chief.reads("the letters to everybody whom it concerns are written")


def story_of(chief: Person) -> list[str]:
    """Return what the page of the order tells, in its order, without the names under which it was recorded."""
    told = chief.page.get_by_role("heading", name="Step by step").locator("+ ol > li").locator("p:has(> strong)")
    lines = [(each.inner_text(), each.locator(".soft").all_inner_texts()) for each in told.all()]
    return [said.removesuffix(f" · {by[0]}") if by else said for said, by in lines]


def gate_notice(person: Person, name: str, of: str = TOWER) -> str:
    """Return what a notice for the gate says first, in English, once it was read that it names the building."""
    lines = [line.strip() for line in pdfium_text(person.given(name)).splitlines()]
    assert of in lines
    return f"{lines[1]}. {lines[3]}"


def a_red_workbook(folder: Path) -> Path:
    """Write a sheet of 90102 with a rating of red and one hazard that says the same of a column; return its file."""
    file = folder / "demo_90102.xlsx"
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("Structural")
    cracked = (501, "Column B2 is cracked: severe and imminent.", "Clear the building.", "", "", "", "Immediate")
    rows = (
        ("Date", "", "STRUCTURAL SAFETY"),
        ("28-Jun-2024",),
        ("Factory Name & Address", "", "Demo Karnaphuli Shirts Ltd., Chattogram"),
        ("Date of Inspection by Accord", "", "25-Jun-2024"),
        ("Structural Rating", "", "Red"),
        HEADS,
        (*cracked, "In Progress"),
    )
    for line, row in enumerate(rows):
        sheet.write_row(line, 0, row)
    book.close()
    return file


def import_it(handler: Person, file: Path) -> None:
    handler.follow("Imports")
    handler.follow("Import a CAP workbook")
    handler.page.locator("input[type=file]").set_input_files(file)
    handler.press("Try it out")
    handler.reads("Dangers that an engineer must decide on")
    handler.press("Import it")
    handler.reads("Imported: new hazards: 1, changed: 0.")


def look_at_the_danger(person: Person, words: str) -> None:
    """Go from Now to the page of an imported danger that says this."""
    there = person.page.locator("section.danger-now", has_text=words)
    assert "Nobody has decided on this yet." in there.inner_text()
    person.follow("Look at it and decide", within=there)


def be_second_to_confirm(person: Person) -> None:
    person.press("Raise the order")
    person.reads("Somebody has decided on this danger already")
    person.reads("It was confirmed: look at the order.")
    # A refusal answers 422, of which a browser complains.
    assert person.complaints.pop().endswith("(UNPROCESSABLE ENTITY)")


def dismiss(person: Person) -> None:
    person.page.get_by_label("Why it is no danger").fill("The crack is in the plaster: seen on 17 June.")
    person.press("Keep it as no danger")
    person.reads("It is on record that this is no danger, with your reason.")
