"""One hazard as it is typed, pasted or captured in the field, before it is a record: the same shape for all three."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accord.rules.timelines import due_on, parse_timeline
from accord.rules.vocabulary import DISCIPLINE_OF_CATEGORY, Category, Discipline, OrderKind, Severity

KEY = re.compile(r"[0-9a-f]{16}")
"""The form of a hazard's public key. Who types makes it, so that the same hazard sent twice is one."""

LONGEST_TEXT, LONGEST_PLACE, LONGEST_TIMELINE = 4000, 300, 120
"""Letters that a text, a place and a timeline may have; the records hold no more of the latter two."""


class Problem(StrEnum):
    """What is wrong with a field of a draft."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NO_TIMELINE = "no_timeline"
    OTHER_DISCIPLINE = "other_discipline"
    BAD_KEY = "bad_key"


@dataclass(frozen=True)
class HazardDraft:
    """What somebody says of a hazard; ids of building, floor and zone are those of the records, None: not said."""

    key: str
    observation: str | None
    observation_bn: str | None
    recommended_action: str | None
    recommended_action_bn: str | None
    recommended_timeline: str | None
    severity: Severity | None
    category: Category | None
    wording_key: str | None = None
    location: str | None = None
    building_id: int | None = None
    floor_id: int | None = None
    zone_id: int | None = None
    item: int | None = None
    """None: the next free one."""
    shared_with: frozenset[int] = frozenset()
    """Ids of the other factories in the building that it counts for too."""
    order: OrderKind | None = None
    """What the engineer chose where a danger may be answered in several ways."""


_REQUIRED = ("observation", "recommended_action", "recommended_timeline", "severity")
_LONGEST: Mapping[str, int] = {
    "observation": LONGEST_TEXT,
    "observation_bn": LONGEST_TEXT,
    "recommended_action": LONGEST_TEXT,
    "recommended_action_bn": LONGEST_TEXT,
    "recommended_timeline": LONGEST_TIMELINE,
    "location": LONGEST_PLACE,
}


def problems_of(draft: HazardDraft, *, discipline: Discipline) -> dict[str, Problem]:
    """Return what is wrong by field; nothing is wrong where it is empty. All fields are looked at, not only the first.

    A hazard needs a place: a building or words that say where.
    """
    found = {name: Problem.MISSING for name in _REQUIRED if not getattr(draft, name)}
    if draft.building_id is None and not draft.location:
        found["location"] = Problem.MISSING
    found |= {name: Problem.TOO_LONG for name, most in _LONGEST.items() if len(getattr(draft, name) or "") > most}
    if "recommended_timeline" not in found and parse_timeline(draft.recommended_timeline or "") is None:
        found["recommended_timeline"] = Problem.NO_TIMELINE
    if draft.category and DISCIPLINE_OF_CATEGORY[draft.category] is not discipline:
        found["category"] = Problem.OTHER_DISCIPLINE
    if not KEY.fullmatch(draft.key):
        found["key"] = Problem.BAD_KEY
    return found


def wanted_by(draft: HazardDraft, *, found_on: date) -> date | None:
    """Return the day by which the report wants it corrected, counted from the inspection; None: no timeline is said."""
    return due_on(found_on, parse_timeline(draft.recommended_timeline or ""))
