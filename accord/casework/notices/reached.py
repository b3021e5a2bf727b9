"""Through whom an organisation is reached now: its contacts, and people with an account who belong to it today."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session, joinedload

from accord.casework.notices.organisations import ALONE, ROLES, SPEAK_BANGLA_FIRST, merged_into, parsed
from accord.gateways.language import Language
from accord.records.clockwork import OnCall
from accord.records.notice import Contact
from accord.records.person import Person, RoleHeld
from accord.rules.moments import Moment
from accord.rules.notices import is_for_first_contacts
from accord.rules.orders.words import RecipientKind


@dataclass(frozen=True)
class Reached:
    """Somebody through whom an organisation is reached."""

    name: str
    position: str | None
    language: Language
    email: str | None
    telephone: str | None
    is_first: bool
    contact_id: int | None
    """None: they are reached because of their account."""


def reached(session: Session, organisations: Collection[str], *, moment: Moment) -> dict[str, list[Reached]]:
    """Return who is reached for each of these organisations, contacts first; an empty list where nobody is.

    In a fixed number of questions, however many organisations there are. A factory that was merged into another one
    is reached under the number that stands for both.
    """
    known = {words: _also(words, parts) for words, parts in _with_parts(session, organisations).items()}
    asked = {alias for aliases in known.values() for alias in aliases}
    by_words: dict[str, list[Reached]] = {words: [] for words in asked}
    for words, each in [*_contacts(session, asked, moment), *_people(session, asked, moment)]:
        by_words[words].append(each)
    return {words: [each for alias in aliases for each in by_words[alias]] for words, aliases in known.items()}


def for_step(everybody: Sequence[Reached], step: str) -> Sequence[Reached]:
    """Return whom the letter of a step goes to; to all of them where none of the first ones has an address."""
    if not is_for_first_contacts(step):
        return everybody
    first = [each for each in everybody if each.is_first]
    return first if any(each.email or each.telephone for each in first) else everybody


def _with_parts(session: Session, organisations: Collection[str]) -> dict[str, list[int]]:
    named = {words: parsed(words) for words in organisations}
    ids = {each.number for each in named.values() if each and each.number and each.kind in ("factory", "committee")}
    wholes = merged_into(session, ids)
    return {
        words: [part for part, whole in wholes.items() if each and each.number == whole]
        if each and each.kind in ("factory", "committee")
        else []
        for words, each in named.items()
    }


def _also(words: str, parts: Iterable[int]) -> list[str]:
    kind = words.partition(" ")[0]
    return [words, *(f"{kind} {part}" for part in sorted(parts))]


def _contacts(session: Session, asked: Collection[str], moment: Moment) -> Iterable[tuple[str, Reached]]:
    query = (
        select(Contact)
        .where(
            Contact.organisation.in_(asked),
            Contact.ended_on.is_(None) | (Contact.ended_on > moment.today),
        )
        .order_by(Contact.is_first.desc(), Contact.id)
    )
    for each in session.scalars(query):
        yield (
            each.organisation,
            Reached(
                each.name,
                each.position,
                Language(each.language),
                each.email,
                each.telephone,
                each.is_first,
                each.id,
            ),
        )


def _people(session: Session, asked: Collection[str], moment: Moment) -> Iterable[tuple[str, Reached]]:
    query = (
        select(RoleHeld)
        .join(RoleHeld.person)
        .where(
            Person.ended_at.is_(None),
            RoleHeld.from_on <= moment.today,
            RoleHeld.to_on.is_(None) | (RoleHeld.to_on >= moment.today),
            or_(false(), *_held_for(asked)),
        )
        .options(joinedload(RoleHeld.person))
        .order_by(RoleHeld.id)
    )
    on_call = _on_call(session, moment) if RecipientKind.ON_CALL in asked else set()
    seen = set()
    for held in session.scalars(query).unique():
        for words in _words_of(held):
            # Nobody is named to be on call: then every engineer is asked, rather than none.
            is_away = words == RecipientKind.ON_CALL and on_call and held.person_id not in on_call
            if words in asked and not is_away and (words, held.person_id) not in seen:
                seen.add((words, held.person_id))
                yield words, _as_reached(held.person, words)
    for person in _others_on_call(session, on_call - {person for words, person in seen if words == "on_call"}):
        yield RecipientKind.ON_CALL, _as_reached(person, RecipientKind.ON_CALL)


def _held_for(asked: Collection[str]) -> Iterable[ColumnElement[bool]]:
    for kind, role in ROLES.items():
        ids = [named.number for words in asked if (named := parsed(words)) and named.kind == kind]
        column = RoleHeld.signatory_id if kind == "signatory" else RoleHeld.factory_id
        if ids:
            yield (RoleHeld.role == role) & column.in_(ids)
    roles = [role for words, held in ALONE.items() if words in asked for role in held]
    if roles:
        yield RoleHeld.role.in_(roles)


def _words_of(held: RoleHeld) -> Iterable[str]:
    for kind, role in ROLES.items():
        if held.role is role:
            yield f"{kind} {held.signatory_id if kind == 'signatory' else held.factory_id}"
    for words, roles in ALONE.items():
        if held.role in roles:
            yield words


def _on_call(session: Session, moment: Moment) -> set[int]:
    return set(
        session.scalars(
            select(OnCall.person_id).where(
                OnCall.begins_at <= moment.now, OnCall.ends_at > moment.now, OnCall.withdrawn_at.is_(None)
            )
        )
    )


def _others_on_call(session: Session, ids: set[int]) -> Iterable[Person]:
    """Return who is on call and no engineer: a chief safety officer or a deputy."""
    if not ids:
        return []
    return session.scalars(select(Person).where(Person.id.in_(ids), Person.ended_at.is_(None)).order_by(Person.id))


def _as_reached(person: Person, words: str) -> Reached:
    is_bangla = words.partition(" ")[0] in SPEAK_BANGLA_FIRST
    return Reached(
        name=person.name,
        position=None,
        language=Language.BN if is_bangla else Language.EN,
        email=person.email,
        telephone=person.telephone,
        is_first=True,
        contact_id=None,
    )
