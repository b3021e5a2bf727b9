"""Reads the journal for people: who changed what, when, from what to what."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.records.journal import JournalEntry
from accord.rules.moments import Moment

PAGE = 100
"""Lines on one page."""

FROM_TO = 2
"""A change is noted as a pair: what stood before, and what stands now."""


@dataclass(frozen=True)
class Change:
    """One thing that a line tells: a value, or a change from one to another."""

    name: str
    before: str | None
    after: str | None
    is_change: bool


@dataclass(frozen=True)
class Line:
    """A line of the journal in words."""

    id: int
    at: datetime
    actor: str
    deed: str
    subject: str
    changes: tuple[Change, ...]


def lines(
    session: Session,
    *,
    moment: Moment,
    subject: str | None = None,
    actor: str | None = None,
    day: date | None = None,
    before: int | None = None,
) -> Sequence[Line]:
    """Return the latest lines that answer what is asked, the newest first; `before` goes on from a page that was read.

    `subject` is one thing, such as "hazard 12"; `actor` any part of a name or address.
    """
    query = select(JournalEntry).order_by(JournalEntry.id.desc()).limit(PAGE)
    if subject:
        query = query.where(JournalEntry.subject == subject)
    if actor:
        query = query.where(JournalEntry.actor.icontains(actor, autoescape=True))
    if day:
        first = datetime.combine(day, datetime.min.time(), tzinfo=moment.zone)
        query = query.where(JournalEntry.at >= first, JournalEntry.at < moment.end_of(day))
    if before:
        query = query.where(JournalEntry.id < before)
    return [line_of(entry) for entry in session.scalars(query)]


def line_of(entry: JournalEntry) -> Line:
    """Return a line in words."""
    told = json.loads(entry.details)
    changes = tuple(_change(name, value) for name, value in told.items() if value not in (None, "", [], {}))
    return Line(entry.id, entry.at, entry.actor, entry.deed, entry.subject, changes)


def _change(name: str, value: Any) -> Change:
    words = name.replace("_", " ")
    if isinstance(value, list) and len(value) == FROM_TO and not any(isinstance(each, (list, dict)) for each in value):
        return Change(words, _plain(value[0]), _plain(value[1]), is_change=True)
    return Change(words, None, _plain(value), is_change=False)


def _plain(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_plain(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(str(_plain(each)) for each in value)
    return str(value)
