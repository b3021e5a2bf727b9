import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from accord.gateways.cap_sheets import (
    CapSheet,
    CapWorkbook,
    LogEntry,
    PreviousDeadline,
    Problem,
    WorkbookRefused,
    read_cap_workbook,
)
from accord.gateways.cap_sheets.identity import number_in_file_name
from accord.rules.sheets import cap_layout
from accord.rules.vocabulary import (
    Category,
    Discipline,
    InspectionKind,
    OrderKind,
    Origin,
    Rating,
    Severity,
    Status,
)

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "cap"
needs_shared = pytest.mark.skipif(
    not SHARED.exists(), reason="needs the shared workbooks in ../shared/data/cap, which are not part of the project"
)
EXPECTED: dict[str, Any] = json.loads((SHARED / "expected.json").read_text()) if SHARED.exists() else {}

HEADS = (
    "Item No",
    "Accord Inspection Observation",
    "Accord Action Plan",
    "Final Action Plan",
    "Final Timeline",
    "Comments from Accord",
    "Accord Timeline",
    "Progress Status",
)
HEAD_ROW = 5


def a_row(
    item: object = 1, *, due: object = "31/12/2017", comments: object = None, status: object = "Corrected"
) -> list[object]:
    return [item, "Cartons stored under stair 1.", "Remove all storage.", "Removed.", due, comments, "6 weeks", status]


def a_cap(
    path: Path,
    *rows: Sequence[object],
    heads: Sequence[str] = HEADS,
    name: str = "Demo Ltd. (90109), Demo Road, Dhaka- 1215",
    title: str | None = "FIRE SAFETY",
    sheet: str = "CAP",
) -> Path:
    """Write a workbook with one sheet: title, factory and date above the heads in row 5, the rows below."""
    book = openpyxl.load_workbook(path) if path.exists() else openpyxl.Workbook()
    page = book.create_sheet(sheet) if path.exists() else book.active
    page.title = sheet
    for line in ([None, title], ["Factory Name & Address", name], ["Date", "11-Jul-2018"], [], heads, *rows):
        page.append(line)
    book.save(path)
    return path


def the_sheet(path: Path, **given: Any) -> CapSheet:
    (sheet,) = read_cap_workbook(path, **given).sheets
    return sheet


def problems_of(path: Path, **given: Any) -> tuple[Problem, ...]:
    with pytest.raises(WorkbookRefused) as refused:
        read_cap_workbook(path, **given)
    return refused.value.problems


def the_problem(path: Path, **given: Any) -> tuple[str | None, int | None, str | None]:
    (problem,) = problems_of(path, **given)
    return problem.sheet, problem.row, problem.column


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cap.xlsx"


# The published workbooks, against figures counted by a separate script

SAYS_NO_NUMBER = {"actor", "agami", "alaudin", "disney", "liz", "multifabs"}


def read_as_a_person_would(folder: str, file: str) -> CapWorkbook:
    given: dict[str, Any] = {"factory": 77777} if file.partition("_")[0] in SAYS_NO_NUMBER else {}
    if file.startswith("disney"):
        given["discipline"] = Discipline.STRUCTURAL
    return read_cap_workbook(SHARED / folder / file, **given)


def published() -> list[tuple[str, str]]:
    return [(folder, file) for folder in ("real", "full") for file in EXPECTED.get(folder, {})]


@needs_shared
@pytest.mark.parametrize(("folder", "file"), published())
def test_every_published_workbook_reads_as_it_was_counted_by_hand(folder: str, file: str) -> None:
    book = read_as_a_person_would(folder, file)

    expected = EXPECTED[folder][file]["sheets"]
    assert [sheet.name for sheet in book.sheets] == list(expected)
    for sheet in book.sheets:
        wanted = expected[sheet.name]
        assert sheet.layout == wanted["layout"]
        assert [str(number) for number in sheet.factory_numbers] == wanted.get(
            "factory_ids", [*map(str, sheet.factory_numbers)]
        )
        by_status = Counter(wanted["by_status"])
        by_status["withdrawn"] += by_status.pop("not_applicable", 0)
        assert Counter(row.status.value for row in sheet.rows) == +by_status
        assert [_as_counted(row) for row in sheet.rows] == [_wanted(item) for item in wanted["items"]]


