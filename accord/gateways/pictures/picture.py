"""A photo as it is kept after it was made anew."""

from dataclasses import dataclass
from datetime import datetime

LONGEST_PX = 2000
"""The full width of a printed page (170 mm) at 300 dots an inch; and phones take photos of 4,000 or 4,032 pixels, which
a JPEG decoder gives at half the size in a fraction of the time."""


@dataclass(frozen=True)
class Picture:
    """Two JPEGs without metadata, and what is known of the photo beside them.

    `captured_at` is in UTC, None where the photo does not say; `fingerprint` is a signed number of 64 bits.
    """

    jpeg: bytes
    width_px: int
    height_px: int
    thumbnail: bytes
    captured_at: datetime | None
    fingerprint: int
