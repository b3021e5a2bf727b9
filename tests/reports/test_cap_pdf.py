"""The printed CAP: valid, readable in both languages, complete, and the same file every time."""

import json
import logging
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree

import pikepdf
import pytest
from reports.editions import AS_OF, FOUND, a_hazard, an_edition, hazards, progress_on
from reports.reading import attachments, pdfium_text, poppler_text, structure
from reports.verapdf import violations

from accord.casework.cap_document import cap_html, print_cap
from accord.gateways.printing.terms import Attached
from accord.rules.figures.progress import Tally
from accord.rules.public.disclosure import DeadlineDisclosed, LogDisclosed
from accord.rules.vocabulary import Discipline, FactoryStatus, Origin, Status

CARRIED = (
    Attached("cap.json", "application/json", json.dumps({"a": "আগুন"}).encode(), "Source", "The plan as data"),
    Attached("cap.csv", "text/csv", "item,status\r\n1,নতুন\r\n".encode(), "Data", "The plan as a table"),
)
HOSTILE = (
    '<img src="http://192.0.2.1/x.png"><link rel=stylesheet href="file:///etc/passwd"><script>alert(1)</script>'
    " {{ 7 * 7 }} &amp; مرحبا שלום \u202eabc 🛑🔥 \x07\ufeff\ud800\ue000 漢字"
)
LONG_LOG = tuple(
    LogDisclosed(date(2016, 5, 3), f"Comment {number}: work has begun, drawings seen on site.") for number in range(300)
)


def unplaced(discipline=Discipline.FIRE, item=1, **changes):
    """Return a hazard as imported workbooks tell it: without location, category and severity."""
    return a_hazard(discipline, item, location=None, category=None, severity=None, **changes)


@pytest.fixture(autouse=True)
def _nothing_is_logged(caplog):
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING] == []


@pytest.fixture(scope="module")
def printed():
    edition = an_edition(is_demonstration=True)
    return {language: print_cap(edition, language=language, attachments=CARRIED) for language in ("en", "bn")}


def english(edition, tmp_path):
    return " ".join(poppler_text(print_cap(edition, language="en"), tmp_path).split())


def test_both_languages_are_archivable_and_accessible(printed, tmp_path):
    files = []
    for language, pdf in printed.items():
        files.append(tmp_path / f"{language}.pdf")
        files[-1].write_bytes(pdf)
    hostile = an_edition([a_hazard(observation=HOSTILE, location=HOSTILE, log=(LogDisclosed(None, HOSTILE),))])
    files.append(tmp_path / "hostile.pdf")
    files[-1].write_bytes(print_cap(hostile, language="en"))
    # A log that goes on over pages, in a table with and one without the column for places.
    for name, long in (("placed", a_hazard(log=LONG_LOG)), ("bare", unplaced(log=LONG_LOG))):
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(print_cap(an_edition([long, a_hazard(item=2)]), language="bn"))
    files.append(tmp_path / "empty.pdf")
    files[-1].write_bytes(print_cap(an_edition([], approvals=(), inspections=()), language="bn"))

    assert violations(files) == []


@pytest.mark.parametrize(
    "word", ["প্রতিবেদন", "ক্ষতিগ্রস্ত", "হ্যাঁ", "সংশোধনমূলক কর্মপরিকল্পনা", "নির্ধারিত সময় থেকে পিছিয়ে", "বৈদ্যুতিক"]
)
def test_bangla_words_are_found_by_two_readers(printed, tmp_path, word):
    assert word in " ".join(poppler_text(printed["bn"], tmp_path).split())
    assert word in " ".join(pdfium_text(printed["bn"]).split())


def test_conjuncts_are_drawn_as_one_letter(printed):
    with pikepdf.open(BytesIO(printed["bn"])) as document:
        maps = [
            font.ToUnicode.read_bytes().decode()
            for font in document.objects
            if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font and "Bengali" in str(font.BaseFont)
        ]

    for conjunct in ("স্ত", "্য", "ব্র"):
        assert any(f"<{conjunct.encode('utf-16-be').hex()}>" in drawn for drawn in maps)


def test_english_words_with_joined_letters_are_found_where_bangla_stands_beside_them(tmp_path):
    edition = an_edition([a_hazard(observation="Flammable filings, fifth-floor office.")])

    text = english(edition, tmp_path)

    assert "Flammable filings, fifth-floor office." in text


