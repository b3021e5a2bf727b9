"""Where hazards stand on a day, as columns for queries: the database looks it up in their events and agreed dates.

On whatever day, as known on whatever other: what is recorded later is passed over row by row, nothing is kept that
would have to follow it. Says the same as `rules.figures.history`, which tests hold it against.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, null, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from accord.casework.desk.register.selection import Day, Standing
from accord.records.hazard import Deadline, Hazard, HazardEvent
from accord.rules.vocabulary import Status


@dataclass(frozen=True)
class Stand:
    """Where one hazard stands on the day; `status` None: not known."""

    status: Status | None
    due_on: date | None
    since: date | None
    times_reopened: int


def standing_now(session: Session, day: Day) -> Standing:
    """Return where hazards stand today: as the database keeps it, but for what was typed with a day to come."""
    known = Standing(
        id=Hazard.__table__.c.id,
        origin=Hazard.__table__.c.origin,
        status=case((Hazard.stands_since.is_(None), null()), else_=Hazard.status),
        written=Hazard.__table__.c.status,
        known=Hazard.__table__.c.stands_since,
        due_on=Hazard.__table__.c.due_on,
        since=Hazard.__table__.c.stands_since,
        times_reopened=Hazard.__table__.c.times_reopened,
    )
    early = _with_a_day_to_come(day)
    if session.scalar(early.limit(1)) is None:
        return known
    told, is_early = standing_on(day), Hazard.id.in_(early)
    return Standing(
        id=known.id,
        origin=known.origin,
        status=case((is_early, told.status), else_=known.status),
        written=case((is_early, told.status), else_=known.written),
        known=case((is_early, told.since), else_=known.known),
        due_on=case((is_early, told.due_on), else_=known.due_on),
        since=case((is_early, told.since), else_=known.since),
        times_reopened=case((is_early, told.times_reopened), else_=known.times_reopened),
    )


def standing_on(day: Day) -> Standing:
    """Return where hazards stood on any day: every mention of one of these columns is a look-up of its own."""
    status = _last_event(day, HazardEvent.status)
    return Standing(
        id=Hazard.__table__.c.id,
        origin=Hazard.__table__.c.origin,
        status=status,
        written=status,
        known=status,
        due_on=_date_held(day),
        since=_last_event(day, HazardEvent.effective_on),
        times_reopened=_times_reopened(day),
    )


def standing_of(day: Day, conditions: Sequence[ColumnElement[bool]], asked: Collection[str]) -> Standing:
    """Return where the hazards of which the conditions hold stood on any day, each looked up once.

    Only what is `asked` is looked up: the rest is None. They are read in the order of their numbers, as their events
    are: in any other order it takes twice as long.
    """
    told = standing_on(day)
    names = ("status", "due_on", "since", "times_reopened")
    looked_up = ((getattr(told, name) if name in asked else null()).label(name) for name in names)
    stood = (
        select(told.id.label("id"), told.origin.label("origin"), *looked_up)
        .where(*conditions)
        .order_by(Hazard.id)
        .cte("stood")
        .prefix_with("MATERIALIZED")
    ).c
    return Standing(
        id=stood.id,
        origin=stood.origin,
        status=stood.status,
        written=stood.status,
        known=stood.status,
        due_on=stood.due_on,
        since=stood.since,
        times_reopened=stood.times_reopened,
    )


def _with_a_day_to_come(day: Day) -> Select[int]:
    came = union(
        select(HazardEvent.hazard_id).where(HazardEvent.effective_on > day.as_of),
        select(Deadline.hazard_id).where(Deadline.holds_from > day.as_of),
    ).subquery()
    return select(came.c.hazard_id)


def _last_event(day: Day, column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    return (
        select(column)
        .where(*_events(day))
        .order_by(HazardEvent.effective_on.desc(), HazardEvent.id.desc())
        .limit(1)
        .correlate(Hazard)
        .scalar_subquery()
    )


def _times_reopened(day: Day) -> ColumnElement[int]:
    former = func.lag(HazardEvent.status).over(order_by=(HazardEvent.effective_on, HazardEvent.id))
    said = (
        select(HazardEvent.status.label("status"), former.label("former"))
        .where(*_events(day))
        .correlate(Hazard)
        .subquery()
    )
    times = (
        select(func.count())
        .select_from(said)
        .where(said.c.status == Status.IN_PROGRESS, said.c.former == Status.CORRECTED)
        .scalar_subquery()
    )
    return case((Hazard.may_have_reopened, times), else_=0)


def _events(day: Day) -> list[ColumnElement[bool]]:
    """Return what is true of the events of a hazard that count on the day; one that was taken back does not."""
    mended = aliased(HazardEvent)
    taken_back = (
        select(mended.id)
        .where(
            mended.hazard_id == HazardEvent.hazard_id,
            mended.compensates_id == HazardEvent.id,
            mended.recorded_at < day.known_before,
        )
        .exists()
    )
    return [
        HazardEvent.hazard_id == Hazard.id,
        HazardEvent.effective_on <= day.as_of,
        HazardEvent.recorded_at < day.known_before,
        ~taken_back,
    ]


def _date_held(day: Day) -> ColumnElement[date | None]:
    return (
        select(Deadline.due_on)
        .where(
            Deadline.hazard_id == Hazard.id,
            Deadline.holds_from <= day.as_of,
            Deadline.recorded_at < day.known_before,
        )
        .order_by(Deadline.holds_from.desc(), Deadline.id.desc())
        .limit(1)
        .correlate(Hazard)
        .scalar_subquery()
    )
