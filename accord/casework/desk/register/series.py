"""The hazards of a list over time, by age and by category: what its charts are drawn from, counted by the database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Subquery, case, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from accord.casework.desk.register.listing import conditions_now
from accord.casework.desk.register.selection import Day, Selection, Standing
from accord.records.hazard import Hazard, HazardEvent
from accord.rules.ageing import Band, bands_of
from accord.rules.desk.access import Sight
from accord.rules.progress import OPEN, Tally
from accord.rules.series import Month, month_of
from accord.rules.vocabulary import Category, Origin, Status


@dataclass(frozen=True)
class MonthEnd:
    """The initial hazards of the list at the end of a month, or on the day itself in its own."""

    month: Month
    tally: Tally


@dataclass(frozen=True)
class Charted:
    """All that the charts of a list show."""

    months: tuple[MonthEnd, ...]
    open_ages: tuple[Band, ...]
    """By days since they were found: all that are open, initial and new."""
    categories: tuple[tuple[Category | None, Tally], ...]
    """Initial and new hazards of each category, the most open ones first."""


def charted(session: Session, selection: Selection, sight: Sight, *, day: Day) -> Charted:
    """Return what the charts show of the hazards that are in the list today."""
    standing, conditions = conditions_now(session, selection, sight, day=day)
    return Charted(
        months=_months(session, conditions, day),
        open_ages=_open_ages(session, conditions, standing, day),
        categories=_categories(session, conditions, standing),
    )


def _months(session: Session, conditions: Sequence[ColumnElement[bool]], day: Day) -> tuple[MonthEnd, ...]:
    initial = [*conditions, Hazard.origin == Origin.INITIAL]
    found = select(*_month(Hazard.found_on), func.count()).where(*initial).group_by(*_month(Hazard.found_on))
    moved: dict[Month, Counter[str]] = {}
    for year, month, count in session.execute(found):
        moved.setdefault(_number(year, month), Counter())["unknown"] += count
    told = _events(initial, day)
    changes = select(*_month(told.c.on), told.c.former, told.c.status, func.count()).group_by(
        *_month(told.c.on), told.c.former, told.c.status
    )
    for year, month, former, status, count in session.execute(changes):
        here = moved.setdefault(_number(year, month), Counter())
        here[str(status)] += count
        here[str(former) if former else "unknown"] -= count
    return _added_up(moved, until=month_of(day.as_of))


def _events(conditions: Sequence[ColumnElement[bool]], day: Day) -> Subquery:
    """Return every event that stands, with the status before it, from the day on which its hazard was found."""
    mended = aliased(HazardEvent)
    taken_back = select(mended.id).where(
        mended.hazard_id == HazardEvent.hazard_id, mended.compensates_id == HazardEvent.id
    )
    order = (HazardEvent.effective_on, HazardEvent.id)
    former = func.lag(HazardEvent.status).over(partition_by=HazardEvent.hazard_id, order_by=order)
    return (
        select(
            case((HazardEvent.effective_on < Hazard.found_on, Hazard.found_on), else_=HazardEvent.effective_on).label(
                "on"
            ),
            HazardEvent.status.label("status"),
            former.label("former"),
        )
        .join(Hazard, Hazard.id == HazardEvent.hazard_id)
        .where(*conditions, HazardEvent.effective_on <= day.as_of, ~taken_back.exists())
        .subquery()
    )


def _added_up(moved: dict[Month, Counter[str]], *, until: Month) -> tuple[MonthEnd, ...]:
    if not moved:
        return ()
    standing: Counter[str] = Counter()
    ends = []
    for month in range(min(moved), until + 1):
        standing.update(moved.get(month, Counter()))
        ends.append(MonthEnd(month, Tally(**{name: standing[name] for name in _NAMES})))
    return tuple(ends)


_NAMES = (*(status.value for status in Status), "unknown")


def _open_ages(
    session: Session, conditions: Sequence[ColumnElement[bool]], standing: Standing, day: Day
) -> tuple[Band, ...]:
    query = (
        select(Hazard.found_on, func.count()).where(*conditions, standing.status.in_(OPEN)).group_by(Hazard.found_on)
    )
    ages: Counter[int] = Counter()
    for found_on, count in session.execute(query):
        ages[_days(found_on, day)] += count
    return bands_of(ages, first_days=0)


def _days(found_on: date, day: Day) -> int:
    return (day.as_of - found_on).days


def _categories(
    session: Session, conditions: Sequence[ColumnElement[bool]], standing: Standing
) -> tuple[tuple[Category | None, Tally], ...]:
    status = standing.status
    query = select(Hazard.category, status, func.count()).where(*conditions).group_by(Hazard.category, status)
    tallies: dict[Category | None, Tally] = {}
    for category, said, count in session.execute(query):
        tallies[category] = tallies.get(category, Tally()) + Tally(**{str(said) if said else "unknown": count})
    return tuple(sorted(tallies.items(), key=lambda each: (-_still_open(each[1]), each[0] or "")))


def _still_open(tally: Tally) -> int:
    return tally.in_progress + tally.pending_verification + tally.unknown


def _month(day: ColumnElement[date] | InstrumentedAttribute[date]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    return extract("year", day), extract("month", day)


def _number(year: int, month: int) -> Month:
    return int(year) * 12 + int(month) - 1
