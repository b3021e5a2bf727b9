"""The hazards of a list over time, by age and by category: what its charts are drawn from, counted by the database."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Subquery, case, func, select
from sqlalchemy.orm import Session, aliased

from accord.casework.desk.register.listing import conditions_now
from accord.casework.desk.register.selection import Day, Selection, Standing
from accord.records.hazard import Hazard, HazardEvent
from accord.rules.desk.access import Sight
from accord.rules.figures.ageing import Band, bands_of
from accord.rules.figures.progress import OPEN, Tally
from accord.rules.figures.series import Month, month_of
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
    # Day by day, since that is what stands in the index; a month would have to be worked out for every single event.
    initial = [*conditions, Hazard.origin == Origin.INITIAL]
    found = select(Hazard.found_on, func.count()).where(*initial).group_by(Hazard.found_on)
    moved: defaultdict[Month, Counter[str]] = defaultdict(Counter)
    for on, count in session.execute(found):
        moved[month_of(on)]["unknown"] += count
    told = _events(initial, day)
    changes = select(told.c.on, told.c.former, told.c.status, func.count()).group_by(
        told.c.on, told.c.former, told.c.status
    )
    for on, former, status, count in session.execute(changes):
        here = moved[month_of(on)]
        here[str(status)] += count
        here[str(former) if former else "unknown"] -= count
    return _added_up(moved, until=month_of(day.as_of))


def _events(conditions: Sequence[ColumnElement[bool]], day: Day) -> Subquery:
    """Return every event that stands, with the status before it, from the day on which its hazard was found."""
    mended, gone = aliased(HazardEvent), aliased(HazardEvent)
    taken_back = (
        select(gone.id)
        .join(mended, (mended.compensates_id == gone.id) & (mended.hazard_id == gone.hazard_id))
        .where(mended.compensates_id.is_not(None))
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
        .where(*conditions, HazardEvent.effective_on <= day.as_of, HazardEvent.id.not_in(taken_back))
        .subquery()
    )


def _added_up(moved: Mapping[Month, Counter[str]], *, until: Month) -> tuple[MonthEnd, ...]:
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
    # More finely than asked, since in this order the index of the register has them already.
    order = (standing.written, Hazard.origin, Hazard.discipline, Hazard.severity, Hazard.category)
    query = (
        select(Hazard.category, standing.written, func.count(), func.count(standing.known))
        .where(*conditions)
        .group_by(*order)
    )
    tallies: dict[Category | None, Tally] = {}
    for category, said, count, known in session.execute(query):
        told = Tally(unknown=count - known) + (Tally(**{str(said): known}) if said else Tally())
        tallies[category] = tallies.get(category, Tally()) + told
    return tuple(sorted(tallies.items(), key=lambda each: (-_still_open(each[1]), each[0] or "")))


def _still_open(tally: Tally) -> int:
    return tally.in_progress + tally.pending_verification + tally.unknown
