"""The moment at which something is done: the only form in which the clock enters the lower floors."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Moment:
    """An instant and the time zone of the programme, in which civil dates are meant (default Asia/Dhaka)."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The civil date in the programme's time zone."""
        return self.civil_date(self.now)

    def civil_date(self, instant: datetime) -> date:
        """Return the civil date on which the instant fell in the programme's time zone."""
        return instant.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """Return the first instant after that civil day: what was recorded before it was known on that day."""
        return datetime.combine(day + timedelta(days=1), time(), tzinfo=self.zone).astimezone(UTC)
