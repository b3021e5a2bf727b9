"""What we ask of a photo before all that it says of itself is dropped: its right way up, and when it was taken.

The place it says is never read.
"""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

FIRST_YEAR = 1996
"""EXIF exists since October 1995: an earlier date is that of a camera whose clock was never set."""

_UPRIGHT = 1


@dataclass(frozen=True)
class Told:
    """What the photo says: its EXIF orientation, 1 (upright) to 8, and the instant it was taken, if it says so."""

    orientation: int = _UPRIGHT
    captured_at: datetime | None = None


def told_by(image: Image.Image, zone: ZoneInfo) -> Told:
    """Return what the photo says; damaged words count as none, for the picture is what matters.

    A time without an offset is meant in the zone, where the photo was taken. Whether it lies in the future is for the
    caller to ask: a camera's clock is no evidence.
    """
    try:
        exif = image.getexif()
        orientation = exif.get(ExifTags.Base.Orientation, _UPRIGHT)
        details = exif.get_ifd(ExifTags.IFD.Exif)
    except (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, OverflowError, struct.error):
        return Told()
    return Told(
        orientation if orientation in range(1, 9) else _UPRIGHT,
        _instant(details.get(ExifTags.Base.DateTimeOriginal), details.get(ExifTags.Base.OffsetTimeOriginal), zone),
    )


def _instant(written: object, offset: object, zone: ZoneInfo) -> datetime | None:
    try:
        local = datetime.strptime(_text(written), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  its zone stands elsewhere
        if local.year < FIRST_YEAR:
            return None
        return local.replace(tzinfo=_offset(offset) or zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _offset(written: object) -> tzinfo | None:
    try:
        return datetime.strptime(_text(written), "%z").tzinfo
    except ValueError:
        return None


def _text(written: object) -> str:
    return written.strip("\0 ") if isinstance(written, str) else ""
