import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from accord.gateways.workbook import guard as workbook_guard
from accord.gateways.workbook.guard import Fault, WorkbookUnsafe
from accord.gateways.workbook.read import Sheet, read_workbook

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATION = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def a_sheet_part(rows: str, after: str = "") -> str:
    return f'<?xml version="1.0"?><worksheet {NAMESPACE}><sheetData>{rows}</sheetData>{after}</worksheet>'


def a_workbook(path: Path, sheet: str | bytes, others: Mapping[str, str | bytes] | None = None) -> Path:
    """Write a workbook by hand with one sheet called Fire, so that it may hold what no program writes."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook {NAMESPACE} {RELATION}><sheets><sheet name="Fire" r:id="b"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        f'<Relationship Id="b" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="c" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **(others or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def faults_of(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(WorkbookUnsafe) as refused:
        read_workbook(path)
    return refused.value.faults


def the_sheet(path: Path) -> Sheet:
    (sheet,) = read_workbook(path)
    return sheet


# What is no workbook


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no Excel workbook"),
        (b"Item No,Observation\n", "no Excel workbook"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old .xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04" + b"\0" * 500, "incomplete"),
    ],
)
def test_a_file_that_is_no_workbook_is_named_for_what_it_is(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "cap.xlsx"
    path.write_bytes(content)

    assert words in faults_of(path)[0].message


def test_a_plain_zip_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "cap.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")

    assert "zip archive but no Excel workbook" in faults_of(path)[0].message


def test_a_workbook_cut_short_is_called_incomplete(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "cap.xlsx", a_sheet_part(""))
    path.write_bytes(path.read_bytes()[:-40])

    assert "incomplete" in faults_of(path)[0].message


def test_a_part_with_one_byte_changed_is_called_damaged(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "cap.xlsx", a_sheet_part('<row r="1"><c r="A1"><v>1</v></c></row>' * 50))
    content = bytearray(path.read_bytes())
    content[content.index(b"sheet1.xml") + 30] ^= 0xFF
    path.write_bytes(bytes(content))

    assert "damaged" in faults_of(path)[0].message


def test_a_part_that_is_no_proper_xml_names_its_sheet(tmp_path: Path) -> None:
    (fault,) = faults_of(a_workbook(tmp_path / "cap.xlsx", "<worksheet><sheetData>"))

    assert fault.sheet == "Fire"
    assert "no proper XML" in fault.message


# Bombs


def the_bombs() -> dict[str, str]:
    value = '<row r="1"><c r="A1"><v>1</v></c></row>'
    return {
        "two million cells with their names": value
        + "".join(f'<row r="{row}">{f"""<c r="A{row}" s="1"/>""" * 100}</row>' for row in range(2, 20_002)),
        "two million cells without names": value + f"<row>{'<c/>' * 2_000_000}</row>",
        "millions of rows": value + "<row/>" * 5_000_000,
        "sixty megabytes of spaces": value + " " * 60_000_000,
        "millions of merges": value + "</sheetData><mergeCells>" + '<mergeCell ref="A1:A9"/>' * 1_000_000,
    }


IN_A_PROCESS_OF_ITS_OWN = """
import resource, sys
from pathlib import Path
from accord.gateways.workbook.read import read_workbook
from accord.gateways.workbook.guard import WorkbookUnsafe

resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
try:
    read_workbook(Path(sys.argv[1]))
except WorkbookUnsafe as unsafe:
    [fault] = unsafe.faults
    # Not ru_maxrss: a new process starts with its parent's peak there.
    [peak] = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
    print(fault.sheet, fault.row, peak)
