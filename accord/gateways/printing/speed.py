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
from weasyprint.layout import percent
from weasyprint.text import line_break

OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""Python's own 700 costs a tenth of a print: the boxes of a document all live until it is written."""


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Search for cyclic garbage more rarely inside, and once at the end, so that a long-lived process stays small."""
    usual = gc.get_threshold()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.collect(1)


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
    if len(rules) - len(kept) != len(("call", "marker", "note-call", "note-marker", "note-callback")):
        raise ImportError("The rules for footnotes in WeasyPrint's own stylesheet are not where they were.")
    # Its counter styles were read when WeasyPrint was imported; read into a store that is thrown away, none is twice.
    return CSS(string="\n".join(kept), counter_style=CounterStyle())


def serialise(pdf: pydyf.PDF) -> None:
    """Turn every object into its bytes once; pydyf would do it twice, compression and all, to make the identifier."""
    pdf.objects[:] = [entry if entry.free == "f" else _written(entry) for entry in pdf.objects]


def _written(entry: pydyf.Object) -> "_Object":
    if not isinstance(entry, pydyf.Stream):
        return _Object(entry)
    if entry.compress:
        content = b"\n".join(pydyf._to_bytes(item) for item in entry.stream)
        # Level 6, not pydyf's 9: a fifteenth of the whole print for files a hundredth larger.
        entry.stream, entry.compress = [zlib.compress(content, 6)], False
        entry.extra["Filter"] = "/FlateDecode"
    return _Stream(entry)


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

    @property
    def page_references(self) -> Any:
        kids = self.pages["Kids"]
        if len(kids) != self._pages_known:
            self._pages_known, self._references = len(kids), super().page_references
        return self._references


def _once_per_style(work_out: Callable[..., Any]) -> Callable[..., Any]:
    """Remember what was worked out for a style: hundreds of elements share one, and it does not change any more."""

    def remembered(style: Any, **named: Any) -> Any:
        # Under the name and the arguments, since two of them must not share a memory.
        key = (work_out, *named.values()) if named else work_out
        known = style.__dict__
        if key not in known:
            known[key] = work_out(style, **named)
        return known[key]

    return remembered


_LENGTHS = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


def _absolute_lengths(style: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return the used lengths and borders of boxes of the style, or None where they depend on the box around."""
    lengths = {name: style[name] for name in _LENGTHS}
    relative = any(length not in (None, "auto") and getattr(length, "unit", "") != "px" for length in lengths.values())
    if relative or style["box_sizing"] != "content-box":
        return None
    used = {name: length if length in (None, "auto") else length.value for name, length in lengths.items()}
    for name in ("min_width", "min_height"):
        used[name] = 0 if used[name] == "auto" else used[name]
    return used, {name: style[name] for name in _BORDERS}


def _with_absolute_lengths(resolve: Callable[..., None]) -> Callable[..., None]:
    """Copy lengths that no percentage touches from the style: nearly all boxes, several times each."""
    absolute_lengths = _once_per_style(_absolute_lengths)

    def resolved(box: Any, containing_block: Any) -> None:
        known = absolute_lengths(box.style)
        if known is None:
            resolve(box, containing_block)
            return
        lengths, borders = known
        # A collapsed border was settled between the cells before.
        if box.style["border_collapse"] != "collapse" or "border_top_width" not in box.__dict__:
            box.__dict__.update(borders)
        box.__dict__.update(lengths)

    return resolved


def _replace_everywhere(name: str, old: Any, new: Any) -> None:
    """Put a function in the place of another in every module that imported it by name."""
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith("weasyprint.") and getattr(module, name, None) is old:
            setattr(module, name, new)


def _with_shared_languages(find: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Give elements of one language one declaration of it, so that they can share their style."""

    def found(*arguments: Any, **named: Any) -> Iterator[Any]:
        languages: dict[str, Any] = {}
        for specificity, element, declarations, base_url in find(*arguments, **named):
            if element.get("lang") and [getattr(one, "name", "") for one in declarations] == ["-weasy-lang"]:
                declarations = languages.setdefault(element.get("lang"), declarations)
            yield specificity, element, declarations, base_url

    return found


pydyf.PDF = _PDF
_replace_everywhere(
    "resolve_percentages", percent.resolve_percentages, _with_absolute_lengths(percent.resolve_percentages)
)
line_break.get_font_description = _once_per_style(line_break.get_font_description)
line_break._font_style_cache_key = _once_per_style(line_break._font_style_cache_key)
weasyprint.css.find_style_attributes = _with_shared_languages(weasyprint.css.find_style_attributes)
