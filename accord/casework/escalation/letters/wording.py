"""What the letters of the protocol say, in both languages, from templates/letters/<letter>/{en,bn}.txt.

Texts of people pass the same filter as what is public: no telephone number, no trace of a complaint.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from accord.casework.escalation.letters.owed import Group
from accord.casework.orders.letters import Audience, Written, render
from accord.gateways.formats import format_date, format_plain
from accord.gateways.language import Language, translator
from accord.rules.desk.people import Role
from accord.rules.labels import label
from accord.rules.notices import Letter
from accord.rules.public.public_text import public_text


@dataclass(frozen=True)
class Signer:
    """Whoever answers for a decision, with what the person was on its day."""

    name: str
    name_bn: str | None
    role: Role | None
    """None: not on record as somebody who decides."""

    def called(self, language: Language) -> str:
        """Return the name, and the role behind a comma, in one language as far as there is a name in it."""
        name = (self.name_bn if language is Language.BN else None) or self.name
        return f"{name}, {translator(language).gettext(label(self.role))}" if self.role else name


Value = date | int | str | bool | Sequence[str] | Sequence[Signer] | None


@dataclass(frozen=True)
class Named:
    """A factory as a letter names it."""

    number: int
    name: str | None
    name_bn: str | None = None

    def called(self, language: Language) -> str:
        """Return its name with its number, in one language as far as there is a name in it."""
        name = (self.name_bn if language is Language.BN else None) or self.name or ""
        return f"{name} ({self.number})".strip()


@dataclass(frozen=True)
class Says:
    """What a letter says: words of people in both languages, and days and numbers for both."""

    factory: Named
    facts: Mapping[str, Value] = field(default_factory=dict)
    words: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    """By name: in English, and in Bangla where somebody wrote it; else the English stands in both."""
    owed: Mapping[Language, Sequence[Group]] = field(default_factory=dict)


def write(letter: Letter, says: Says, *, audience: Audience, today: date) -> Written:
    """Return what the letter says to an audience."""
    said = {language: render(letter, language, **_told(says, audience, today, language)) for language in Language}
    (subject, body), (subject_bn, body_bn) = said[Language.EN], said[Language.BN]
    return Written(subject[:300], subject_bn[:300], body, body_bn, None)


def _told(says: Says, audience: Audience, today: date, language: Language) -> dict[str, object]:
    return {
        "audience": audience.value,
        "factory": says.factory.called(language),
        "today": format_date(today, language),
        "owed": says.owed.get(language, ()),
        **{name: _in_language(value, language) for name, value in says.facts.items()},
        **{name: _words(pair, language) for name, pair in says.words.items()},
    }


def _in_language(value: Value, language: Language) -> object:
    match value:
        case bool() | None | str():
            return value
        case date():
            return format_date(value, language)
        case int():
            return format_plain(value, language)
        case _:
            return [each.called(language) if isinstance(each, Signer) else each for each in value]


def _words(pair: tuple[str | None, str | None], language: Language) -> str | None:
    english, bangla = pair
    said = (bangla if language is Language.BN else None) or english
    # A line that begins with a bar would become a row of the table.
    return public_text(said.strip()).replace("|", "/") if said else None
