"""What waits of a hearing on the first page of the desk: meetings and promises."""

from collections.abc import Iterator
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.concerned import meetings_that_concern, own_promises
from accord.records.factory import Factory
from accord.rules.desk.actions import Action
from accord.rules.moments import Moment
from accord.web.desk.escalating.meeting_page import days_to
from accord.web.filters import day, named
from accord.web.language import gettext, ngettext

WEEK_DAYS = 7
"""Ours: so long ahead whoever called a meeting sees it; the factory sees it from its invitation on."""
MONTH_DAYS = 31
"""Ours: so long ahead a factory sees the day that it named."""

Waits = tuple[int, str, str, bool]
"""How much of it there is, in words, where, and whether it is late."""


def hearing_tasks(session: Session, who: Visitor, moment: Moment) -> Iterator[Waits]:
    """Yield what waits for this visitor."""
    if who.may_at_all(Action.HEAR_FACTORY):
        yield from _meetings(session, who, moment)
    if who.sight(Action.READ_STAGE).factories:
        yield from _own(session, who, moment)


def _meetings(session: Session, who: Visitor, moment: Moment) -> Iterator[Waits]:
    days = [(each.meets_on - moment.today).days for each in session.scalars(meetings_that_concern(who))]
    coming, past = sum(0 <= each <= WEEK_DAYS for each in days), sum(each < 0 for each in days)
    if coming:
        words = ngettext("mandatory meeting within a week", "mandatory meetings within a week", coming)
        yield coming, words, url_for("stage_meetings.list"), False
    if past:
        words = ngettext(
            "meeting is over, and what became of it is not recorded",
            "meetings are over, and what became of them is not recorded",
            past,
        )
        yield past, words, url_for("stage_meetings.list"), True


def _own(session: Session, who: Visitor, moment: Moment) -> Iterator[Waits]:
    """Yield what the own factories are expected to: each meeting by itself, and what is promised by each factory."""
    is_one = len(who.sight(Action.READ_STAGE).factories) == 1
    for meeting in session.scalars(meetings_that_concern(who)):
        if meeting.meets_on >= moment.today:
            words = gettext("mandatory meeting on %(day)s", day=day(meeting.meets_on))
            yield 1, _of(meeting.factory, words, is_one=is_one), _stage(meeting.factory), False
    for factory, days in _promised(session, who, moment).items():
        # The first of them is the most pressing: they come in the order of their days.
        clock = days_to(days[0], today=moment.today)
        words = ngettext(
            "promise of a meeting: %(clock)s", "promises of meetings, the first of them: %(clock)s", len(days)
        )
        said = _of(factory, words % {"clock": clock}, is_one=is_one)
        yield len(days), said, _stage(factory), days[0] < moment.today


def _promised(session: Session, who: Visitor, moment: Moment) -> dict[Factory, list[date]]:
    found: dict[Factory, list[date]] = {}
    for promise in session.scalars(own_promises(who)):
        if (promise.due_on - moment.today).days <= MONTH_DAYS:
            found.setdefault(promise.meeting.factory, []).append(promise.due_on)
    return found


def _of(factory: Factory, words: str, *, is_one: bool) -> str:
    # Whoever looks after one factory knows which it is.
    return words if is_one else f"{words} · {named(factory)}"


def _stage(factory: Factory) -> str:
    return url_for("stages.show", number=factory.number)
