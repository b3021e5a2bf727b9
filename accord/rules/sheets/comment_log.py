"""The dated log that inspectors keep in one comments cell, split into its entries.

An entry begins at the start of a line with its date: "On 04/03/2015 : …", "ON 28-Sep-2016 …", "28.12.2017: …".
A date inside a sentence begins nothing. Source: shared data README, traps 5 to 7.
"""

import re
from dataclasses import dataclass
from datetime import date

from accord.rules.sheets.dates import date_at_start

_ON = re.compile(r"[\s•*\-–]*(?P<on>[Oo][Nn])\b[\s,:]*")
_BULLET = re.compile(r"[\s•*\-–]*")
_COLON = re.compile(r"[\s\u00a0]*(?:[:：]|[-–—](?=\s))[\s\u00a0]*")
_NEW_SENTENCE = re.compile(r"[\s\u00a0]+(?=[^\W\d_a-z])|[\s\u00a0]*$")
# A line that ends in one of these words goes on in the next: the date there belongs to the sentence.
_GOES_ON = re.compile(
    r"(?:\b(?:on|dated?|by|until|till|from|of|to|is|was|the|and|before|after|since|within|timeline)|[,:;(])\s*$",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(r"previous\s+time\s*line\s*[:：\-–]?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Comment:
    """One entry of the log; `dated_on` None where it has no date, or an impossible one that `text` still shows."""

    dated_on: date | None
    text: str
    previous_timelines: tuple[date, ...] = ()
    """Final timelines that held before this comment, in the order written."""
    impossible: tuple[str, ...] = ()
    """Dates as written that no calendar holds, for a warning."""


def split_comments(cell: str) -> tuple[Comment, ...]:
    """Return the entries of a comments cell in the order written; nothing but a date that was read is left out."""
    entries: list[tuple[date | None, str | None, list[str]]] = []
    for line in cell.replace("\r\n", "\n").split("\n"):
        before = entries[-1][2][-1] if entries else ""
        start = _entry_start(line, before)
        if start:
            entries.append((start.dated_on, start.impossible, [start.text]))
        elif entries:
            entries[-1][2].append(line)
        else:
            entries.append((None, None, [line]))
    return tuple(
        _comment(dated_on, impossible, "\n".join(lines))
        for dated_on, impossible, lines in entries
        if dated_on or "".join(lines).strip()
    )


@dataclass(frozen=True)
class _Start:
    dated_on: date | None
    impossible: str | None
    text: str


def _entry_start(line: str, before: str) -> _Start | None:
    """Return the date and the rest of a line that begins an entry, or None for a line that goes on."""
    on = _ON.match(line)
    lead = on or _BULLET.match(line)
    begins_at = lead.end() if lead else 0
    written = date_at_start(line[begins_at:])
    if written is None:
        return None
    rest = line[begins_at + written.end :]
    colon = _COLON.match(rest)
    if not colon and not _begins_without_colon(on["on"] if on else "", rest, before):
        return None
    if written.day_on is None:
        return _Start(None, line[begins_at : begins_at + written.end].strip(), line)
    return _Start(written.day_on, None, rest[colon.end() :] if colon else rest.lstrip(" \t\u00a0"))


def _begins_without_colon(on: str, rest: str, before: str) -> bool:
    """Return whether a date without a colon begins an entry: "On 08/12/2015 This issue …" does."""
    return on != "on" and bool(_NEW_SENTENCE.match(rest)) and not _GOES_ON.search(before)


def _comment(dated_on: date | None, impossible: str | None, text: str) -> Comment:
    previous: list[date] = []
    broken = [impossible] if impossible else []
    for label in _PREVIOUS.finditer(text):
        written = date_at_start(text[label.end() :])
        if written and written.day_on:
            previous.append(written.day_on)
        elif written:
            broken.append(text[label.end() : label.end() + written.end].strip())
    # An undated text is kept to the letter, a leading tab or apostrophe included.
    return Comment(dated_on, text.rstrip(" \n\u00a0") if dated_on else text, tuple(previous), tuple(broken))
