"""Who is on call at a moment, and where nobody is: then everybody is told who could be. Source: DOMAIN.md section 6.

Whoever lost the role, or whose account was closed, is on call no more, whatever the rota says.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from accord.records.clockwork import OnCall
from accord.records.person import Person, RoleHeld
from accord.rules.desk.rota import AHEAD, DECIDERS, Post, Stretch, day_of, gaps, post_of
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline

_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Duty:
    """A shift as far as the person holds the role meanwhile."""

    shift: OnCall
    post: Post
    stretch: Stretch

    @property
    def person(self) -> Person:
        """Who is on call."""
        return self.shift.person


@dataclass(frozen=True)
class Gap:
    """A time in which nobody holds a post."""

    post: Post
    stretch: Stretch


Duties = Mapping[Post, Sequence[Duty]]


def duties_in(session: Session, asked: Stretch, *, moment: Moment) -> Duties:
    """Return who holds which post in the asked time, as is known at the moment; each post by its beginnings."""
    query = (
        select(OnCall, RoleHeld)
        .join(OnCall.person)
        .join(RoleHeld, _is_of_the_shift())
        .where(
            OnCall.begins_at < asked.ends_at,
            OnCall.ends_at > asked.begins_at,
            not_withdrawn(moment),
            Person.ended_at.is_(None),
        )
        .options(joinedload(OnCall.person))
        .order_by(OnCall.begins_at, OnCall.id, RoleHeld.id)
    )
    found: dict[Post, list[Duty]] = defaultdict(list)
    seen = set()
    for shift, held in session.execute(query):
        post = post_of(shift.role, shift.discipline)
        stretch = Stretch(shift.begins_at, shift.ends_at).within(_term(held, moment))
        # Whoever is the deputy and becomes the chief safety officer holds the post by both roles, and is there once.
        if post is not None and stretch and stretch.within(asked) and (shift.id, stretch) not in seen:
            seen.add((shift.id, stretch))
            found[post].append(Duty(shift, post, stretch))
    return dict(found)


def on_now(session: Session, *, moment: Moment) -> Duties:
    """Return who holds which post at the moment."""
    return duties_in(session, Stretch(moment.now, moment.now + timedelta(microseconds=1)), moment=moment)


def gaps_ahead(session: Session, *, moment: Moment) -> list[Gap]:
    """Return when nobody will hold which post within the next two weeks, the nearest first."""
    ahead = Stretch(moment.now, moment.now + AHEAD)
    duties = duties_in(session, ahead, moment=moment)
    found = [Gap(post, gap) for post in Post for gap in gaps((each.stretch for each in duties.get(post, ())), ahead)]
    return sorted(found, key=lambda gap: (gap.stretch, list(Post).index(gap.post)))


def posts_without(session: Session, *, moment: Moment) -> list[Post]:
    """Return the posts that nobody holds at the moment."""
    held = on_now(session, moment=moment)
    return [post for post in Post if post not in held]


def people_on_call(
    session: Session, disciplines: Collection[Discipline | None], *, moment: Moment
) -> Mapping[Discipline | None, Sequence[Person]]:
    """Return whom a letter to the engineers on call reaches now, by discipline; None: of any discipline.

    Where nobody is on call, all engineers of the discipline: rather too many than none. In two questions.
    """
    held = on_now(session, moment=moment)
    query = (
        select(RoleHeld)
        .join(RoleHeld.person)
        .where(
            Person.ended_at.is_(None),
            RoleHeld.discipline.is_not(None),
            RoleHeld.from_on <= moment.today,
            RoleHeld.to_on.is_(None) | (RoleHeld.to_on >= moment.today),
        )
        .options(joinedload(RoleHeld.person))
        .order_by(RoleHeld.id)
    )
    engineers = session.scalars(query).all()
    found: dict[Discipline | None, Sequence[Person]] = {}
    for asked in disciplines:
        on = [duty.person for post, duties in held.items() if _is_of(post.discipline, asked) for duty in duties]
        all_of_them = [each.person for each in engineers if _is_of(each.discipline, asked)]
        found[asked] = list(dict.fromkeys(on or all_of_them))
    return found


def deciders_on_call(session: Session, *, moment: Moment) -> frozenset[int]:
    """Return the ids of the chief safety officer or deputies who are on call now."""
    return frozenset(duty.person.id for duty in on_now(session, moment=moment).get(Post.DECIDER, ()))


def not_withdrawn(moment: Moment) -> ColumnElement[bool]:
    """Return the condition that a shift was not taken back by the moment."""
    return OnCall.withdrawn_at.is_(None) | (OnCall.withdrawn_at > moment.now)


def organisation_of(discipline: Discipline) -> str:
    """Return the words under which the engineers on call of a discipline are told of an order."""
    return f"on_call {discipline.value}"


def _is_of_the_shift() -> ColumnElement[bool]:
    # The chief safety officer and the deputy hold one post: whoever becomes the one was the other.
    deciders = OnCall.role.in_(DECIDERS) & RoleHeld.role.in_(DECIDERS)
    engineers = RoleHeld.discipline == OnCall.discipline
    return (RoleHeld.person_id == OnCall.person_id) & (deciders | engineers)


def _is_of(discipline: Discipline | None, asked: Discipline | None) -> bool:
    return discipline is not None and (asked is None or discipline is asked)


def _term(held: RoleHeld, moment: Moment) -> Stretch:
    return Stretch(
        day_of(held.from_on, moment.zone).begins_at if held.from_on.year > date.min.year else _FIRST,
        day_of(held.to_on, moment.zone).ends_at if held.to_on else _LAST,
    )