def test_bangla_inside_an_english_document_says_its_language(printed):
    with pikepdf.open(BytesIO(printed["en"])) as document:
        assert str(document.Root.Lang) == "en"
        content = b"".join(page.Contents.read_bytes() for page in document.pages)

    assert b"/Lang (bn)" in content
    assert b"/Lang (en)" not in content


def test_the_structure_has_headings_tables_and_row_heads(printed, tmp_path):
    kinds = structure(printed["en"], tmp_path)

    assert kinds.count("/H1") == 1
    assert {"/H2", "/H3", "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD", "/P"} <= set(kinds)


def test_the_files_inside_are_the_files_given(printed, tmp_path):
    assert attachments(printed["bn"], tmp_path) == {file.name: file.content for file in CARRIED}
    with pikepdf.open(tmp_path / "carrier.pdf") as document:
        kinds = {str(spec.UF): (str(spec.AFRelationship), str(spec.EF.F.Subtype)) for spec in document.Root.AF}
    assert kinds == {"cap.json": ("/Source", "/application/json"), "cap.csv": ("/Data", "/text/csv")}


PRINT_AGAIN = """
import contextlib, sys, types
from pathlib import Path
if sys.argv[1] == "plain":
    from weasyprint import HTML
    plain = types.ModuleType("accord.gateways.printing.speed")
    plain.Page, plain.no_collections = HTML, contextlib.nullcontext
    plain.serialise = plain.let_go = lambda whole: None
    sys.modules[plain.__name__] = plain
from reports.editions import an_edition
from reports.test_cap_pdf import CARRIED
from accord.casework.cap_document import print_cap
for language in ("en", "bn"):
    pdf = print_cap(an_edition(is_demonstration=True), language=language, attachments=CARRIED)
    Path(sys.argv[2], language + ".pdf").write_bytes(pdf)
"""


def print_again(mode, folder):
    search_path = {"PYTHONPATH": ":".join(sys.path)}
    subprocess.run([sys.executable, "-c", PRINT_AGAIN, mode, folder], check=True, env=search_path)
    return {language: (folder / f"{language}.pdf").read_bytes() for language in ("en", "bn")}


