"""The door to paper: what it refuses, and that nothing gets in or out through it."""

import logging
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from reports.reading import poppler_text

from accord.gateways.printing import fonts
from accord.gateways.printing.door import print_document
from accord.gateways.printing.fonts import missing_fonts, missing_fonts_sentence
from accord.gateways.printing.terms import PrintRefused

MADE_AT = datetime(2018, 7, 9, tzinfo=UTC)
PAGE = '<!doctype html><html lang="en"><head><title>t</title>{head}</head><body><p>{body}</p></body></html>'


def printed(folder, body="Text", head="", *, made_at=MADE_AT):
    page = PAGE.format(head=head, body=body)
    return print_document(page, folder=folder, language="en", title="t", identifier=b"1" * 32, made_at=made_at)


def test_a_stylesheet_and_an_image_of_the_folder_are_printed(tmp_path, caplog):
    (tmp_path / "print.css").write_text("img { width: 10mm }")
    (tmp_path / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>')

    pdf = printed(tmp_path, '<img src="dot.svg" alt="A dot">', '<link rel="stylesheet" href="print.css">')

    assert pdf.startswith(b"%PDF-1.7")
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("", '<link rel="stylesheet" href="absent.css">'),
        ('<img src="absent.png" alt="x">', ""),
        ('<img src="http://192.0.2.1/x.png" alt="x">', ""),
        ('<img src="https://192.0.2.1/x.png" alt="x">', ""),
        ('<img src="file:///etc/hostname" alt="x">', ""),
        ('<img src="../outside.png" alt="x">', ""),
        ('<img src="%2e%2e/outside.png" alt="x">', ""),
        ('<img src="link.png" alt="x">', ""),
        ('<img src="data:image/png;base64,AAAA" alt="x">', ""),
        ("", '<link rel="attachment" href="file:///etc/hostname">'),
        ("", '<style>@import "http://192.0.2.1/x.css";</style>'),
        ("", '<style>p { background: url("ftp://192.0.2.1/x.png") }</style>'),
    ],
)
def test_an_address_that_is_not_a_file_of_the_folder_is_refused(tmp_path, body, head):
    folder = tmp_path / "reports"
    folder.mkdir()
    (tmp_path / "outside.png").write_bytes(b"secret")
    (folder / "link.png").symlink_to(tmp_path / "outside.png")

    with pytest.raises(PrintRefused, match="report"):
        printed(folder, body, head)


def test_a_broken_image_and_one_without_a_description_are_refused(tmp_path):
    (tmp_path / "broken.png").write_bytes(b"not a picture")
    (tmp_path / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>')

    with pytest.raises(PrintRefused, match="Failed to load image"):
        printed(tmp_path, '<img src="broken.png" alt="x">')
    with pytest.raises(PrintRefused, match="no required alt description"):
        printed(tmp_path, '<img src="dot.svg">')


def test_a_character_that_no_font_holds_is_shown_by_its_code_point(tmp_path, caplog):
    text = poppler_text(printed(tmp_path, "stop \U0001f6d1 \U000e0041 \ue000 go"), tmp_path)

    assert "[U+E0041] [U+E000] go" in text
    assert caplog.records == []


def test_letters_keep_their_meaning_after_a_line_from_right_to_left(tmp_path, caplog):
    text = poppler_text(printed(tmp_path, "مرحبا [door] </p><p>The [door] is locked."), tmp_path)

    assert "The [door] is locked." in text


def test_a_time_without_a_zone_is_refused(tmp_path):
    with pytest.raises(ValueError, match="time zone"):
        printed(tmp_path, made_at=datetime(2018, 7, 9))  # noqa: DTZ001 (that is the point)


def test_starting_the_program_does_not_load_the_printer():
    script = "import sys, accord.casework.cap_document; sys.exit('weasyprint' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": ":".join(sys.path)}).returncode == 0


def test_another_version_of_the_printer_is_refused_loudly():
    script = "import weasyprint; weasyprint.__version__ = '71.0'; import accord.gateways.printing.text_layer"

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", env={"PYTHONPATH": ":".join(sys.path)}
    )

    assert done.returncode == 1
    assert "WeasyPrint 70.0, but 71.0 is installed" in done.stderr


def test_the_fonts_are_there_and_a_missing_one_is_named_with_the_command_that_brings_it(monkeypatch):
    assert missing_fonts() == ()

    monkeypatch.setattr(fonts, "NEEDED_FONTS", ("Noto Sans", "Font That Nobody Drew"))

    assert missing_fonts() == ("Font That Nobody Drew",)
    assert missing_fonts_sentence(missing_fonts()).endswith("sudo apt-get install fonts-noto-core")
