"""Through whom an organisation is reached now: its contacts, and people with an account who belong to it today."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework.desk.own_letters import language_of
from accord.casework.notices.organisations import ALONE, ROLES, SPEAK_BANGLA_FIRST, merged_into, parsed
from accord.casework.notices.personal import people_named
from accord.casework.orders.on_call import deciders_on_call, people_on_call
from accord.gateways.language import Language
from accord.records.notice import Contact
from accord.records.person import Person, RoleHeld
from accord.rules.moments import Moment
from accord.rules.notices import is_for_first_contacts
from accord.rules.orders.words import RecipientKind
from accord.rules.vocabulary import Discipline

_ALL_ON_CALL = "on_call *"
"""The engineers on call of any discipline, beside the contacts of the rota."""


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
    people = [*_people(session, asked, moment), *_engineers(session, asked, moment), *_oneself(session, asked)]
    # Whatever is on record as a contact of it, what is written to one person goes to that person.
    organisations_alone = asked - set(people_named(asked))
    for words, each in [*_contacts(session, organisations_alone, moment), *people]:
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
    if kind == RecipientKind.ON_CALL:
        # What is written to the engineers of one discipline goes to the contacts of the rota too, not to all engineers.
        return [kind, _ALL_ON_CALL if words == kind else words]
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
    decides = RecipientKind.CHIEF_SAFETY_OFFICER
    on_call = deciders_on_call(session, moment=moment) if decides in asked else frozenset()
    seen = set()
    for held in session.scalars(query).unique():
        for words in _words_of(held):
            if words in asked and (words, held.person_id) not in seen:
                seen.add((words, held.person_id))
                # All of them are told of everything; the first reminder alone goes to who is on call, if anybody is.
                is_away = words == decides and bool(on_call) and held.person_id not in on_call
                yield words, _as_reached(held.person, words, is_first=not is_away)


def _engineers(session: Session, asked: Collection[str], moment: Moment) -> Iterable[tuple[str, Reached]]:
    named = {words: each.discipline for words in asked if (each := parsed(words)) and each.discipline}
    wanted: dict[str, Discipline | None] = {**named, **dict.fromkeys({_ALL_ON_CALL} & set(asked))}
    if wanted:
        people = people_on_call(session, set(wanted.values()), moment=moment)
        for words, discipline in wanted.items():
            for person in people[discipline]:
                yield words, _as_reached(person, words)


def _oneself(session: Session, asked: Collection[str]) -> Iterable[tuple[str, Reached]]:
    named = people_named(asked)
    if named:
        query = (
            select(Person)
            .where(Person.id.in_(named.values()), Person.ended_at.is_(None))
            .options(selectinload(Person.roles))
        )
        found = {each.id: each for each in session.scalars(query)}
        for words, person_id in named.items():
            if person_id in found:
                # By letter alone: nothing that is written to one person is worth a short message.
                person = found[person_id]
                yield words, replace(_as_reached(person, words), language=language_of(person), telephone=None)


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


def _as_reached(person: Person, words: str, *, is_first: bool = True) -> Reached:
    is_bangla = words.partition(" ")[0] in SPEAK_BANGLA_FIRST
    return Reached(
        name=person.name,
        position=None,
        language=Language(person.language or (Language.BN if is_bangla else Language.EN)),
        email=person.email,
        telephone=person.telephone,
        is_first=is_first,
        contact_id=None,
    )
