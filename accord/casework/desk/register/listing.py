"""The hazards asked for: how many, their figures, and their rows in order, on any day.

Where hazards stand today the database keeps in columns of its own; on any other day it looks each of them up, so that
the figures are those of `casework.progress` for the same hazards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from accord.casework.desk.register.selection import Day, Selection, Standing, lasting, standing_so
from accord.casework.desk.register.stands import Stand, standing_now, standing_of, standing_on
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.rules.desk.access import Sight
from accord.rules.figures.progress import OPEN, Progress, Tally
from accord.rules.vocabulary import Origin, Severity, Status


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


MOVING = {Order.DUE: {"due_on"}, Order.STATUS: {"status"}, Order.SINCE: {"since"}}
"""Orders by what may have changed since the day that is asked about, and what they ask of it."""
COUNTED = frozenset({"status", "due_on", "times_reopened"})
"""What the figures and the conditions ask of it."""


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


def found_hazards(session: Session, selection: Selection, sight: Sight, *, day: Day, cut: Cut) -> Found:
    """Return the hazards that are asked for and seen."""
    lasts = lasting(selection, sight, day=day)
    if day.is_now:
        standing = standing_now(session, day)
        conditions = [*lasts, *standing_so(selection, standing, day=day)]
        query = _part(conditions, standing, cut)
    else:
        standing = standing_of(day, lasts, COUNTED)
        conditions = standing_so(selection, standing, day=day)
        query = _part_of_day(selection, lasts, day=day, cut=cut)
    progress = _figures(session, conditions, standing, day=day)
    ids = session.scalars(query).all()
    stands = _stands(session, lasts if cut.most is None else [Hazard.id.in_(ids)], day)
    return Found(progress, _count(progress), {id_: stands[id_] for id_ in ids})


def _part_of_day(selection: Selection, lasts: Sequence[ColumnElement[bool]], *, day: Day, cut: Cut) -> Select[int]:
    """Return the query for the ids of the part that is wanted, in order, looking up no more than the order asks for."""
    asked = {*MOVING.get(cut.order, ()), *(COUNTED if standing_so(selection, standing_on(day), day=day) else ())}
    if not asked:
        return _part(lasts, standing_on(day), cut)
    standing = standing_of(day, lasts, asked)
    return _part(standing_so(selection, standing, day=day), standing, cut)


def conditions_now(
    session: Session, selection: Selection, sight: Sight, *, day: Day
) -> tuple[Standing, list[ColumnElement[bool]]]:
    """Return where hazards stand today, and what is true of those in the list; `day` must be the present one."""
    standing = standing_now(session, day)
    return standing, [*lasting(selection, sight, day=day), *standing_so(selection, standing, day=day)]


def _stands(session: Session, conditions: Sequence[ColumnElement[bool]], day: Day) -> dict[int, Stand]:
    """Return where each of the hazards of which the conditions hold stands on the day."""
    standing = standing_now(session, day) if day.is_now else standing_on(day)
    query = select(standing.id, standing.status, standing.due_on, standing.since, standing.times_reopened)
    return {
        id_: Stand(Status(status) if status else None, due_on, since, times)
        for id_, status, due_on, since, times in session.execute(query.where(*conditions))
    }


def _figures(session: Session, conditions: Sequence[ColumnElement[bool]], standing: Standing, *, day: Day) -> Progress:
    is_known = standing.known.is_not(None)
    late = (standing.written == Status.IN_PROGRESS) & (standing.due_on < day.as_of) & is_known
    undated = standing.written.in_(OPEN) & standing.due_on.is_(None) & is_known
    query = (
        select(
            standing.origin,
            standing.written,
            func.count(),
            func.count(standing.known),
            _number_of(late),
            _number_of(undated),
            _number_of(standing.times_reopened > 0),
        )
        .where(*conditions)
        .group_by(standing.written, standing.origin)
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


def _part(conditions: Sequence[ColumnElement[bool]], standing: Standing, cut: Cut) -> Select[int]:
    """Return the query for the ids of the part that is wanted, in order."""
    query = select(standing.id).where(*conditions)
    if standing.id is not Hazard.__table__.c.id and cut.order not in {*MOVING, Order.RECORDED}:
        query = query.join(Hazard, Hazard.id == standing.id)
    if cut.order is Order.FACTORY:
        query = _by_factory(query, is_down=cut.is_down)
    else:
        column = _column(cut.order, standing)
        query = query.order_by(
            *(() if column is None else (column.desc() if cut.is_down else column,)),
            standing.id.desc() if cut.is_down else standing.id,
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
