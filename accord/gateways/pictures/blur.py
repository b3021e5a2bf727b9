"""Faces, name badges and screens made unrecognisable for good in a photo that is to be published.

A mosaic or a blur that only looks illegible can be undone or matched: McPherson, Shokri and Shmatikov (2016, "Defeating
Image Obfuscation with Deep Learning") recognised blurred and pixelated faces by machine. What cannot be undone is what
is no longer there: of each box at most sixteen colours remain, each in sixteen steps of red, green and blue, far fewer
than tell one face from another. They are then drawn into each other, so that nobody takes them for a picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from math import ceil, floor

from PIL import Image

from accord.gateways.pictures.encode import THUMBNAIL_QUALITY, as_jpeg, thumbnail
from accord.gateways.pictures.whole import whole_files_only

CELLS = 4
"""Of a box, across and down, whatever its size: a face of any size keeps as little."""
STEP = 16
"""Levels of a colour that become one."""
BLOCK_PX = 16
"""In the JPEGs that we write, colours are kept in blocks of 16 by 16 pixels, counted from the left and the top."""
BLEED_PX = 1
"""Where two meet, each takes a part of the colour of its last pixel from the other."""


@dataclass(frozen=True)
class Box:
    """A part of a photo, in fractions of its width and height from the left and the top; else ValueError is raised."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if not (0 <= self.left < self.right <= 1 and 0 <= self.top < self.bottom <= 1):
            msg = f"no part of a photo: {self}"
            raise ValueError(msg)


@dataclass(frozen=True)
class Blurred:
    """The photo to publish, and its thumbnail: the old one still shows what is hidden, so it must go with the old."""

    jpeg: bytes
    thumbnail: bytes


def blurred(jpeg: bytes, boxes: Sequence[Box]) -> Blurred:
    """Return a copy of a photo of ours in which the boxes show nothing; all else stays as good as it was.

    Blur from the photo as it was first kept, with all boxes at once: each round of JPEG costs a little.
    """
    with whole_files_only(), Image.open(BytesIO(jpeg), formats=("JPEG",)) as opened:
        image = opened.convert("RGB")
    for box in boxes:
        place = place_of(box, image.size)
        image.paste(_hidden(image.crop(place)), place)
    return Blurred(as_jpeg(image), as_jpeg(thumbnail(image), THUMBNAIL_QUALITY))


def place_of(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the box in pixels, grown to whole blocks: a JPEG lets a pixel shine as far as its block reaches."""
    (left, right), (top, bottom) = _grown(box.left, box.right, size[0]), _grown(box.top, box.bottom, size[1])
    return left, top, right, bottom


def _grown(start: float, end: float, length: int) -> tuple[int, int]:
    first = floor(start * length) // BLOCK_PX * BLOCK_PX - BLEED_PX
    last = ceil(ceil(end * length) / BLOCK_PX) * BLOCK_PX + BLEED_PX
    return max(0, first), min(length, last)


def _hidden(part: Image.Image) -> Image.Image:
    cells = part.resize((min(CELLS, part.width), min(CELLS, part.height)), Image.Resampling.BOX)
    coarse = cells.point(lambda level: level // STEP * STEP + STEP // 2)
    return coarse.resize(part.size, Image.Resampling.BICUBIC)
