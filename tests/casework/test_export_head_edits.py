"""What people change above the table of our own export: taken over as from a newer workbook, or named as left aside."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from casework.cap_sheets import a_file, a_row, a_sheet, a_workbook
from sqlalchemy import select

from accord.casework.cap_files import export_cap
from accord.casework.imports import ImportReport, import_cap
from accord.gateways.cap_sheets.read import read_cap_workbook
from accord.records.cap import CapVersion
from accord.records.danger import DangerToConfirm
from accord.records.factory import Factory
from accord.records.inspection import Inspection
from accord.records.journal import JournalEntry
from accord.rules.sheets import cap_layout as layout
from accord.rules.vocabulary import CapState, Discipline, InspectionKind, Rating, Source

STRUCTURAL, FIRE = Discipline.STRUCTURAL, Discipline.FIRE
NO_ROWS = "The sheet has the heads of a CAP but no item row below them: 0 hazards."


def line(page, label):
    """Return the cell that holds the label."""
    return next(cell for row in page.iter_rows() for cell in row if cell.value == label)


def write(label: str, value: object, page: str = "Structural") -> Callable[[openpyxl.Workbook], None]:
    return lambda book: setattr(line(book[page], label).offset(column=1), "value", value)


def correct_the_hazard(book: openpyxl.Workbook) -> None:
    next(cell for row in book["Structural"] for cell in row if cell.value == "in_progress").value = "corrected"


@dataclass
class Desk:
    """An export as it lies on a desk, and the way back into the record, an hour later each time."""

    session: object
    moment: object
    file: Path

    def take(self, file: Path) -> ImportReport:
        self.moment = replace(self.moment, now=self.moment.now + timedelta(hours=1))
        workbook = read_cap_workbook(file)
        return import_cap(self.session, workbook, file=a_file(workbook), actor="an engineer", moment=self.moment)

    def edited(self, *edits: Callable[[openpyxl.Workbook], object]) -> ImportReport:
        book = openpyxl.load_workbook(self.file)
        for edit in edits:
            edit(book)
        book.save(self.file.with_name("edited.xlsx"))
        return self.take(self.file.with_name("edited.xlsx"))

    def ratings(self) -> list[Rating | None]:
        query = select(Inspection.rating).where(Inspection.discipline == STRUCTURAL).order_by(Inspection.inspected_on)
        return list(self.session.scalars(query))

    def versions(self, discipline=STRUCTURAL) -> list[tuple[bool | None, CapState]]:
        query = select(CapVersion).where(CapVersion.discipline == discipline).order_by(CapVersion.number)
        return [(version.finance_agreed, version.state) for version in self.session.scalars(query)]


@pytest.fixture
def desk(session, moment, tmp_path) -> Desk:
    """One fire item and one structural item; rated yellow at first and amber at the first follow-up; just exported."""
    structural = a_row(1, discipline=STRUCTURAL, observation="Cracks in column C4 of the ground floor.")
    first = a_workbook(
        a_sheet(a_row(1), finance_agreed=False),
        a_sheet(structural, name="Structural", rating=Rating.YELLOW, finance_agreed=False),
    )
    import_cap(session, first, file=a_file(first), actor="an engineer", moment=moment)
    visited = a_sheet(
        structural,
        name="Structural",
        rating=Rating.AMBER,
        finance_agreed=False,
        follow_ups=((1, date(2018, 7, 1)),),
        sheet_date=date(2018, 7, 2),
    )
    second = a_workbook(visited)
    import_cap(session, second, file=a_file(second), actor="an engineer", moment=moment)
    file = tmp_path / "export.xlsx"
    file.write_bytes(export_cap(session, 9490, kind="xlsx", language="en", moment=moment))
    return Desk(session, moment, file)


AGREED, NOT_AGREED = (True, CapState.FINANCE_PLAN_AGREED), (False, CapState.TECHNICALLY_APPROVED)


def told(report: ImportReport) -> list[tuple[str | None, str | None, str]]:
    return [(note.sheet, note.column, note.message) for note in report.warnings]


def test_the_export_states_the_rating_that_holds_and_untouched_changes_nothing(desk):
    page = openpyxl.load_workbook(desk.file)["Structural"]

    report = desk.take(desk.file)

    assert line(page, layout.RATING).offset(column=1).value == "amber"
    assert (told(report), report.head_changes, report.updated) == ([], [], 0)
    assert desk.ratings() == [Rating.YELLOW, Rating.AMBER]


def test_a_rating_that_was_changed_alone_is_taken_over_at_the_latest_visit_and_waits_for_an_engineer(desk, session):
    report = desk.edited(write(layout.RATING, "red"))

    assert (desk.ratings(), told(report)) == ([Rating.YELLOW, Rating.RED], [])
    assert [change["fields"] for change in report.head_changes] == [{"Rating": {"from": "amber", "to": "red"}}]
    assert "rating red" in session.scalars(select(DangerToConfirm.because)).all()
    assert "rating red" in [order.because for order in report.orders_to_confirm]
    # A rating approves no plan.
    assert desk.versions() == [NOT_AGREED, NOT_AGREED]
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert '"head_changes"' in entry.details


def test_a_finance_plan_that_was_changed_alone_is_a_new_version_of_its_discipline(desk):
    report = desk.edited(write(layout.FINANCE_PLAN_AGREED, "Yes"))

    assert (desk.versions(), told(report)) == ([NOT_AGREED, NOT_AGREED, AGREED], [])
    assert desk.versions(FIRE) == [NOT_AGREED]
    assert desk.ratings() == [Rating.YELLOW, Rating.AMBER]


def test_the_same_edited_file_changes_nothing_the_second_time(desk):
    edits = (write(layout.RATING, "red"), write(layout.FINANCE_PLAN_AGREED, "Yes"))
    desk.edited(*edits)

    again = desk.take(desk.file.with_name("edited.xlsx"))

    assert (desk.versions(), desk.ratings()) == ([NOT_AGREED, NOT_AGREED, AGREED], [Rating.YELLOW, Rating.RED])
    assert (told(again), again.head_changes) == ([], [])


def test_a_changed_row_beside_an_untouched_block_repeats_neither_rating_nor_finance_as_news(desk):
    report = desk.edited(correct_the_hazard)

    assert (report.updated, told(report), report.head_changes) == (1, [], [])
    assert desk.ratings() == [Rating.YELLOW, Rating.AMBER]
    assert desk.versions()[-1] == NOT_AGREED


def test_a_changed_row_beside_an_emptied_finance_plan_takes_nothing_away(desk):
    desk.edited(write(layout.FINANCE_PLAN_AGREED, "Yes"))

    report = desk.edited(write(layout.FINANCE_PLAN_AGREED, None), correct_the_hazard)

    said = "Finance Plan Agreed is empty on the sheet and stays as on record"
    assert ("Structural", layout.FINANCE_PLAN_AGREED, said) in told(report)
    assert desk.versions()[-1] == AGREED


def test_an_old_copy_never_takes_back_a_rating_that_came_after_it_even_with_a_changed_row(desk, session):
    visited = a_sheet(
        a_row(1, discipline=STRUCTURAL, observation="Cracks in column C4 of the ground floor."),
        name="Structural",
        rating=Rating.RED,
        finance_agreed=False,
        sheet_date=desk.moment.today,
    )
    newer = a_workbook(visited)
    desk.moment = replace(desk.moment, now=desk.moment.now + timedelta(minutes=10))
    import_cap(session, newer, file=a_file(newer), actor="an engineer", moment=desk.moment)

    report = desk.edited(correct_the_hazard)

    assert desk.ratings() == [Rating.YELLOW, Rating.RED]
    said = (
        "Rating is amber on the sheet and stays red as on record, since the record was changed after this export was "
        "written"
    )
    assert ("Structural", layout.RATING, said) in told(report)


def test_a_finance_plan_that_was_agreed_after_an_untouched_copy_stays_without_a_word(desk):
    desk.edited(write(layout.FINANCE_PLAN_AGREED, "Yes"))

    report = desk.take(desk.file)

    assert (desk.versions()[-1], told(report)) == (AGREED, [])


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        (layout.FACTORY_NAME, "Demo Knit 2 Ltd.", "is “Demo Knit 2 Ltd.” on the sheet and stays “Demo Knit Ltd.”"),
        (layout.ADDRESS, "2 Demo Road", "is “2 Demo Road” on the sheet and stays “1 Demo Road, Gazipur” as on record"),
        (layout.ADDRESS, None, "is empty on the sheet and stays as on record"),
        (layout.DATE_OF_INSPECTION, "2014-05-05", "is 2014-05-05 on the sheet and stays 2014-06-06 as on record"),
        (layout.RATING, None, "is empty on the sheet and stays as on record"),
        (layout.RATING, "purple", "is “purple” on the sheet, which is not understood, and stays as on record"),
        (layout.FINANCE_PLAN_AGREED, "soon", "is “soon” on the sheet, which is not understood, and stays as on record"),
        (layout.FINANCE_PLAN_AGREED, None, "is empty on the sheet and stays as on record"),
    ],
)  # fmt: skip
def test_what_is_left_aside_is_named_with_its_sheet_row_and_label(desk, session, label, value, said):
    row = line(openpyxl.load_workbook(desk.file)["Structural"], label).row

    report = desk.edited(write(label, value))

    [note] = [note for note in report.warnings if note.message.startswith(f"{label} ")]
    assert (note.sheet, note.row, note.column) == ("Structural", row, label)
    assert said in note.message
    factory = session.scalars(select(Factory)).one()
    assert (factory.name, factory.address) == ("Demo Knit Ltd.", "1 Demo Road, Gazipur")
    assert (desk.ratings(), desk.versions()) == ([Rating.YELLOW, Rating.AMBER], [NOT_AGREED, NOT_AGREED])
    assert report.head_changes == []


def test_a_line_that_was_removed_is_named(desk):
    def remove(book):
        page = book["Structural"]
        page.delete_rows(line(page, layout.RATING).row)

    assert told(desk.edited(remove)) == [
        ("Structural", layout.RATING, "Rating is missing on the sheet and stays as on record")
    ]


def test_an_address_that_only_changed_its_spaces_is_no_edit(desk):
    assert told(desk.edited(write(layout.ADDRESS, " 1 Demo  Road,\nGazipur"))) == []


def test_a_rating_on_another_sheet_than_the_structural_one_is_named(desk):
    report = desk.edited(write(layout.RATING, "red", page="Fire"))

    said = "Rating is not taken over, since only a structural sheet has one"
    assert told(report) == [("Fire", layout.RATING, said)]


def test_what_was_set_in_the_desk_wins_and_the_edit_is_named(desk, session):
    last = session.scalars(select(Inspection).where(Inspection.kind == InspectionKind.FOLLOW_UP)).one()
    last.source = Source.DESK
    version = session.scalars(select(CapVersion).order_by(CapVersion.id.desc())).first()
    version.source = Source.DESK

    report = desk.edited(write(layout.RATING, "green"), write(layout.FINANCE_PLAN_AGREED, "Yes"))

    assert [message.rpartition(", ")[2] for _, _, message in told(report)] == ["since it was set in the desk"] * 2
    assert (desk.ratings(), desk.versions()) == ([Rating.YELLOW, Rating.AMBER], [NOT_AGREED, NOT_AGREED])


def test_an_export_older_than_the_last_sheet_names_what_of_its_block_is_not_taken_over(desk, session):
    desk.moment = replace(desk.moment, now=desk.moment.now + timedelta(days=1))
    row = a_row(1, discipline=STRUCTURAL, observation="Cracks in column C4 of the ground floor.")
    newer = a_workbook(a_sheet(row, name="Structural", finance_agreed=False, sheet_date=desk.moment.today))
    import_cap(session, newer, file=a_file(newer), actor="an engineer", moment=desk.moment)

    report = desk.edited(write(layout.RATING, "green"))

    said = "Rating is green on the sheet and stays amber as on record, since a newer sheet was imported"
    assert ("Structural", layout.RATING, said) in told(report)
    assert desk.ratings() == [Rating.YELLOW, Rating.AMBER]


def test_an_initial_inspection_that_was_missing_comes_on_record_from_the_block_alone(desk, session):
    session.delete(session.scalars(select(Inspection).where(Inspection.discipline == FIRE)).one())
    desk.file.write_bytes(export_cap(session, 9490, kind="xlsx", language="en", moment=desk.moment))

    report = desk.edited(write(layout.DATE_OF_INSPECTION, "2014-06-06", page="Fire"))

    visits = session.scalars(select(Inspection).where(Inspection.discipline == FIRE)).all()
    assert [(visit.kind, visit.inspected_on) for visit in visits] == [(InspectionKind.INITIAL, date(2014, 6, 6))]
    assert report.head_changes[0]["fields"] == {layout.DATE_OF_INSPECTION: {"from": None, "to": "2014-06-06"}}
    assert desk.versions(FIRE) == [NOT_AGREED]


def test_an_export_without_any_hazard_names_what_it_cannot_take_over(session, moment, tmp_path):
    session.add(Factory(number=9491, name="Demo Shirts Ltd.", address="3 Demo Road"))
    session.flush()
    file = tmp_path / "empty.xlsx"
    file.write_bytes(export_cap(session, 9491, kind="xlsx", language="en", moment=moment))
    desk = Desk(session, moment, file)

    untouched = desk.take(file)
    report = desk.edited(write(layout.RATING, "red", page="CAP"), write(layout.ADDRESS, "4 Demo Road", page="CAP"))

    assert [message for _, _, message in told(untouched)] == [NO_ROWS]
    assert [(column, message) for _, column, message in told(report)][1:] == [
        (layout.ADDRESS, "Address is “4 Demo Road” on the sheet and stays “3 Demo Road” as on record"),
        (layout.RATING, "Rating is not taken over, since the sheet names no discipline"),
    ]


def test_the_rates_and_statuses_never_move_by_what_stands_above_the_table(desk, session):
    before = session.execute(select(Inspection.kind, Inspection.inspected_on)).all()

    report = desk.edited(write(layout.RATING, "red"), write(layout.FINANCE_PLAN_AGREED, "Yes"))

    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert session.execute(select(Inspection.kind, Inspection.inspected_on)).all() == before
    assert report.changes == []
