"""What is exported can be imported again and changes nothing; importing twice is importing once."""

import csv
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from casework.cap_sheets import a_file, a_row, a_sheet, a_workbook
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.cap_files import COLUMNS, cap_csv, export_cap
from accord.casework.demo import load_demo
from accord.casework.disclosure import disclose
from accord.casework.factories import factory_numbered
from accord.casework.histories import Scope
from accord.casework.imports import import_cap
from accord.casework.progress import progress
from accord.gateways.cap_sheets.model import CapSheet, LogEntry, PreviousDeadline
from accord.gateways.cap_sheets.read import read_cap_workbook
from accord.gateways.files import FileStore
from accord.records.base import open_engine
from accord.records.factory import Factory
from accord.records.hazard import HazardFactory
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, Origin, Severity, Status

NOON = Moment(now=datetime(2024, 7, 1, 6, 0, tzinfo=UTC), zone=ZoneInfo("Asia/Dhaka"))
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n=+-@ কক্ষ"),
    min_size=1,
    max_size=60,
).filter(lambda text: text.strip() == text and text)
DAYS = st.dates(date(2014, 7, 1), date(2018, 5, 1))


@st.composite
def sheets(draw: st.DrawFn) -> CapSheet:
    rows = [
        a_row(
            item,
            observation=draw(WORDS),
            recommended_action=draw(st.none() | WORDS),
            final_action_plan=draw(st.none() | WORDS),
            status=(status := draw(st.sampled_from(Status))),
            withdrawn_reason=draw(st.none() | WORDS) if status is Status.WITHDRAWN else None,
            origin=draw(st.sampled_from(Origin)),
            severity=draw(st.none() | st.sampled_from(Severity)),
            location=draw(st.none() | WORDS),
            responsible_person=draw(st.none() | WORDS),
            due_on=draw(st.none() | DAYS),
            previous_deadlines=tuple(draw(st.lists(st.builds(PreviousDeadline, DAYS, st.none() | DAYS), max_size=2))),
            log=tuple(draw(st.lists(st.builds(LogEntry, st.none() | DAYS, WORDS), max_size=3, unique=True))),
        )
        for item in range(1, draw(st.integers(1, 4)) + 1)
    ]
    return a_sheet(*rows)


@contextmanager
def a_fresh_session(migrated: Path) -> Iterator[tuple[Session, Path]]:
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{shutil.copy(migrated, Path(folder) / 'accord.sqlite')}")
        with Session(engine) as session:
            yield session, Path(folder)
        engine.dispose()


def take(session: Session, workbook) -> tuple[int, int, int]:
    report = import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=NOON)
    return report.created, report.updated, report.unchanged


@given(sheet=sheets())
@settings(max_examples=25, deadline=None)
def test_importing_twice_is_importing_once(migrated_database, sheet):
    with a_fresh_session(migrated_database) as (session, _):
        first = take(session, a_workbook(sheet))
        rates = progress(session, Scope(factory=9490), moment=NOON)

        again = take(session, a_workbook(sheet))

        assert first == (len(sheet.rows), 0, 0)
        assert again == (0, 0, len(sheet.rows))
        assert progress(session, Scope(factory=9490), moment=NOON) == rates


@given(sheet=sheets())
@settings(max_examples=25, deadline=None)
def test_exporting_and_importing_again_changes_nothing_and_warns_of_nothing(migrated_database, sheet):
    with a_fresh_session(migrated_database) as (session, folder):
        take(session, a_workbook(sheet))
        file = folder / "export.xlsx"
        file.write_bytes(export_cap(session, 9490, kind="xlsx", language="en", moment=NOON))
        workbook = read_cap_workbook(file)

        report = import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=NOON)

        assert (report.created, report.updated, report.unchanged) == (0, 0, len(sheet.rows))
        assert report.warnings == []


def test_the_export_of_factories_with_years_of_history_warns_of_nothing_and_changes_nothing(session, tmp_path):
    file = tmp_path / "export.xlsx"
    for number in load_demo(session, FileStore(tmp_path / "photos"), moment=NOON):
        file.write_bytes(export_cap(session, number, kind="xlsx", language="en", moment=NOON))
        workbook = read_cap_workbook(file)

        report = import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=NOON)

        links = select(func.count()).select_from(HazardFactory).join(Factory).where(Factory.number == number)
        hazards = session.scalar(links)
        assert (report.created, report.updated, report.unchanged) == (0, 0, hazards)
        assert report.warnings == [] or not hazards


