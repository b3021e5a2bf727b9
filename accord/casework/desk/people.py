"""The accounts of people: made, changed and closed by the administrator or on the command line.

Each deed takes the name of who does it, since the command line has no visitor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.desk import second_step
from accord.casework.desk.calendar_links import end_link
from accord.casework.desk.links import make_link, spend_links
from accord.casework.desk.revisions import take_turn
from accord.casework.desk.roles import require_another_administrator
from accord.casework.desk.sign_in import end_everywhere, folded
from accord.casework.journal import note
from accord.casework.refusals import N_, Told
from accord.records.person import Person
from accord.rules.desk.people import LinkPurpose, is_address
from accord.rules.moments import Moment


class NoAddress(Told):
    """The text is no e-mail address."""

    sentence = N_("This is no e-mail address. It looks like name@office.example.")


class AddressTaken(Told):
    """There is an account with this address already."""

    sentence = N_("There is an account with this address already, of %(name)s.")


class AccountClosed(Told):
    """The account is closed."""

    sentence = N_("This account is closed. Open it again first.")


class NotOneself(Told):
    """Somebody would close their own account."""

    sentence = N_("Nobody closes their own account. Another administrator can.")


@dataclass(frozen=True)
class Particulars:
    """Who somebody is, and how to reach them."""

    email: str
    name: str
    name_bn: str | None = None
    telephone: str | None = None


def add_person(session: Session, told: Particulars, *, actor: str, moment: Moment) -> Person:
    """Make an account without a password; raises NoAddress, AddressTaken."""
    email = _free_address(session, told.email, of=None)
    person = Person(
        email=email,
        name=told.name,
        name_bn=told.name_bn,
        telephone=told.telephone,
        actor=actor,
        recorded_at=moment.now,
    )
    session.add(person)
    session.flush()
    details = {"email": email, "name": told.name}
    note(session, "added a person", f"person {person.id}", actor=actor, moment=moment, details=details)
    return person


def change_person(
    session: Session, person: Person, told: Particulars, *, opened_at: int, actor: str, moment: Moment
) -> Mapping[str, tuple[Any, Any]]:
    """Change who somebody is; raises NoAddress, AddressTaken, and ChangedMeanwhile with what somebody else changed.

    A new address ends links that were sent to the old one.
    """
    email = _free_address(session, told.email, of=person)
    typed = {"email": email, "name": told.name, "name_bn": told.name_bn, "telephone": told.telephone}
    changed = take_turn(person, typed, opened_at=opened_at)
    if "email" in changed:
        spend_links(session, person, moment=moment)
    if changed:
        details = {name: {"from": before, "to": after} for name, (before, after) in changed.items()}
        note(session, "changed a person", f"person {person.id}", actor=actor, moment=moment, details=details)
    return changed


def new_link(session: Session, person: Person, *, actor: str, moment: Moment) -> str:
    """Return the words of a link to be handed over, in place of all that were made before; raises AccountClosed."""
    if person.ended_at is not None:
        raise AccountClosed
    spend_links(session, person, moment=moment)
    purpose = LinkPurpose.CHOOSE_AGAIN if person.password_hash else LinkPurpose.SIGN_UP
    return make_link(session, person, purpose, actor=actor, moment=moment)


def close_account(session: Session, person: Person, *, actor_id: int | None, actor: str, moment: Moment) -> None:
    """Close an account: every sign-in, link and calendar ends now; raises NotOneself, LastAdministrator."""
    if person.ended_at is not None:
        return
    if person.id == actor_id:
        raise NotOneself
    require_another_administrator(session, person, moment=moment)
    person.ended_at = moment.now
    person.revision += 1
    spend_links(session, person, moment=moment)
    end_link(session, person, actor=actor, moment=moment)
    end_everywhere(session, person, actor=actor, moment=moment)
    note(session, "closed an account", f"person {person.id}", actor=actor, moment=moment, details={})


def open_again(session: Session, person: Person, *, actor: str, moment: Moment) -> None:
    """Open an account again that was closed; its password of before no longer holds."""
    if person.ended_at is None:
        return
    person.ended_at = person.password_hash = None
    person.revision += 1
    note(session, "opened an account again", f"person {person.id}", actor=actor, moment=moment, details={})


def take_off_second_step(session: Session, person: Person, *, actor: str, moment: Moment) -> None:
    """Let somebody in by the password alone whose telephone and recovery codes are lost, and end every sign-in."""
    second_step.forget(session, person)
    end_everywhere(session, person, actor=actor, moment=moment)
    note(session, "took off the second step", f"person {person.id}", actor=actor, moment=moment, details={})


def person_with(session: Session, email: str) -> Person | None:
    """Return who has this address, closed accounts too, or None."""
    return session.scalar(select(Person).where(Person.email == folded(email)))


def _free_address(session: Session, typed: str, *, of: Person | None) -> str:
    email = folded(typed)
    if not is_address(email):
        raise NoAddress
    other = person_with(session, email)
    if other is not None and other is not of:
        raise AddressTaken(name=other.name)
    return email
