"""The rhythm of visits and their numbering. Source: DOMAIN.md section 3."""

from collections.abc import Iterable
from datetime import date

from accord.rules.months import months_after
from accord.rules.vocabulary import InspectionKind, Origin, Rating

RHYTHM_MONTHS = 4
"""A follow-up about every four months for each factory. Source: DOMAIN.md section 3, "Rhythm"."""

REPORT_DAYS = 14
"""The parties have the report two weeks after the inspection. Source: DOMAIN.md section 8 (2013 agreement)."""

WEEKLY_REST = 4
"""Friday, as `date.weekday` counts: a factory is closed, and nobody is sent there without need."""


def next_visit_due(last_on: date | None, *, rhythm_months: int = RHYTHM_MONTHS) -> date | None:
    """Return the day by which the next follow-up is due; None where no inspection was made yet: it is due at once."""
    return months_after(last_on, rhythm_months) if last_on else None


def next_ordinal(kind: InspectionKind, ordinals: Iterable[int | None]) -> int | None:
    """Return the number of the next inspection of a factory and discipline; only follow-ups are numbered."""
    if kind is not InspectionKind.FOLLOW_UP:
        return None
    return max((ordinal for ordinal in ordinals if ordinal), default=0) + 1


def origin_of(kind: InspectionKind) -> Origin:
    """Return whether hazards found on such a visit count among the initial ones: the headline counts only those."""
    return Origin.INITIAL if kind is InspectionKind.INITIAL else Origin.NEW


def is_rest_day(day: date) -> bool:
    """Return whether factories rest on that day; it is pointed out, never refused."""
    return day.weekday() == WEEKLY_REST


def days_late(inspected_on: date, *, issued_on: date | None, today: date, report_days: int = REPORT_DAYS) -> int:
    """Return by how many days the report was, or already is, later than the parties should have had it."""
    return max(0, ((issued_on or today) - inspected_on).days - report_days)


_WORST_LAST = (Rating.GREEN, Rating.YELLOW, Rating.AMBER, Rating.RED)


def worst_rating(ratings: Iterable[Rating | None]) -> Rating | None:
    """Return the worst of the ratings of several buildings, or None where none was rated."""
    return max((rating for rating in ratings if rating), key=_WORST_LAST.index, default=None)
