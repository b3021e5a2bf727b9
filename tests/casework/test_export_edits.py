"""What people change in our own export and the import does not take over: told once each, and nothing is erased."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from casework.cap_sheets import a_file, a_row, a_sheet, a_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select

from accord.casework.cap_files import COLUMNS, export_cap
from accord.casework.imports import ImportReport, import_cap
from accord.gateways.cap_sheets.model import LogEntry, PreviousDeadline, WorkbookRefused
from accord.gateways.cap_sheets.read import read_cap_workbook
from accord.records.cap import CapVersion
from accord.records.hazard import Hazard
from accord.rules.sheets import cap_layout as layout
from accord.rules.vocabulary import Category, Discipline, InspectionKind, Origin, Severity, Status

FULL = {
    "origin": Origin.NEW,
    "visit": InspectionKind.FOLLOW_UP,
    "visit_ordinal": 4,
    "category": Category.STAIR_ENCLOSURE,
    "severity": Severity.HIGH,
    "location": "Building 1, ground floor",
    "observation_bn": "গেট আছে।",
    "recommended_action_bn": "গেট সরান।",
    "final_action_plan_bn": "গেট সরানো হবে।",
    "responsible_person": "Demo Manager",
    "found_on": date(2014, 6, 6),
    "status_since": date(2014, 6, 6),
    "previous_deadlines": (PreviousDeadline(date(2014, 9, 22), date(2014, 10, 4)),),
    "log": (LogEntry(date(2014, 10, 4), "Not corrected."), LogEntry(None, "As above.")),
}
"""Every cell of the first item is filled."""
HISTORIES = {layout.FINAL_TIMELINE, layout.PREVIOUS_TIMELINES, layout.LOG}


def at(page: Worksheet, head: str, item: int = 1):
    """Return the cell of an item under a head."""
    [heads] = [row for row in page.iter_rows() if row[0].value == layout.ITEM_NO]
    [column] = [cell.column for cell in heads if cell.value == head]
    [row] = [row[0].row for row in page.iter_rows() if row[0].value == item and row[0].row > heads[0].row]
    return page.cell(row, column)


def head_of(page: Worksheet, head: str):
    """Return the cell that holds the head."""
    return next(cell for row in page.iter_rows() for cell in row if cell.value == head)


@dataclass(frozen=True)
class Desk:
    """An export as it lies on a desk, and the way back into the record."""

    file: Path
    take: Callable[[Path], ImportReport]

    def edited(self, edit: Callable[[openpyxl.Workbook], object]) -> ImportReport:
        """Import the export after this edit."""
        book = openpyxl.load_workbook(self.file)
        edit(book)
        book.save(self.file.with_name("edited.xlsx"))
        return self.take(self.file.with_name("edited.xlsx"))


@pytest.fixture
def desk(session, moment, tmp_path) -> Desk:
    """Fire items 1 (every cell filled), 2 (withdrawn) and 3 (bare), and one structural item, all just exported."""

    def take(file: Path) -> ImportReport:
        workbook = read_cap_workbook(file)
        later = replace(moment, now=moment.now + timedelta(hours=1))
        return import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=later)

    rows = [
        a_row(1, **FULL),
        a_row(2, status=Status.WITHDRAWN, withdrawn_reason="duplicate of item 1", found_on=date(2014, 6, 6)),
        a_row(3, due_on=None, log=(), recommended_action=None, final_action_plan=None, recommended_timeline=None),
    ]
    structural = a_row(1, discipline=Discipline.STRUCTURAL, observation="Cracks in column C4 of the ground floor.")
    workbook = a_workbook(a_sheet(*rows), a_sheet(structural, name="Structural"))
    import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=moment)
    file = tmp_path / "export.xlsx"
    file.write_bytes(export_cap(session, 9490, kind="xlsx", language="en", moment=moment))
    return Desk(file, take)


def told(report: ImportReport) -> list[tuple[str | None, str | None, str]]:
    return [(note.sheet, note.column, note.message) for note in report.warnings]


def record_of(session, item: int = 1) -> tuple[object, ...]:
    session.flush()
    session.expire_all()
    hazard = session.scalars(select(Hazard).where(Hazard.item == item, Hazard.discipline == Discipline.FIRE)).one()
    names = [column.name for column in Hazard.__table__.columns]
    return (
        *(getattr(hazard, name) for name in names),
        [(event.status, event.effective_on, event.reason) for event in hazard.events],
        [(deadline.due_on, deadline.holds_from) for deadline in hazard.deadlines],
        [(entry.dated_on, entry.text) for entry in hazard.log],
    )


def test_the_heads_of_the_layout_stand_in_the_order_of_the_export():
    assert [head for head, _ in COLUMNS] + [layout.RESPONSIBLE_PERSON] == list(layout.HEADS)


def test_an_export_that_nobody_touched_gives_no_warning_and_changes_nothing(desk):
    report = desk.take(desk.file)

    assert (report.created, report.updated, report.unchanged) == (0, 0, 4)
    assert report.warnings == []


@pytest.mark.parametrize(
    "head", [head for head in layout.HEADS if head not in {"Item No", "Observation", "Status", "Withdrawn Reason"}]
)
@pytest.mark.parametrize("left", [None, "   "])
def test_a_cell_that_was_emptied_is_warned_of_and_stays_as_on_record(desk, session, head, left):
    before = record_of(session)

    report = desk.edited(lambda book: setattr(at(book["Fire"], head), "value", left))

    assert told(report) == [("Fire", head, f"{head} of item 1 is empty on the sheet and stays as on record")]
    assert [note.row for note in report.warnings] == [at(openpyxl.load_workbook(desk.file)["Fire"], head).row]
    assert report.updated == 0
    assert record_of(session) == before


def test_a_day_that_is_struck_out_with_na_counts_as_emptied(desk, session):
    report = desk.edited(lambda book: setattr(at(book["Fire"], layout.FINAL_TIMELINE), "value", "N/A"))

    assert [note.column for note in report.warnings] == [layout.FINAL_TIMELINE]
    assert (report.updated, record_of(session)[-2][-1][0]) == (0, date(2014, 12, 31))


def test_a_reason_that_was_emptied_stays(desk, session):
    report = desk.edited(lambda book: setattr(at(book["Fire"], layout.WITHDRAWN_REASON, 2), "value", None))

    said = f"{layout.WITHDRAWN_REASON} of item 2 is empty on the sheet and stays as on record"
    assert told(report) == [("Fire", layout.WITHDRAWN_REASON, said)]
    assert record_of(session, 2)[-3] == [(Status.WITHDRAWN, date(2015, 3, 4), "duplicate of item 1")]


def test_comments_that_were_deleted_or_changed_stay_and_are_named_by_their_days(desk, session):
    report = desk.edited(
        lambda book: setattr(at(book["Fire"], layout.LOG), "value", "[2014-10-04] Corrected, it seems.")
    )

    said = "Log of item 1 lacks comments that are on record, or has changed them; they stay: 2014-10-04, undated"
    assert told(report) == [("Fire", layout.LOG, said)]
    assert [text for _, text in record_of(session)[-1]] == ["Not corrected.", "As above.", "Corrected, it seems."]


def test_a_comment_that_was_added_is_taken_over_without_a_warning(desk):
    def add(book):
        log = at(book["Fire"], layout.LOG)
        log.value = f"{log.value}\n[2018-06-02] Gate removed."

    report = desk.edited(add)

    assert (report.updated, told(report)) == (1, [])


def test_a_comment_that_only_lost_spaces_is_not_called_deleted(desk):
    def trim(book):
        log = at(book["Fire"], layout.LOG)
        log.value = log.value.replace("Not corrected.", "Not  corrected. ")

    assert told(desk.edited(trim)) == []


@pytest.mark.parametrize(
    ("head", "value", "said"),
    [
        (layout.ORIGIN, "initial", "is initial on the sheet and stays new as on record"),
        (layout.FOUND_ON, "2015-01-01", "is 2015-01-01 on the sheet and stays 2014-06-06 as on record"),
        (
            layout.STATUS_SINCE,
            "2015-01-01",
            "is 2015-01-01 on the sheet and stays 2014-06-06 as on record, since the status is the same",
        ),
        (layout.PREVIOUS_TIMELINES, "2014-09-23 until 2014-10-04", "differs from the record and stays as on record"),
        (layout.WITHDRAWN_REASON, "not needed", "is not taken over, since the status is in_progress"),
    ],
)
def test_what_the_record_never_takes_from_a_sheet_is_told(desk, session, head, value, said):
    before = record_of(session)

    report = desk.edited(lambda book: setattr(at(book["Fire"], head), "value", value))

    assert told(report) == [("Fire", head, f"{head} of item 1 {said}")]
    assert (report.updated, record_of(session)) == (0, before)


def test_a_new_final_timeline_with_its_old_one_written_beside_it_is_no_edit_to_warn_of(desk, session):
    def put_off(book):
        at(book["Fire"], layout.FINAL_TIMELINE).value = "2018-12-31"
        previous = at(book["Fire"], layout.PREVIOUS_TIMELINES)
        previous.value = f"{previous.value}\n2014-12-31 until 2018-05-01"

    report = desk.edited(put_off)

    assert (report.updated, told(report)) == (1, [])
    assert record_of(session)[-2][-1] == (date(2018, 12, 31), date(2018, 5, 1))


def test_a_withdrawal_without_a_reason_is_warned_of(desk):
    report = desk.edited(lambda book: setattr(at(book["Fire"], layout.STATUS), "value", "withdrawn"))

    [(sheet, column, message)] = told(report)
    assert (sheet, column) == ("Fire", layout.WITHDRAWN_REASON)
    assert message.startswith("Withdrawn Reason of item 1 is empty; expected why the hazard is withdrawn")
    assert report.updated == 1


@pytest.mark.parametrize(
    "words", [{layout.STATUS: "Not applicable"}, {layout.STATUS: "withdrawn", layout.WITHDRAWN_REASON: "Machine sold."}]
)
def test_a_withdrawal_with_a_reason_is_taken_over_without_a_warning(desk, words):
    def withdraw(book):
        for head, value in words.items():
            at(book["Fire"], head).value = value

    report = desk.edited(withdraw)

    assert (report.updated, told(report)) == (1, [])


def test_a_new_row_is_told_what_it_should_say(desk):
    def add(book):
        page = book["Fire"]
        heads = [cell.value for cell in next(row for row in page.iter_rows() if row[0].value == layout.ITEM_NO)]
        new = {
            layout.ITEM_NO: 9,
            layout.OBSERVATION: "No exit sign at stair 2.",
            layout.STATUS: "withdrawn",
            layout.FOUND_ON: "2018-05-01",
        }
        page.append([new.get(head) for head in heads])

    report = desk.edited(add)

    assert report.created == 1
    assert [(column, message.partition(";")[0]) for _, column, message in told(report)] == [
        (layout.WITHDRAWN_REASON, "Withdrawn Reason of item 9 is empty"),
        (layout.ORIGIN, "Origin of item 9 is not stated"),
    ]


def test_a_renamed_head_is_told_once_with_the_head_that_it_stands_for(desk, session):
    before = record_of(session)

    def rename(book):
        at(book["Fire"], layout.FINAL_TIMELINE).value = "2019-01-01"
        head_of(book["Fire"], layout.FINAL_TIMELINE).value = "Agreed Deadline"

    report = desk.edited(rename)

    said = "The column is not understood and not used; the export has 'Final Timeline' in its place."
    assert told(report) == [("Fire", "Agreed Deadline", said)]
    assert report.warnings[0].row == head_of(openpyxl.load_workbook(desk.file)["Fire"], layout.ITEM_NO).row
    assert (report.updated, record_of(session)) == (0, before)


def test_two_renamed_heads_side_by_side_are_told_one_by_one(desk):
    def rename(book):
        head_of(book["Fire"], layout.SEVERITY).value = "How bad"
        head_of(book["Fire"], layout.LOCATION).value = "Where"

    assert [(column, message.rpartition("has ")[2]) for _, column, message in told(desk.edited(rename))] == [
        ("How bad", "'Severity' in its place."),
        ("Where", "'Location' in its place."),
    ]


def test_a_head_that_was_wiped_out_is_told_by_the_letter_of_its_column(desk):
    report = desk.edited(lambda book: setattr(head_of(book["Fire"], layout.SEVERITY), "value", None))

    said = "The column is not understood and not used; the export has 'Severity' in its place."
    assert told(report) == [("Fire", "E", said)]


def test_a_column_of_ones_own_is_told_as_not_used(desk):
    def add(book):
        page = book["Fire"]
        page.cell(head_of(page, layout.LOG).row, 27).value = "My remarks"
        at(page, layout.LOG).offset(column=40).value = "a stray note"

    assert told(desk.edited(add)) == [
        ("Fire", "My remarks", "The column is not understood and not used."),
        ("Fire", "BH", "The column is not understood and not used."),
    ]


def test_a_head_written_twice_is_told(desk):
    def add(book):
        head_of(book["Fire"], layout.LOG).offset(column=2).value = layout.LOG

    assert told(desk.edited(add)) == [("Fire", layout.LOG, "The head stands twice; this column is not used.")]


@pytest.mark.parametrize("head", [head for head in layout.HEADS if head not in {"Item No", "Observation", "Status"}])
def test_a_column_that_was_removed_is_told_and_stays_as_on_record(desk, session, head):
    before = record_of(session)

    report = desk.edited(lambda book: book["Fire"].delete_cols(head_of(book["Fire"], head).column))

    assert told(report) == [("Fire", head, "The column is missing; what is on record of it stays.")]
    assert (report.updated, record_of(session)) == (0, before)


def test_an_export_cut_down_to_a_few_columns_is_still_known_as_ours_and_approves_no_new_version(desk, session):
    kept = (layout.ITEM_NO, layout.OBSERVATION, layout.FINAL_ACTION_PLAN, layout.FINAL_TIMELINE, layout.STATUS)

    def cut(book):
        for head in layout.HEADS:
            if head not in kept:
                book["Fire"].delete_cols(head_of(book["Fire"], head).column)

    versions = len(session.scalars(select(CapVersion)).all())

    report = desk.edited(cut)

    assert [column for _, column, _ in told(report)] == [head for head in layout.HEADS if head not in kept]
    assert (report.updated, len(session.scalars(select(CapVersion)).all())) == (0, versions)


def test_a_needed_head_that_was_renamed_is_asked_for_by_the_name_that_the_export_gives_it(desk):
    with pytest.raises(WorkbookRefused, match="The required column 'Status' is missing"):
        desk.edited(lambda book: setattr(head_of(book["Fire"], layout.STATUS), "value", "State"))


def test_a_sheet_that_was_deleted_is_told_with_the_number_of_hazards_that_stay(desk, session):
    report = desk.edited(lambda book: book.remove(book["Fire"]))

    said = (
        "the workbook has no sheet of this discipline any more; the fire hazards of factory 9490 on record "
        "stay as they are: 3"
    )
    assert told(report) == [("Fire", None, said)]
    assert len(session.scalars(select(Hazard)).all()) == 4


def test_what_came_on_record_after_the_export_was_not_taken_away_by_anybody(desk, session, moment):
    later = replace(moment, now=moment.now + timedelta(minutes=10))
    newer = a_workbook(
        a_sheet(
            a_row(3, due_on=date(2019, 1, 1), log=(LogEntry(date(2018, 6, 2), "New gate seen."),)),
            sheet_date=date(2018, 6, 2),
        ),
        a_sheet(a_row(1, discipline=Discipline.BOILER, observation="Safety valve leaks."), name="Boiler"),
    )
    import_cap(session, newer, file=a_file(newer), actor="an engineer", moment=later)

    report = desk.take(desk.file)

    assert [(column, message) for _, column, message in told(report) if "left" in message or "stays" in message] == [
        (head, f"{head} of item 3 is empty on the sheet and stays as on record")
        for head in (layout.RECOMMENDED_ACTION, layout.RECOMMENDED_TIMELINE, layout.FINAL_ACTION_PLAN)
    ]
    assert not any(sheet == "Boiler" for sheet, _, _ in told(report))


def test_an_export_older_than_the_last_sheet_says_what_of_it_is_not_taken_over(desk, session, moment):
    next_day = replace(moment, now=moment.now + timedelta(days=1))
    newer = a_workbook(a_sheet(a_row(3, due_on=None, log=()), sheet_date=next_day.today))
    import_cap(session, newer, file=a_file(newer), actor="an engineer", moment=next_day)

    book = openpyxl.load_workbook(desk.file)
    at(book["Fire"], layout.FINAL_ACTION_PLAN).value = "Gates have been removed."
    book.save(desk.file)
    workbook = read_cap_workbook(desk.file)
    report = import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=next_day)

    said = "item 1 stands on an older sheet than the last one was written; its final_action_plan is not taken over"
    assert said in [message for _, _, message in told(report)]
    assert report.updated == 0


def test_an_empty_cell_or_a_strange_head_in_a_published_layout_means_nothing(session, moment, tmp_path):
    heads = ["Item No", "Accord Inspection Observation", "Accord Action Plan", "Final Action Plan", "Final Timeline"]
    heads += ["Comments from Accord", "Accord Timeline", "Progress Status", "Visit Type", "Our own remarks"]
    seen = ["Cartons stored under stair 1.", "Remove.", "Removed.", "31/12/2017", "04 Mar 2015: Not corrected."]
    first = [1, *seen, "6 weeks", "In Progress", "Initial Inspection", "x"]
    emptied = [1, seen[0], None, None, None, None, None, "In Progress", "Initial Inspection", None]
    for name, row in (("first", first), ("emptied", emptied)):
        book = openpyxl.Workbook()
        for line in ([None, "FIRE SAFETY"], ["Factory ID", 9490], ["Date", "11-Jul-2018"], [], heads, row):
            book.active.append(line)
        book.save(tmp_path / f"{name}.xlsx")
        workbook = read_cap_workbook(tmp_path / f"{name}.xlsx")
        report = import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=moment)

        assert told(report) == []
