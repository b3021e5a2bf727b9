"""What makes a print faster without changing what it says; measured by bench/print_cap.py, held by tests/reports.

Like the mend of the text layer this rests on private parts of WeasyPrint 70 and pydyf 0.13: see `text_layer`.
"""

import gc
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

import pydyf
import weasyprint.css
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.draw import color
from weasyprint.draw import text as drawn_text
from weasyprint.formatting_structure import boxes
from weasyprint.layout import page, percent
from weasyprint.text import line_break

from accord.gateways.printing.lines import Setter, quick_draw, quick_split
from accord.gateways.printing.styles import (
    color_of,
    in_normal_flow,
    once_per_style,
    with_absolute_lengths,
    with_shared_languages,
    with_shared_pages,
    with_square_corners,
)


@contextmanager
def no_collections() -> Iterator[None]:
    """Search for cyclic garbage once, at the end: the boxes of a document all live until it is written."""
    usual = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if usual:
            gc.enable()
        gc.collect(1)


def let_go(document: Any) -> None:
    """Untie the knots in a document that is written: its tables know their columns, and these their table's cells.

    Then it goes at once, where searching for it as garbage takes a fifteenth of the print.
    """
    for printed in document.pages:
        for box in printed._page_box.descendants():
            for columns in getattr(box, "column_groups", ()):
                for column in columns.children:
                    column.__dict__.pop("get_cells", None)


class Page(HTML):  # type: ignore[misc]
    """A page without footnotes: their rules would give every element five styles that nobody uses.

    One that calls itself XML is read by the parser of the standard library instead of the slow one for HTML.
    """

    def __init__(self, *, string: str, base_url: str, url_fetcher: Callable[[str], Any]) -> None:
        if not string.startswith("<?xml"):
            super().__init__(string=string, base_url=base_url, url_fetcher=url_fetcher)
            return
        self.base_url, self.url_fetcher, self.media_type = base_url, url_fetcher, "print"
        tree = ElementTree.fromstring(string)  # noqa: S314 (our own template, its values escaped, no entity declared)
        self.wrapper_element = weasyprint.cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_stylesheet_without_notes()]


@cache
def _stylesheet_without_notes() -> CSS:
    rules = (files("weasyprint.css") / "html5_ua.css").read_text(encoding="utf-8").splitlines()
    kept = [rule for rule in rules if not rule.startswith(("::footnote-", "::note-"))]
    # Only items of lists have a marker; asked of every element, each would get a style for one.
    sheet = "\n".join(kept).replace("\n::marker ", "\nli::marker ")
    notes = ("call", "marker", "note-call", "note-marker", "note-callback")
    if len(rules) - len(kept) != len(notes) or sheet.count("li::marker ") != 1:
        raise ImportError("The rules for footnotes and markers in WeasyPrint's own stylesheet are not where they were.")
    # Its counter styles were read when WeasyPrint was imported; read into a store that is thrown away, none is twice.
    return CSS(string=sheet, counter_style=CounterStyle())


def serialise(pdf: pydyf.PDF) -> None:
    """Turn every object into its bytes once; pydyf would do it twice, compression and all, to make the identifier."""
    pdf.objects[:] = [entry if entry.free == "f" else _written(entry) for entry in pdf.objects]


def _written(entry: pydyf.Object) -> "_Object":
    if not isinstance(entry, pydyf.Stream):
        return _Object(entry)
    _compress(entry)
    return _Stream(entry)


def _packed_when_painted(paint: Callable[..., None]) -> Callable[..., None]:
    """Compress the drawing of each page when it is complete: it has thousands of parts, and other pages follow."""

    def paint_and_pack(drawn: Any, stream: Any, *arguments: Any, **named: Any) -> None:
        paint(drawn, stream, *arguments, **named)
        _compress(stream)

    return paint_and_pack


def _compress(entry: pydyf.Stream) -> None:
    if entry.compress:
        content = b"\n".join(map(pydyf._to_bytes, entry.stream))
        # Level 6, not pydyf's 9: an eighth of the whole print for files a twentieth larger.
        entry.stream, entry.compress = [zlib.compress(content, 6)], False
        entry.extra["Filter"] = "/FlateDecode"


class _Object(pydyf.Object):  # type: ignore[misc]
    """An object of which only its number and its bytes are left."""

    def __init__(self, entry: pydyf.Object) -> None:
        self.number, self.generation, self.free, self.offset = entry.number, entry.generation, entry.free, entry.offset
        self._bytes: bytes = entry.data

    @property
    def data(self) -> bytes:
        return self._bytes


class _Stream(_Object, pydyf.Stream):  # type: ignore[misc]
    """The same for a stream, which unlike other objects may not lie in an object stream."""


class _PDF(pydyf.PDF):  # type: ignore[misc]
    """A PDF that makes the list of its pages once: it is asked for with every element of the structure."""

    _pages_known = 0
    _references: tuple[bytes, ...] = ()

    def add_object(self, entry: pydyf.Object) -> None:
        """Add the object; the stream of all small objects comes last, and is compressed as the others were."""
        super().add_object(entry)
        if isinstance(entry, pydyf.Stream) and entry.extra.get("Type") == "/ObjStm":
            _compress(entry)

    @property
    def page_references(self) -> Any:
        kids = self.pages["Kids"]
        if len(kids) != self._pages_known:
            self._pages_known, self._references = len(kids), super().page_references
        return self._references


def _replace_everywhere(name: str, old: Any, new: Any) -> None:
    """Put a function in the place of another in every module that imported it by name."""
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith("weasyprint.") and getattr(module, name, None) is old:
            setattr(module, name, new)


def _to_bytes(item: Any) -> bytes:
    """Return what pydyf's own function returns, asking first for what comes most."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]
    return _other_to_bytes(item)  # type: ignore[no-any-return]


_other_to_bytes = pydyf._to_bytes
pydyf._to_bytes = _to_bytes
pydyf.PDF = _PDF
_replace_everywhere(
    "resolve_percentages", percent.resolve_percentages, with_absolute_lengths(percent.resolve_percentages)
)
_replace_everywhere(
    "resolve_radii_percentages",
    percent.resolve_radii_percentages,
    with_square_corners(percent.resolve_radii_percentages),
)
_replace_everywhere("strut", line_break.strut, once_per_style(line_break.strut))
line_break.get_font_description = once_per_style(line_break.get_font_description)
line_break._font_style_cache_key = once_per_style(line_break._font_style_cache_key)
_replace_everywhere(
    "split_first_line", line_break.split_first_line, quick_split(line_break.split_first_line, once_per_style(Setter))
)
drawn_text.draw_first_line = quick_draw(drawn_text.draw_first_line)
_replace_everywhere("get_color", color.get_color, color_of)
_replace_everywhere(
    "set_page_type_computed_styles",
    page.set_page_type_computed_styles,
    with_shared_pages(page.set_page_type_computed_styles),
)
weasyprint.document.Page.paint = _packed_when_painted(weasyprint.document.Page.paint)
boxes.Box.is_in_normal_flow = in_normal_flow
weasyprint.css.find_style_attributes = with_shared_languages(weasyprint.css.find_style_attributes)
