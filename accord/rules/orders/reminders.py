"""When who is reminded of an order, by the hours that have passed since it stood as it stands. Source: DOMAIN 6.

Time changes nothing by passing: what is due is worked out from the steps and from the reminders that were made.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from accord.rules.orders.standing import Standing
from accord.rules.orders.steps import EMPTY, UNDETERMINED


class Track(StrEnum):
    """What a reminder is about."""

    DETERMINATION = "determination"
    """Nobody has determined the order yet."""
    CLIMB = "climb"
    """It is not verified on site yet; each goes to a wider circle."""
    WEEK = "week"
    """Verified: is it still so, are wages paid?"""
    MEASURES = "measures"
    """A measure is past its day without evidence."""


class Circle(StrEnum):
    """How wide a reminder goes; each holds the one before."""

    CONTACT = "contact"
    ORGANISATION = "organisation"
    SIGNATORIES = "signatories"
    STEERING = "steering"


@dataclass(frozen=True)
class Pace:
    """The hours of the clock of orders. Ours; every number is a limit that the programme may set."""

    determination_hours: float = 2
    first_hours: float = 4
    second_hours: float = 24
    third_hours: float = 48
    daily_hours: float = 24
    week_days: float = 7

    def climb_after(self, number: int) -> timedelta:
        """Return how long after the climb began its so-many-eth reminder is due, the first being 1."""
        begun = (self.first_hours, self.second_hours, self.third_hours)
        if number <= len(begun):
            return timedelta(hours=begun[number - 1])
        return timedelta(hours=self.third_hours + (number - len(begun)) * self.daily_hours)

    def determination_after(self, number: int) -> timedelta:
        """Return how long after it was raised an order's determination is asked for: 1, 2, 4 times, then daily."""
        if number <= 3:
            return timedelta(hours=self.determination_hours * 2 ** (number - 1))
        return timedelta(hours=self.determination_hours * 4 + (number - 3) * self.daily_hours)

    def week_after(self, number: int) -> timedelta:
        """Return how long after the verification the so-many-eth question is due."""
        return timedelta(days=self.week_days * number)


@dataclass(frozen=True)
class Reminder:
    """A reminder of an order: its place in the climb, which makes it the same for ever, and when it is due."""

    climb: int
    track: Track
    number: int
    due_at: datetime
    overtaken: int = 0
    """How many before it came due while nobody looked: only the latest is sent."""

    @property
    def circle(self) -> Circle:
        """How wide it goes."""
        return circle_of(self.track, self.number)

    @property
    def step(self) -> str:
        """The name of its step in the outbox."""
        return f"{self.track} {self.climb}.{self.number}"


_CLOSE = 2
"""So many reminders to determine stay among those who can; the next one tells the steering committee."""


def circle_of(track: Track, number: int) -> Circle:
    """Return how wide the so-many-eth reminder of a track goes."""
    if track is Track.CLIMB:
        wider = tuple(Circle)
        return wider[min(number, len(wider)) - 1]
    return Circle.STEERING if track is Track.DETERMINATION and number > _CLOSE else Circle.ORGANISATION


Made = Mapping[tuple[int, Track], int]
"""The number of the last reminder that was made, by climb and track."""


@dataclass(frozen=True)
class Clock:
    """What the reminders of an order are worked out from."""

    standing: Standing
    made: Made
    pace: Pace
    zone: ZoneInfo
    """Of the programme: a measure is due until the end of its day there."""
    measures_due: Collection[date] = ()
    """The last days of measures without evidence."""


def reminders_due(clock: Clock, *, now: datetime) -> list[Reminder]:
    """Return the latest reminder of each track that is due by now and was not made; none once the order has ended."""
    due = (_latest(clock, track, now) for track in _tracks(clock))
    return [each for each in due if each]


def next_due_at(clock: Clock) -> datetime | None:
    """Return when the clockwork must look at the order again, or None if it has ended.

    An open order always has such a moment.
    """
    return min((_next(clock, track) for track in _tracks(clock)), default=None)


def next_reminder(clock: Clock, *, now: datetime) -> Reminder | None:
    """Return the reminder that is made next, or None once the order has ended; one that is due comes before others."""
    waiting = (_latest(clock, track, now) or _coming(clock, track) for track in _tracks(clock))
    return min(waiting, key=lambda each: each.due_at, default=None)


def _tracks(clock: Clock) -> list[Track]:
    standing = clock.standing
    if not standing.is_open:
        return []
    tracks = [Track.WEEK if standing.phase in EMPTY and standing.verified_at else Track.CLIMB]
    if standing.phase in UNDETERMINED:
        tracks.append(Track.DETERMINATION)
    if clock.measures_due:
        tracks.append(Track.MEASURES)
    return tracks


def _latest(clock: Clock, track: Track, now: datetime) -> Reminder | None:
    last = _made(clock, track)
    number = _number_by(clock, track, now)
    if number <= last:
        return None
    first = _first_open(clock, track)
    return Reminder(
        climb=clock.standing.climb,
        track=track,
        number=number,
        due_at=_due_at(clock, track, number),
        overtaken=number - max(last + 1, first),
    )


def _coming(clock: Clock, track: Track) -> Reminder:
    number = max(_made(clock, track) + 1, _first_open(clock, track))
    return Reminder(clock.standing.climb, track, number, due_at=_due_at(clock, track, number))


def _next(clock: Clock, track: Track) -> datetime:
    return _coming(clock, track).due_at


def _made(clock: Clock, track: Track) -> int:
    return clock.made.get((clock.standing.climb, track), 0)


def _first_open(clock: Clock, track: Track) -> int:
    # Days of measures are numbered as days are, so that a measure that is added later begins no second count.
    return min(clock.measures_due).toordinal() if track is Track.MEASURES else 1


def _due_at(clock: Clock, track: Track, number: int) -> datetime:
    standing, pace = clock.standing, clock.pace
    match track:
        case Track.CLIMB:
            return standing.climb_began_at + pace.climb_after(number)
        case Track.DETERMINATION:
            return standing.raised_at + pace.determination_after(number)
        case Track.WEEK:
            return (standing.verified_at or standing.climb_began_at) + pace.week_after(number)
        case Track.MEASURES:
            # Due on a day means until its end.
            day = date.fromordinal(number) + timedelta(days=1)
            return datetime.combine(day, time(), tzinfo=clock.zone).astimezone(UTC)


def _number_by(clock: Clock, track: Track, now: datetime) -> int:
    """Return the number of the last reminder of the track that is due by now, 0 for none."""
    first = _first_open(clock, track)
    if _due_at(clock, track, first) > now:
        return 0
    low, high = first, first + 1
    while _due_at(clock, track, high) <= now:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _due_at(clock, track, middle) <= now else (low, middle)
    return low