def _as_counted(row: Any) -> dict[str, Any]:
    return {
        "row": row.row,
        "no": row.item,
        "visit": row.origin.value,
        "status": row.status.value,
        "final_timeline": row.due_on.isoformat() if row.due_on else None,
        "comment_dates": [entry.dated_on.isoformat() for entry in row.log if entry.dated_on],
    }


def _wanted(item: dict[str, Any]) -> dict[str, Any]:
    status = "withdrawn" if item["status"] == "not_applicable" else item["status"]
    return {key: item[key] for key in ("row", "no", "visit", "final_timeline", "comment_dates")} | {"status": status}


@needs_shared
@pytest.mark.parametrize("file", EXPECTED.get("full", ()))
def test_earlier_final_timelines_are_those_counted_by_hand(file: str) -> None:
    for sheet in read_as_a_person_would("full", file).sheets:
        items = EXPECTED["full"][file]["sheets"][sheet.name]["items"]
        for row, item in zip(sheet.rows, items, strict=True):
            earlier = [each.due_on.isoformat() for each in row.previous_deadlines if each.due_on]
            assert earlier == item.get("previous_deadlines", [])


@needs_shared
def test_the_first_earlier_timelines_of_a_real_workbook_are_found() -> None:
    book = read_as_a_person_would("real", "panache_knitted_9912_structural.xlsx")

    assert [row.previous_deadlines for row in book.sheets[0].rows] == [
        (PreviousDeadline(date(2015, 3, 1), date(2016, 3, 8)),)
    ] * 2


@needs_shared
@pytest.mark.parametrize("file", EXPECTED.get("bad", ()))
def test_every_defective_workbook_is_imported_or_refused_at_the_very_cell(file: str) -> None:
    expected = EXPECTED["bad"][file]
    if expected["outcome"] == "import":
        book = read_cap_workbook(SHARED / "bad" / file)
        wanted = expected["values_if_imported"]["sheets"]
        assert {sheet.name: Counter(row.status.value for row in sheet.rows) for sheet in book.sheets} == {
            name: Counter(each["by_status"]) for name, each in wanted.items()
        }
        return

    began = time.process_time()
    problems = problems_of(SHARED / "bad" / file)

    assert time.process_time() - began < 5
    assert (expected["sheet"], expected["row"], expected["column"]) in {
        (problem.sheet, problem.row, problem.column) for problem in problems
    }
    sentence = problems[0].sentence(file)
    for named in (file, expected["sheet"], expected["row"], expected["column"]):
        assert named is None or str(named) in sentence


@needs_shared
def test_a_duplicate_names_the_row_of_the_first_and_a_formula_each_of_its_cells() -> None:
    (duplicate,) = problems_of(SHARED / "bad" / "05_duplicate_item_number.xlsx")
    formulas = problems_of(SHARED / "bad" / "08_formula_cells.xlsx")

    assert "row 10" in duplicate.message
    assert [(each.row, each.column) for each in formulas] == [(10, "Progress Status"), (11, "Item No")]


@needs_shared
def test_cells_that_begin_like_formulas_are_kept_to_the_letter() -> None:
    fire = read_cap_workbook(SHARED / "bad" / "09_formula_injection_text.xlsx").sheets[1]
    written = openpyxl.load_workbook(SHARED / "bad" / "09_formula_injection_text.xlsx")["Fire"]

    assert [row.final_action_plan for row in fire.rows[:5]] == [written.cell(row, 4).value for row in range(9, 14)]
    assert fire.rows[4].log == (LogEntry(None, "\t=1+1"),)


