"""Months as the programme counts them: clipped to the month's end. Source: DOMAIN.md, "Time"."""

from calendar import monthrange
from datetime import date


def months_after(start: date, months: int) -> date:
    """Return the day so many months later; 31 August and six months is the last of February."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
