"""Spells: how long something lasted, and how many days belong to any of several."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class Spell:
    """From one day to another, the last one not included; `to_on` None: it still lasts."""

    from_on: date
    to_on: date | None


def spells_in(steps: Sequence[tuple[date, StrEnum]], states: Container[StrEnum]) -> list[Spell]:
    """Return how long something was in one of the states; `steps` in the order in which they were made."""
    spells = []
    for place, (begins, state) in enumerate(steps):
        if state in states:
            ends = steps[place + 1][0] if place + 1 < len(steps) else None
            spells.append(Spell(begins, ends))
    return spells


def days_of(spells: Iterable[Spell], *, today: date) -> int:
    """Return how many days belong to at least one of the spells, up to today: a day is counted once."""
    days = 0
    reached = date.min
    for spell in sorted(spells, key=lambda each: each.from_on):
        begins, ends = max(spell.from_on, reached), min(spell.to_on or today, today)
        if ends > begins:
            days += (ends - begins).days
            reached = ends
    return days


def within(spells: Iterable[Spell], waits: Iterable[Spell], *, today: date) -> list[Spell]:
    """Return the parts of the spells that lie within a wait: a document counts for a hazard only while it waits."""
    waiting = list(waits)
    parts = []
    for spell in spells:
        for wait in waiting:
            begins = max(spell.from_on, wait.from_on)
            ends = min(spell.to_on or today, wait.to_on or today)
            if ends > begins:
                parts.append(Spell(begins, ends))
    return parts