@needs_shared
def test_the_blocks_above_the_tables_are_understood_in_all_layouts() -> None:
    structural, fire, electrical, *_ = read_as_a_person_would(
        "full", "demo_two_factories_one_building_90004_90005.xlsx"
    ).sheets
    red = read_as_a_person_would("full", "demo_denim_washing_90002.xlsx").sheets[0]
    alliance = read_as_a_person_would("full", "demo_outerwear_90008_alliance.xlsx").sheets[0]
    multifabs = read_as_a_person_would("real", "multifabs_fire_5th_followup.xlsx").sheets[0]

    assert structural.factory_numbers == (90004, 90005)
    assert structural.factory_names == ("Demo Fashion Wear Ltd.", "Demo Apparels (Unit-2) Ltd.")
    assert structural.sheet_date == date(2018, 3, 19)
    assert fire.factory_names == ("Demo Fashion Wear Ltd.",)
    assert fire.initial_inspection_on == date(2014, 9, 15)
    assert electrical.follow_ups[0] == (1, date(2015, 5, 11))
    assert [ordinal for ordinal, _ in electrical.follow_ups] == [1, 2, 3, 4, 5, 6]
    assert (red.rating, red.finance_agreed) == (Rating.RED, True)
    assert red.factory_names == ("Demo Denim & Washing Ltd.",)
    assert red.address == "Holding 22, Demo Bazar, Kashimpur, Gazipur, Gazipur, Dhaka"
    assert alliance.disciplines == (Discipline.STRUCTURAL, Discipline.FIRE, Discipline.ELECTRICAL)
    assert (alliance.approved_on, alliance.sheet_date) == (date(2014, 9, 17), None)
    assert alliance.rows[0].category_as_written == "Highly stressed columns"
    assert alliance.rows[0].responsible_person == "Demo Factory Load Manager"
    assert multifabs.initial_inspection_on == date(2014, 4, 9)
    assert multifabs.sheet_date == date(2016, 10, 26)


@needs_shared
def test_words_of_danger_are_those_marked_by_hand() -> None:
    sheets = read_as_a_person_would("full", "demo_denim_washing_90002.xlsx").sheets

    found = {(sheet.name, row.row): row.danger for sheet in sheets for row in sheet.rows if row.danger}

    assert {place: (danger.kind, danger.because) for place, danger in found.items()} == {
        ("Structural", 9): (OrderKind.EVACUATION, "severe and imminent"),
        ("Structural", 10): (OrderKind.LOAD_REDUCTION, "load reduction"),
        ("Boiler", 10): (OrderKind.BOILER_SHUTDOWN, "shut down"),
    }


@needs_shared
def test_nothing_read_from_a_complaint_visit_tells_of_it() -> None:
    fire = read_as_a_person_would("full", "demo_knit_composite_90001.xlsx").sheets[1]

    special = [row for row in fire.rows if row.visit is InspectionKind.SPECIAL]

    assert {35, 36} <= {row.item for row in special}
    assert "complaint" not in repr(fire).lower()


@needs_shared
def test_heads_without_rows_are_no_hazards_and_a_warning() -> None:
    book = read_cap_workbook(SHARED / "real" / "safaa_sewing_alliance_cap_header_only.xlsx")

    assert book.sheets[0].rows == ()
    assert "0 hazards" in book.warnings[0].message


@needs_shared
def test_the_consultants_conclusion_is_kept_as_an_undated_entry() -> None:
    (sheet,) = read_as_a_person_would("real", "disney_sweater_consultant_response_nov_2019.xlsx").sheets

    assert sheet.rows[1].log[-1] == LogEntry(
        None, "Conclusion & Recommendation: As-built drawing has been updated accorindgly."
    )
    assert "due_on" not in sheet.columns


