"""Photos and documents as people send them, built by code: none of them is kept as a file."""

import struct
import zlib
from datetime import datetime
from io import BytesIO
from typing import Any

import pikepdf
from PIL import ExifTags, Image, ImageDraw
from pillow_heif import register_heif_opener

register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 200, 30), (30, 30, 220), (220, 220, 30)


def a_scene(width: int = 400, height: int = 300) -> Image.Image:
    """A picture whose four corners are red, green, yellow and blue, clockwise from the top left."""
    scene = Image.new("RGB", (width, height), (120, 120, 120))
    draw = ImageDraw.Draw(scene)
    half_width, half_height = width // 2, height // 2
    draw.rectangle((0, 0, half_width, half_height), RED)
    draw.rectangle((half_width, 0, width, half_height), GREEN)
    draw.rectangle((half_width, half_height, width, height), YELLOW)
    draw.rectangle((0, half_height, half_width, height), BLUE)
    return scene


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The picture as a file of that kind."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def a_photo(kind: str = "JPEG", **options: Any) -> bytes:
    """A photo as it comes from a telephone."""
    return encoded(a_scene(), kind, **options)


def an_exif(
    taken: datetime | str | None = None,
    *,
    offset: str | None = None,
    orientation: int | None = None,
    secret: str | None = None,
) -> bytes:
    """What a camera says beside the picture; the secret stands where makers, owners and places do."""
    exif = Image.Exif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    if taken is not None:
        written = taken if isinstance(taken, str) else f"{taken:%Y:%m:%d %H:%M:%S}"
        details[ExifTags.Base.DateTimeOriginal] = written
    if offset is not None:
        details[ExifTags.Base.OffsetTimeOriginal] = offset
    if orientation is not None:
        exif[ExifTags.Base.Orientation] = orientation
    if secret is not None:
        exif[ExifTags.Base.Make] = exif[ExifTags.Base.Artist] = secret
        details[ExifTags.Base.UserComment] = secret.encode()
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitude] = (23.0, 48.0, 36.0)
        place[ExifTags.GPS.GPSLongitude] = (90.0, 24.0, 45.0)
        place[ExifTags.GPS.GPSProcessingMethod] = secret.encode()
    return exif.tobytes()


def with_png_chunk(png: bytes, kind: bytes, content: bytes) -> bytes:
    """The PNG with one more chunk right after its head."""
    chunk = struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return png[:33] + chunk + png[33:]


def a_bomb(megapixels_a_side: int = 8) -> bytes:
    """A PNG of a few thousand bytes that unpacks to 64 million pixels."""
    side = megapixels_a_side * 1000
    return encoded(Image.new("1", (side, side)), "PNG", optimize=True)


def claiming(jpeg: bytes, width: int, height: int) -> bytes:
    """The JPEG with other dimensions in its head."""
    at = jpeg.index(b"\xff\xc0")
    return jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]


def a_pdf(**options: Any) -> bytes:
    """A PDF of one empty page, the same bytes each time."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    file = BytesIO()
    pdf.save(file, **{"deterministic_id": "encryption" not in options} | options)
    return file.getvalue()


def segments(jpeg: bytes) -> list[int]:
    """The markers of a JPEG in their order, up to its first scan, and its last two bytes as one more."""
    at, found = 2, []
    while True:
        assert jpeg[at] == 0xFF
        found.append(jpeg[at + 1])
        if jpeg[at + 1] == 0xDA:
            return [*found, jpeg[-1]]
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
