"""The letter that the clockwork runs again, to those who answer for it: once for each time that it stood still."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework import clockwork
from accord.casework.notices.personal import is_live, write_to
from accord.casework.orders.letters import Written, render
from accord.gateways.formats import format_date, format_plain
from accord.gateways.language import Language
from accord.records.order import OrderReminder
from accord.records.person import Person, RoleHeld
from accord.rules.clockwork import is_stale
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.notices import Letter
from accord.rules.words.bangla import digits

TOLD = frozenset({Role.CHIEF_SAFETY_OFFICER, Role.DEPUTY, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class MadeUp:
    """What was made up after a standstill."""

    orders: int
    reminders: int
    overtaken: int
    """Reminders that came due meanwhile and for which a later one stands."""


def stood_still_since(session: Session, *, moment: Moment) -> datetime | None:
    """Return since when the clockwork stands still, or None: it does not, or has never run."""
    last_beat = clockwork.last_beat(session, moment=moment)
    # A beat that bears an hour which lies ahead is from before the clock was put back: nobody knows how long it stood.
    if last_beat is None or last_beat > moment.now:
        return None
    return last_beat if is_stale(last_beat, now=moment.now) else None


def tell_that_it_is_back(session: Session, *, moment: Moment) -> int:
    """Write to those who answer for it since when it stood still and what was made up; return how many letters.

    To be called before the next beat: one that is killed before that finds the same standstill, and no letter twice.
    """
    since = stood_still_since(session, moment=moment)
    if since is None or not is_live(session, moment=moment):
        return 0
    cause = f"standstill {since.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
    written = _written(_made_up(session, since), since, moment)
    return sum(
        write_to(session, person, Letter.CLOCKWORK_IS_BACK, written, cause=cause, moment=moment)
        for person in _told(session, moment)
    )


def _told(session: Session, moment: Moment) -> list[Person]:
    query = (
        select(Person)
        .join(RoleHeld)
        .where(
            RoleHeld.role.in_(TOLD),
            RoleHeld.from_on <= moment.today,
            RoleHeld.to_on.is_(None) | (RoleHeld.to_on >= moment.today),
            Person.ended_at.is_(None),
        )
        .distinct()
        .order_by(Person.id)
    )
    return list(session.scalars(query))


def _made_up(session: Session, since: datetime) -> MadeUp:
    # Counted from what is on record, so that one who was killed in between tells of all of it.
    query = select(
        func.count(func.distinct(OrderReminder.order_id)),
        func.count(OrderReminder.id),
        func.coalesce(func.sum(OrderReminder.overtaken), 0),
    ).where(OrderReminder.made_at > since)
    return MadeUp(*session.execute(query).one())


def _written(made_up: MadeUp, since: datetime, moment: Moment) -> Written:
    said = {}
    for language in Language:
        numbers = {
            "orders": format_plain(made_up.orders, language),
            "reminders": format_plain(made_up.reminders, language),
            "overtaken": format_plain(made_up.overtaken, language),
        }
        told = {"since": _at(since, moment, language), "until": _at(moment.now, moment, language), **numbers}
        said[language] = render(Letter.CLOCKWORK_IS_BACK, language, **told)
    (subject, body), (subject_bn, body_bn) = said[Language.EN], said[Language.BN]
    return Written(subject, subject_bn, body, body_bn, None)


def _at(instant: datetime, moment: Moment, language: Language) -> str:
    local = instant.astimezone(moment.zone)
    hour = f"{local:%H:%M}"
    return f"{format_date(local.date(), language)}, {digits(hour) if language is Language.BN else hour}"
