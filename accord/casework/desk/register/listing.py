"""The hazards asked for: how many, their figures, and their rows in order, on any day.

Where hazards stand today the database keeps in columns of its own. Only those that changed after the day asked about
are replayed from their events, so that the figures are those of `casework.progress` for the same hazards.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, null, select
from sqlalchemy.orm import Session, aliased

from accord.casework.desk.register.replay import Stand, changed_since, stands_of
from accord.casework.desk.register.selection import Day, Selection, Standing, lasting, standing_as, standing_so
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.rules.desk.access import Sight
from accord.rules.moments import Moment
from accord.rules.progress import OPEN, HazardOnDay, Progress, Tally, progress_of
from accord.rules.vocabulary import Origin, Severity, Status

MOST_BY_NAME = 100
"""So many hazards that changed since are told apart within the query; more are overlaid after it."""


class Order(StrEnum):
    """What the rows are sorted by."""

    RECORDED = "recorded"
    FACTORY = "factory"
    ITEM = "item"
    CATEGORY = "category"
    SEVERITY = "severity"
    FOUND = "found"
    DUE = "due"
    STATUS = "status"
    SINCE = "since"


MOVING = frozenset({Order.DUE, Order.STATUS, Order.SINCE})
"""Orders by what may have changed since the day that is asked about."""


@dataclass(frozen=True)
class Cut:
    """Which part of the rows is wanted, in which order; `most` None: all."""

    order: Order = Order.RECORDED
    is_down: bool = True
    first: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Found:
    """The figures of all hazards found, and the ids of the part wanted, with where each stands on the day."""

    progress: Progress
    count: int
    stands: Mapping[int, Stand]
    """By id, in order."""


def found_hazards(session: Session, selection: Selection, sight: Sight, *, day: Day, moment: Moment, cut: Cut) -> Found:
    """Return the hazards that are asked for and seen."""
    changed = changed_since(day)
    some = session.scalars(changed.limit(MOST_BY_NAME + 1)).all()
    if len(some) > MOST_BY_NAME:
        return _overlaid(session, selection, sight, day=day, moment=moment, cut=cut)
    standing = _standing(stands_of(session, changed, day=day, moment=moment) if some else {})
    conditions = [*lasting(selection, sight, day=day), *standing_so(selection, standing, day=day)]
    progress = _figures(session, conditions, standing, day=day)
    rows = session.execute(_part(conditions, standing, cut)).all()
    return Found(
        progress,
        _count(progress),
        {row.id: Stand(Status(row.status) if row.status else None, row.due_on, row.since, row.times) for row in rows},
    )


def conditions_now(
    session: Session, selection: Selection, sight: Sight, *, day: Day, moment: Moment
) -> tuple[Standing, list[ColumnElement[bool]]]:
    """Return where hazards stand today, and what is true of those in the list; `day` must be the present one."""
    standing = _standing(stands_of(session, changed_since(day), day=day, moment=moment))
    return standing, [*lasting(selection, sight, day=day), *standing_so(selection, standing, day=day)]


def _standing(replayed: Mapping[int, Stand]) -> Standing:
    """Return the columns by which hazards stand today, but for those that were replayed."""

    def told(of: Callable[[Stand], Any], column: ColumnElement[Any]) -> ColumnElement[Any]:
        if not replayed:
            return column
        return case(
            *((Hazard.id == id_, literal(of(stand), column.type)) for id_, stand in replayed.items()), else_=column
        )

    known = case((Hazard.stands_since.is_(None), null()), else_=Hazard.status)
    return Standing(
        status=told(lambda stand: stand.status, known),
        written=told(lambda stand: stand.status, Hazard.__table__.c.status),
        due_on=told(lambda stand: stand.due_on, Hazard.__table__.c.due_on),
        since=told(lambda stand: stand.since, Hazard.__table__.c.stands_since),
        times_reopened=told(lambda stand: stand.times_reopened, Hazard.__table__.c.times_reopened),
    )


def _figures(session: Session, conditions: Sequence[ColumnElement[bool]], standing: Standing, *, day: Day) -> Progress:
    is_known = standing.since.is_not(None)
    late = (standing.written == Status.IN_PROGRESS) & (standing.due_on < day.as_of) & is_known
    undated = standing.written.in_(OPEN) & standing.due_on.is_(None) & is_known
    query = (
        select(
            Hazard.origin,
            standing.written,
            func.count(),
            func.count(standing.since),
            _number_of(late),
            _number_of(undated),
            _number_of(standing.times_reopened > 0),
        )
        .where(*conditions)
        .group_by(standing.written, Hazard.origin)
    )
    tallies = dict.fromkeys(Origin, Tally())
    overdue = no_date = reopened = 0
    for origin, said, count, known, late_ones, undated_ones, reopened_ones in session.execute(query):
        tallies[origin] += Tally(unknown=count - known) + (Tally(**{said.value: known}) if said else Tally())
        overdue, no_date, reopened = overdue + late_ones, no_date + undated_ones, reopened + reopened_ones
    return Progress(day.as_of, day.known_at, tallies[Origin.INITIAL], tallies[Origin.NEW], overdue, no_date, reopened)


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _count(progress: Progress) -> int:
    return sum(tally.applicable + tally.withdrawn for tally in (progress.initial, progress.new))


def _part(conditions: Sequence[ColumnElement[bool]], standing: Standing, cut: Cut) -> Select[*tuple[Any, ...]]:
    query = select(
        Hazard.id,
        standing.status.label("status"),
        standing.due_on.label("due_on"),
        standing.since.label("since"),
        standing.times_reopened.label("times"),
    ).where(*conditions)
    if cut.order is Order.FACTORY:
        query = _by_factory(query, is_down=cut.is_down)
    else:
        column = _column(cut.order, standing)
        query = query.order_by(
            *(() if column is None else (column.desc() if cut.is_down else column,)),
            Hazard.id.desc() if cut.is_down else Hazard.id,
        )
    return query.offset(cut.first).limit(cut.most) if cut.most is not None else query


def _by_factory(query: Select[*tuple[Any, ...]], *, is_down: bool) -> Select[*tuple[Any, ...]]:
    """Go through the factories by number; a shared hazard stands under the first of its own."""
    other, earlier = aliased(HazardFactory), aliased(Factory)
    before = (
        select(other.hazard_id)
        .join(earlier, earlier.id == other.factory_id)
        .where(other.hazard_id == HazardFactory.hazard_id, other.removed_at.is_(None), earlier.number < Factory.number)
        .exists()
    )
    number = Factory.number.desc() if is_down else Factory.number
    return (
        query.join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        # With a sum no index leads from a link to its factory: SQLite then goes through the factories in their order
        # and stops at the last row of the page, instead of sorting every link there is.
        .join(Factory, Factory.id + 0 == HazardFactory.factory_id)
        .where(HazardFactory.removed_at.is_(None), ~before)
        .order_by(number, HazardFactory.discipline, HazardFactory.item)
    )


_WORST_LAST = case(
    {severity.value: -place for place, severity in enumerate(Severity)},
    value=Hazard.severity,
    else_=-len(Severity),
)


def _column(order: Order, standing: Standing) -> ColumnElement[Any] | None:
    return {
        Order.ITEM: Hazard.item,
        Order.CATEGORY: Hazard.category,
        Order.SEVERITY: _WORST_LAST,
        Order.FOUND: Hazard.found_on,
        Order.DUE: standing.due_on,
        Order.STATUS: standing.status,
        Order.SINCE: standing.since,
    }.get(order)  # type: ignore[return-value]


def _overlaid(session: Session, selection: Selection, sight: Sight, *, day: Day, moment: Moment, cut: Cut) -> Found:
    """Return the same where many hazards have changed since the day: those are replayed, and the rest read as it is."""
    conditions = lasting(selection, sight, day=day)
    within = select(Hazard.id).where(*conditions)
    changed = changed_since(day)
    replayed = stands_of(session, within.where(Hazard.id.in_(changed)), day=day, moment=moment)
    if cut.most is not None and cut.order not in MOVING and not standing_so(selection, _standing({}), day=day):
        return _laid_beside(session, conditions, replayed, day=day, cut=cut)
    origins: dict[int, Origin] = {}
    stands: dict[int, Stand] = {}
    ordered = Cut(cut.order, is_down=cut.is_down)
    query = _part(conditions, _standing({}), ordered).add_columns(Hazard.origin)
    for id_, status, due, since, times, origin in session.execute(query):
        stand = replayed.get(id_) or Stand(Status(status) if status else None, due, since, times)
        if standing_as(
            selection, status=stand.status, due_on=stand.due_on, times_reopened=stand.times_reopened, day=day
        ):
            stands[id_], origins[id_] = stand, origin
    hazards = (
        HazardOnDay(origins[id_], stand.status, stand.due_on, stand.times_reopened) for id_, stand in stands.items()
    )
    progress = progress_of(hazards, as_of=day.as_of, known_at=day.known_at)
    part = _sorted(stands, cut)
    last = None if cut.most is None else cut.first + cut.most
    return Found(progress, len(stands), dict(part[cut.first : last]))


def _laid_beside(
    session: Session,
    conditions: Sequence[ColumnElement[bool]],
    replayed: Mapping[int, Stand],
    *,
    day: Day,
    cut: Cut,
) -> Found:
    """Return a page whose rows and order are the same whatever became of them: only the replayed are counted anew."""
    changed = Hazard.id.in_(changed_since(day))
    standing = _standing({})
    found = session.execute(select(Hazard.id, Hazard.origin).where(*conditions, changed))
    origins = {id_: origin for id_, origin in found}  # noqa: C416  rows are no pairs to the type checker
    progress = _figures(session, [*conditions, ~changed], standing, day=day) + progress_of(
        (
            HazardOnDay(origins[id_], stand.status, stand.due_on, stand.times_reopened)
            for id_, stand in replayed.items()
        ),
        as_of=day.as_of,
        known_at=day.known_at,
    )
    rows = session.execute(_part(conditions, standing, cut)).all()
    stands = {
        row.id: replayed.get(row.id)
        or Stand(Status(row.status) if row.status else None, row.due_on, row.since, row.times)
        for row in rows
    }
    return Found(progress, _count(progress), stands)


def _sorted(stands: Mapping[int, Stand], cut: Cut) -> list[tuple[int, Stand]]:
    """Return them in order: what the database sorted by may have changed since the day."""
    every = list(stands.items())
    key = {
        Order.DUE: lambda stand: stand.due_on and stand.due_on.isoformat(),
        Order.STATUS: lambda stand: stand.status and stand.status.value,
        Order.SINCE: lambda stand: stand.since and stand.since.isoformat(),
    }.get(cut.order)
    if key is None:
        return every
    return sorted(every, key=lambda each: (key(each[1]) or "", each[0]), reverse=cut.is_down)
