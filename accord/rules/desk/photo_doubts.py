"""What makes a photo doubtful as evidence: taken too early, or seen before. A person judges; nothing is refused.

Source: DOMAIN.md section 5, a claim needs evidence; the numbers are ours. The clock of a camera may be wrong, and two
photos of one wall from one spot look alike: a doubt says what to look at, never that somebody cheats.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from accord.rules.vocabulary import PhotoOf

EARLIER_DAYS = 7
"""Ours: an inspection of a large factory and the writing of its report take some days, not weeks."""


class DoubtKind(StrEnum):
    """Why somebody should look twice at a photo."""

    LONG_BEFORE = "long_before"
    """The camera says that it was taken long before the inspection that it belongs to."""
    BEFORE_FOUND = "before_found"
    """It is said to show the correction, and the camera says that it was taken before the hazard was found."""
    SAME_FILE = "same_file"
    """The very same file was sent before, or for another hazard."""
    LOOKS_ALIKE = "looks_alike"
    """A photo that looks much the same was sent before, or for another hazard."""


@dataclass(frozen=True)
class Evidence:
    """A photo by what can be compared of it; None: not known."""

    id: int
    hazard_id: int
    shows: PhotoOf
    captured_on: date | None
    inspected_on: date | None
    """The day of the inspection that it belongs to."""
    found_on: date
    """The day on which its hazard was found."""
    upload_sha256: str | None
    fingerprint: int | None


@dataclass(frozen=True)
class Doubt:
    """Something to look at in a photo; `other_id` is the photo that it resembles, if the doubt is about one."""

    kind: DoubtKind
    photo_id: int
    other_id: int | None = None


def doubts_about(
    photo: Evidence, others: Iterable[Evidence], *, alike: Callable[[int, int], bool]
) -> tuple[Doubt, ...]:
    """Return what is doubtful of a photo, the days first; each other photo is named at most once.

    `alike` tells whether two fingerprints are of pictures that a person should compare.
    """
    found = [Doubt(kind, photo.id) for kind in _doubts_about_days(photo)]
    for other in others:
        if other.id != photo.id and _counts(photo, other) and (kind := _resemblance(photo, other, alike)):
            found.append(Doubt(kind, photo.id, other.id))
    return tuple(found)


def _doubts_about_days(photo: Evidence) -> Iterable[DoubtKind]:
    if photo.captured_on is None:
        return
    if photo.shows is PhotoOf.CORRECTION and photo.captured_on < photo.found_on:
        yield DoubtKind.BEFORE_FOUND
    elif photo.inspected_on and photo.captured_on < photo.inspected_on - timedelta(days=EARLIER_DAYS):
        yield DoubtKind.LONG_BEFORE


def _counts(photo: Evidence, other: Evidence) -> bool:
    """Return whether a resemblance says anything: at another hazard always, at the same one only to what came first."""
    return other.hazard_id != photo.hazard_id or other.id < photo.id


def _resemblance(photo: Evidence, other: Evidence, alike: Callable[[int, int], bool]) -> DoubtKind | None:
    if photo.upload_sha256 is not None and photo.upload_sha256 == other.upload_sha256:
        return DoubtKind.SAME_FILE
    if photo.fingerprint is None or other.fingerprint is None:
        return None
    return DoubtKind.LOOKS_ALIKE if alike(photo.fingerprint, other.fingerprint) else None
