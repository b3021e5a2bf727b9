"""Lines of text, shaped once: WeasyPrint shapes each of them three times to place it and once more to draw it.

A paragraph is given to Pango whole, and its lines are handed out one by one as WeasyPrint asks for them, each with its
glyphs, so that drawing need not shape it again. What is not plain text from left to right goes the way it always went.

Like the mend of the text layer this rests on private parts of WeasyPrint 70: see `text_layer`; installed by `speed`.
"""

import re
from collections.abc import Callable
from math import inf
from typing import Any, NamedTuple

from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features

from accord.gateways.printing.glyphs import Run, cut, runs_of, show

LONGEST_SHORT_TEXT = 48
"""Characters; dates, places, words for a status: the same ones stand beside many hazards and are shaped once."""

LONGEST_PARAGRAPH = 2_000
"""Characters; of a longer text WeasyPrint's own way shapes only the beginning for each line."""

WIDEST = 2**21
"""Pixels; a wider column is no limit to Pango, whose numbers would overflow."""

# Whatever ends a line, jumps ahead or may turn into a hyphen.
_SPECIAL = re.compile("[\x00\t\n\x0b\f\r\x1c-\x1e\x85\xad\u2028\u2029]")


class Measured(NamedTuple):
    """One line as Pango set it; lengths in bytes and pixels."""

    text: str
    length: int
    resume_at: int | None
    width: float
    height: float
    baseline: float
    direction: int
    runs: tuple[Run, ...]


class Line(line_break.Layout):  # type: ignore[misc]
    """A line that knows its glyphs; it is shaped again only where it must be drawn in another way."""

    justification_spacing = 0
    ascent = underline_position = strikethrough_position = None

    def __init__(self, measured: Measured, max_width: float | None) -> None:
        self.text, self.runs, self.max_width = measured.text, measured.runs, max_width
        self.first_line_direction = measured.direction

    def reactivate(self, style: Any) -> None:
        """Wait: drawing asks for glyphs, and they are here."""

    def activate(self, style: Any) -> None:
        """Shape the text again."""
        super().reactivate(style)

    def deactivate(self) -> None:
        """Let go of what `activate` made."""
        if "layout" in self.__dict__:
            super().deactivate()


