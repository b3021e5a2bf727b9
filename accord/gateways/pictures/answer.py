"""What a server and the process that re-encodes its photos say to each other: lengths, JSON, and bytes."""

import json
import struct
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accord.gateways.pictures.picture import LONGEST_PX, Picture
from accord.gateways.pictures.refusal import Expected, Reason, UploadRefused

QUESTION = struct.Struct(">BQ")
"""The lengths of the zone's name and of the photo, which follow."""
ANSWER = struct.Struct(">IQQ")
"""The lengths of what is told as JSON, of the JPEG and of the thumbnail, which follow."""
NO_ANSWER = ANSWER.pack(0, 0, 0)
MAX_ANSWER_BYTES = 32_000_000
"""A JPEG of 2,000 by 2,000 pixels of pure noise has 4 MB."""

_JPEG_START = b"\xff\xd8\xff"


class Nonsense(Exception):
    """The other side says what no process of ours would say."""


def packed(result: Picture | UploadRefused) -> bytes:
    """Return the answer about a photo as it is sent."""
    if isinstance(result, UploadRefused):
        told: dict[str, object] = {
            "refused": result.reason.name,
            "expected": result.expected and result.expected.name,
            "numbers": result.numbers,
        }
        return _with_lengths(told, b"", b"")
    told = {
        "width_px": result.width_px,
        "height_px": result.height_px,
        "captured_at": result.captured_at and result.captured_at.isoformat(),
        "fingerprint": result.fingerprint,
    }
    return _with_lengths(told, result.jpeg, result.thumbnail)


def is_whole(answer: bytes) -> bool:
    """Return whether the answer is as long as it says: whoever reads it would wait for the rest."""
    return len(answer) >= ANSWER.size and sum(ANSWER.unpack_from(answer)) == len(answer) - ANSWER.size


def understood(told: bytes, jpeg: bytes, thumbnail: bytes) -> Picture | UploadRefused:
    """Return the answer about a photo, or raise Nonsense.

    Whoever answers has read a file from anywhere, so no word is taken on trust.
    """
    try:
        words = json.loads(told)
        return _refusal(words) if "refused" in words else _picture(words, jpeg, thumbnail)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        msg = f"{type(error).__name__}: {error}"
        raise Nonsense(msg) from error


def _with_lengths(told: Mapping[str, object], jpeg: bytes, thumbnail: bytes) -> bytes:
    text = json.dumps(told).encode()
    return ANSWER.pack(len(text), len(jpeg), len(thumbnail)) + text + jpeg + thumbnail


def _refusal(words: Mapping[str, Any]) -> UploadRefused:
    expected = words["expected"]
    numbers = {str(name): _whole(number, 0, 1 << 63) for name, number in words["numbers"].items()}
    refused = UploadRefused(Reason[words["refused"]], expected=expected and Expected[expected], **numbers)
    str(refused)  # a number that the sentence needs and lacks is a KeyError here, not on the person's page
    return refused


def _picture(words: Mapping[str, Any], jpeg: bytes, thumbnail: bytes) -> Picture:
    return Picture(
        jpeg=_jpeg(jpeg),
        width_px=_whole(words["width_px"], 1, LONGEST_PX),
        height_px=_whole(words["height_px"], 1, LONGEST_PX),
        thumbnail=_jpeg(thumbnail),
        captured_at=_instant(words["captured_at"]),
        fingerprint=_whole(words["fingerprint"], -(1 << 63), (1 << 63) - 1),
    )


def _whole(value: object, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        msg = f"{str(value)[:40]!r} is no number from {least} to {most}"
        raise ValueError(msg)
    return value


def _instant(value: object) -> datetime | None:
    if value is None:
        return None
    instant = datetime.fromisoformat(str(value))
    if instant.utcoffset() is None:
        msg = f"{instant} is in no time zone"
        raise ValueError(msg)
    return instant


def _jpeg(content: bytes) -> bytes:
    if not content.startswith(_JPEG_START):
        msg = "that is no JPEG"
        raise ValueError(msg)
    return content