@given(sheet=sheets())
@settings(max_examples=15, deadline=None)
def test_an_export_carries_the_rates_to_an_empty_installation(migrated_database, sheet):
    with a_fresh_session(migrated_database) as (session, folder):
        take(session, a_workbook(sheet))
        rates = progress(session, Scope(factory=9490), moment=NOON)
        file = folder / "export.xlsx"
        file.write_bytes(export_cap(session, 9490, kind="xlsx", language="en", moment=NOON))

        with a_fresh_session(migrated_database) as (elsewhere, _):
            take(elsewhere, read_cap_workbook(file))
            carried = progress(elsewhere, Scope(factory=9490), moment=NOON)

        assert (carried.initial, carried.new, carried.overdue, carried.no_date) == (
            rates.initial,
            rates.new,
            rates.overdue,
            rates.no_date,
        )


FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)", "\t=1+1")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_stays_a_text_in_the_workbook(session, tmp_path, text):
    take(session, a_workbook(a_sheet(a_row(final_action_plan=text))))
    file = tmp_path / "export.xlsx"
    file.write_bytes(export_cap(session, 9490, kind="xlsx", language="en", moment=NOON))

    cells = [cell for row in openpyxl.load_workbook(file)["Fire"].iter_rows() for cell in row if cell.value == text]

    assert [(cell.data_type, bool(cell.quotePrefix)) for cell in cells] == [("s", True)]


@pytest.mark.parametrize("text", FORMULAS)
def test_in_csv_it_gets_an_apostrophe(session, text):
    take(session, a_workbook(a_sheet(a_row(final_action_plan=text))))

    content = export_cap(session, 9490, kind="csv", language="en", moment=NOON)

    [line] = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert line["Final Action Plan"] == f"'{text}"


def test_the_responsible_person_is_in_the_working_export_and_nowhere_in_public(session):
    take(session, a_workbook(a_sheet(a_row(responsible_person="Mr. Rahman, maintenance"))))
    factory = factory_numbered(session, 9490)

    working = export_cap(session, 9490, kind="csv", language="en", moment=NOON)
    public = cap_csv(disclose(session, factory, moment=NOON, number=1))

    assert b"Mr. Rahman" in working
    assert b"Mr. Rahman" not in public
    assert "Responsible Person" not in [head for head, _ in COLUMNS]


def test_the_same_state_gives_the_same_bytes(session):
    take(session, a_workbook(a_sheet(a_row(1), a_row(2, discipline=Discipline.FIRE))))

    once, twice = (export_cap(session, 9490, kind="xlsx", language="en", moment=NOON) for _ in range(2))

    assert once == twice


def test_a_log_longer_than_a_cell_loses_whole_oldest_comments_in_xlsx_says_so_and_still_changes_nothing(
    session, tmp_path
):
    log = tuple(LogEntry(date(2015, 1, day), f"visit {day} " + "x" * 9_000) for day in range(1, 6))
    take(session, a_workbook(a_sheet(a_row(log=log))))
    file = tmp_path / "export.xlsx"

    file.write_bytes(export_cap(session, 9490, kind="xlsx", language="en", moment=NOON))

    cells = [str(cell.value) for row in openpyxl.load_workbook(file)["Fire"].iter_rows() for cell in row]
    assert any("oldest comments are in the CSV and JSON" in cell for cell in cells)
    assert [day for day in range(1, 6) if any(f"visit {day} " in cell for cell in cells)] == [3, 4, 5]
    workbook = read_cap_workbook(file)
    report = import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=NOON)
    assert (report.created, report.updated, report.unchanged, report.warnings) == (0, 0, 1, [])
    assert "visit 1 " in export_cap(session, 9490, kind="csv", language="en", moment=NOON).decode()


def test_an_older_copy_of_the_export_does_not_undo_what_a_newer_one_brought(session, tmp_path):
    take(session, a_workbook(a_sheet(a_row())))
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(export_cap(session, 9490, kind="xlsx", language="en", moment=NOON))
    edited = openpyxl.load_workbook(copy)
    [status] = [cell for row in edited["Fire"].iter_rows() for cell in row if cell.value == "in_progress"]
    status.value = "corrected"
    edited.save(tmp_path / "edited.xlsx")
    an_hour_later = replace(NOON, now=NOON.now + timedelta(hours=1))
    workbook = read_cap_workbook(tmp_path / "edited.xlsx")
    import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=an_hour_later)

    assert take(session, read_cap_workbook(copy)) == (0, 0, 1)
    assert progress(session, Scope(factory=9490), moment=NOON).initial.corrected == 1
