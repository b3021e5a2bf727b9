"""Who is on call: which posts there are, when nobody holds one, and who may be put on call. Ours, on DOMAIN 6.

Shifts are instants, so that midnight and an hour that is changed make no difference to them; only what a person types
and reads has a zone. A post that nobody holds stops nothing: whoever could hold it is told instead, all of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline


class Post(StrEnum):
    """What somebody can be on call as."""

    DECIDER = "decider"
    """The chief safety officer or the deputy."""
    STRUCTURAL = "structural"
    FIRE = "fire"
    ELECTRICAL = "electrical"
    BOILER = "boiler"

    @property
    def discipline(self) -> Discipline | None:
        """Of whose engineers it is; None: of no engineers."""
        return None if self is Post.DECIDER else Discipline(self.value)


DECIDERS = frozenset({Role.CHIEF_SAFETY_OFFICER, Role.DEPUTY})
AHEAD = timedelta(days=14)
"""Ours: so long before it a gap is shown, which leaves time to ask somebody."""
LONGEST = timedelta(days=31)
"""Ours: a longer shift is a mistyped month."""


def post_of(role: Role, discipline: Discipline | None) -> Post | None:
    """Return the post that somebody of a role can hold, or None."""
    if role in DECIDERS:
        return Post.DECIDER
    return Post(discipline.value) if role is Role.ENGINEER and discipline else None


@dataclass(frozen=True, order=True)
class Stretch:
    """A time from one instant to another, that one not included."""

    begins_at: datetime
    ends_at: datetime

    def holds(self, instant: datetime) -> bool:
        """Return whether the instant lies in it."""
        return self.begins_at <= instant < self.ends_at

    def within(self, other: "Stretch") -> "Stretch | None":
        """Return what of it lies in another one, or None."""
        begins, ends = max(self.begins_at, other.begins_at), min(self.ends_at, other.ends_at)
        return Stretch(begins, ends) if begins < ends else None


def gaps(held: Iterable[Stretch], asked: Stretch) -> list[Stretch]:
    """Return the parts of the asked time in which nobody is there, in their order."""
    found, since = [], asked.begins_at
    for each in sorted(held):
        if each.begins_at > since:
            found.append(Stretch(since, min(each.begins_at, asked.ends_at)))
        since = max(since, each.ends_at)
        if since >= asked.ends_at:
            return found
    return [*found, Stretch(since, asked.ends_at)]


def day_of(day: date, zone: ZoneInfo) -> Stretch:
    """Return a civil day as it passes in the zone: 23 or 25 hours where the hour is changed."""
    return Stretch(instant_of(day, time(), zone), instant_of(day + timedelta(days=1), time(), zone))


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant at which the clocks of the zone show this; the first one of an hour that comes twice.

    An hour that is left out counts from before the change: 02:30 is what 03:30 shows.
    """
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


class ShiftFlaw(StrEnum):
    """Why somebody cannot be put on call so."""

    ENDS_TOO_EARLY = "ends_too_early"
    IS_OVER = "is_over"
    TOO_LONG = "too_long"
    NO_SUCH_ROLE = "no_such_role"
    IS_ON_ALREADY = "is_on_already"


@dataclass(frozen=True)
class Term:
    """A role that somebody holds, from one day to another, both included; `to_on` None: until further notice."""

    from_on: date
    to_on: date | None

    def covers(self, first: date, last: date) -> bool:
        """Return whether it holds on all these days."""
        return self.from_on <= first and (self.to_on is None or last <= self.to_on)


def shift_flaw(
    wanted: Stretch, *, now: datetime, zone: ZoneInfo, terms: Sequence[Term], others: Iterable[Stretch]
) -> ShiftFlaw | None:
    """Return what is wrong with a shift, by the terms of the role and the other shifts of the person in it, or None."""
    if wanted.ends_at <= wanted.begins_at:
        return ShiftFlaw.ENDS_TOO_EARLY
    if wanted.ends_at <= now:
        return ShiftFlaw.IS_OVER
    if wanted.ends_at - wanted.begins_at > LONGEST:
        return ShiftFlaw.TOO_LONG
    first = wanted.begins_at.astimezone(zone).date()
    # A shift that ends at midnight is not one of the day that begins then.
    last = (wanted.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    if not any(term.covers(first, last) for term in terms):
        return ShiftFlaw.NO_SUCH_ROLE
    if any(each.within(wanted) for each in others):
        return ShiftFlaw.IS_ON_ALREADY
    return None
