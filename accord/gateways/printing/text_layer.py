"""The mend of the text layer: without it Bangla looks right on paper and cannot be searched, copied or read aloud.

WeasyPrint maps each glyph once to the slice of its cluster, so a vowel sign drawn before its consonant comes out
empty or in the wrong place. Here every drawn line in a complex script carries its own words (`/ActualText`), lines in
another language than the document say so (`/Lang`), and no glyph maps to nothing.

This rests on private parts of WeasyPrint (docs/decisions): importing it with another version than the pinned one fails.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from unicodedata import normalize

import pydyf
import weasyprint
import weasyprint.pdf
from fontTools.ttLib import TTFont
from weasyprint.pdf.stream import Stream

from accord.gateways.printing.breaks import BREAK

TESTED_VERSION = "70.0"
ZERO_WIDTH_SPACE = "\u200b"
"""What a glyph that stands for no letter of its own maps to."""

# Combining marks, Hebrew to Mongolian (Arabic and all Indic scripts among them), directional marks, emoji:
# whatever is drawn in another order, or with another number of glyphs, than it is written.
_COMPLEX = re.compile(
    "[\u0300-\u036f\u0590-\u1dff\u200b-\u200f\u202a-\u202e\u2066-\u2069\ua800-\uabff\ufb1d-\ufdff\ufe00-\ufe0f"
    "\ufe20-\ufe2f\ufe70-\ufefe\U00010800-\U00011fff\U0001f000-\U0001faff\U000e0000-\U000e0fff]"
)


LONGEST_CLUSTER = 8
"""Characters that one glyph may stand for: readers refuse longer entries, as WeasyPrint makes them right to left."""

_NOMINAL: dict[str, dict[int, str]] = {}
"""For each font the glyphs that stand for one character by themselves."""


class _Mapped(dict[int, str]):
    """Glyph to characters, never to none: PDF/A wants each glyph to mean at least one."""

    def __init__(self, font: Any) -> None:
        super().__init__(font.to_unicode)
        self._font = font

    def __setitem__(self, glyph: int, text: str) -> None:
        if len(text) != 1:
            # The slice of a cluster: right for a conjunct, wrong for a letter that was drawn beside others.
            fallback = text if 0 < len(text) <= LONGEST_CLUSTER else ZERO_WIDTH_SPACE
            letter = _nominal(self._font).get(glyph, fallback)
            # "fl" drawn as one glyph has a character of its own too, but nobody searches for that.
            text = text if normalize("NFKC", letter) == text else letter
        super().__setitem__(glyph, text)


def _nominal(font: Any) -> dict[int, str]:
    if font.hash not in _NOMINAL:
        file = TTFont(BytesIO(font.file_content), fontNumber=font.index, lazy=True)
        names = file.getBestCmap() or {}
        _NOMINAL[font.hash] = {file.getGlyphID(name): chr(point) for point, name in reversed(names.items())}
    return _NOMINAL[font.hash]


class ReadableStream(Stream):  # type: ignore[misc]
    """A page's stream whose lines can be read back as they were written."""

    document_language = ""
    """The language that needs no word said; set before each print (one print at a time)."""

    def add_font(self, pango_font: Any) -> tuple[Any, float]:
        """Add the font, with a map that leaves no glyph without a character."""
        font, size = super().add_font(pango_font)
        if not isinstance(font.to_unicode, _Mapped):
            font.to_unicode = _Mapped(font)
        return font, size

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        """Mark what is drawn inside as one leaf of the structure, with its words and language."""
        if self._tags is None:
            yield
            return
        mcid = len(self._tags)
        self._tags[box] = {"tag": tag, "mcid": mcid}
        properties = pydyf.Dictionary({"MCID": mcid}) if tag != "Span" else self._spoken(box, mcid)
        self.begin_marked_content(tag, properties)
        yield
        self.end_marked_content()

    def _spoken(self, box: Any, mcid: int) -> pydyf.Dictionary:
        properties = pydyf.Dictionary({"MCID": mcid})
        if _COMPLEX.search(box.text):
            properties["ActualText"] = pydyf.String(box.text.replace(BREAK, ""))
        language = box.style["lang"]
        if language and language != self.document_language:
            properties["Lang"] = pydyf.String(language)
        return properties


if weasyprint.__version__ != TESTED_VERSION:
    raise ImportError(
        f"The text layer of PDFs is mended inside WeasyPrint {TESTED_VERSION}, but {weasyprint.__version__} is"
        " installed. Install the pinned version, or run tests/reports with the new one and move TESTED_VERSION."
    )
weasyprint.pdf.Stream = ReadableStream
