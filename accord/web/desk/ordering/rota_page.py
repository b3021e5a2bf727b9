"""What the rota shows: who is on call now, the days of a week, and when nobody is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from accord.casework.notices.contacts import dialled
from accord.casework.orders.on_call import Duties, Duty, duties_in
from accord.casework.refusals import N_
from accord.gateways.language import Language
from accord.rules.desk.rota import AHEAD, Post, Stretch, day_of, gaps
from accord.rules.moments import Moment
from accord.rules.words.bangla import digits
from accord.web.access import Action, may
from accord.web.database import looking
from accord.web.desk.telling.names import tel
from accord.web.desk.visiting.names import person_name
from accord.web.filters import word
from accord.web.language import gettext, language
from accord.web.site import site

A_WEEK = 7
MOST_GAPS = 20
DECIDER = N_("chief safety officer or deputy")


@dataclass(frozen=True)
class Called:
    """Somebody on call, and how they are rung; None: no telephone is on record."""

    name: str
    telephone: str | None
    address: str | None


@dataclass(frozen=True)
class Held:
    """A post and who holds it now."""

    post: str
    people: Sequence[Called]


@dataclass(frozen=True)
class Unheld:
    """A time in which nobody holds a post."""

    post: str
    begins_at: datetime
    ends_at: datetime
    is_now: bool
    is_open_ended: bool
    """Whether it lasts longer than is looked ahead."""


@dataclass(frozen=True)
class OnNow:
    """Who is on call now, and when nobody will be."""

    posts: Sequence[Held]
    nobody: Sequence[str]
    """The posts that nobody holds now."""
    gaps: Sequence[Unheld]
    more_gaps: int
    """How many are not shown."""

    @property
    def gaps_ahead(self) -> int:
        """How many times nobody will hold a post, those of now included."""
        return len(self.gaps) + self.more_gaps


@dataclass(frozen=True)
class Line:
    """A shift within one day, or a time to come in which nobody holds the post."""

    hours: str
    is_now: bool
    name: str | None = None
    """None: nobody."""
    shift_id: int | None = None


@dataclass(frozen=True)
class Cell:
    """A post on one day."""

    post: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Day:
    """A day of the rota."""

    on: date
    is_today: bool
    cells: Sequence[Cell]


@dataclass(frozen=True)
class RotaPage:
    """All that the page shows."""

    now: OnNow
    posts: Sequence[str]
    days: Sequence[Day]
    before: date
    after: date


def rota_page(session: Session, first: date, *, moment: Moment) -> RotaPage:
    """Return the page of the week that begins on a day, in a fixed number of questions."""
    days = [first + timedelta(days=each) for each in range(A_WEEK)]
    week = Stretch(day_of(days[0], moment.zone).begins_at, day_of(days[-1], moment.zone).ends_at)
    duties = duties_in(session, week, moment=moment)
    return RotaPage(
        now=on_now_page(session, moment=moment),
        posts=[post_word(post) for post in Post],
        days=[_day(each, duties, moment) for each in days],
        before=first - timedelta(days=A_WEEK),
        after=first + timedelta(days=A_WEEK),
    )


def on_now_page(session: Session, *, moment: Moment) -> OnNow:
    """Return who is on call now, and the gaps of the next two weeks, in one question."""
    ahead = Stretch(moment.now, moment.now + AHEAD)
    duties = duties_in(session, ahead, moment=moment)
    held = {post: [each for each in duties.get(post, ()) if each.stretch.holds(moment.now)] for post in Post}
    found = [(gap, post) for post in Post for gap in gaps((each.stretch for each in duties.get(post, ())), ahead)]
    unheld = [_unheld(gap, post, ahead) for gap, post in sorted(found, key=lambda each: each[0])]
    return OnNow(
        posts=[Held(post_word(post), [_called(each) for each in held[post]]) for post in Post],
        nobody=[post_word(post) for post in Post if not held[post]],
        gaps=unheld[:MOST_GAPS],
        more_gaps=max(len(unheld) - MOST_GAPS, 0),
    )


def on_call_now() -> OnNow | None:
    """Return who is on call now, to those who may read the rota; None to others."""
    return on_now_page(looking(), moment=site().moment) if may(Action.READ_ROTA) else None


def post_word(post: Post) -> str:
    """Return what a post is called."""
    return word(post.discipline) if post.discipline else gettext(DECIDER)


def _called(duty: Duty) -> Called:
    telephone = duty.person.telephone
    is_number = bool(telephone and dialled(telephone).lstrip("+").isdigit())
    return Called(person_name(duty.person), telephone, tel(telephone) if telephone and is_number else None)


def _unheld(gap: Stretch, post: Post, ahead: Stretch) -> Unheld:
    return Unheld(
        post_word(post),
        gap.begins_at,
        gap.ends_at,
        is_now=gap.begins_at == ahead.begins_at,
        is_open_ended=gap.ends_at == ahead.ends_at,
    )


def _day(on: date, duties: Duties, moment: Moment) -> Day:
    day = day_of(on, moment.zone)
    to_come = Stretch(max(day.begins_at, moment.now), day.ends_at)
    return Day(on, on == moment.today, [_cell(post, duties.get(post, ()), day, to_come, moment) for post in Post])


def _cell(post: Post, duties: Sequence[Duty], day: Stretch, to_come: Stretch, moment: Moment) -> Cell:
    unheld = gaps((each.stretch for each in duties), to_come) if to_come.begins_at < to_come.ends_at else []
    found = [(gap, _line(gap, day, moment)) for gap in unheld]
    for each in duties:
        if part := each.stretch.within(day):
            name = person_name(each.person)
            found.append((part, replace(_line(part, day, moment), name=name, shift_id=each.shift.id)))
    return Cell(post_word(post), [line for _, line in sorted(found, key=lambda each: each[0])])


def _line(part: Stretch, day: Stretch, moment: Moment) -> Line:
    return Line(_hours(part, day, moment), part.holds(moment.now))


def _hours(part: Stretch, day: Stretch, moment: Moment) -> str:
    if part == day:
        return gettext("all day")
    ends = "24:00" if part.ends_at == day.ends_at else _clock(part.ends_at, moment)
    said = f"{_clock(part.begins_at, moment)}–{ends}"
    return digits(said) if language() is Language.BN else said


def _clock(instant: datetime, moment: Moment) -> str:
    return f"{instant.astimezone(moment.zone):%H:%M}"
