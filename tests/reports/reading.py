"""Reading a printed PDF back, as a reader's program, a search engine or a screen reader would."""

import subprocess
from pathlib import Path

import pikepdf
import pypdfium2


def poppler_text(pdf: bytes, folder: Path) -> str:
    """Return the text that Poppler (Evince, Okular, search indexes) finds."""
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", file, "-"], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    return done.stdout


def pdfium_text(pdf: bytes) -> str:
    """Return the text that PDFium (Chrome, Android) finds."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_range())
            text.close()
            page.close()
    return "\n".join(texts)


def attachments(pdf: Path | bytes, folder: Path) -> dict[str, bytes]:
    """Return the files carried inside, by name."""
    file = folder / "carrier.pdf"
    file.write_bytes(pdf)
    with pikepdf.open(file) as document:
        return {name: bytes(spec.get_file().read_bytes()) for name, spec in document.attachments.items()}


def structure(pdf: bytes, folder: Path) -> list[str]:
    """Return the kinds of all structure elements, in reading order."""
    file = folder / "tagged.pdf"
    file.write_bytes(pdf)
    kinds: list[str] = []

    def walk(element: pikepdf.Object) -> None:
        if isinstance(element, pikepdf.Array):
            for child in element:
                walk(child)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            kinds.append(str(element.S))
            if "/K" in element:
                walk(element.K)

    with pikepdf.open(file) as document:
        walk(document.Root.StructTreeRoot.K)
    return kinds
