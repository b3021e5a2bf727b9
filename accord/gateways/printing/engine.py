"""How WeasyPrint is driven: closed to the outside, deaf to nothing it logs, one print at a time."""

import logging
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pydyf
from weasyprint import HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from accord.gateways.printing.speed import Page, let_go, no_collections, serialise
from accord.gateways.printing.terms import NEEDED_FONTS, Attached, PrintRefused, TooLong
from accord.gateways.printing.text_layer import ReadableStream

# Pango's font map is not made for threads, and WeasyPrint logs to one logger: prints take turns.
# They would share one interpreter lock anyway.
_ONE_AT_A_TIME = threading.Lock()

_MEDIA_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}

_PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""

# What no font draws or PDF/A forbids in a text layer: controls, lone surrogates, byte-order marks, private use;
# and what would let a text be read in another order than it is written.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U0010ffff]"
)
# Letters and signs that the needed fonts surely hold: nothing else has to be tried.
_CERTAIN = re.compile("[\t\n\r\x20-\x7e\xa0-\u017f\u0980-\u0983\u0985-\u098c\u0995-\u09a8\u09be-\u09c4\u2010-\u2026]+")
_NOTDEF = re.compile(r"^\.notdef.*\(U\+([0-9A-F]{4,6})\)$", re.DOTALL)
_FAMILIES = ", ".join(f'"{font}"' for font in NEEDED_FONTS)
_HAS_GLYPH: dict[str, bool] = {}
"""What was asked of the fonts before; guarded by `_ONE_AT_A_TIME`."""


@dataclass(frozen=True)
class Facts:
    """What a PDF says of itself."""

    language: str
    title: str
    identifier: bytes
    made_at: datetime
    most_pages: int | None = None
    """None: as many as it takes."""


def print_html(html: str, *, folder: Path, facts: Facts, attachments: Sequence[Attached]) -> bytes:
    """Return the PDF; see `accord.gateways.printing.door.print_document`."""
    if facts.made_at.tzinfo is None:
        raise ValueError("A time of making without a time zone would differ from one machine to the next.")
    with _ONE_AT_A_TIME, no_collections():
        return _write(_legible(html), folder.resolve(), facts, attachments)


def _write(html: str, folder: Path, facts: Facts, attachments: Sequence[Attached]) -> bytes:
    moment = facts.made_at.astimezone(UTC)
    ReadableStream.document_language = facts.language
    try:
        with _listening() as complaints:
            document = Page(string=html, base_url=f"{folder.as_uri()}/", url_fetcher=_reader_of(folder)).render(
                font_config=_fonts(), pdf_variant="pdf/a-3a"
            )
            if facts.most_pages is not None and len(document.pages) > facts.most_pages:
                let_go(document)
                raise TooLong(f"The document takes {len(document.pages)} pages.")
            document.metadata.title = _UNPRINTABLE.sub(_named, facts.title)
            document.metadata.lang = facts.language
            document.metadata.created = document.metadata.modified = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
            pdf: bytes = document.write_pdf(
                pdf_variant="pdf/a-3a",
                pdf_identifier=facts.identifier,
                attachments=[_attachment(attached, moment) for attached in attachments],
                finisher=_finisher(attachments),
            )
            let_go(document)
    except FatalURLFetchingError as refusal:
        raise PrintRefused(str(refusal)) from refusal
    if complaints:
        raise PrintRefused("; ".join(dict.fromkeys(complaints)))
    return pdf


def _reader_of(folder: Path) -> Callable[[str], URLFetcherResponse]:
    """Return a fetcher that reads files of one folder and refuses every other address."""

    def read(url: str) -> URLFetcherResponse:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        # Fatal ones only: WeasyPrint turns every other exception into a line of its log.
        if parts.scheme != "file" or parts.netloc or not path.is_relative_to(folder):
            raise FatalURLFetchingError(f"Only files of the report folder may be printed, not {url}")
        if path.suffix not in _MEDIA_TYPES or not path.is_file():
            raise FatalURLFetchingError(f"The report needs {path.name}, which is not in its folder")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _MEDIA_TYPES[path.suffix]})

    return read


@cache
def _fonts() -> FontConfiguration:
    # Reading the fonts of the machine costs a tenth of a short print, and they do not change under us.
    return FontConfiguration()


def _attachment(attached: Attached, moment: datetime) -> Attachment:
    return Attachment(
        string=attached.content,
        name=attached.name,
        description=attached.description,
        created=moment,
        modified=moment,
        relationship=attached.relationship,
    )


def _finisher(attachments: Sequence[Attached]) -> Callable[[Any, pydyf.PDF], None]:
    media_types = {attached.name: attached.media_type for attached in attachments}

    def finish(_document: Any, pdf: pydyf.PDF) -> None:
        metadata = _referred(pdf, pdf.catalog["Metadata"])
        # Left uncompressed, so that archives find it without reading the file.
        metadata.compress = False
        metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", _PDF_UA)]
        if "AF" in pdf.catalog:
            # WeasyPrint lists each attachment twice.
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
        for entry in pdf.objects:
            if isinstance(entry, dict) and entry.get("Type") == "/Filespec":
                embedded = _referred(pdf, entry["EF"]["F"])
                # Named by us, not guessed from the ending by the tables of this machine.
                embedded.extra["Subtype"] = "/" + media_types[entry["UF"].string].replace("/", "#2f")
        serialise(pdf)

    return finish


def _referred(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what WeasyPrint only logs: errors, and glyphs that no font holds."""
    complaints: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if record.levelno >= logging.ERROR or message.startswith(".notdef"):
                complaints.append(message)

    logger = logging.getLogger("weasyprint")
    ear = Ear()
    logger.addHandler(ear)
    try:
        yield complaints
    finally:
        logger.removeHandler(ear)


def _legible(html: str) -> str:
    """Return the page with every character that cannot be printed shown by its code point, as in "[U+1F6D1]"."""
    html = _UNPRINTABLE.sub(_named, html)
    absent = _without_glyph(set(_CERTAIN.sub("", html)))
    return re.sub(f"[{re.escape(''.join(sorted(absent)))}]", _named, html) if absent else html


def _named(match: re.Match[str]) -> str:
    return f"[U+{ord(match[0]):04X}]"


def _without_glyph(characters: set[str]) -> set[str]:
    """Return those of the characters that no font of this machine draws."""
    asked = sorted(characters - _HAS_GLYPH.keys())
    if asked:
        absent = _tried(asked)
        _HAS_GLYPH.update({character: character not in absent for character in asked})
    return {character for character in characters if not _HAS_GLYPH[character]}


def _tried(characters: list[str]) -> set[str]:
    """Return those of the characters that a trial print finds no glyph for."""
    # After a letter: a combining mark needs something to stand on.
    lines = "".join(f"<p>o{character}" for character in characters)
    logger = logging.getLogger("weasyprint")
    # The question is asked on purpose: its answer is no news for the log of the installation.
    propagates, logger.propagate = logger.propagate, False
    try:
        with _listening() as complaints:
            HTML(string=f"<style>p {{ font-family: {_FAMILIES} }}</style>{lines}").write_pdf(font_config=_fonts())
    finally:
        logger.propagate = propagates
    return {chr(int(found[1], 16)) for complaint in complaints if (found := _NOTDEF.search(complaint))}
