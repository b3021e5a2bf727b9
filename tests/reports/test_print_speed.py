"""What makes printing faster changes nothing: unusual texts come out as WeasyPrint alone would print them."""

import gc
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from reports.test_cap_pdf import unpacked

from accord.gateways.printing.door import print_document

ENGLISH = "The exit of stair 2 is locked, side-hinged doors (fire-rated) are absent on floors 1-4; efficient office."
BANGLA = "ক্ষতিগ্রস্ত কলামে কোনাকুনি ফাটল; র‍্যাম্পে ড়েঁ বৃষ্টির পানি জমে, হ্যাঁ। সংশোধনমূলক কর্মপরিকল্পনা অনুযায়ী ঠেকনা দিন।"
TEXTS = {
    "english": ENGLISH,
    "bangla": BANGLA,
    "both": f"{ENGLISH} {BANGLA} 12.5 kPa ২.৪৫ মিটার",
    "from right to left": "Sign reads مخرج الطوارئ and שלום at door 4",
    "raised and stacked marks": "x\u0302\u0323\u0304 o\u0328\u0301 ক\u0981\u09bc ড\u09bc\u09cd\u09b0\u09bf Ṻ",
    "spaces that do not break": "12\u00a0MPa at\u00a0the\u00a0column C4 and\u202f20\u2009kN there",
    "lines ended by hand": "First line.\nSecond line, a longer one that has to be broken in its column.\n\nLast.",
    "tabs and returns": "a\tb\tc\rd\r\ne",
    "places to break": "hyphen\u00adation a\u200bb http://example.org/a/very/long/path?with=many&amp;parts;and-more",
    "one endless word": "x" * 150,
    "symbols": "□ ▨ ■ ✕ → ≥ 2.45 m² “quoted” ‘one’ … –",
    "several spaces": "a   b    c     d",
    "digits": "1 11 111 1,111.11 ১১ ১,১১১",
}
STYLES = {
    "plain": "",
    "narrow": "width: 18mm",
    "as narrow as a letter": "width: 2mm",
    "one line": "white-space: nowrap",
    "cut": "white-space: nowrap; overflow: hidden; text-overflow: ellipsis; width: 30mm",
    "own lines": "white-space: pre-line; overflow-wrap: break-word; width: 40mm",
    "kept": "white-space: pre-wrap; tab-size: 4; width: 40mm",
    "spaced": "letter-spacing: .1em; word-spacing: 2mm; width: 60mm",
    "justified": "text-align: justify; width: 60mm",
    "to the right": "text-align: right; width: 60mm",
    "lined": "text-decoration: underline line-through; width: 60mm",
    "hyphenated": "hyphens: auto; width: 30mm",
    "tabular": "font-variant-numeric: tabular-nums; font-weight: 600; width: 50mm",
    "broken": "overflow-wrap: anywhere; width: 25mm; border-radius: 2mm; border: 1px solid; background: #eee",
    "raised": "width: 50mm; position: relative; top: 1mm; color: rgb(20 40 60 / 50%)",
}
SHEET = """
@page { size: A4; margin: 20mm; @bottom-right { content: counter(page) "/" counter(pages) } }
@page :first { @top-left { content: "First" } }
@page :nth(3) { margin-left: 40mm }
html { font: 9pt/1.4 "Noto Sans", "Noto Sans Bengali", "Noto Sans Symbols2" }
td { vertical-align: top; border: 1px solid } table { border-collapse: collapse; table-layout: fixed; width: 100% }
"""

PRINT = """
import contextlib, sys, types
from pathlib import Path
if sys.argv[1] == "plain":
    from weasyprint import HTML
    plain = types.ModuleType("accord.gateways.printing.speed")
    plain.Page, plain.no_collections = HTML, contextlib.nullcontext
    plain.serialise = plain.let_go = lambda whole: None
    sys.modules[plain.__name__] = plain
from reports.test_print_speed import printed
Path(sys.argv[2]).write_bytes(printed(Path(sys.argv[3])))
"""


def a_page_of_everything():
    """Return a page with each text in each style, runs of several styles in one line, a list and a table."""
    blocks = "".join(
        f'<p lang="{"bn" if text is BANGLA else "en"}" style="{style}">{text}</p>'
        for style in STYLES.values()
        for text in TEXTS.values()
    )
    mixed = f"<p>Since <b>3 May 2016</b> {ENGLISH} <b>1 June 2017</b> <span lang='bn'>{BANGLA}</span> – {ENGLISH}</p>"
    items = f"<ul><li>{ENGLISH}<li>{BANGLA}</ul><ol><li>{ENGLISH}</ol><dl><dt>{BANGLA}<dd>{ENGLISH}</dl>"
    cells = "".join(f"<tr><th scope=row>{number}<td>{ENGLISH}<td>{BANGLA}<td>{mixed}" for number in range(30))
    bar = '<div style="position: relative; height: 4mm"><i style="position: absolute; left: 0; width: 50%">x</i></div>'
    return (
        f"<!doctype html><html lang=en><title>Everything</title><style>{SHEET}</style>"
        f"<body><h1>Everything</h1>{bar}{mixed}{items}<table>{cells}</table>{blocks}"
    )


def printed(folder):
    return print_document(
        a_page_of_everything(),
        folder=folder,
        language="en",
        title="Everything",
        identifier=b"1" * 32,
        made_at=datetime(2018, 7, 9, tzinfo=UTC),
    )


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    return printed(tmp_path_factory.mktemp("reports"))


def test_every_text_in_every_style_is_printed_as_without_what_makes_it_faster(everything, tmp_path):
    target = tmp_path / "plain.pdf"
    search_path = {"PYTHONPATH": ":".join(sys.path)}
    subprocess.run([sys.executable, "-c", PRINT, "plain", target, tmp_path], check=True, env=search_path)

    assert unpacked(everything) == unpacked(target.read_bytes())


def test_the_second_print_of_a_process_is_the_first_again(everything, tmp_path):
    assert printed(tmp_path) == everything


def test_a_print_leaves_the_search_for_garbage_as_it_was(tmp_path):
    assert gc.isenabled()
    printed(tmp_path)
    assert gc.isenabled()

    gc.disable()
    try:
        printed(tmp_path)
        assert not gc.isenabled()
    finally:
        gc.enable()
