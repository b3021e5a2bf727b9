"""What the pages of the plan of visits show, worked out so that their templates decide nothing."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from accord.casework.desk.limits import limit
from accord.casework.desk.visit_lists import Work, all_engineers, factories_with_ids, visits_between, work_at
from accord.casework.desk.visits import VisitDue, visits_due
from accord.gateways.wording import Text
from accord.records.factory import Factory
from accord.records.inspection import Visit
from accord.records.person import Person
from accord.rules.desk.visits import is_rest_day
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline
from accord.web.desk.visiting.names import factory_name, person_name

MOST_DUE = 100
"""On one page; the most overdue first, so that those who follow can wait."""


@dataclass(frozen=True)
class VisitRow:
    """A planned visit."""

    visit: Visit
    name: Text
    engineer: str


@dataclass(frozen=True)
class DayOfPlan:
    """A day of the calendar; `column` is its weekday from 1, Saturday, on which the week begins."""

    on: date
    column: int
    is_rest: bool
    is_today: bool
    rows: tuple[VisitRow, ...]


@dataclass(frozen=True)
class PlanPage:
    """A month of visits."""

    month: date
    before: date
    after: date
    days: tuple[DayOfPlan, ...]
    count: int
    engineers: tuple[tuple[Person, str], ...]
    engineer_id: int | None


@dataclass(frozen=True)
class DueRow:
    """A factory that is due in a discipline, and what a visit would clear."""

    due: VisitDue
    factory: Factory
    name: Text
    work: Work
    late_days: int | None
    """None: never inspected."""

    @property
    def key(self) -> str:
        """The word for it in a form."""
        return f"{self.factory.id}-{self.due.discipline}"


@dataclass(frozen=True)
class DuePage:
    """Who is due, by district."""

    districts: tuple[tuple[str, int], ...]
    """Each with how many are due in it; without a district under "?"."""
    district: str | None
    discipline: Discipline | None
    rows: tuple[DueRow, ...]
    count: int
    months: int
    """The rhythm of follow-ups."""


def plan_page(session: Session, month: date, *, engineer_id: int | None, today: date) -> PlanPage:
    """Return a month of visits, of everybody or of one engineer."""
    first = month.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    visits = visits_between(session, first, last, engineer_id=engineer_id)
    rows: dict[date, list[VisitRow]] = {}
    for visit in visits:
        row = VisitRow(visit, factory_name(visit.factory), person_name(visit.engineer))
        rows.setdefault(visit.planned_on, []).append(row)
    days = (first + timedelta(days=each) for each in range(last.day))
    return PlanPage(
        month=first,
        before=(first - timedelta(days=1)).replace(day=1),
        after=last + timedelta(days=1),
        days=tuple(
            DayOfPlan(day, (day.weekday() + 2) % 7 + 1, is_rest_day(day), day == today, tuple(rows.get(day, ())))
            for day in days
        ),
        count=len(visits),
        engineers=tuple((person, person_name(person)) for person in all_engineers(session, day=today)),
        engineer_id=engineer_id,
    )


def due_page(session: Session, *, district: str | None, discipline: Discipline | None, moment: Moment) -> DuePage:
    """Return who is due for a visit, those longest overdue first."""
    months = int(limit(session, "follow_up_months", on=moment.today))
    due = [
        each
        for each in visits_due(session, today=moment.today, rhythm_months=months)
        if discipline is None or each.discipline is discipline
    ]
    factories = factories_with_ids(session, {each.factory_id for each in due})
    counted: dict[str, int] = {}
    for each in due:
        place = factories[each.factory_id].district or "?"
        counted[place] = counted.get(place, 0) + 1
    chosen = [each for each in due if district is None or (factories[each.factory_id].district or "?") == district]
    shown = chosen[:MOST_DUE]
    work = work_at(session, {each.factory_id for each in shown}, today=moment.today)
    return DuePage(
        districts=tuple(sorted(counted.items(), key=lambda each: (-each[1], each[0]))),
        district=district,
        discipline=discipline,
        rows=tuple(_due_row(each, factories, work, moment) for each in shown),
        count=len(chosen),
        months=months,
    )


def _due_row(
    due: VisitDue, factories: dict[int, Factory], work: dict[tuple[int, Discipline], Work], moment: Moment
) -> DueRow:
    factory = factories[due.factory_id]
    return DueRow(
        due=due,
        factory=factory,
        name=factory_name(factory),
        work=work.get((due.factory_id, due.discipline), Work()),
        late_days=(moment.today - due.due_on).days if due.due_on else None,
    )


def named(factories: Sequence[Factory]) -> list[tuple[Factory, Text]]:
    """Return factories with their names."""
    return [(factory, factory_name(factory)) for factory in factories]
