"""A gentle check of a planned action: specific, measurable, with somebody responsible, resourced, dated.

Ours: hints, never refusals. A plan that says "as soon as possible" says nothing that an engineer can verify.
"""

import re
from datetime import date
from enum import StrEnum


class Hint(StrEnum):
    """What a planned action lacks."""

    TOO_SHORT = "too_short"
    VAGUE = "vague"
    NOTHING_TO_MEASURE = "nothing_to_measure"
    NOBODY_RESPONSIBLE = "nobody_responsible"
    NO_DATE = "no_date"
    NO_COST = "no_cost"
    LATER_THAN_WANTED = "later_than_wanted"
    """The day is later than the timeline of the report gives."""


FEWEST_WORDS = 4
"""Ours: "will be done" and "OK" name neither thing nor place."""

_VAGUE = re.compile(
    r"\b(?:asap|as soon as possible|as early as possible|soon|shortly|if (?:possible|needed|required|necessary)|"
    r"will be (?:done|taken care of|looked into)|under process|in process|try to|etc)\b"
    r"|যত দ্রুত সম্ভব|যত তাড়াতাড়ি সম্ভব|শীঘ্রই|শিগগিরই|সম্ভব হলে|প্রয়োজনে|চেষ্টা করা হবে|ব্যবস্থা নেওয়া হবে|ইত্যাদি",
    re.IGNORECASE,
)
_MEASURE = re.compile(r"\d|[০-৯]|\ball\b|\beach\b|\bevery\b|সব|প্রতিটি|সকল", re.IGNORECASE)


def hints_of(
    action: str,
    *,
    responsible_person: str | None,
    due_on: date | None,
    cost_bdt: int | None,
    wanted_by: date | None,
) -> tuple[Hint, ...]:
    """Return what the planned action lacks, in the order in which it is best mended; empty where nothing.

    `wanted_by` is the last day of the timeline that the report recommends, None where it recommends none.
    """
    found = []
    if len(action.split()) < FEWEST_WORDS:
        found.append(Hint.TOO_SHORT)
    if _VAGUE.search(action):
        found.append(Hint.VAGUE)
    if not _MEASURE.search(action):
        found.append(Hint.NOTHING_TO_MEASURE)
    if not responsible_person:
        found.append(Hint.NOBODY_RESPONSIBLE)
    if due_on is None:
        found.append(Hint.NO_DATE)
    elif wanted_by is not None and due_on > wanted_by:
        found.append(Hint.LATER_THAN_WANTED)
    if cost_bdt is None:
        found.append(Hint.NO_COST)
    return tuple(found)
