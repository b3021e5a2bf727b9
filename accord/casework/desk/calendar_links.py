"""The secret address at which a calendar program reads somebody's own days, without a sign-in; its hash is kept."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.desk.sign_in import token_hash
from accord.casework.journal import note
from accord.records.base import hold_the_pen
from accord.records.person import CalendarLink, Person
from accord.rules.moments import Moment

PEN = "calendar links"


def make_link(session: Session, person: Person, *, actor: str, moment: Moment) -> str:
    """Return the words of a new address, this one time; the one of before reads nothing any more."""
    hold_the_pen(session, PEN)
    _end(session, person, moment)
    token = secrets.token_urlsafe(32)
    session.add(CalendarLink(token_sha256=token_hash(token), person_id=person.id, made_at=moment.now))
    session.flush()
    note(session, "made a calendar address", f"person {person.id}", actor=actor, moment=moment, details={})
    return token


def end_link(session: Session, person: Person, *, actor: str, moment: Moment) -> bool:
    """Let no address read a person's days, and return whether one did."""
    hold_the_pen(session, PEN)
    ended = _end(session, person, moment)
    if ended:
        note(session, "ended a calendar address", f"person {person.id}", actor=actor, moment=moment, details={})
    return ended


def own_link(session: Session, person_id: int) -> CalendarLink | None:
    """Return the address that reads a person's days, or None."""
    query = select(CalendarLink).where(CalendarLink.person_id == person_id, CalendarLink.ended_at.is_(None))
    return session.scalar(query.order_by(CalendarLink.made_at.desc()).limit(1))


def person_of(session: Session, token: str) -> Person | None:
    """Return whose days an address reads, or None where it reads nobody's: unknown, ended, or an account was closed."""
    query = (
        select(Person)
        .join(CalendarLink, CalendarLink.person_id == Person.id)
        .where(
            CalendarLink.token_sha256 == token_hash(token), CalendarLink.ended_at.is_(None), Person.ended_at.is_(None)
        )
    )
    return session.scalar(query)


def _end(session: Session, person: Person, moment: Moment) -> bool:
    standing = CalendarLink.person_id == person.id, CalendarLink.ended_at.is_(None)
    links = session.scalars(select(CalendarLink).where(*standing)).all()
    for link in links:
        link.ended_at = moment.now
    session.flush()
    return bool(links)
