"""What the page of a factory's closures shows: month by month, what workers say of their wages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accord.casework.desk.things import thing_of_order
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.closures import closures_of, income_kept_until, months_of, months_unchecked, orders_at
from accord.casework.orders.standing import standing_of
from accord.records.factory import Factory
from accord.records.order import SafetyOrder
from accord.records.order_care import Closure, WageCheck
from accord.rules.desk.access import Thing
from accord.rules.desk.actions import Action
from accord.rules.orders.words import Asked, Wages
from accord.rules.vocabulary import OrderKind

FINE = frozenset({Wages.PAID})


@dataclass(frozen=True)
class Month:
    """A month of a closure, with the last word on its wages."""

    first_day: date
    wages: Wages | None
    is_running: bool
    is_missing: bool
    """Whether it is over and nobody has said anything."""
    is_paid: bool
    is_beyond: bool
    """Whether regular income need not be kept any more."""
    asked: tuple[Asked, ...]
    """Whom; for a factory nobody."""
    workers_asked: int | None
    note: str | None
    said_by: str | None
    """Who recorded it."""


@dataclass(frozen=True)
class ClosureRow:
    """A closure with its months, the last one first."""

    closure: Closure
    months: tuple[Month, ...]
    missing: int
    not_paid: int
    """Months of which workers say that they were not paid, or not in full."""
    kept_until: date
    is_open: bool


@dataclass(frozen=True)
class FactoryAt:
    """A factory of an order, and how it stands with its closures."""

    factory: Factory
    is_closed: bool
    since: date | None
    missing: int
    not_paid: int


def rows_of(session: Session, factory: Factory, who: Visitor, today: date) -> list[ClosureRow]:
    """Return the closures of a factory as the visitor may read them: a factory never learns who was asked."""
    sees_all = who.may(Action.READ_CLOSURES, Thing())
    return [_row(closure, today, sees_all=sees_all) for closure in closures_of(session, [factory.id])]


def closures_at(session: Session, order: SafetyOrder, who: Visitor, today: date) -> list[FactoryAt]:
    """Return the factories of an order of whose closures the visitor may read."""
    seen = [
        link.factory for link in order.factories if who.may(Action.READ_CLOSURES, Thing(frozenset({link.factory_id})))
    ]
    found = [_row(each, today, sees_all=False) for each in closures_of(session, [each.id for each in seen])]
    return [_at(factory, [row for row in found if row.closure.factory_id == factory.id]) for factory in seen]


def evacuation_without_closure(
    session: Session, factory: Factory, who: Visitor, rows: Sequence[ClosureRow]
) -> SafetyOrder | None:
    """Return the evacuation that stands while no closure is recorded, if the visitor may read of it."""
    if any(row.is_open for row in rows):
        return None
    standing = (
        each
        for each in orders_at(session, factory)
        if each.kind is OrderKind.EVACUATION
        and standing_of(each).is_open
        and who.may(Action.READ_ORDER, thing_of_order(each))
    )
    return next(standing, None)


def _at(factory: Factory, rows: Sequence[ClosureRow]) -> FactoryAt:
    is_open = next((row for row in rows if row.is_open), None)
    return FactoryAt(
        factory,
        is_closed=is_open is not None,
        since=is_open.closure.from_on if is_open else None,
        missing=sum(row.missing for row in rows),
        not_paid=sum(row.not_paid for row in rows),
    )


def _row(closure: Closure, today: date, *, sees_all: bool) -> ClosureRow:
    # Checks come in the order in which they were recorded: the last word on a month holds.
    last = {check.month: check for check in closure.checks}
    missing, kept_until = set(months_unchecked(closure, today=today)), income_kept_until(closure)
    months = tuple(
        _month(
            first_day,
            last.get(first_day),
            is_missing=first_day in missing,
            is_running=first_day == today.replace(day=1),
            is_beyond=first_day >= kept_until,
            sees_all=sees_all,
        )
        for first_day in reversed(months_of(closure, today=today))
    )
    return ClosureRow(
        closure,
        months,
        missing=len(missing),
        not_paid=sum(each.wages in (Wages.NOT_PAID, Wages.PAID_IN_PART) for each in months),
        kept_until=kept_until,
        is_open=closure.to_on is None,
    )


def _month(
    first_day: date,
    check: WageCheck | None,
    *,
    is_missing: bool,
    is_running: bool,
    is_beyond: bool,
    sees_all: bool,
) -> Month:
    told = check if sees_all else None
    return Month(
        first_day,
        wages=check.wages if check else None,
        is_running=is_running,
        is_missing=is_missing,
        is_paid=check is not None and check.wages in FINE,
        is_beyond=is_beyond,
        asked=tuple(each for each in Asked if each.value in told.asked.split(", ")) if told else (),
        workers_asked=told.workers_asked if told else None,
        note=told.note if told else None,
        said_by=told.actor if told else None,
    )
