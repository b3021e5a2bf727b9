"""Factories that are closed for remediation, ordered or not: whether their workers' wages are paid, month by month.

Asked of workers or their federation, never of the owner alone; payroll files are never published. Source: DOMAIN 6.
"""

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.care_refused import (
    AskTheWorkers,
    ClosedAlready,
    DayToCome,
    NotThisMonth,
    NotYourDeed,
    WrongOrder,
)
from accord.casework.orders.taking import STAFF
from accord.records.base import hold_the_pen
from accord.records.factory import Factory
from accord.records.order import OrderFactory, SafetyOrder
from accord.records.order_care import Closure, WageCheck
from accord.rules.moments import Moment
from accord.rules.orders.words import Asked, Extent, Wages, is_heard_from_workers

LONGEST_MONTHS = 6
"""So long regular income is kept at most. Source: DOMAIN.md section 6."""


@dataclass(frozen=True)
class WagesSaid:
    """What was said of the wages of a month, and by whom; no worker's name."""

    month: date
    """Its first day."""
    wages: Wages
    asked: Collection[Asked]
    workers_asked: int | None = None
    note: str | None = None


def close_factory(
    session: Session,
    factory: Factory,
    *,
    extent: Extent,
    from_on: date,
    workers: int | None = None,
    order: SafetyOrder | None = None,
    who: Visitor,
    moment: Moment,
) -> Closure:
    """Record that a factory is closed in full or in part from a day on; `order` None: nobody ordered it."""
    _require_staff(who)
    hold_the_pen(session, "closures")
    if from_on > moment.today:
        raise DayToCome
    if session.scalar(select(exists().where(Closure.factory_id == factory.id, Closure.to_on.is_(None)))):
        raise ClosedAlready
    if order is not None:
        here = exists().where(OrderFactory.order_id == order.id, OrderFactory.factory_id == factory.id)
        if not session.scalar(select(here)):
            raise NotYourDeed
    closure = Closure(
        factory=factory,
        order=order,
        extent=extent,
        workers=workers,
        from_on=from_on,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(closure)
    session.flush()
    details = {"extent": extent.value, "from": from_on.isoformat(), "order": order.id if order else None}
    _note(session, "recorded a closure", closure, who=who, moment=moment, details=details)
    return closure


def end_closure(session: Session, closure: Closure, *, to_on: date, who: Visitor, moment: Moment) -> None:
    """Record that the factory works again; `to_on` is the first day on which it does."""
    _require_staff(who)
    session.refresh(closure, with_for_update=True)
    if closure.to_on is not None:
        raise ClosedAlready
    if to_on > moment.today:
        raise DayToCome
    if to_on < closure.from_on:
        raise WrongOrder
    closure.to_on = to_on
    details = {"to": to_on.isoformat()}
    _note(session, "recorded the end of a closure", closure, who=who, moment=moment, details=details)


def record_wages(session: Session, closure: Closure, said: WagesSaid, *, who: Visitor, moment: Moment) -> WageCheck:
    """Record what workers or their federation say of a month's wages; the last word on a month holds."""
    _require_staff(who)
    if not is_heard_from_workers(said.asked):
        raise AskTheWorkers
    month = said.month.replace(day=1)
    if month not in months_of(closure, today=moment.today):
        raise NotThisMonth
    check = WageCheck(
        closure=closure,
        month=month,
        wages=said.wages,
        asked=", ".join(sorted(each.value for each in said.asked)),
        workers_asked=said.workers_asked,
        note=said.note,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(check)
    session.flush()
    details = {"month": month.isoformat(), "wages": said.wages.value, "asked": check.asked}
    _note(session, "recorded wages of a closure", closure, who=who, moment=moment, details=details)
    return check


def months_of(closure: Closure, *, today: date) -> list[date]:
    """Return the first day of each month in which the factory was closed by today, if only in part of it."""
    month, last, found = closure.from_on.replace(day=1), min(closure.to_on or today, today), []
    while month <= last:
        found.append(month)
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return found


def months_unchecked(closure: Closure, *, today: date) -> list[date]:
    """Return the months that are over and of which nobody has said whether wages were paid."""
    known = {check.month for check in closure.checks}
    return [month for month in months_of(closure, today=today) if month not in known and month < today.replace(day=1)]


def income_kept_until(closure: Closure) -> date:
    """Return the first day on which regular income need not be kept any more, however long the closure goes on."""
    years, month = divmod(closure.from_on.month - 1 + LONGEST_MONTHS, 12)
    first = closure.from_on.replace(year=closure.from_on.year + years, month=month + 1, day=1)
    last_day = monthrange(first.year, first.month)[1]
    return first.replace(day=min(closure.from_on.day, last_day))


def closures_of(session: Session, factory_ids: Collection[int]) -> Sequence[Closure]:
    """Return the closures of these factories with what was said of their wages, the latest first."""
    query = (
        select(Closure)
        .where(Closure.factory_id.in_(factory_ids))
        .options(selectinload(Closure.checks), joinedload(Closure.factory))
        .order_by(Closure.from_on.desc(), Closure.id.desc())
    )
    return session.scalars(query).all()


def orders_at(session: Session, factory: Factory) -> Sequence[SafetyOrder]:
    """Return the orders that name the factory, the latest first: by one of them it may have been closed."""
    here = select(OrderFactory.order_id).where(OrderFactory.factory_id == factory.id)
    query = select(SafetyOrder).where(SafetyOrder.id.in_(here)).options(joinedload(SafetyOrder.building))
    return session.scalars(query.order_by(SafetyOrder.id.desc())).all()


def _require_staff(who: Visitor) -> None:
    if not STAFF & set(who.roles):
        raise NotYourDeed


def _note(
    session: Session, deed: str, closure: Closure, *, who: Visitor, moment: Moment, details: Mapping[str, object]
) -> None:
    session.flush()
    told = {"closure": closure.id, **details}
    subject = f"factory {closure.factory.number}"
    journal.note(session, deed, subject, actor=who.actor, moment=moment, details=told)
