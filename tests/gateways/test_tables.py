"""Lists as people save them: any encoding, any delimiter, three formats, and what is refused with its row."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from accord.gateways.cap_sheets.model import WorkbookRefused
from accord.gateways.tables import Table, read_table
from accord.gateways.tables import model as limits

HEADS = ("name", "address", "country")


def known(cells) -> int:
    return len({cell.strip().lower() for cell in cells} & set(HEADS))


def read(folder: Path, content: str | bytes, name: str = "list.csv", encoding: str = "utf-8") -> Table:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return read_table(file, known)


def refusal(folder: Path, content: str | bytes, **options: str) -> str:
    with pytest.raises(WorkbookRefused) as refused:
        read(folder, content, **options)
    return " ".join(refused.value.sentences("list"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_bangla_is_read_in_every_encoding_that_can_write_it(tmp_path, encoding):
    table = read(tmp_path, "name,address\nআলিফ নিট,সাভার and so on in Latin letters\n", encoding=encoding)

    assert table.heads == ("name", "address")
    assert table.rows[0].cells[0] == "আলিফ নিট"
    assert table.notes == ()


def test_windows_1252_is_read_with_a_word_of_warning(tmp_path):
    table = read(tmp_path, "name,address\nCafé Knit,Rue 1\n", encoding="cp1252")

    assert table.rows[0].cells[0] == "Café Knit"
    assert "Windows-1252" in table.notes[0].message


def test_a_damaged_character_in_utf_8_is_told_with_its_row_and_never_turned_into_another_letter(tmp_path):
    content = "name,address\nআলিফ,ঢাকা\nকাজী,".encode() + b"\xe0\xa6\n"

    assert "row 3" in refusal(tmp_path, content)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_divides_the_heads(tmp_path, delimiter):
    heads = delimiter.join(HEADS)
    table = read(tmp_path, f'{heads}\n"Alif, Knit; Ltd."{delimiter}"Road 1,\nSavar"{delimiter}BD\n')

    assert table.rows[0].cells == {0: "Alif, Knit; Ltd.", 1: "Road 1,\nSavar", 2: "BD"}


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path):
    table = read(tmp_path, 'List of factories; 2024\n\nname,address\n"A\nB",x\n\nC,y\n')

    assert table.head_row == 3
    assert [row.row for row in table.rows] == [4, 6]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("name,address\nAlif,x\nBadal," + "y" * 10_000_000, "row 3: the line is 10,000,006 characters long"),
        ('name,address\nAlif,"never closed\nBadal,y\n', "row 2: a quotation mark opens here"),
        ('name,address\nAlif,"never closed\n' + "Badal,y\n" * 500, "row 2: a quotation mark opens here"),
        ("name,address\n" + "," * 300 + "\n", "row 2: the row has 301 columns"),
        ("name\n" + "A\n" * 100_000, "row 100001: the file goes on after 100,000 rows"),
        (b"name,address\nAlif\x00,x\n", "no text"),
        (b"%PDF-1.7", "a PDF"),
        ('{"factories": [{"number": 9490}]}', "the file is JSON; expected a list saved as CSV, XLSX or XLS"),
        ('\n[\n  {"number": 9490},,', "the file is JSON"),
        ("<!doctype html><table><tr><td>name</td></tr></table>", "the file is a web page or XML"),
        (b"", "empty"),
        (b"\xef\xbb\xbf\n\n", "empty"),
        (b"PK\x03\x04" + b"\0" * 300, "incomplete"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, "damaged"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence_with_its_row(tmp_path, content, words):
    assert words in refusal(tmp_path, content)


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path, monkeypatch):
    monkeypatch.setattr("accord.gateways.tables.read.MAX_FILE_BYTES", 10)

    assert "at most 10 are read" in refusal(tmp_path, "name,address\n")


def test_a_formula_is_no_value_but_a_text_made_harmless_by_an_export_is(tmp_path):
    table = read(tmp_path, "name,address\n=1+1,'=Road\nx,'+880\nPlus,+880\n")

    assert table.rows[0].unusable == {0: "the formula =1+1"}
    assert table.rows[0].cells == {1: "=Road"}
    assert (table.rows[1].cells[1], table.rows[2].cells[1]) == ("+880", "+880")


def test_a_workbook_is_read_like_the_same_list_as_text(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Factories 2024"])
    book.active.append(["name", "address", "workers"])
    book.active.append(["Alif", "Road 1\nSavar", 1200.0])
    book.save(tmp_path / "list.xlsx")

    table = read_table(tmp_path / "list.xlsx", known)

    assert (table.sheet, table.head_row, table.heads) == ("Sheet", 2, ("name", "address", "workers"))
    assert table.rows[0].cells == {0: "Alif", 1: "Road 1\nSavar", 2: "1200"}


def test_the_sheet_with_the_heads_is_read_and_the_others_are_named(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    book.add_worksheet("Read me").write_row(0, 0, ["About this list"])
    book.add_worksheet("Factories").write_row(0, 0, HEADS)
    book.close()

    table = read_table(tmp_path / "list.xlsx", known)

    assert table.sheet == "Factories"
    assert "'Read me'" in table.notes[0].message


def test_cells_far_to_the_right_are_refused(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADS)
    sheet.write(1, 5000, "far")
    book.close()

    with pytest.raises(WorkbookRefused, match="goes on after 250 columns"):
        read_table(tmp_path / "list.xlsx", known)


def test_one_list_in_three_formats_reads_the_same(shared_data):
    first, *others = (
        read_table(shared_data / "factories" / f"oshub_12.{kind}", known) for kind in ("csv", "xls", "xlsx")
    )

    for table in others:
        assert table.heads == first.heads
        # The workbooks were saved from a damaged copy of one address, so addresses are left out here.
        assert [(row.row, row.cells[0], row.cells[1]) for row in table.rows] == [
            (row.row, row.cells[0], row.cells[1]) for row in first.rows
        ]


def test_an_old_workbook_whose_few_bytes_claim_a_huge_sheet_is_refused(shared_data, tmp_path):
    content = bytearray((shared_data / "factories" / "oshub_12.xls").read_bytes())
    last_cell = content.rfind(b"\xfd\x00\x0a\x00")
    content[last_cell + 4 : last_cell + 8] = b"\xff\xff\xff\x00"  # row 65,536, column 256

    assert "far larger than a list of factories" in refusal(tmp_path, bytes(content), name="list.xls")


def test_an_old_workbook_that_takes_too_long_ends_alone(shared_data, monkeypatch):
    monkeypatch.setattr("accord.gateways.tables.sheets.CHILD_SECONDS", 0.001)

    with pytest.raises(WorkbookRefused, match="damaged or far too large"):
        read_table(shared_data / "factories" / "oshub_12.xls", known)


def test_a_damaged_old_workbook_is_refused(shared_data, tmp_path):
    content = (shared_data / "factories" / "oshub_12.xls").read_bytes()

    assert "damaged" in refusal(tmp_path, content[:700] + b"\xff" * 400 + content[1100:2000], name="list.xls")


def test_the_limits_leave_room_for_the_largest_list_we_know():
    assert limits.MAX_ROWS > 20 * 4363
