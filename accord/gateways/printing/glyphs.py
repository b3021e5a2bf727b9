"""The glyphs of a line: taken over from Pango as they were placed, and drawn with one look-up each.

Like the mend of the text layer this rests on private parts of WeasyPrint 70: see `text_layer`; used by `lines`.
"""

from collections.abc import Iterable, Iterator, Sequence
from struct import Struct, unpack_from
from typing import Any, NamedTuple

from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import get_pango_font_key

_GLYPH = Struct("=Iiii4x")
"""Number, width, x offset, y offset, in Pango's units: a PangoGlyphInfo."""

ffi.cdef("void *g_object_ref(void *object);")

_EMPTY, _UNKNOWN = pango.PANGO_GLYPH_EMPTY, pango.PANGO_GLYPH_UNKNOWN_FLAG
_RISE = "\0"
"""Stands in a string of glyphs where one of them is raised or lowered."""


class Unusual(Exception):
    """The glyphs hold more than can be drawn here: a missing one, a coloured one."""


class Face(NamedTuple):
    """A font of Pango; it is kept for ever, as the font map does that made it, so its address stays its own."""

    font: Any
    key: int
    size: float


class Run(NamedTuple):
    """Glyphs of one font, and the bytes of the line that they stand for."""

    face: Face
    offset: int
    length: int
    glyphs: bytes
    clusters: bytes


_FACES: dict[int, Face] = {}


def _face(font: Any) -> Face:
    address = int(ffi.cast("uintptr_t", font))
    if address not in _FACES:
        kept = ffi.gc(ffi.cast("PangoFont *", gobject.g_object_ref(font)), gobject.g_object_unref)
        key, _description, size = get_pango_font_key(font)
        _FACES[address] = Face(kept, key, size)
    return _FACES[address]


def runs_of(line: Any) -> list[Run] | None:
    """Return the glyphs of a line of Pango, or None where a part of it runs from right to left."""
    runs = []
    run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        if item.analysis.level % 2:
            return None
        count = glyphs.num_glyphs
        runs.append(
            Run(
                _face(item.analysis.font),
                item.offset,
                item.length,
                ffi.buffer(glyphs.glyphs, count * _GLYPH.size)[:],
                ffi.buffer(glyphs.log_clusters, count * 4)[:],
            )
        )
        run = run.next
    return runs


def cut(runs: Iterable[Run], start: int, end: int) -> Iterator[Run]:
    """Return the runs as a line of its own from one byte to another: without the space at which it was broken."""
    for face, offset, length, glyphs, clusters in runs:
        count = len(clusters) // 4
        while count and offset + unpack_from("=i", clusters, count * 4 - 4)[0] >= end:
            count -= 1
        if count:
            yield Run(
                face, offset - start, min(length, end - offset), glyphs[: count * _GLYPH.size], clusters[: count * 4]
            )


class Pieces(dict[tuple[int, int, int, int], str]):
    """What a PDF says to draw a glyph of one font in one size, for each width and offset it was placed with."""

    def __init__(self, font: Any, face: Face) -> None:
        super().__init__()
        if font.svg or font.png or font.colr or font.bitmap:
            raise Unusual
        # Not the font, which keeps this: what keeps itself outlives its document until garbage is searched for.
        self._widths, self._face = font.widths, face

    def __missing__(self, placed: tuple[int, int, int, int]) -> str:
        glyph, width, x_offset, y_offset = placed
        size = self._face.size
        if glyph == _EMPTY:
            return self.setdefault(placed, f">{-width / size}<")
        if glyph & _UNKNOWN:
            raise Unusual
        offset, rise = x_offset / size, y_offset / 1000
        if rise:
            # Drawn by itself, between two changes of the height.
            drawn = f"{_RISE}{-rise}{_RISE}{-offset if offset else ''}<{glyph:04x}>{_RISE}<"
        else:
            drawn = f">{-offset}<{glyph:04x}" if offset else f"{glyph:04x}"
        kerning = self._logical_width(glyph) + offset - width * 1000 * FROM_UNITS / size
        return self.setdefault(placed, f"{drawn}>{int(kerning)}<" if kerning else drawn)

    def _logical_width(self, glyph: int) -> int:
        if glyph not in self._widths:
            logical = ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(self._face.font, glyph, ffi.NULL, logical)
            self._widths[glyph] = round(logical.width * 1000 * FROM_UNITS / self._face.size)
        return int(self._widths[glyph])


def show(stream: Any, runs: Sequence[Run], text: str, matrix: Any) -> bool:
    """Draw the runs of a line and return True, or draw nothing where they hold more than can be drawn here."""
    try:
        parts = [_drawn(stream, run, text) for run in runs]
    except Unusual:
        return False
    stream.set_text_matrix(*matrix.values)
    _write(stream, parts)
    return True


def _drawn(stream: Any, run: Run, text: str) -> tuple[Run, Any, str]:
    font = stream._fonts.get(run.face.key) or stream.add_font(run.face.font)[0]
    pieces = font.__dict__.setdefault("pieces", {})
    known = pieces.get(run.face.size)
    if known is None:
        known = pieces[run.face.size] = Pieces(font, run.face)
    count = len(known)
    drawn = "<" + "".join(map(known.__getitem__, _GLYPH.iter_unpack(run.glyphs)))
    if len(known) != count:
        _learn(font, run, text)
    return run, font, drawn


def _learn(font: Any, run: Run, text: str) -> None:
    """Map glyphs that were not drawn before to the characters they stand for."""
    starts = [start for (start,) in Struct("=i").iter_unpack(run.clusters)]
    ends = [*starts[1:], run.length]
    for (glyph, *_), start, end in zip(_GLYPH.iter_unpack(run.glyphs), starts, ends, strict=True):
        if glyph != _EMPTY and glyph not in font.to_unicode:
            font.to_unicode[glyph] = text.encode()[run.offset + start : run.offset + end].decode()


def _write(stream: Any, parts: list[tuple[Run, Any, str]]) -> None:
    string, face = "", None
    for run, font, drawn in parts:
        if run.face is not face:
            if string:
                stream.show_text(string)
            string, face = "", run.face
            stream.set_font_size(font.hash, face.size)
        if _RISE in drawn:
            string, drawn = "", _raised(stream, string + drawn)
        string += _closed(drawn)
    stream.show_text(string)


def _raised(stream: Any, drawn: str) -> str:
    """Draw up to the last glyph that is raised, and return what follows it."""
    before, rise, glyph, after = drawn.split(_RISE, 3)
    if before := _closed(before):
        stream.show_text(before)
    stream.set_text_rise(float(rise))
    stream.show_text(glyph)
    stream.set_text_rise(0)
    return _raised(stream, after) if _RISE in after else after


def _closed(string: str) -> str:
    return string[:-1] if string.endswith("<") else f"{string}>"
