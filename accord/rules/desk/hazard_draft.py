"""One hazard as it is typed, pasted or captured in the field, before it is a record: the same shape for all three."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from accord.rules.figures.timelines import due_on, parse_timeline
from accord.rules.vocabulary import DISCIPLINE_OF_CATEGORY, Category, Discipline, OrderKind, Severity
from accord.rules.words.standard_wording import BLANKS, blanks_in

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
    BLANK = "blank"
    """Something in brackets is still to be filled in."""
    UNKNOWN = "unknown"
    """None of the words that may stand there."""
    TWICE = "twice"
    """The same item number stands in an earlier row."""
    NOT_IN_A_LIST = "not_in_a_list"
    """A danger among pasted rows: who is told is to be seen before it is saved."""


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


TEXTS = ("observation", "observation_bn", "recommended_action", "recommended_action_bn")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

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
    found |= {name: Problem.BLANK for name in TEXTS if name not in found and blanks_in(getattr(draft, name) or "")}
    if "recommended_timeline" not in found and parse_timeline(draft.recommended_timeline or "") is None:
        found["recommended_timeline"] = Problem.NO_TIMELINE
    if draft.category and DISCIPLINE_OF_CATEGORY[draft.category] is not discipline:
        found["category"] = Problem.OTHER_DISCIPLINE
    if not KEY.fullmatch(draft.key):
        found["key"] = Problem.BAD_KEY
    return found


def cleaned(text: str | None) -> str | None:
    """Return a text as it is kept: line ends of one kind, nothing that cannot be seen, no blanks around it.

    None where nothing is left.
    """
    return visible(text or "").strip() or None


def visible(text: str) -> str:
    """Return a text with line ends of one kind and nothing that cannot be seen."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def placed(draft: HazardDraft, *, english: str, bangla: str) -> HazardDraft:
    """Return the draft with its place put in where a standard wording leaves it open: nobody types it twice."""
    if not english:
        return draft
    return replace(
        draft,
        observation=_with_place(draft.observation, english, bangla),
        observation_bn=_with_place(draft.observation_bn, english, bangla),
        recommended_action=_with_place(draft.recommended_action, english, bangla),
        recommended_action_bn=_with_place(draft.recommended_action_bn, english, bangla),
    )


def _with_place(text: str | None, english: str, bangla: str) -> str | None:
    return text and text.replace("[place]", english).replace(f"[{BLANKS['place']}]", bangla)


def wanted_by(draft: HazardDraft, *, found_on: date) -> date | None:
    """Return the day by which the report wants it corrected, counted from the inspection; None: no timeline is said."""
    return due_on(found_on, parse_timeline(draft.recommended_timeline or ""))