"""


@pytest.mark.parametrize("bomb", the_bombs())
def test_a_bomb_is_refused_within_5_seconds_and_300_megabytes_naming_sheet_and_row(tmp_path: Path, bomb: str) -> None:
    path = a_workbook(tmp_path / "cap.xlsx", a_sheet_part(the_bombs()[bomb]))
    assert path.stat().st_size < 8_000_000

    done = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN, str(path)], capture_output=True, text=True, check=True
    )

    sheet, row, peak_kilobytes = done.stdout.split()
    assert (sheet, row) == ("Fire", "2")
    assert int(peak_kilobytes) < 300_000


def test_reading_a_bomb_takes_less_than_300_megabytes(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "cap.xlsx", a_sheet_part("<row>" + "<c/>" * 9_000_000 + "</row>"))

    tracemalloc.start()
    faults_of(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 300_000_000


def test_one_long_text_shared_by_many_cells_counts_once_for_each(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 2_000))
    strings = f"<sst {NAMESPACE}><si><t>{'x' * 32_000}</t></si></sst>"

    (fault,) = faults_of(a_workbook(tmp_path / "cap.xlsx", a_sheet_part(rows), {"xl/sharedStrings.xml": strings}))

    assert fault.sheet == "Fire"


def test_many_parts_that_are_small_each_are_stopped_by_their_sum(tmp_path: Path) -> None:
    others = {f"xl/part{number}.xml": "<a>" + " " * 9_000_000 + "</a>" for number in range(10)}

    assert "far more" in faults_of(a_workbook(tmp_path / "cap.xlsx", a_sheet_part(""), others))[0].message


def test_a_list_of_too_many_parts_is_never_read(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "cap.xlsx", a_sheet_part(""), {f"xl/{number}.bin": "" for number in range(5_001)})

    assert f"more than {workbook_guard.MAX_PARTS} parts" in faults_of(path)[0].message


def test_sizes_that_the_file_claims_are_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_guard, "MAX_PART_BYTES", 1_000)
    path = a_workbook(tmp_path / "cap.xlsx", a_sheet_part('<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 5_000))

    (fault,) = faults_of(path)

    assert (fault.sheet, fault.row) == ("Fire", 2)


# Entities

ENTITY = '<!DOCTYPE worksheet [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_an_entity_is_refused_in_any_encoding_naming_the_cell_that_uses_it(tmp_path: Path, encoding: str) -> None:
    rows = '<row r="9"><c r="C9"><v>1</v></c><c r="D9" t="inlineStr"><is><t>&xxe;</t></is></c></row>'
    part = a_sheet_part(rows).replace("<worksheet", ENTITY + "<worksheet", 1)

    (fault,) = faults_of(a_workbook(tmp_path / "cap.xlsx", part.encode(encoding)))

    assert (fault.sheet, fault.row, fault.column) == ("Fire", 9, 4)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "docProps/core.xml", "xl/drawings/a.vml"])
def test_a_document_type_is_refused_in_any_part(tmp_path: Path, part: str) -> None:
    book = f'<workbook {NAMESPACE} {RELATION}><sheets><sheet name="Fire" r:id="b"/></sheets></workbook>'
    path = a_workbook(tmp_path / "cap.xlsx", a_sheet_part(""), {part: "<!DOCTYPE a>" + book})

    (fault,) = faults_of(path)

    assert part in fault.message


def test_a_billion_laughs_are_never_told(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{depth} "{f"&l{depth - 1};" * 10}">' for depth in range(1, 10))
    doctype = f'<!DOCTYPE a [<!ENTITY l0 "lol">{laughs}]>'
    part = (
        doctype + a_sheet_part('<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>').partition("?>")[2]
    )

    (fault,) = faults_of(a_workbook(tmp_path / "cap.xlsx", part))

    assert (fault.sheet, fault.row, fault.column) == ("Fire", 1, 1)


# Reading


def test_cells_and_rows_without_their_names_stand_where_they_are_counted(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c r='B3'><v>5</v></c></row>"

    assert the_sheet(a_workbook(tmp_path / "cap.xlsx", a_sheet_part(rows))).rows == {1: {1: 1, 3: 3}, 3: {2: 5}}


def test_elements_with_a_prefix_are_understood(tmp_path: Path) -> None:
    part = (
        f'<x:worksheet {NAMESPACE.replace("xmlns", "xmlns:x")}><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr">'
        "<x:is><x:t>Item No</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"
    )

    assert the_sheet(a_workbook(tmp_path / "cap.xlsx", part)).rows == {1: {1: "Item No"}}


def test_what_stands_far_away_costs_nothing(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'

    assert the_sheet(a_workbook(tmp_path / "cap.xlsx", a_sheet_part(rows))).rows == {1: {1: 1}, 1_048_576: {16_384: 2}}


def test_a_formula_is_never_worked_out_and_reported_where_it_has_no_result(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1" t="str"><f>T("")</f><v></v></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1"><f>A1</f><v/></c></row>'
    )

    sheet = the_sheet(a_workbook(tmp_path / "cap.xlsx", a_sheet_part(rows)))

    assert sheet.rows == {1: {2: 2}}
    assert sheet.unusable == {
        (1, 1): "a formula without a stored result",
        (1, 4): "the error #DIV/0!",
        (1, 5): "a formula without a stored result",
    }


def test_texts_of_every_kind_are_read_whole(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Fire"
    book.active.append(["কাজ শেষ হয়েছে।", " a  b\nc ", date(2014, 9, 22), 1.5, True, "=1+1"])
    book.active["F1"].data_type = "s"
    book.active["G1"] = CellRichText("Remove ", TextBlock(InlineFont(b=True), "all"), " storage")
    path = tmp_path / "cap.xlsx"
    book.save(path)

    row = the_sheet(path).rows[1]

    assert list(row.values()) == [
        "কাজ শেষ হয়েছে।",
        " a  b\nc ",
        date(2014, 9, 22),
        1.5,
        "TRUE",
        "=1+1",
        "Remove all storage",
    ]


def test_how_a_word_is_pronounced_is_no_part_of_the_text_and_escapes_are_undone(tmp_path: Path) -> None:
    strings = (
        f"<sst {NAMESPACE}><si><t>東京</t><rPh sb='0' eb='2'><t>とうきょう</t></rPh></si>"
        "<si><t>a_x000D__x000A_b _x005F_x0041_ _xD800_</t></si></sst>"
    )
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>7</v></c></row>'

    path = a_workbook(tmp_path / "cap.xlsx", a_sheet_part(rows), {"xl/sharedStrings.xml": strings})
    sheet = the_sheet(path)

    assert sheet.rows == {1: {1: "東京", 2: "a\nb _x0041_ _xD800_"}}
    assert sheet.unusable == {(1, 3): "a text that the file has lost"}


def test_numbers_are_dates_only_where_the_sheet_shows_them_as_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([41931, 41931, 41931, 0.5, 41931.75])
    sheet["B1"].number_format = "dd/mm/yyyy"
    sheet["C1"].number_format = '#,##0 "days"'
    sheet["D1"].number_format = "hh:mm"
    sheet["E1"].number_format = "[$-409]d-mmm-yy;@"
    path = tmp_path / "cap.xlsx"
    book.save(path)

    assert list(the_sheet(path).rows[1].values()) == [41931, date(2014, 10, 19), 41931, 0.5, date(2014, 10, 19)]


def test_a_workbook_that_counts_from_1904_has_the_same_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = date(2014, 9, 22)
    path = tmp_path / "cap.xlsx"
    book.save(path)

    assert the_sheet(path).rows == {1: {1: date(2014, 9, 22)}}


def test_links_to_other_files_and_sheets_outside_are_left_alone(tmp_path: Path) -> None:
    relations = (
        f'<Relationships><Relationship Id="b" Type="{OFFICE}/worksheet" TargetMode="External" '
        'Target="http://127.0.0.1/sheet1.xml"/></Relationships>'
    )

    path = a_workbook(tmp_path / "cap.xlsx", a_sheet_part(""), {"xl/_rels/workbook.xml.rels": relations})

    assert read_workbook(path) == ()
