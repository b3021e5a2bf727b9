"""A clock that a test moves, and an application that reads it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accord.rules.moments import Moment


@dataclass
class Clock:
    """The present instant of one test."""

    moment: Moment

    @property
    def now(self) -> datetime:
        """The instant."""
        return self.moment.now

    def go_on(self, **words: float) -> None:
        """Let time pass."""
        self.moment = Moment(self.moment.now + timedelta(**words), self.moment.zone)
