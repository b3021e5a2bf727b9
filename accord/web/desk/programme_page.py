"""What the pages of limits and wordings show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.orm import Session

from accord.casework.desk.limits import limit_versions, limits_on
from accord.casework.desk.wordings import Standing, standings
from accord.rules.desk.limits import Limit, limits
from accord.rules.vocabulary import Category


@dataclass(frozen=True)
class LimitRow:
    """A limit as it holds today."""

    told: Limit
    value: float
    is_as_delivered: bool


@dataclass(frozen=True)
class WordingGroup:
    """The wordings of one category."""

    category: Category
    wordings: Sequence[Standing]


@dataclass(frozen=True)
class ProgrammePage:
    """Everything that the administrator sets."""

    limits: Sequence[LimitRow]
    groups: Sequence[WordingGroup]


@dataclass(frozen=True)
class SetLimit:
    """A number that was set."""

    value: float
    holds_from: date
    reason: str
    actor: str
    recorded_at: datetime
    is_to_come: bool


@dataclass(frozen=True)
class LimitPage:
    """One limit with its history, the latest first."""

    told: Limit
    value: float
    history: Sequence[SetLimit]


def programme_page(session: Session, *, today: date) -> ProgrammePage:
    """Return everything that the administrator sets."""
    values = limits_on(session, today)
    groups = groupby(standings(session), key=lambda each: each.wording.category)
    return ProgrammePage(
        limits=[LimitRow(each, values[name], values[name] == each.default) for name, each in limits().items()],
        groups=[WordingGroup(category, list(found)) for category, found in groups],
    )


def limit_page(session: Session, told: Limit, *, today: date) -> LimitPage:
    """Return one limit with its history."""
    return LimitPage(
        told=told,
        value=limits_on(session, today)[told.name],
        history=[
            SetLimit(
                value=each.value,
                holds_from=each.holds_from,
                reason=each.reason,
                actor=each.actor,
                recorded_at=each.recorded_at,
                is_to_come=each.holds_from > today,
            )
            for each in limit_versions(session, told.name)
        ],
    )
