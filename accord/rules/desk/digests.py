"""How often somebody is told of what waits for them and is not urgent. Source: DOMAIN.md section 6; the rhythm is ours.

An order is never in it: of orders everybody is told at once.
"""

from datetime import date, timedelta
from enum import StrEnum

_SUNDAY = 6
"""The working week begins on it in Bangladesh."""


class Rhythm(StrEnum):
    """How often."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


UNSAID = Rhythm.DAILY
"""Ours: what waits for somebody who never said how often, they hear of every day."""


def period_of(rhythm: Rhythm, today: date) -> date | None:
    """Return the first day of the period for which somebody is told today, or None: they do not want to be.

    In each period once: a week that was missed on its first day is told of on a later one.
    """
    match rhythm:
        case Rhythm.DAILY:
            return today
        case Rhythm.WEEKLY:
            return today - timedelta(days=(today.weekday() - _SUNDAY) % 7)
        case Rhythm.NEVER:
            return None
