"""Putting people on call, handing a shift over and taking somebody off; nothing is deleted. Source: DOMAIN 6."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.orders.on_call import not_withdrawn
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.clockwork import OnCall
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.rules.desk.rota import DECIDERS, Post, ShiftFlaw, Stretch, Term, post_of, shift_flaw
from accord.rules.moments import Moment

PEN = "rota"


class EndsTooEarly(Told):
    """A shift ends before it begins."""

    sentence = N_("The end must come after the beginning.")


class ShiftIsOver(Told):
    """A shift lies in the past."""

    sentence = N_("This time is over: nobody can be put on call for it any more.")


class ShiftTooLong(Told):
    """A shift is longer than a month."""

    sentence = N_("A shift lasts 31 days at most. Look at the dates again.")


class NotInTheRole(Told):
    """Somebody would be on call as what they are not on those days."""

    sentence = N_("This person does not hold the role on all of these days.")


class OnCallAlready(Told):
    """Somebody would be on call twice."""

    sentence = N_("This person is on call in this time already.")


class ShiftGone(Told):
    """A shift that is over or was taken back was to be changed."""

    sentence = N_("This shift is over, or was taken back meanwhile.")


REFUSALS: dict[ShiftFlaw, type[Told]] = {
    ShiftFlaw.ENDS_TOO_EARLY: EndsTooEarly,
    ShiftFlaw.IS_OVER: ShiftIsOver,
    ShiftFlaw.TOO_LONG: ShiftTooLong,
    ShiftFlaw.NO_SUCH_ROLE: NotInTheRole,
    ShiftFlaw.IS_ON_ALREADY: OnCallAlready,
}


@dataclass(frozen=True)
class Candidate:
    """Somebody who can hold a post."""

    person: Person
    post: Post


def candidates(session: Session, *, moment: Moment) -> Sequence[Candidate]:
    """Return who can hold which post today or later, by post and name."""
    query = (
        select(RoleHeld)
        .join(RoleHeld.person)
        .where(
            RoleHeld.role.in_({Role.ENGINEER, *DECIDERS}),
            RoleHeld.to_on.is_(None) | (RoleHeld.to_on >= moment.today),
            Person.ended_at.is_(None),
        )
        .options(joinedload(RoleHeld.person))
        .order_by(Person.name, Person.id)
    )
    posts = list(Post)
    found = {(post_of(held.role, held.discipline), held.person) for held in session.scalars(query)}
    able = [Candidate(person, post) for post, person in found if post is not None]
    return sorted(able, key=lambda each: (posts.index(each.post), each.person.name, each.person.id))


def put_on_call(
    session: Session, person: Person, post: Post, wanted: Stretch, *, who: Visitor, moment: Moment
) -> OnCall:
    """Put somebody on call. Raises what REFUSALS names."""
    hold_the_pen(session, PEN)
    _require(session, person, post, wanted, moment=moment)
    return _write(session, person, post, wanted, "put somebody on call", who=who, moment=moment)


def take_off(session: Session, shift: OnCall, *, who: Visitor, moment: Moment) -> None:
    """End a shift now, or take back one that has not begun; raises ShiftGone. What was so until now stays on record."""
    hold_the_pen(session, PEN)
    _withdraw(session, shift, moment)
    _note(session, "took somebody off call", shift, who=who, moment=moment)


def hand_over(session: Session, shift: OnCall, to: Person, *, who: Visitor, moment: Moment) -> OnCall:
    """Give what is left of a shift to somebody else. Raises ShiftGone, and what REFUSALS names."""
    hold_the_pen(session, PEN)
    _withdraw(session, shift, moment)
    post = post_of(shift.role, shift.discipline)
    assert post is not None  # noqa: S101  nobody is put on call otherwise
    left = Stretch(max(shift.begins_at, moment.now), shift.ends_at)
    _require(session, to, post, left, moment=moment)
    _note(session, "took somebody off call", shift, who=who, moment=moment)
    return _write(session, to, post, left, "put somebody on call", who=who, moment=moment)


def _withdraw(session: Session, shift: OnCall, moment: Moment) -> None:
    session.refresh(shift, with_for_update=True)
    if shift.withdrawn_at is not None or shift.ends_at <= moment.now:
        raise ShiftGone
    shift.withdrawn_at = moment.now
    session.flush()


def _require(session: Session, person: Person, post: Post, wanted: Stretch, *, moment: Moment) -> None:
    flaw = shift_flaw(
        wanted,
        now=moment.now,
        zone=moment.zone,
        terms=[Term(held.from_on, held.to_on) for held in _held(session, person, post)],
        others=_others(session, person, post, wanted, moment=moment),
    )
    if flaw is not None:
        raise REFUSALS[flaw]


def _held(session: Session, person: Person, post: Post) -> Sequence[RoleHeld]:
    if person.ended_at is not None:
        return []
    held = session.scalars(select(RoleHeld).where(RoleHeld.person_id == person.id)).all()
    return [each for each in held if post_of(each.role, each.discipline) is post]


def _others(session: Session, person: Person, post: Post, wanted: Stretch, *, moment: Moment) -> Sequence[Stretch]:
    query = select(OnCall).where(
        OnCall.person_id == person.id,
        OnCall.begins_at < wanted.ends_at,
        OnCall.ends_at > wanted.begins_at,
        not_withdrawn(moment),
    )
    same = [each for each in session.scalars(query) if post_of(each.role, each.discipline) is post]
    return [Stretch(each.begins_at, each.ends_at) for each in same]


def _write(
    session: Session, person: Person, post: Post, wanted: Stretch, deed: str, *, who: Visitor, moment: Moment
) -> OnCall:
    [held, *_] = _held(session, person, post)
    shift = OnCall(
        person=person,
        role=held.role,
        discipline=held.discipline,
        begins_at=wanted.begins_at,
        ends_at=wanted.ends_at,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(shift)
    session.flush()
    _note(session, deed, shift, who=who, moment=moment)
    return shift


def _note(session: Session, deed: str, shift: OnCall, *, who: Visitor, moment: Moment) -> None:
    details = {
        "shift": shift.id,
        "as": shift.role.value,
        "discipline": shift.discipline.value if shift.discipline else None,
        "from": shift.begins_at.isoformat(),
        "to": shift.ends_at.isoformat(),
    }
    journal.note(session, deed, f"person {shift.person_id}", actor=who.actor, moment=moment, details=details)
