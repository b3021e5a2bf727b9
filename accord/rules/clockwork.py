"""When a job of the clockwork is due, when one that was killed or failed is done again, and when it stands still.

Time decides nothing by itself: a job is due for a period, and what was done for the period is on record. So a clock put
back finds each night done, and one put forward does each job once, for the period in which it then is. Minutes through
which the clock goes again are numbered: what is new in them need not wait, and a standstill in them is noticed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from accord.rules.moments import Moment


class JobName(StrEnum):
    """What the clockwork does."""

    ORDERS = "orders"
    ARRIVALS = "arrivals"
    DIGESTS = "digests"
    LETTERS = "letters"
    SNAPSHOT = "snapshot"
    PHOTOS = "photos"
    PROPOSALS = "proposals"
    PAPERS = "papers"
    PRUNE = "prune"
    BACK = "back"
    HEARTBEAT = "heartbeat"


class Turn(StrEnum):
    """Whether a job is to be done now."""

    FIRST = "first"
    AGAIN = "again"
    """It was begun by a process that was killed, or it failed a while ago."""
    DONE = "done"
    WAITS = "waits"
    """It failed a moment ago."""
    IDLE = "idle"
    """There is nothing to decide, which is not put on record each minute."""
    GIVEN_UP = "given_up"
    """It was begun so often that it is left to people, until its next period."""


STALE_AFTER = timedelta(minutes=5)
"""Ours. It beats each minute, after the jobs of the round: the longest, the snapshot of 2,000 factories, takes 24 s,
and 97 s beside seven busy programs (bench/README.md). So five missed beats are no long job; and the first reminder of
an order comes after four hours, which leaves enough time to act."""
AGAIN_AFTER = timedelta(minutes=15)
"""Ours: a disk that is full or a database that is away is rarely mended sooner."""
MOST_TIMES = 5
"""Ours: a job that kills the process each time it is begun must not keep all the others from being done."""
TOLD_FOR = timedelta(hours=2)
"""Ours: what goes wrong with a letter is tried again within the hour, with an order within the minute."""
KEPT_FOR = timedelta(days=30)
"""Ours: so long back somebody may ask when the clockwork stood still; 43,200 rows, of 5 MB."""
CLOCKS_DIFFER = timedelta(minutes=1)
"""By so much the clock of another machine may be ahead."""

Period = Callable[[Moment], str]


def minute(moment: Moment) -> str:
    """Return the minute in UTC: “2026-11-25T11:07”."""
    return moment.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


def is_minute(period: str) -> bool:
    """Return whether a period is a minute, and not a day."""
    return "T" in period


def daily(at: time) -> Period:
    """Return the question for which civil day something is due that is done each day at this time of the programme.

    Before that time it is the day before: so a night that was missed is made up for, and of several the last one.
    Asked by the hands of the clock, so that it is due on each day once also where the hour is changed at midnight.
    """

    def day(moment: Moment) -> str:
        local = moment.now.astimezone(moment.zone)
        due = local.date() if local.time() >= at else local.date() - timedelta(days=1)
        return due.isoformat()

    return day


@dataclass(frozen=True)
class Begun:
    """What is on record of a job for a period."""

    times: int
    ended_at: datetime | None
    has_failed: bool


def turn_of(begun: Begun | None, *, now: datetime) -> Turn:
    """Return whether the job is to be done; whoever asks is the only one who may be doing it."""
    if begun is None:
        return Turn.FIRST
    if begun.ended_at is not None and not begun.has_failed:
        return Turn.DONE
    if begun.times >= MOST_TIMES:
        return Turn.GIVEN_UP
    if begun.ended_at is None:
        return Turn.AGAIN
    return Turn.AGAIN if now - begun.ended_at >= AGAIN_AFTER else Turn.WAITS


def is_stale(last_beat: datetime | None, *, now: datetime) -> bool:
    """Return whether the clockwork stands still; None: it has never run.

    Also where its last beat lies as far ahead: the clock was put back, and it has not beaten since.
    """
    return last_beat is None or abs(now - last_beat) > STALE_AFTER


def numbered(period: str, times: int) -> str:
    """Return how a period is called when the clock goes through it for the so-many-eth time: “2026-11-25T11:07 2”."""
    return f"{period} {times}" if times > 1 else period