class Setter:
    """Sets the text of one style, or says None where the style asks for more than plain lines."""

    def __init__(self, style: Any) -> None:
        self.is_plain = _is_plain(style)
        self._short: dict[str, Measured] = {}
        self._paragraph: _Paragraph | None = None
        if self.is_plain:
            self._wraps = style["white_space"] != "nowrap"
            self._context = _context(style)
            self._description = line_break.get_font_description(style)
            self._features = _features(style)

    def first_line(self, text: str, max_width: float | None) -> Measured | None:
        """Return the first line of the text, or None where it has to be set in WeasyPrint's own way."""
        limit = max_width if self._wraps else None
        known = self._short.get(text)
        if known and (limit is None or known.width <= limit):
            return known
        width = -1 if limit is None or limit >= WIDEST else int(max(0, limit) * TO_UNITS)
        paragraph = self._paragraph
        if not (paragraph and paragraph.rest == text and paragraph.width == width):
            if len(text) > LONGEST_PARAGRAPH or _SPECIAL.search(text):
                return None
            paragraph = _Paragraph(self._layout(text, width), text, width)
        line = paragraph.next_line(inf if limit is None else limit)
        self._paragraph = paragraph if line and paragraph.rest else None
        if line and line.resume_at is None and len(text) <= LONGEST_SHORT_TEXT:
            self._short[text] = line
        return line

    def _layout(self, text: str, width: int) -> Any:
        layout = ffi.gc(pango.pango_layout_new(self._context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout, False)
        pango.pango_layout_set_font_description(layout, self._description)
        if self._features:
            pango.pango_layout_set_attributes(layout, self._features)
        pango.pango_layout_set_width(layout, width)
        pango.pango_layout_set_text(layout, unicode_to_char_p(text)[0], -1)
        return layout


class _Paragraph:
    """A text that Pango has broken into lines, and how far they were handed out."""

    def __init__(self, layout: Any, text: str, width: int) -> None:
        self._layout, self._bytes, self.width = layout, text.encode(), width
        self._number, self._line = 0, pango.pango_layout_get_line_readonly(layout, 0)
        self.rest = text
        """What the lines handed out so far have left over."""

    def next_line(self, limit: float) -> Measured | None:
        """Return the next line, or None where it is too long or not plain."""
        line, self._number = self._line, self._number + 1
        self._line = pango.pango_layout_get_line_readonly(self._layout, self._number)
        start = line.start_index
        resume_at = None if self._line == ffi.NULL else self._line.start_index - start
        self.rest = "" if resume_at is None else self._bytes[start + resume_at :].decode()
        text = self._bytes[start : start + line.length]
        if resume_at is not None:
            text = text.rstrip(b" ")
            # Pango takes the width of any white space at which it breaks a line, WeasyPrint of spaces alone.
            if text.decode()[-1:].isspace():
                return None
        logical = ffi.new("PangoRectangle *")
        pango.pango_layout_line_get_extents(line, ffi.NULL, logical)
        runs = runs_of(line)
        if runs is None or logical.width * FROM_UNITS > limit or not text:
            return None
        kept = tuple(cut(runs, start, start + len(text)))
        # A space in another font than the word before it would have made the line higher.
        if len(kept) != len(runs):
            return None
        return Measured(
            text=text.decode(),
            length=len(text),
            resume_at=resume_at,
            width=logical.width * FROM_UNITS,
            height=logical.height * FROM_UNITS,
            baseline=-logical.y * FROM_UNITS,
            direction=line.resolved_dir,
            runs=kept,
        )


def _is_plain(style: Any) -> bool:
    return (
        # Older ones tell another size of the font than the one it is drawn in.
        pango.pango_version() >= 14802
        and style["white_space"] in ("normal", "nowrap", "pre-line")
        and style["letter_spacing"] == "normal"
        and style["word_spacing"] == 0
        and style["text_decoration_line"] == "none"
        and style["hyphens"] != "auto"
        and style["word_break"] == "normal"
        and style["font_size"] > 0
    )


def _context(style: Any) -> Any:
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    language = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    if language:
        pointer, _kept_alive = unicode_to_char_p(language)
        pango.pango_context_set_language(context, pango.pango_language_from_string(pointer))
    return context


def _features(style: Any) -> Any:
    """Return the list of Pango attributes with the features of the font, or None."""
    names = ("kerning", *(f"variant_{variant}" for variant in _VARIANTS), "feature_settings")
    features = font_features(*(style[f"font_{name}"] for name in names))
    if not features:
        return None
    words = ",".join(f"{key} {value}" for key, value in features.items()).encode()
    attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(words))
    return attributes


_VARIANTS = ("ligatures", "position", "caps", "numeric", "alternates", "east_asian")


def quick_split(split: Callable[..., Any], setter_of: Callable[[Any], Setter]) -> Callable[..., Any]:
    """Return what hands out the first line of a text; `split` does so where the line is not plain."""

    def split_first_line(
        text: str, style: Any, context: Any, max_width: float | None, spacing: float, *more: Any, **named: Any
    ) -> Any:
        setter = setter_of(style)
        line = setter.first_line(text, max_width) if setter.is_plain and text and not spacing else None
        if line is None:
            return split(text, style, context, max_width, spacing, *more, **named)
        return Line(line, max_width), line.length, line.resume_at, line.width, line.height, line.baseline

    return split_first_line


def quick_draw(draw: Callable[..., Any]) -> Callable[..., Any]:
    """Return what draws a line from its glyphs; `draw` does so where it does not have them."""

    def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
        line = textbox.pango_layout
        if not isinstance(line, Line):
            return draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        if not textbox.text.strip():
            return []
        is_cut = text_overflow == "ellipsis" or block_ellipsis != "none"
        if is_cut or not show(stream, line.runs, line.text, matrix):
            line.activate(textbox.style)
            return draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        return []

    return draw_first_line
