"""Links that work once: whoever holds one chooses the password of the account it was made for."""

import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accord.casework.desk import passwords
from accord.casework.desk.sign_in import end_everywhere, token_hash
from accord.casework.journal import note
from accord.records.person import OneTimeLink, Person
from accord.rules.desk.people import LinkPurpose
from accord.rules.moments import Moment

GOOD_FOR = timedelta(hours=72)
"""Ours: over a weekend, and not for ever in somebody's letters."""


def make_link(session: Session, person: Person, purpose: LinkPurpose, *, actor: str, moment: Moment) -> str:
    """Return the words of a new link for a person.

    Those of before still work: or a stranger who says again and again that they forgot the password of somebody
    would keep them from ever using one.
    """
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(
            token_sha256=token_hash(token),
            person_id=person.id,
            purpose=purpose,
            made_at=moment.now,
            ends_at=moment.now + GOOD_FOR,
        )
    )
    details = {"purpose": purpose.value, "good_until": (moment.now + GOOD_FOR).isoformat()}
    note(session, "made a one-time link", f"person {person.id}", actor=actor, moment=moment, details=details)
    return token


def working_link(session: Session, token: str, *, moment: Moment) -> OneTimeLink | None:
    """Return the link with these words, or None where there is none, it was used, it is too old, or nobody's."""
    found = session.get(OneTimeLink, token_hash(token), with_for_update=True)
    if found is None or found.used_at is not None or found.ends_at <= moment.now or found.person.ended_at is not None:
        return None
    return found


def choose_password(session: Session, link: OneTimeLink, password: str, *, moment: Moment) -> Person:
    """Give the account of a link its password and end every sign-in it had; raises PasswordRefused.

    Whoever forgot a password may have lost more than that: no browser stays signed in.
    """
    person = link.person
    passwords.require_good(password, person)
    person.password_hash = passwords.hashed(password)
    spend_links(session, person, moment=moment)
    details = {"by": f"link to {link.purpose.value.replace('_', ' ')}"}
    note(session, "chose a password", f"person {person.id}", actor=person.email, moment=moment, details=details)
    end_everywhere(session, person, actor=person.email, moment=moment)
    return person


def open_link_until(session: Session, person: Person, *, moment: Moment) -> OneTimeLink | None:
    """Return the link that a person has not used yet and still can, or None."""
    return session.scalar(
        select(OneTimeLink).where(
            OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None), OneTimeLink.ends_at > moment.now
        )
    )


def spend_links(session: Session, person: Person, *, moment: Moment) -> None:
    """Let no link of a person work any longer."""
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
        .values(used_at=moment.now)
    )