# Whose CAP it is


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("demo_denim_washing_90002.xlsx", 90002),
        ("factory_11304_electrical_12th_followup.xlsx", 11304),
        ("ks10461 electrical.xlsx", 10461),
        ("panache-9912-structural.xlsx", 9912),
        ("liz_fashion_cap_may_2018.xlsx", None),
        ("cap_9912_2018.xlsx", 9912),
        ("demo_90004_90005.xlsx", None),
        ("cap_9912b.xlsx", None),
        ("cap_20180711.xlsx", None),
        ("cap_0711.xlsx", None),
        ("cap.xlsx", None),
    ],
)
def test_a_file_name_holds_a_number_only_at_the_end_of_a_word_and_never_a_year(name: str, number: int | None) -> None:
    assert number_in_file_name(Path(name)) == number


@pytest.mark.parametrize(
    ("name", "number", "factory"),
    [
        ("Demo Ltd. (90109), Demo Road, Dhaka- 1215", 90109, "Demo Ltd."),
        ("Demo Ltd. (ID 90109), Plot 4455, Dhaka 1215", 90109, "Demo Ltd."),
        ("Demo Co., Ltd. (Accord ID: 9912)", 9912, "Demo Co., Ltd."),
        ("Demo Textiles (1998) Ltd., Plot 4455 (1215)", None, "Demo Textiles (1998) Ltd."),
        ("Demo & Sons Washing Ltd., 2240 Valuka", None, "Demo & Sons Washing Ltd."),
    ],
)
def test_the_number_is_taken_from_the_name_but_no_year_postcode_or_plot_is(
    path: Path, name: str, number: int | None, factory: str
) -> None:
    sheet = the_sheet(a_cap(path, a_row(), name=name), factory=number or 5555)

    assert sheet.factory_numbers == (number or 5555,)
    assert sheet.factory_names == (factory,)


def test_without_any_number_the_person_is_asked_for_one(path: Path) -> None:
    (problem,) = problems_of(a_cap(path, a_row(), name="Demo Ltd., Dhaka 1215"))

    assert "--factory N" in problem.message


def test_a_given_number_that_contradicts_workbook_or_file_name_is_refused(tmp_path: Path) -> None:
    inside = a_cap(tmp_path / "cap.xlsx", a_row())
    outside = a_cap(tmp_path / "cap_9912.xlsx", a_row(), name="Demo Ltd.")

    assert "contradicts the workbook" in problems_of(inside, factory=9912)[0].message
    assert "contradicts the file name" in problems_of(outside, factory=90109)[0].message
    assert the_sheet(outside).factory_numbers == (9912,)


def test_the_workbook_counts_more_than_the_file_name_and_the_difference_is_told(tmp_path: Path) -> None:
    book = read_cap_workbook(a_cap(tmp_path / "cap_9912.xlsx", a_row()))

    assert (book.sheets[0].factory_numbers, book.file_number) == ((90109,), 9912)
    assert any("9912" in note.message for note in book.warnings)


def test_a_workbook_of_two_factories_takes_no_number_and_each_sheet_must_say_whose_it_is(path: Path) -> None:
    a_cap(path, a_row(), name="A Ltd. & B Ltd. (ID 90004) (ID 90005)", sheet="Both")
    assert the_sheet(path).factory_names == ("A Ltd.", "B Ltd.")

    a_cap(path, a_row(2), name="B Ltd.", sheet="Other")

    assert (
        "two" in problems_of(path, factory=90004)[0].message
        or "90004 and 90005" in problems_of(path, factory=90004)[0].message
    )
    assert the_problem(path)[0] == "Other"


def test_a_label_and_its_value_may_share_a_cell(path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["Fire Safety Inspection"], ["Factory ID: 9912"], ["Factory Name: Demo Ltd."], HEADS, a_row()):
        book.active.append(line)
    book.save(path)

    sheet = the_sheet(path)

    assert (sheet.factory_numbers, sheet.factory_names) == ((9912,), ("Demo Ltd.",))


# Which discipline


def test_the_discipline_comes_from_the_title_then_from_the_name_of_the_sheet(path: Path) -> None:
    a_cap(path, a_row(), title="ELECTRICAL SAFETY", sheet="Sheet1")
    a_cap(path, a_row(), title=None, sheet="Fire_90109")

    assert [sheet.disciplines for sheet in read_cap_workbook(path).sheets] == [
        (Discipline.ELECTRICAL,),
        (Discipline.FIRE,),
    ]


