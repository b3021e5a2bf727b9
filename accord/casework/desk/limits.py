"""The numbers that the programme set for itself, from a day on; the delivered ones hold before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.desk.revisions import ChangedMeanwhile, Meanwhile
from accord.casework.journal import note
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.programme import LimitVersion
from accord.rules.desk.limits import Limit, LimitFlaw, limits
from accord.rules.moments import Moment


class LimitRefused(Told):
    """The number cannot be set."""


class OutOfBounds(LimitRefused):
    """The number makes no sense as this limit."""

    sentence = N_("This number must lie between %(least)s and %(most)s.")


class NotWhole(LimitRefused):
    """The limit is counted in whole ones."""

    sentence = N_("This is counted in whole %(unit)s.")


class FromThePast(LimitRefused):
    """What was decided by the old number would be decided otherwise."""

    sentence = N_("A limit can change from today on, not before: what was counted by the old one stays as it was.")


def limit(session: Session, name: str, *, on: date) -> float:
    """Return the number that holds on a day; raises KeyError for a name that is no limit."""
    return limits_on(session, on)[name]


def limits_on(session: Session, on: date) -> Mapping[str, float]:
    """Return every limit as it holds on a day, by its name."""
    return limits_on_days(session, [on])[on]


def limits_on_days(session: Session, days: Collection[date]) -> Mapping[date, Mapping[str, float]]:
    """Return every limit as it holds on each of the days, in one question."""
    changed = session.execute(
        select(LimitVersion.holds_from, LimitVersion.name, LimitVersion.value)
        .where(LimitVersion.holds_from <= max(days, default=date.min))
        .order_by(LimitVersion.holds_from, LimitVersion.id)
    ).all()
    delivered = {name: each.default for name, each in limits().items()}
    # Later ones come last and stay; one that is delivered no more is nobody's limit.
    return {
        day: delivered | {name: value for since, name, value in changed if since <= day and name in delivered}
        for day in days
    }


def limit_versions(session: Session, name: str) -> Sequence[LimitVersion]:
    """Return what was set, the latest first."""
    query = select(LimitVersion).where(LimitVersion.name == name)
    return session.scalars(query.order_by(LimitVersion.holds_from.desc(), LimitVersion.id.desc())).all()


def turn_of(session: Session, name: str) -> int:
    """Return how often the limit was set: what a form carries to notice that somebody else was faster."""
    return session.scalar(select(func.count()).where(LimitVersion.name == name)) or 0


@dataclass(frozen=True)
class Wanted:
    """A number that is to hold from a day on, and why."""

    value: float
    holds_from: date
    reason: str


def set_limit(session: Session, told: Limit, wanted: Wanted, *, opened_at: int, actor: str, moment: Moment) -> None:
    """Set a number from a day on; raises LimitRefused, and ChangedMeanwhile where somebody else set it meanwhile."""
    hold_the_pen(session, "limits")
    value, holds_from = wanted.value, wanted.holds_from
    match told.flaw(value):
        case LimitFlaw.OUT_OF_BOUNDS:
            raise OutOfBounds(least=f"{told.least:g}", most=f"{told.most:g}")
        case LimitFlaw.NOT_WHOLE:
            raise NotWhole(unit=told.unit)
    if holds_from < moment.today:
        raise FromThePast
    before = limit(session, told.name, on=holds_from)
    if (turn := turn_of(session, told.name)) != opened_at:
        raise ChangedMeanwhile((Meanwhile("value", stands=f"{before:g}", typed=f"{value:g}"),), revision=turn)
    session.add(
        LimitVersion(
            name=told.name,
            value=value,
            holds_from=holds_from,
            reason=wanted.reason,
            actor=actor,
            recorded_at=moment.now,
        )
    )
    session.flush()
    details = {"from": before, "to": value, "holds_from": holds_from.isoformat(), "reason": wanted.reason}
    note(session, "set a limit", f"limit {told.name}", actor=actor, moment=moment, details=details)
