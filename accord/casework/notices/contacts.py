"""The contacts of organisations: added, mended and ended, with optimistic locking."""

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accord.casework.desk.revisions import take_turn
from accord.casework.journal import note
from accord.casework.notices.organisations import names_of
from accord.casework.refusals import N_, Told
from accord.gateways.language import Language
from accord.records.notice import Contact, Notice
from accord.rules.desk.people import is_address
from accord.rules.moments import Moment
from accord.rules.notices import TO_TELL_BY_HAND

TELEPHONE = re.compile(r"\+?[0-9]{6,15}")
"""Source: ITU-T E.164: 15 digits at most; without the plus it is a number of the country."""
SEPARATORS = str.maketrans(dict.fromkeys(" -().\u00a0\u2013/", ""))


class UnknownOrganisation(Told):
    """There is no organisation of these words."""

    sentence = N_("There is no such organisation.")


class NotReachable(Told):
    """A contact without any address."""

    sentence = N_("Give an e-mail address or a telephone number: without one nobody is reached.")


class NotAnAddress(Told):
    """The text is no e-mail address."""

    sentence = N_("This is no e-mail address. It looks like name@office.example.")


class NotATelephone(Told):
    """The text is no number of a telephone."""

    sentence = N_("This is no telephone number. It looks like +880 1700 000000.")


class ContactEnded(Told):
    """The contact has ended."""

    sentence = N_("This contact has ended. Add a new one.")


@dataclass(frozen=True)
class Particulars:
    """Who a contact is."""

    name: str
    position: str | None
    language: Language
    email: str | None
    telephone: str | None
    is_first: bool


def add_contact(session: Session, organisation: str, told: Particulars, *, actor: str, moment: Moment) -> Contact:
    """Add a contact; letters that reached nobody of the organisation are tried again at once.

    Raises UnknownOrganisation, NotReachable, NotAnAddress, NotATelephone.
    """
    if organisation not in names_of(session, [organisation]):
        raise UnknownOrganisation
    contact = Contact(organisation=organisation, actor=actor, recorded_at=moment.now, **_checked(told))
    session.add(contact)
    session.flush()
    _try_again(session, organisation, moment)
    details = {"organisation": organisation, "name": told.name, "email": told.email, "telephone": told.telephone}
    note(session, "added a contact", f"contact {contact.id}", actor=actor, moment=moment, details=details)
    return contact


def mend_contact(
    session: Session, contact: Contact, told: Particulars, *, opened_at: int, actor: str, moment: Moment
) -> None:
    """Change who a contact is; raises ContactEnded, ChangedMeanwhile, and what `add_contact` raises of addresses."""
    if contact.ended_on is not None:
        raise ContactEnded
    changed = take_turn(contact, _checked(told), opened_at=opened_at)
    if changed:
        _try_again(session, contact.organisation, moment)
        details = {name: {"from": before, "to": after} for name, (before, after) in changed.items()}
        note(session, "changed a contact", f"contact {contact.id}", actor=actor, moment=moment, details=details)


def end_contact(session: Session, contact: Contact, *, on: date, actor: str, moment: Moment) -> None:
    """End a contact: nothing is sent to it any more; raises ContactEnded."""
    if contact.ended_on is not None:
        raise ContactEnded
    contact.ended_on = on
    contact.revision += 1
    subject, details = f"contact {contact.id}", {"ended_on": on.isoformat(), "organisation": contact.organisation}
    note(session, "ended a contact", subject, actor=actor, moment=moment, details=details)


def contact_for_update(session: Session, contact_id: int) -> Contact | None:
    """Return the contact as it stands now, held until the end of the transaction."""
    return session.scalar(select(Contact).where(Contact.id == contact_id).with_for_update())


def dialled(telephone: str) -> str:
    """Return the number as a telephone takes it: digits, and a plus before those of another country."""
    return telephone.translate(SEPARATORS)


def _checked(told: Particulars) -> dict[str, Any]:
    if not told.email and not told.telephone:
        raise NotReachable
    if told.email and not is_address(told.email):
        raise NotAnAddress
    if told.telephone and not (TELEPHONE.fullmatch(dialled(told.telephone)) and told.telephone.isascii()):
        raise NotATelephone
    return {**asdict(told), "language": told.language.value}


def _try_again(session: Session, organisation: str, moment: Moment) -> None:
    session.execute(
        update(Notice)
        .where(Notice.organisation == organisation, Notice.state.in_(TO_TELL_BY_HAND))
        .values(next_try_at=moment.now)
    )