def test_an_address_or_a_name_never_says_the_discipline(path: Path) -> None:
    a_cap(path, a_row(), title=None, name="Boiler Safety Ltd. (90109), Fire Service Road, Fire Safety Inspection Lane")

    (problem,) = problems_of(path)

    assert "--discipline D" in problem.message
    assert the_sheet(path, discipline=Discipline.BOILER).disciplines == (Discipline.BOILER,)


def test_a_given_discipline_that_contradicts_the_sheet_is_refused(path: Path) -> None:
    (problem,) = problems_of(a_cap(path, a_row()), discipline=Discipline.BOILER)

    assert "contradicts the sheet, which says fire" in problem.message


def test_a_second_table_under_its_own_title_has_its_own_discipline(path: Path) -> None:
    a_cap(path, a_row(), [None, "ELECTRICAL SAFETY"], HEADS, a_row(1, status="In Progress"))

    assert [(row.discipline, row.item) for row in the_sheet(path).rows] == [
        (Discipline.FIRE, 1),
        (Discipline.ELECTRICAL, 1),
    ]


# Rows


def test_page_lines_blank_rows_and_repeated_heads_are_no_hazards(path: Path) -> None:
    a_cap(
        path,
        a_row(1),
        ["Page 1 of 2"],
        [],
        HEADS,
        [None, None, "Page 2"],
        a_row(2),
        ["2/2"],
        ["Prepared by the Accord"],
    )

    assert [(row.item, row.row) for row in the_sheet(path).rows] == [(1, 6), (2, 11)]


def test_a_repeated_head_may_put_its_columns_in_another_order(path: Path) -> None:
    a_cap(path, a_row(1), HEADS[::-1], a_row(2)[::-1])

    assert [(row.item, row.status) for row in the_sheet(path).rows] == [(1, Status.CORRECTED), (2, Status.CORRECTED)]


