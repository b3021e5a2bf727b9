"""Calendars as other programs read them (RFC 5545): days are days wherever they are read, hours are in UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import icalendar

MEDIA_TYPE = "text/calendar; charset=utf-8"
MAKER = "-//Accord//Deadlines//EN"
REFRESHED = timedelta(hours=4)
"""How often a calendar program may ask anew."""


@dataclass(frozen=True)
class Entry:
    """Something in a calendar: on a day, or from one instant to another."""

    uid: str
    """The same for ever for the same thing, so that a program changes it instead of adding it once more."""
    title: str
    begins: date | datetime
    ends: datetime | None = None
    """None: it is of the whole day."""
    address: str | None = None


def calendar_file(title: str, entries: Iterable[Entry], *, written_at: datetime) -> bytes:
    """Return a calendar with these entries."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, written_at))
    return bytes(calendar.to_ical())


def _event(entry: Entry, written_at: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", written_at)
    event.add("summary", entry.title)
    event.add("dtstart", entry.begins)
    # The end of a day is the beginning of the next one, which is not included.
    event.add("dtend", entry.ends or entry.begins + timedelta(days=1))
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if entry.ends else "TRANSPARENT")
    if entry.address:
        event.add("url", entry.address)
    return event
