"""Dates as people type them into a CAP sheet.

In tables the day comes first, except in the form `9/30/2014 12:00:00 AM`, which a program wrote and which is
month first. A header block has one order of its own. Source: CONTRACT 2.1, "Dates".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""A year outside is a typing error: a deadline in 2917 would never fall due, and nobody would notice."""

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_BY_PREFIX = {
    month[:length]: number for number, month in enumerate(_MONTHS, start=1) for length in range(3, len(month) + 1)
} | {"sept": 9}
_TIME = r"(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:\s*(?P<half>[AaPp]\.?[Mm]\b\.?))?)?"
_BETWEEN = r"[\s\-–—/.,]*"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|ST|ND|RD|TH)?"
_YEAR = r"(?P<year>\d{4}|'?\d{2})(?!\d)"
_BEFORE = r"[\s'’‘`]*"

_NUMBERS = re.compile(rf"{_BEFORE}(?P<first>\d{{1,2}})\s*[/.\-–—]\s*(?P<second>\d{{1,2}})\s*[/.\-–—]\s*{_YEAR}{_TIME}")
_ISO = re.compile(rf"{_BEFORE}(?P<year>\d{{4}})[/.\-](?P<month>\d{{1,2}})[/.\-](?P<day>\d{{1,2}})(?!\d){_TIME}")
_DAY_MONTH = re.compile(rf"{_BEFORE}{_DAY}{_BETWEEN}(?:of\s+)?(?P<name>[A-Za-z]{{3,9}}){_BETWEEN}{_YEAR}{_TIME}")
_MONTH_DAY = re.compile(rf"{_BEFORE}(?P<name>[A-Za-z]{{3,9}}){_BETWEEN}{_DAY}[\s,.\-–/]+{_YEAR}{_TIME}")


class UnreadableDate(ValueError):
    """The text has no form of a date that we know."""


class ImpossibleDate(ValueError):
    """The text has the form of a date that no calendar holds, such as 31/02/2018; it never rolls over."""


@dataclass(frozen=True)
class WrittenDate:
    """A date found at the start of a text; `day_on` None where no calendar holds it; `end` is where the rest begins."""

    day_on: date | None
    end: int


def date_at_start(text: str, *, month_first: bool = False) -> WrittenDate | None:
    """Return the date with which the text begins, or None if it begins with none."""
    if found := _NUMBERS.match(text):
        # Only a program writes "12:00:00 AM" after a date, and that program wrote the month first.
        swapped = month_first or found["half"] is not None
        month, day = (found["first"], found["second"]) if swapped else (found["second"], found["first"])
        return WrittenDate(_day(found["year"], int(month), day), found.end())
    if found := _ISO.match(text):
        return WrittenDate(_day(found["year"], int(found["month"]), found["day"]), found.end())
    for form in (_DAY_MONTH, _MONTH_DAY):
        if (found := form.match(text)) and (month_number := _MONTH_BY_PREFIX.get(found["name"].lower())):
            return WrittenDate(_day(found["year"], month_number, found["day"]), found.end())
    return None


def parse_table_date(text: str, *, month_first: bool = False) -> date:
    """Return the day that the whole text states, day first unless said otherwise.

    Raises ImpossibleDate for a day that does not exist and UnreadableDate for anything that is no date.
    """
    found = date_at_start(text, month_first=month_first)
    if found is None or text[found.end :].strip(" \t\r\n\u00a0.,;'’"):
        raise UnreadableDate(text)
    if found.day_on is None:
        raise ImpossibleDate(text)
    return found.day_on


def header_dates(written: Sequence[str | date | None]) -> tuple[date | None, ...]:
    """Return the dates of one sheet's header block, read in one order; None where a text is no date.

    They are given in the order in which they must have happened: initial inspection, report received,
    1st follow-up and so on, and the date of the sheet last.
    """
    month_first = month_comes_first(written)
    return tuple(_read(each, month_first) or _read(each, not month_first) for each in written)


def month_comes_first(written: Sequence[str | date | None]) -> bool:
    """Return whether a header block puts the month first.

    Any value over 12 decides; without one, the order in which fewer dates go back in time; else the day is first.
    """
    pairs = [
        (int(found["first"]), int(found["second"]))
        for each in written
        if isinstance(each, str) and (found := _NUMBERS.match(each)) and not found["half"]
    ]
    day_first_for_sure = sum(first > 12 for first, _ in pairs)
    month_first_for_sure = sum(second > 12 for _, second in pairs)
    if day_first_for_sure or month_first_for_sure:
        return month_first_for_sure > day_first_for_sure
    return _steps_back(written, month_first=True) < _steps_back(written, month_first=False)


def _steps_back(written: Sequence[str | date | None], *, month_first: bool) -> int:
    days = [day for each in written if (day := _read(each, month_first))]
    return sum(earlier > later for place, earlier in enumerate(days) for later in days[place + 1 :])


def _read(written: str | date | None, month_first: bool) -> date | None:
    if written is None or isinstance(written, date):
        return written
    found = date_at_start(written, month_first=month_first)
    return found.day_on if found else None


def _day(year: str, month: int, day: str) -> date | None:
    full_year = int(year.lstrip("'"))
    if full_year < 100:
        full_year += 2000
    if not FIRST_YEAR <= full_year <= LAST_YEAR:
        return None
    try:
        return date(full_year, month, int(day))
    except ValueError:
        return None
