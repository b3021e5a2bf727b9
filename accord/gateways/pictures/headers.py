"""The head of a photo, read without decoding anything: how many pixels it claims, and whether its end is there."""

from dataclasses import dataclass

MOST_STEPS = 2000
"""Segments of a JPEG or boxes of a HEIC that are walked over: a phone writes a few hundred at most."""

_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_JPEG_SCAN = 0xDA
_JPEG_END = b"\xff\xd9"
_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"
_NEEDED_BOXES = frozenset({b"meta", b"mdat"})


@dataclass(frozen=True)
class Header:
    """What a photo says of itself; the size in pixels is None where only the decoder can tell."""

    size: tuple[int, int] | None
    is_whole: bool


def read_jpeg(raw: bytes) -> Header:
    """Return the size before the first scan, and whether an end follows it (previews before it have their own)."""
    size = None
    at = 2
    for _ in range(MOST_STEPS):
        at = raw.find(b"\xff", at)
        if at < 0 or at + 4 > len(raw):
            break
        marker = raw[at + 1]
        if marker == _JPEG_SCAN:
            return Header(size, size is not None and raw.find(_JPEG_END, at) > 0)
        if marker in _JPEG_SIZES:
            size = int.from_bytes(raw[at + 7 : at + 9], "big"), int.from_bytes(raw[at + 5 : at + 7], "big")
        at += _segment_bytes(raw, at)
    return Header(size, is_whole=False)


def read_png(raw: bytes) -> Header:
    """Return the size, which must come first in a PNG, and whether its end is there."""
    if raw[12:16] != b"IHDR":
        return Header(None, is_whole=False)
    return Header((int.from_bytes(raw[16:20], "big"), int.from_bytes(raw[20:24], "big")), _PNG_END in raw)


def read_webp(raw: bytes) -> Header:
    """Return the size of the canvas in any of the three forms of WebP, and whether as much follows as announced."""
    is_whole = int.from_bytes(raw[4:8], "little") + 8 <= len(raw)
    size = None
    if raw[12:16] == b"VP8X":
        size = int.from_bytes(raw[24:27], "little") + 1, int.from_bytes(raw[27:30], "little") + 1
    elif raw[12:16] == b"VP8L":
        bits = int.from_bytes(raw[21:25], "little")
        size = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif raw[12:16] == b"VP8 ":
        size = int.from_bytes(raw[26:28], "little") & 0x3FFF, int.from_bytes(raw[28:30], "little") & 0x3FFF
    return Header(size, is_whole and size is not None)


def read_heif(raw: bytes) -> Header:
    """Return whether the boxes with the description and with the pixels are there; the size stands too deep in them."""
    seen = set()
    at = 0
    for _ in range(MOST_STEPS):
        if at + 8 > len(raw):
            break
        kind, box_bytes = raw[at + 4 : at + 8], int.from_bytes(raw[at : at + 4], "big")
        if box_bytes == 1:
            box_bytes = int.from_bytes(raw[at + 8 : at + 16], "big")
        if box_bytes == 0:  # to the end of the file
            box_bytes = len(raw) - at
        if at + box_bytes <= len(raw):
            seen.add(kind)
        at += max(box_bytes, 8)
    return Header(None, seen >= _NEEDED_BOXES)


def heif_brands(raw: bytes) -> frozenset[bytes]:
    """Return the brands of an ISO media file, the first being what it mainly is; none for any other file."""
    if raw[4:8] != b"ftyp":
        return frozenset()
    told = raw[8 : min(int.from_bytes(raw[:4], "big"), 256)]
    return frozenset({told[:4], *(told[at : at + 4] for at in range(8, len(told), 4))})


def _segment_bytes(raw: bytes, at: int) -> int:
    marker = raw[at + 1]
    if marker == 0xFF:  # filling
        return 1
    return 2 if marker in _JPEG_ALONE else 2 + max(int.from_bytes(raw[at + 2 : at + 4], "big"), 2)
