"""Sign-ins: a browser shows a word that nobody can guess; kept is only its SHA-256."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from accord.casework.desk import passwords
from accord.casework.disclosure import is_demonstration
from accord.casework.journal import note
from accord.casework.refusals import N_, Told
from accord.records.person import Person, SignIn
from accord.rules.desk.people import is_of_the_demonstration
from accord.rules.moments import Moment

IDLE = timedelta(hours=12)
"""Ours: a working day with its breaks; after it a telephone left on a table opens nothing."""

LONGEST = timedelta(days=14)
"""Ours: after two weeks everybody signs in again, however busy they are."""

NOTED_EVERY = timedelta(minutes=5)
"""How exactly it is kept when a browser was last seen: a write for each page read would make readers wait."""


class NotThisPassword(Told):
    """The e-mail address or the password is not right; which of the two, nobody is told."""

    sentence = N_("This e-mail address and this password do not belong together. Mind capital letters.")


class WrongPassword(Told):
    """Somebody who is signed in typed another password than their own."""

    sentence = N_("This is not your present password.")


class DemoAccountsStayHome(Told):
    """An invented person signs in from the machine of the server alone, and in a demonstration alone."""

    sentence = N_("The people of the demonstration sign in only on the machine that it runs on.")


@dataclass(frozen=True)
class Credentials:
    """What is asked of somebody who signs in with an address: taken out, so that nothing is locked meanwhile."""

    person_id: int | None
    password_hash: str | None
    has_second_step: bool


def folded(email: str) -> str:
    """Return an e-mail address as it is kept: without blanks around it, in small letters."""
    return email.strip().lower()


def credentials(session: Session, email: str) -> Credentials:
    """Return what an account is opened with; of one that is not there, or closed, that nothing opens it."""
    person = session.scalar(select(Person).where(Person.email == folded(email), Person.ended_at.is_(None)))
    if person is None:
        return Credentials(None, None, has_second_step=False)
    return Credentials(person.id, person.password_hash, has_second_step=person.totp_secret is not None)


def require_demo_at_home(session: Session, email: str, *, is_this_machine: bool) -> None:
    """Raise DemoAccountsStayHome where an invented person signs in from elsewhere, or where real data is."""
    if is_of_the_demonstration(email) and not (is_this_machine and is_demonstration(session)):
        raise DemoAccountsStayHome


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
    query = select(SignIn).where(SignIn.token_sha256 == token_hash(token)).options(joinedload(SignIn.person))
    found = session.scalar(query)
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


def own(session: Session, person_id: int, *, moment: Moment) -> Sequence[SignIn]:
    """Return the sign-ins of a person that hold, the one used last first."""
    found = session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.seen_at > moment.now - IDLE)
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    return [each for each in found if is_standing(each, moment=moment)]


def renew_hash(person: Person, password: str) -> None:
    """Keep a password anew that was made with parameters of before, now that it was typed and is right."""
    if person.password_hash and passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hashed(password)


def change_password(
    session: Session, person: Person, password: str, *, present: str, keep: int | None, moment: Moment
) -> None:
    """Take a new password for the old one, and end every sign-in but `keep`; raises WrongPassword, PasswordRefused."""
    require_password(person, present)
    passwords.require_good(password, person)
    person.password_hash = passwords.hashed(password)
    note(session, "changed the password", f"person {person.id}", actor=person.email, moment=moment, details={})
    end_everywhere(session, person, actor=person.email, moment=moment, but=keep)


def require_password(person: Person, typed: str) -> None:
    """Raise WrongPassword unless it is the person's password: a telephone left on a table must not be enough."""
    if not passwords.fits(person.password_hash, typed):
        raise WrongPassword


def end_everywhere(session: Session, person: Person, *, actor: str, moment: Moment, but: int | None = None) -> int:
    """End every sign-in of a person, save perhaps one, and return how many there were."""
    query = select(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    open_ones = [each for each in session.scalars(query) if each.id != but]
    for each in open_ones:
        each.ended_at = moment.now
    details = {"sign_ins": len(open_ones)}
    note(session, "signed out everywhere", f"person {person.id}", actor=actor, moment=moment, details=details)
    return len(open_ones)