def unpacked(pdf):
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(
            target,
            static_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return target.getvalue()


def test_the_same_edition_gives_the_same_bytes_in_another_process(printed, tmp_path):
    assert print_again("quick", tmp_path) == printed


def test_what_makes_printing_faster_changes_nothing_but_the_compression(printed, tmp_path):
    plain = print_again("plain", tmp_path)

    assert {language: unpacked(pdf) for language, pdf in plain.items()} == {
        language: unpacked(pdf) for language, pdf in printed.items()
    }


def test_both_rates_stand_side_by_side_with_their_numerators(tmp_path):
    edition = an_edition()
    tally = Tally(corrected=46, pending_verification=9, in_progress=32, withdrawn=2)
    edition = replace(edition, progress=replace(edition.progress, initial=tally))
    assert (tally.verified_percent, tally.reported_percent) == (Decimal("52.87"), Decimal("63.21"))

    text = english(edition, tmp_path)
    bangla = " ".join(poppler_text(print_cap(edition, language="bn"), tmp_path).split())

    assert "verified by engineers 52.87 % (46 of 87) · reported by the factory 63.21 % (55 of 87)" in text
    assert "Remediation as of 1 July 2018" in text
    assert "৫২.৮৭ % (৮৭টির মধ্যে ৪৬টি)" in bangla
    assert "১ জুলাই ২০১৮ পর্যন্ত" in bangla


@pytest.mark.parametrize(
    ("status", "tally", "words"),
    [
        (FactoryStatus.NOT_INSPECTED, Tally(), "not inspected"),
        (FactoryStatus.CAP_PENDING, Tally(withdrawn=3), "no hazards"),
        (FactoryStatus.ON_TRACK, Tally(corrected=3, unknown=1), "not known"),
    ],
)
def test_where_there_is_no_rate_the_reason_stands_and_no_percentage(tmp_path, status, tally, words):
    edition = an_edition([], status=status)
    edition = replace(edition, progress=replace(edition.progress, initial=tally, new=tally), progress_by_discipline=())

    text = english(edition, tmp_path)

    assert words in text
    assert "%" not in text


def test_a_demonstration_says_so_on_every_page_and_a_real_edition_nowhere(printed, tmp_path):
    text = poppler_text(printed["bn"], tmp_path)

    assert all("DEMONSTRATION" in page for page in text.removesuffix("\f").split("\f"))
    assert "DEMONSTRATION" not in english(an_edition(), tmp_path)


def test_every_hazard_shows_its_plan_dates_status_and_log():
    hazard = a_hazard(
        Discipline.ELECTRICAL,
        17,
        origin=Origin.NEW,
        found_on=date(2017, 2, 3),
        due_on=date(2018, 3, 1),
        is_overdue=True,
        reopened_count=2,
        shared_with=(90004, 90005),
        deadlines=(
            DeadlineDisclosed(date(2017, 3, 25), FOUND, FOUND),
            DeadlineDisclosed(date(2018, 3, 1), date(2017, 6, 1), date(2017, 6, 1)),
        ),
        log=(LogDisclosed(date(2017, 6, 1), "Still open."), LogDisclosed(None, "Undated remark.")),
    )

    # In the order in which it is drawn: Poppler goes back and forth between columns.
    text = " ".join(pdfium_text(print_cap(an_edition([hazard]), language="en")).split())

    for words in (
        "Within 6 weeks",
        "1 March 2018 overdue",
        "earlier: 25 March 2017",
        "reopened 2 times",
        "severity: high",
        "90004, 90005",
        "1 June 2017 Still open.",
        "Undated remark.",
        "in progress since 11 August 2014",
    ):
        assert words in text


def test_an_open_hazard_without_a_date_says_so(tmp_path):
    assert "no date" in english(an_edition([a_hazard(due_on=None)]), tmp_path).split("Status, its log beneath")[1]
    closed = a_hazard(due_on=None, status=Status.WITHDRAWN, withdrawn_reason="Duplicate.")
    assert "no date" not in english(an_edition([closed]), tmp_path).split("Status, its log beneath")[1]


def test_what_was_approved_elsewhere_is_shown_as_imported(tmp_path):
    text = english(an_edition(), tmp_path)

    assert "technically approved 3 May 2018 no imported: approved and published elsewhere" in text


def test_english_stands_where_bangla_is_missing_and_the_document_says_so_once(tmp_path):
    half = an_edition([a_hazard(Discipline.BOILER, 1), a_hazard(Discipline.BOILER, 2)])
    whole = an_edition(
        [a_hazard(location="২ তলা", recommended_timeline="৬ সপ্তাহ", final_action_plan="ঠিকাদার নিয়োগ করা হয়েছে।")]
    )

    page = cap_html(half, "bn")

    assert page.count("এখনো অনুবাদ হয়নি") == 1
    assert '<p lang="en">The safety valve' in page
    assert "এখনো অনুবাদ হয়নি" not in cap_html(whole, "bn")
    assert "not yet translated" not in cap_html(half, "en")


def test_text_of_others_is_printed_and_never_obeyed(tmp_path):
    text = english(an_edition([a_hazard(observation=HOSTILE, log=(LogDisclosed(None, HOSTILE),))]), tmp_path)

    assert '<img src="http://192.0.2.1/x.png"' in text.replace("> <", "><")
    assert "{{ 7 * 7 }} &amp;" in text
    assert "[U+0007][U+FEFF][U+D800][U+E000]" in text.replace(" ", "")


@pytest.mark.parametrize("letters", ["x", "ক্ষতিগ্রস্ত", "words of a usual length ", "x" * 39 + " "], ids=range(4))
def test_thirty_thousand_characters_stay_in_their_column_and_can_be_read_back(tmp_path, letters):
    long_text = (letters * 30_000)[:30_000].strip()
    pdf = print_cap(an_edition([a_hazard(observation=long_text)]), language="en")

    assert len(pdf) < 1_000_000
    found = "".join(poppler_text(pdf, tmp_path).split())
    assert "\u200b" not in found
    assert "".join(letters.split())[:12] in found
    assert len(found) > len("".join(long_text.split()))
    assert widest_right_edge(tmp_path / "read.pdf") < 842 - 14 / 25.4 * 72 + 1


def widest_right_edge(file):
    boxes = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, encoding="utf-8", check=True).stdout
    return max(float(word.split('xMax="')[1].split('"')[0]) for word in boxes.splitlines() if "<word" in word)


