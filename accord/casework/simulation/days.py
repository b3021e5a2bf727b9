"""Days of a simulation, counted from its anchor date, as dates and instants; nobody works on a Friday."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

FRIDAY = 4
"""The weekly rest in Bangladesh, as `date.weekday` counts."""

NEVER = 1_000_000
"""A day that does not come."""


class Hour(IntEnum):
    """When something is recorded, in the programme's time zone; a comment is written before the status it explains."""

    LISTED = 9
    CLAIMED = 11
    AGREED = 12
    INSPECTED = 15
    COMMENTED = 16
    JUDGED = 17
    DECIDED = 18


@dataclass(frozen=True)
class WorkDays:
    """The anchor date and the time zone of the programme. Day 0 is the anchor: all that is on record lies before it."""

    anchor: date
    zone: ZoneInfo
    _dates: dict[int, date] = field(default_factory=dict)
    _instants: dict[tuple[int, Hour], datetime] = field(default_factory=dict)

    @property
    def end(self) -> datetime:
        """The first instant of the anchor date, at which the simulated programme ends."""
        return datetime.combine(self.anchor, time(), tzinfo=self.zone).astimezone(UTC)

    def date(self, day: int) -> date:
        """Return the date of the day."""
        found = self._dates.get(day)
        if found is None:
            found = self._dates[day] = self.anchor + timedelta(days=day)
        return found

    def at(self, day: int, hour: Hour) -> datetime:
        """Return the instant of that full hour."""
        found = self._instants.get((day, hour))
        if found is None:
            here = datetime.combine(self.date(day), time(hour), tzinfo=self.zone)
            found = self._instants[day, hour] = here.astimezone(UTC)
        return found

    def worked(self, day: int) -> int:
        """Return the day, or the day before a Friday."""
        return day - 1 if self.date(day).weekday() == FRIDAY else day

    def next_worked(self, day: int) -> int:
        """Return the day, or the day after a Friday."""
        return day + 1 if self.date(day).weekday() == FRIDAY else day

    def first_of_month(self, day: int) -> int:
        """Return the first day of the calendar month in which the day lies."""
        return day - self.date(day).day + 1
