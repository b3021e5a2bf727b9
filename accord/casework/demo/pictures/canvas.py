"""A sheet to draw flat pictures on, 1200 by 800, with smooth edges; coordinates are pixels of the finished picture."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from accord.casework.demo.pictures.palette import Colour

WIDTH_PX, HEIGHT_PX = 1200, 800
QUALITY = 82
"""Of the JPEG: flat colours stay clean, and no picture comes near 120 kB."""

Point = tuple[float, float]

_FINER = 2
"""Drawn twice as large and made smaller in the end, which smooths the edges."""
_BENDS = 24
_GLOW_RINGS = 28


class Canvas:
    """The sheet; every method draws over what is there. `alpha` (0 to 1) lets it shine through."""

    def __init__(self, ground: Colour) -> None:
        self._image = Image.new("RGB", (WIDTH_PX * _FINER, HEIGHT_PX * _FINER), ground)
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def rectangle(
        self, corner: Point, other: Point, colour: Colour, *, alpha: float = 1, radius: float = 0, border: float = 0
    ) -> None:
        """Fill the rectangle between two corners; with a border, draw its edge alone."""
        (left, top), (right, bottom) = _finer([corner, other])
        box = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        paint = _paint(colour, alpha)
        if border:
            self._draw.rounded_rectangle(box, radius * _FINER, outline=paint, width=round(border * _FINER))
        else:
            self._draw.rounded_rectangle(box, radius * _FINER, fill=paint)

    def polygon(self, points: Sequence[Point], colour: Colour, *, alpha: float = 1) -> None:
        """Fill the polygon."""
        self._draw.polygon(_finer(points), fill=_paint(colour, alpha))

    def line(self, points: Sequence[Point], colour: Colour, width: float, *, alpha: float = 1) -> None:
        """Draw straight lines through the points, with round ends where nothing shines through."""
        ends = _finer(points)
        self._draw.line(ends, fill=_paint(colour, alpha), width=round(width * _FINER), joint="curve")
        if alpha == 1:
            for x, y in (ends[0], ends[-1]):
                half = width * _FINER / 2
                self._draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def curve(self, points: Sequence[Point], colour: Colour, width: float, *, alpha: float = 1) -> None:
        """Draw one bend from the first point to the last, drawn towards the two between (a cubic Bézier curve)."""
        self.line(list(_bend(points)), colour, width, alpha=alpha)

    def ellipse(
        self, centre: Point, across: float, down: float | None = None, *, colour: Colour, alpha: float = 1
    ) -> None:
        """Fill an ellipse of these half axes; without the second, a circle."""
        self._draw.ellipse(_around(centre, across, across if down is None else down), fill=_paint(colour, alpha))

    def ring(
        self, centre: Point, radius: float, colour: Colour, *, width: float, start: float = 0, end: float = 360
    ) -> None:
        """Draw a part of a circle between two angles in degrees, clockwise from the right."""
        self._draw.arc(_around(centre, radius, radius), start, end, fill=_paint(colour, 1), width=round(width * _FINER))

    def glow(self, centre: Point, radius: float, colour: Colour, *, alpha: float) -> None:
        """Let light fall off from the centre."""
        for ring in range(_GLOW_RINGS, 0, -1):
            self.ellipse(centre, radius * ring / _GLOW_RINGS, colour=colour, alpha=alpha / _GLOW_RINGS * 2)

    def as_jpeg(self, *, mirrored: bool) -> bytes:
        """Return the finished picture as a JPEG that says nothing but itself."""
        picture = self._image.reduce(_FINER)
        if mirrored:
            picture = ImageOps.mirror(picture)
        file = BytesIO()
        picture.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
        return file.getvalue()


def _paint(colour: Colour, alpha: float) -> tuple[int, int, int, int]:
    return (*colour, round(alpha * 255))


def _finer(points: Sequence[Point]) -> list[Point]:
    return [(x * _FINER, y * _FINER) for x, y in points]


def _around(centre: Point, across: float, down: float) -> tuple[float, float, float, float]:
    x, y = centre[0] * _FINER, centre[1] * _FINER
    return x - across * _FINER, y - down * _FINER, x + across * _FINER, y + down * _FINER


def _bend(points: Sequence[Point]) -> Iterator[Point]:
    start, first, second, end = points
    for step in range(_BENDS + 1):
        after = step / _BENDS
        before = 1 - after
        shares = (before**3, 3 * before**2 * after, 3 * before * after**2, after**3)
        x, y = (
            sum(share * point[axis] for share, point in zip(shares, (start, first, second, end), strict=True))
            for axis in (0, 1)
        )
        yield x, y