def test_the_head_of_a_table_is_repeated_on_each_of_its_pages(tmp_path):
    listed = [a_hazard(Discipline.FIRE, item) for item in range(1, 41)]
    text = poppler_text(print_cap(an_edition(listed), language="en"), tmp_path)

    pages = [page for page in text.split("\f") if "Within 6 weeks" in page]
    assert len(pages) > 3
    assert all("Observation" in page and "Status, its log beneath" in page for page in pages)


def cells_by_row(page):
    tables = ElementTree.fromstring(page).iter("table")  # noqa: S314 (our own page)
    return [[sum(int(cell.get("colspan", 1)) for cell in row) for row in table.iter("tr")] for table in tables]


def test_every_row_has_as_many_cells_as_its_table_has_columns():
    for hazard, columns in ((a_hazard(log=LONG_LOG[:2]), 6), (unplaced(log=LONG_LOG[:2]), 5)):
        rows = cells_by_row(cap_html(an_edition([hazard, replace(hazard, item=2, log=())]), "en"))

        assert all(len(set(cells)) == 1 for cells in rows)
        assert rows[-1] == [columns] * 4


def test_no_column_stands_empty_where_no_hazard_has_a_place(tmp_path):
    assert "Location and category" not in english(an_edition([unplaced()]), tmp_path)
    assert "Location and category" in english(an_edition([unplaced(), a_hazard(item=2)]), tmp_path)


def test_a_log_begins_on_the_page_of_its_hazard_and_goes_on_where_it_must(tmp_path):
    logs = {item: (LogDisclosed(FOUND, f"Begin{item}. {'On. ' * 60 * item}"),) for item in range(1, 30)}
    listed = [unplaced(item=item, observation=f"Seen{item}.", log=log) for item, log in logs.items()]
    pages = poppler_text(print_cap(an_edition(listed), language="en"), tmp_path).split("\f")

    assert [[f"Seen{item}." in page for page in pages] for item in logs] == [
        [f"Begin{item}." in page for page in pages] for item in logs
    ]
    assert "".join(pages).split().count("On.") == sum(60 * item for item in logs)


def test_a_long_text_begins_where_there_is_room_for_it(tmp_path):
    first, long = unplaced(), unplaced(item=2, observation="Words of a usual length. " * 150)

    pages = poppler_text(print_cap(an_edition([first, long]), language="en"), tmp_path).split("\f")

    assert any("Collapsible gates" in page and "Words of a usual length." in page for page in pages)


def test_a_recommended_timeline_is_told_in_the_language_of_the_document_beside_its_own_words(tmp_path):
    written = ("within 6-months", "Priority 1 (Immediate - Now)", "8/10/2014 12:00:00 AM", "Priority 2", "৬ সপ্তাহ")
    listed = [unplaced(item=item, recommended_timeline=text) for item, text in enumerate(written, start=1)]
    edition = an_edition(listed)

    bangla = " ".join(poppler_text(print_cap(edition, language="bn"), tmp_path).split())
    text = english(edition, tmp_path)

    for words in ("৬ মাসের মধ্যে within 6-months", "অবিলম্বে Priority 1 (Immediate - Now)", "Priority 2", "৬ সপ্তাহ",
                  "১০ আগস্ট ২০১৪ 8/10/2014 12:00:00 AM"):  # fmt: skip
        assert words in bangla
    assert "10 August 2014 8/10/2014 12:00:00 AM" in text
    assert "within 6 months" not in text


@pytest.mark.parametrize("letters", ["x", "ক্ষতিগ্রস্ত", "words of a usual length "], ids=range(3))
def test_thirty_thousand_characters_of_log_stay_on_the_page(tmp_path, letters):
    long_text = (letters * 30_000)[:30_000].strip()
    pdf = print_cap(an_edition([unplaced(log=(LogDisclosed(FOUND, long_text),))]), language="en")

    assert len(poppler_text(pdf, tmp_path).split()) > 100
    assert widest_right_edge(tmp_path / "read.pdf") < 842 - 14 / 25.4 * 72 + 1


def test_the_figures_of_the_test_editions_agree_with_their_hazards():
    every = hazards(60)

    assert progress_on(every).initial.applicable + progress_on(every).new.applicable < len(every)
    assert all(hazard.found_on <= AS_OF for hazard in every)