def test_a_note_that_holds_the_words_of_heads_is_no_row_of_heads(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Please fill in Item No, Observation and Progress Status", "Factory Action Plan", "Status"])
    book.active.append(["FIRE SAFETY"])
    for line in ([None, None, None], HEADS, a_row()):
        book.active.append(line)
    book.save(path)

    assert [row.row for row in the_sheet(path, factory=9912).rows] == [5]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (a_row(None), "Item No"),
        (a_row("3a"), "Item No"),
        (a_row(1.5), "Item No"),
        (a_row(0), "Item No"),
        (a_row("one"), "Item No"),
        (a_row(1, status=None), "Progress Status"),
        (a_row(1, status=" "), "Progress Status"),
        (a_row(1, status="Almost done"), "Progress Status"),
        (a_row(1, status=1), "Progress Status"),
        (a_row(1, due="31/02/2018"), "Final Timeline"),
        (a_row(1, due="12/25/2018"), "Final Timeline"),
        (a_row(1, due="soon"), "Final Timeline"),
        (a_row(1, due=41931), "Final Timeline"),
        ([1, None, "Remove.", None, None, None, None, "Corrected"], "Accord Inspection Observation"),
        (a_row("=A5+1"), "Item No"),
        (a_row(1, status='=IF(TRUE,"Corrected","")'), "Progress Status"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_nothing_is_guessed(
    path: Path, row: Sequence[object], column: str
) -> None:
    assert the_problem(a_cap(path, a_row(7), row)) == ("CAP", 7, column)


def test_a_table_whose_only_rows_have_words_for_numbers_is_refused_not_empty(path: Path) -> None:
    (problem,) = problems_of(a_cap(path, a_row("the first " * 50)))

    assert (problem.row, problem.column) == (6, "Item No")
    assert len(problem.message) < 200


def test_heads_that_repeat_without_any_row_are_no_hazards(path: Path) -> None:
    book = read_cap_workbook(a_cap(path, ["Page 1"], HEADS))

    assert book.sheets[0].rows == ()
    assert [note.row for note in book.warnings] == [HEAD_ROW]


def test_all_problems_of_a_workbook_are_told_at_once(path: Path) -> None:
    a_cap(path, a_row(1, status="?"), a_row(1, due="31/02/2018"), a_row(None), name="Demo Ltd.", title=None)

    places = {(each.row, each.column) for each in problems_of(path)}

    assert places == {
        (6, "Progress Status"),
        (7, "Item No"),
        (7, "Final Timeline"),
        (8, "Item No"),
        (None, None),
    }


@pytest.mark.parametrize(("missing", "said"), [(0, "Item No"), (1, "Observation"), (7, "Progress Status")])
def test_a_missing_column_is_a_problem_of_the_row_of_heads(path: Path, missing: int, said: str) -> None:
    heads = [head for place, head in enumerate(HEADS) if place != missing]
    row = [cell for place, cell in enumerate(a_row()) if place != missing]

    assert the_problem(a_cap(path, row, heads=heads)) == ("CAP", HEAD_ROW, said)


def test_one_item_in_two_sheets_of_a_discipline_is_refused(path: Path) -> None:
    a_cap(path, a_row(1), a_row(2), sheet="Fire")
    a_cap(path, a_row(2), sheet="Fire (old)")

    (problem,) = problems_of(path)

    assert (problem.sheet, problem.row) == ("Fire (old)", 6)
    assert "sheet 'Fire'" in problem.message


def test_what_is_merged_downwards_is_filled_in_but_never_an_item_number(path: Path) -> None:
    second = [2, None, "Another action.", None, None, None, None, "Pending\u00a0Verification"]
    a_cap(path, a_row(1), second, ["Page 1"], [3, None, "A third.", None, None, None, None, "Corrected"])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("B6:B9")
    book.save(path)

    rows = the_sheet(path).rows

    assert [row.observation for row in rows] == ["Cartons stored under stair 1."] * 3
    assert [row.recommended_action for row in rows] == ["Remove all storage.", "Another action.", "A third."]

    book.active.merge_cells("A6:A7")
    book.save(path)

    assert the_problem(path) == ("CAP", 7, "Item No")


@pytest.mark.parametrize(
    ("cell", "due_on", "earlier"),
    [
        (date(2014, 9, 22), date(2014, 9, 22), ()),
        ("'31/08/2014", date(2014, 8, 31), ()),
        ("20/10/2018\nPrevious Timeline: 18/01/2015", date(2018, 10, 20), (date(2015, 1, 18),)),
        ("20/10/2018 Previous Timeline: 18/01/2015", date(2018, 10, 20), (date(2015, 1, 18),)),
        ("20/10/2018\n18/01/2015", date(2018, 10, 20), (date(2015, 1, 18),)),
        (None, None, ()),
        ("N/A", None, ()),
        ("-", None, ()),
    ],
)
def test_the_first_line_of_a_deadline_is_the_final_one(
    path: Path, cell: object, due_on: date | None, earlier: tuple[date, ...]
) -> None:
    (row,) = the_sheet(a_cap(path, a_row(1, due=cell))).rows

    assert row.due_on == due_on
    assert row.previous_deadlines == tuple(PreviousDeadline(day, None) for day in earlier)


def test_a_comment_says_until_when_an_earlier_deadline_held_and_an_impossible_date_is_a_warning(path: Path) -> None:
    comments = "On 04/03/2015 : Previous Timeline: 22/09/2014 Corrected.\nOn 31/02/2016: Not corrected."
    book = read_cap_workbook(a_cap(path, a_row(1, comments=comments, status="In Progress")))

    (row,) = book.sheets[0].rows
    assert row.status is Status.IN_PROGRESS
    assert row.previous_deadlines == (PreviousDeadline(date(2014, 9, 22), date(2015, 3, 4)),)
    assert row.log[1] == LogEntry(None, "On 31/02/2016: Not corrected.")
    assert [(note.row, note.column) for note in book.warnings if note.row == 6] == [(6, "Comments from Accord")]


def test_a_sheet_without_visit_type_gives_one_warning_that_the_origin_is_not_stated(path: Path) -> None:
    book = read_cap_workbook(a_cap(path, a_row(1), a_row(2)))

    assert [note.message for note in book.warnings if "origin not stated" in note.message] == [book.warnings[0].message]
    assert {row.origin for row in book.sheets[0].rows} == {Origin.INITIAL}
    assert "origin" not in book.sheets[0].columns


def test_a_sheet_without_a_table_beside_others_is_left_out_with_a_warning(path: Path) -> None:
    a_cap(path, a_row())
    book = openpyxl.load_workbook(path)
    book.create_sheet("Contacts")["A1"] = "Name"
    book.save(path)

    assert [note.sheet for note in read_cap_workbook(path).warnings] == ["CAP", "Contacts"]


def test_empty_styled_cells_below_the_table_are_nothing(path: Path) -> None:
    a_cap(path, a_row())
    book = openpyxl.load_workbook(path)
    for row in book.active.iter_rows(min_row=7, max_row=400, max_col=20):
        for cell in row:
            cell.fill = PatternFill("solid", fgColor="FFFF00")
    book.save(path)

    assert len(the_sheet(path).rows) == 1


# Our own layout

OURS: dict[str, object] = {
    cap_layout.ITEM_NO: 3,
    cap_layout.ORIGIN: "new",
    cap_layout.VISIT: "follow_up 4",
    cap_layout.CATEGORY: "stair_enclosure",
    cap_layout.SEVERITY: "severe_and_imminent",
    cap_layout.LOCATION: "Building 2, level 3",
    cap_layout.OBSERVATION: "=Stair 1 is open",
    cap_layout.OBSERVATION_BN: "সিঁড়ি খোলা",
    cap_layout.RECOMMENDED_ACTION: "Enclose it.",
    cap_layout.RECOMMENDED_ACTION_BN: "ঘিরে দিন",
    cap_layout.RECOMMENDED_TIMELINE: "Within 6 – weeks",
    cap_layout.FINAL_ACTION_PLAN: "'Done",
    cap_layout.FINAL_ACTION_PLAN_BN: "কাজ শেষ",
    cap_layout.RESPONSIBLE_PERSON: "Demo Manager",
    cap_layout.FINAL_TIMELINE: "2018-02-28",
    cap_layout.PREVIOUS_TIMELINES: "2014-09-22 until 2015-03-04\nnone until 2016-01-01\n2017-01-01",
    cap_layout.STATUS: "withdrawn",
    cap_layout.STATUS_SINCE: date(2018, 7, 11),
    cap_layout.WITHDRAWN_REASON: "duplicate of item 2",
    cap_layout.FOUND_ON: "2014-06-06",
    cap_layout.LOG: "[2015-03-04] Not corrected.\nOn 04/03/2016: still in it\n[undated] As above",
}


def our_workbook(path: Path, cells: dict[str, object]) -> Path:
    book = openpyxl.Workbook()
    for line in (
        [cap_layout.FACTORY_NUMBER, 90109],
        [cap_layout.FACTORY_NAME, "Demo, Ltd. & Sons (1998)"],
        [cap_layout.FACTORY_NAME_BN, "ডেমো লিঃ"],
        [cap_layout.ADDRESS, "Fire Service Road, Dhaka 1215"],
        [cap_layout.ADDRESS_BN, "ঢাকা"],
        [cap_layout.DISCIPLINE, "structural"],
        [cap_layout.SHEET_DATE, "2018-07-11"],
        [cap_layout.DATE_OF_INSPECTION, date(2014, 6, 6)],
        [cap_layout.FINANCE_PLAN_AGREED, "no"],
        [cap_layout.RATING, "amber"],
        [],
        list(cells),
        list(cells.values()),
    ):
        book.active.append(line)
    for cell in book.active[13]:
        if isinstance(cell.value, str):
            cell.data_type = "s"
    book.save(path)
    return path


def test_our_own_layout_says_everything_that_the_export_wrote(path: Path) -> None:
    sheet = the_sheet(our_workbook(path, OURS))

    (row,) = sheet.rows
    assert (sheet.layout, sheet.factory_numbers, sheet.disciplines) == ("accord", (90109,), (Discipline.STRUCTURAL,))
    assert (sheet.factory_names, sheet.factory_names_bn) == (("Demo, Ltd. & Sons (1998)",), ("ডেমো লিঃ",))
    assert (sheet.address, sheet.address_bn) == ("Fire Service Road, Dhaka 1215", "ঢাকা")
    assert (sheet.sheet_date, sheet.initial_inspection_on) == (date(2018, 7, 11), date(2014, 6, 6))
    assert (sheet.finance_agreed, sheet.rating) == (False, Rating.AMBER)
    assert (row.item, row.origin, row.visit, row.visit_ordinal) == (3, Origin.NEW, InspectionKind.FOLLOW_UP, 4)
    assert (row.category, row.severity) == (Category.STAIR_ENCLOSURE, Severity.SEVERE_AND_IMMINENT)
    assert (row.observation, row.observation_bn) == ("=Stair 1 is open", "সিঁড়ি খোলা")
    assert (row.final_action_plan, row.final_action_plan_bn) == ("'Done", "কাজ শেষ")
    assert (row.due_on, row.status_since, row.found_on) == (date(2018, 2, 28), date(2018, 7, 11), date(2014, 6, 6))
    assert (row.status, row.withdrawn_reason) == (Status.WITHDRAWN, "duplicate of item 2")
    assert row.previous_deadlines == (
        PreviousDeadline(date(2014, 9, 22), date(2015, 3, 4)),
        PreviousDeadline(None, date(2016, 1, 1)),
        PreviousDeadline(date(2017, 1, 1), None),
    )
    assert row.log == (
        LogEntry(date(2015, 3, 4), "Not corrected.\nOn 04/03/2016: still in it"),
        LogEntry(None, "As above"),
    )


@pytest.mark.parametrize("absent", [head for head in OURS if head not in {"Item No", "Observation", "Status"}])
def test_a_column_that_is_absent_is_not_among_the_columns_so_that_it_erases_nothing(path: Path, absent: str) -> None:
    whole = the_sheet(our_workbook(path, OURS))
    path.unlink()

    less = the_sheet(our_workbook(path, {head: cell for head, cell in OURS.items() if head != absent}))

    lost = whole.columns - less.columns
    assert lost
    assert replace(whole.rows[0], **dict.fromkeys(lost), danger=None) == replace(
        less.rows[0], **dict.fromkeys(lost), danger=None
    )


@pytest.mark.parametrize(
    ("head", "value"),
    [
        (cap_layout.ORIGIN, "old"),
        (cap_layout.VISIT, "complaint"),
        (cap_layout.SEVERITY, "terrible"),
        (cap_layout.FINAL_TIMELINE, "2018-02-30"),
        (cap_layout.PREVIOUS_TIMELINES, "some day"),
        (cap_layout.STATUS, "done"),
        (cap_layout.FOUND_ON, "June"),
        (cap_layout.LOG, "[2015-02-30] text"),
    ],
)
def test_a_cell_of_our_layout_that_was_spoilt_is_named(path: Path, head: str, value: object) -> None:
    assert the_problem(our_workbook(path, {**OURS, head: value})) == ("Sheet", 13, head)


def test_a_category_that_the_taxonomy_lacks_is_kept_as_written(path: Path) -> None:
    (row,) = the_sheet(our_workbook(path, {**OURS, cap_layout.CATEGORY: "Highly stressed columns"})).rows

    assert (row.category, row.category_as_written) == (None, "Highly stressed columns")
