"""What somebody decides of their own letters: in which language they come first, and how often what waits is told."""

from sqlalchemy.orm import Session

from accord.casework.journal import note
from accord.gateways.language import Language
from accord.records.person import Person
from accord.rules.desk.digests import Rhythm
from accord.rules.desk.people import OF_A_FACTORY
from accord.rules.moments import Moment


def language_of(person: Person) -> Language:
    """Return the language that somebody chose; else Bangla for those who are of a factory alone, English for others."""
    if person.language:
        return Language(person.language)
    roles = {held.role for held in person.roles}
    return Language.BN if roles and roles <= OF_A_FACTORY else Language.EN


def choose_letters(
    session: Session, person: Person, *, digest: Rhythm, language: Language, actor: str, moment: Moment
) -> None:
    """Take what somebody wants of their own letters; of orders everybody is told at once all the same."""
    before = {"digest": person.digest, "language": person.language}
    after = {"digest": digest, "language": language.value}
    if before == after:
        return
    person.digest, person.language = digest, language.value
    session.flush()
    details = {name: {"from": before[name], "to": after[name]} for name in after if before[name] != after[name]}
    note(session, "chose own letters", f"person {person.id}", actor=actor, moment=moment, details=details)
