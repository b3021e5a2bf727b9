"""An imported hazard gets the category that its words plainly name; what a person set is never overwritten."""

from datetime import date

import openpyxl
import pytest
from casework.cap_sheets import a_file, a_row, a_sheet, a_workbook
from sqlalchemy import select

from accord.casework.cap_files import export_cap
from accord.casework.imports import import_cap
from accord.gateways.cap_sheets.read import read_cap_workbook
from accord.records.hazard import Hazard
from accord.records.journal import JournalEntry
from accord.rules.vocabulary import Category, Source

HEADS = ["Item No", "Accord Inspection Observation", "Accord Action Plan", "Final Action Plan", "Final Timeline"]
HEADS += ["Comments from Accord", "Accord Timeline", "Progress Status", "Visit Type", "Category"]
SEEN = {
    1: ("Collapsible gates were found in the exit path.", None),
    2: ("Handrails are missing on stair 2.", None),
    3: ("Jockey pump missing.", "Hydrant"),
    4: ("Exit signs are missing.", "Way out"),
}


@pytest.fixture
def published(session, moment, tmp_path):
    """Return a way to import a published fire sheet of factory 9490 with these observations, dated so."""

    def take(day: date, seen=SEEN, **options):
        book = openpyxl.Workbook()
        for line in ([None, "FIRE SAFETY"], ["Factory ID", 9490], ["Date", day.strftime("%d-%b-%Y")], [], HEADS):
            book.active.append(line)
        for item, (observation, category) in seen.items():
            plan = ["Mend it.", None, "31/12/2017", None, "6 weeks"]
            book.active.append([item, observation, *plan, "In Progress", "Initial Inspection", category])
        book.save(tmp_path / f"{day}.xlsx")
        workbook = read_cap_workbook(tmp_path / f"{day}.xlsx")
        return import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=moment, **options)

    return take


def categories(session):
    session.expire_all()
    hazards = session.scalars(select(Hazard).order_by(Hazard.item))
    return {hazard.item: (hazard.category, hazard.category_as_written) for hazard in hazards}


READ = {
    1: (Category.LOCKABLE_OR_COLLAPSIBLE_GATES, None),
    2: (None, None),
    3: (Category.STANDPIPE_OR_HYDRANT, "Hydrant"),
    4: (Category.EXIT_LIGHTING_AND_SIGNS, "Way out"),
}


def test_a_new_hazard_gets_the_category_of_the_sheet_or_of_its_words_and_the_journal_tells_which(published, session):
    published(date(2018, 6, 1))

    assert categories(session) == READ
    entry = session.scalars(select(JournalEntry).where(JournalEntry.deed == "imported a CAP sheet")).one()
    assert '"categories_read"' in entry.details
    assert '"lockable_or_collapsible_gates"' in entry.details


def test_importing_again_and_a_newer_workbook_with_the_same_words_change_nothing(published):
    published(date(2018, 6, 1))

    again, newer = published(date(2018, 6, 1)), published(date(2018, 7, 1))

    assert [(report.created, report.updated, report.unchanged) for report in (again, newer)] == [(0, 0, 4), (0, 0, 4)]


def test_a_newer_workbook_gives_a_category_to_a_hazard_without_one_and_never_another_to_one_that_has_it(
    published, session
):
    published(date(2018, 6, 1))
    first, second = session.scalars(select(Hazard).where(Hazard.item.in_([1, 2])).order_by(Hazard.item))
    first.category, second.category = None, Category.STAIR_ENCLOSURE

    report = published(date(2018, 7, 1), SEEN | {2: ("Exit signs are missing on stair 2.", None)})

    assert categories(session) == READ | {2: (Category.STAIR_ENCLOSURE, None)}
    assert [change["fields"].get("category") for change in report.changes] == [
        {"from": None, "to": "lockable_or_collapsible_gates"},
        None,
    ]
    assert any("keeps its category stair_enclosure" in note.message for note in report.warnings)


def test_a_hazard_that_was_recorded_in_the_desk_without_a_category_stays_without(published, session):
    published(date(2018, 6, 1))
    hazard = session.scalars(select(Hazard).where(Hazard.item == 1)).one()
    hazard.category, hazard.source = None, Source.DESK

    published(date(2018, 7, 1))

    assert categories(session)[1] == (None, None)


def test_an_older_workbook_gives_none(published, session):
    published(date(2018, 6, 1))
    session.scalars(select(Hazard).where(Hazard.item == 1)).one().category = None

    published(date(2017, 6, 1))

    assert categories(session)[1] == (None, None)


def test_an_empty_category_in_our_own_export_is_not_filled_from_the_words(session, moment, tmp_path):
    workbook = a_workbook(a_sheet(a_row()))
    import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=moment)
    file = tmp_path / "export.xlsx"
    file.write_bytes(export_cap(session, 9490, kind="xlsx", language="en", moment=moment))
    exported = read_cap_workbook(file)

    report = import_cap(session, exported, file=a_file(exported), actor="an engineer", moment=moment)

    assert "Collapsible gate" in exported.sheets[0].rows[0].observation
    assert (report.updated, report.warnings, categories(session)[1]) == (0, [], (None, None))


def test_a_category_that_a_person_wrote_into_our_export_stands_against_every_later_workbook(
    published, session, moment, tmp_path
):
    published(date(2018, 6, 1))
    file = tmp_path / "export.xlsx"
    file.write_bytes(export_cap(session, 9490, kind="xlsx", language="en", moment=moment))
    book = openpyxl.load_workbook(file)
    [cell] = [cell for row in book["Fire"] for cell in row if cell.value == "lockable_or_collapsible_gates"]
    cell.value = "fire_doors"
    book.save(file)
    edited = read_cap_workbook(file)
    import_cap(session, edited, file=a_file(edited), actor="an engineer", moment=moment)

    published(moment.today)

    assert categories(session)[1] == (Category.FIRE_DOORS, None)
