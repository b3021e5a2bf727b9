"""Sign-ins: a browser shows a word that nobody can guess; kept is only its SHA-256."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accord.casework.journal import note
from accord.records.person import Person, SignIn
from accord.rules.moments import Moment

IDLE = timedelta(hours=12)
"""Ours: a working day with its breaks; after it a telephone left on a table opens nothing."""

LONGEST = timedelta(days=14)
"""Ours: after two weeks everybody signs in again, however busy they are."""

NOTED_EVERY = timedelta(minutes=5)
"""How exactly it is kept when a browser was last seen: a write for each page read would make readers wait."""


def token_hash(token: str) -> str:
    """Return the form in which the word of a browser or of a link is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(session: Session, person: Person, *, device: str, moment: Moment) -> str:
    """Sign a person in, and return the word that the browser is to show from now on."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            person_id=person.id,
            token_sha256=token_hash(token),
            device=device[:120],
            began_at=moment.now,
            seen_at=moment.now,
        )
    )
    note(session, "signed in", f"person {person.id}", actor=person.email, moment=moment, details={})
    return token


def standing(session: Session, token: str, *, moment: Moment) -> SignIn | None:
    """Return the sign-in that the word belongs to, or None if there is none, or it has ended."""
    found = session.scalar(select(SignIn).where(SignIn.token_sha256 == token_hash(token)))
    return found if found is not None and is_standing(found, moment=moment) else None


def is_standing(sign_in: SignIn, *, moment: Moment) -> bool:
    """Return whether a sign-in holds: nobody ended it, it was used lately, and it is not too old."""
    return (
        sign_in.ended_at is None
        and sign_in.person.ended_at is None
        and moment.now - sign_in.seen_at < IDLE
        and moment.now - sign_in.began_at < LONGEST
    )


def was_just_seen(sign_in: SignIn, *, moment: Moment) -> bool:
    """Return whether it is on record already that the browser was here."""
    return moment.now - sign_in.seen_at < NOTED_EVERY


def note_seen(session: Session, sign_in_id: int, *, moment: Moment) -> None:
    """Keep that the browser was here."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=moment.now))


def end(session: Session, sign_in: SignIn, *, moment: Moment) -> None:
    """Sign out."""
    sign_in.ended_at = moment.now
    note(session, "signed out", f"person {sign_in.person_id}", actor=sign_in.person.email, moment=moment, details={})


def end_everywhere(session: Session, person: Person, *, actor: str, moment: Moment) -> int:
    """End every sign-in of a person and return how many there were."""
    open_ones = session.scalars(select(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))).all()
    for each in open_ones:
        each.ended_at = moment.now
    details = {"sign_ins": len(open_ones)}
    note(session, "signed out everywhere", f"person {person.id}", actor=actor, moment=moment, details=details)
    return len(open_ones)
