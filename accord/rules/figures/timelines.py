"""The recommended timeline: how soon the inspectors want a hazard corrected, as the report prints it.

Source: CAP timelines as printed ("Immediate – Now", "Within 06 Month", "PRIORITY: P1 5 weeks"), DOMAIN.md section 4.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from accord.rules.months import months_after
from accord.rules.sheets.dates import date_at_start


class TimelineKind(StrEnum):
    """How a timeline is counted."""

    IMMEDIATE = "immediate"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    DATE = "date"


@dataclass(frozen=True)
class Timeline:
    """At once, so many days, weeks or months, or by a date; `count` only for periods, `by` only for a date."""

    kind: TimelineKind
    count: int = 0
    by: date | None = None


_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_PERIOD = re.compile(rf"\b(\d{{1,3}}|{'|'.join(_NUMBER_WORDS)})[\s\-–—]*(day|week|month|year)s?\b", re.IGNORECASE)
_BESIDE = re.compile(r"\b(within|in|priority|p?\d)\b", re.IGNORECASE)
"""Words that stand beside a timeline and change nothing of it: "PRIORITY: P1 5 weeks"."""
_AT_ONCE = re.compile(r"\b(immediate|immediately|now|at once|asap)\b", re.IGNORECASE)


def parse_timeline(text: str) -> Timeline | None:
    """Return the timeline that the words state, or None if they state none: a bare priority is no timeline."""
    if (written := date_at_start(text)) and written.day_on:
        return Timeline(TimelineKind.DATE, by=written.day_on)
    if _AT_ONCE.search(text):
        return Timeline(TimelineKind.IMMEDIATE)
    if period := _PERIOD.search(text):
        number, unit = period[1].lower(), period[2].lower()
        count = _NUMBER_WORDS.index(number) + 1 if number in _NUMBER_WORDS else int(number)
        if unit == "year":
            return Timeline(TimelineKind.MONTHS, count * 12)
        return Timeline(TimelineKind(f"{unit}s"), count)
    return None


def states_only_a_timeline(text: str) -> bool:
    """Return whether the words hold nothing beyond the timeline: "6 weeks after the DEA" holds a condition too."""
    if written := date_at_start(text):
        return not re.search(r"[^\W_]", text[written.end :])
    rest = _AT_ONCE.sub(" ", _PERIOD.sub(" ", text, count=1))
    return not re.search(r"[^\W_]", _BESIDE.sub(" ", rest))


def due_on(start: date, timeline: Timeline | None) -> date | None:
    """Return the last day of a timeline that begins on `start`, or None if there is no timeline.

    Calendar days, Fridays and holidays included; a month ends on the same day of the month, clipped to its end:
    one month from 31 January is 28 or 29 February.
    """
    if timeline is None:
        return None
    match timeline.kind:
        case TimelineKind.IMMEDIATE:
            return start
        case TimelineKind.DAYS:
            return start + timedelta(days=timeline.count)
        case TimelineKind.WEEKS:
            return start + timedelta(weeks=timeline.count)
        case TimelineKind.MONTHS:
            return months_after(start, timeline.count)
        case TimelineKind.DATE:
            return timeline.by
