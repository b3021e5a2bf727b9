"""Turns days counted from the anchor into dates and instants, so that the demonstration is always recent."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FRIDAY = 4
"""The weekly rest in Bangladesh, as `date.weekday` counts."""


@dataclass(frozen=True)
class Days:
    """The anchor date of the demonstration, and the time zone of the programme."""

    anchor: date
    zone: ZoneInfo

    def worked_on(self, day: int) -> date:
        """Return the date on which somebody did something: never a Friday, then it was the day before."""
        on = self.anchor + timedelta(days=day)
        return on - timedelta(days=1) if on.weekday() == FRIDAY else on

    def due_on(self, day: int) -> date:
        """Return the date of a deadline, which may well be a Friday."""
        return self.anchor + timedelta(days=day)

    def at(self, on: date, hour: int) -> datetime:
        """Return the instant of that full hour, in the programme's time zone."""
        return datetime.combine(on, time(hour), tzinfo=self.zone)
