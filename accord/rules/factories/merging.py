"""What a factory that stands for another one takes over from it, and which coverage the two have together.

Ours throughout, each choice with its reason: the published sources tell of duplicates, not of what was done with them.
"""

from collections.abc import Mapping

from accord.rules.factories.duplicates import FAR_APART_METRES, metres_between
from accord.rules.vocabulary import COVERED, Coverage
from accord.rules.words.likeness import clearly_different

Particular = str | int | float | None
Particulars = Mapping[str, Particular]
"""What is on record of a factory, by the names of `TAKEN_OVER`."""

PLACE = ("address", "address_bn", "district", "upazila", "latitude_degrees", "longitude_degrees")
TAKEN_OVER = ("name", "name_bn", *PLACE, "os_id", "production", "workers", "workers_women", "company_group_id")
"""Fields that are taken over where they are missing. The summary is not: it was written about the other record."""

TOLD_TOGETHER = (("latitude_degrees", "longitude_degrees"), ("workers", "workers_women"))
"""Half of one pair and half of another make a place where nothing is, and more women than workers."""

_BY_STRENGTH = (Coverage.INACTIVE, Coverage.INDEPENDENT, Coverage.ACTIVE)


class ContradictoryCoverage(Exception):
    """One of the two is covered, and the other, which is to stand for it, was closed, archived or handed over."""


def taken_over(kept: Particulars, merged: Particulars) -> dict[str, Particular]:
    """Return what the kept factory lacks and the merged one has; what is on record of the kept one stays.

    Of another place nothing is taken over: a Bangla address, a district or a point on the map beside an English
    address elsewhere would send an engineer to the wrong building.
    """
    left_out = set(PLACE) if are_elsewhere(kept, merged) else set()
    for together in TOLD_TOGETHER:
        if any(kept[name] is not None for name in together):
            left_out |= set(together)
    return {
        name: merged[name]
        for name in TAKEN_OVER
        if name not in left_out and kept[name] is None and merged[name] is not None
    }


def are_elsewhere(one: Particulars, other: Particulars) -> bool:
    """Return whether the two are plainly on record at different places: the factory moved, or one record is wrong."""
    if one["district"] and other["district"] and one["district"] != other["district"]:
        return True
    places = [_point(one), _point(other)]
    if places[0] and places[1] and metres_between(places[0], places[1]) > FAR_APART_METRES:
        return True
    return any(
        clearly_different(str(one[name]), str(other[name]))
        for name in ("address", "address_bn")
        if one[name] and other[name]
    )


def _point(particulars: Particulars) -> tuple[float, float] | None:
    latitude, longitude = particulars["latitude_degrees"], particulars["longitude_degrees"]
    return None if latitude is None or longitude is None else (float(latitude), float(longitude))


def coverage_together(kept: Coverage, merged: Coverage) -> Coverage:
    """Return the coverage of the factory that stands for both: no merge makes a covered factory an uncovered one.

    Raises ContradictoryCoverage where only a person can say which of the two holds.
    """
    if kept in _BY_STRENGTH and merged in _BY_STRENGTH:
        return max(kept, merged, key=_BY_STRENGTH.index)
    if merged in COVERED:
        raise ContradictoryCoverage
    return kept
