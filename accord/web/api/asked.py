"""What an address of the API may ask: each parameter checks what it is given, and describes what it takes.

The check and the description are one thing, so that they cannot disagree. Stricter than the pages: a parameter that is
unknown, empty or given twice is refused, since `?as-of=2018-07-01` passed over in silence would answer with the figures
of today.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from flask import request

from accord.web.parameters import (
    FIRST_DAY,
    BadNumber,
    BadParameter,
    BadQuery,
    GivenTwice,
    UnknownParameter,
    day,
    one_of,
    words,
)
from accord.web.site import site

Schema = dict[str, Any]


class Kind(Protocol):
    """A kind of value that a parameter may take."""

    def read(self, name: str, text: str) -> Any:
        """Return what the text means; raises BadQuery if it means nothing."""

    def absent(self) -> Any:
        """Return what is meant where the parameter is not given."""

    def schema(self) -> Schema:
        """Return the JSON schema of what may be given."""


@dataclass(frozen=True)
class Word:
    """One word of an enum; absent: the default."""

    words: type[StrEnum]
    default: StrEnum | None = None

    def read(self, name: str, _text: str) -> StrEnum | None:
        """Return the word."""
        return one_of(name, self.words)

    def absent(self) -> StrEnum | None:
        """Return the default."""
        return self.default

    def schema(self) -> Schema:
        """Return the words."""
        said: Schema = {"type": "string", "enum": [word.value for word in self.words]}
        return said | ({"default": self.default.value} if self.default else {})


@dataclass(frozen=True)
class Words:
    """Several words of an enum with commas between them; absent: all, which is None."""

    words: type[StrEnum]

    def read(self, name: str, text: str) -> frozenset[StrEnum]:
        """Return the words."""
        try:
            return frozenset(self.words(word) for word in text.split(","))
        except ValueError as error:
            raise BadParameter(name, expected=tuple(word.value for word in self.words)) from error

    def absent(self) -> None:
        """Return None."""
        return

    def schema(self) -> Schema:
        """Return a list of the words."""
        return {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "enum": [word.value for word in self.words]},
        }


@dataclass(frozen=True)
class OneOf:
    """One of these words; absent: all, which is None. `others` returns words that the data know besides."""

    words: tuple[str, ...]
    others: Callable[[], Collection[str]] = tuple

    def read(self, name: str, text: str) -> str:
        """Return the word."""
        if text not in self.words and text not in self.others():
            raise BadParameter(name, expected=self.words)
        return text

    def absent(self) -> None:
        """Return None."""
        return

    def schema(self) -> Schema:
        """Return the words."""
        return {"type": "string", "enum": list(self.words)}


@dataclass(frozen=True)
class Whole:
    """A whole number; absent: the default."""

    first: int
    last: int
    default: int | None = None

    def read(self, name: str, text: str) -> int:
        """Return the number."""
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(self.last))
        if not (is_number and self.first <= int(text) <= self.last):
            raise BadNumber(name, first=self.first, last=self.last)
        return int(text)

    def absent(self) -> int | None:
        """Return the default."""
        return self.default

    def schema(self) -> Schema:
        """Return the range."""
        said: Schema = {"type": "integer", "minimum": self.first, "maximum": self.last}
        return said | ({} if self.default is None else {"default": self.default})


@dataclass(frozen=True)
class Day:
    """A day up to today; absent: today."""

    def read(self, name: str, _text: str) -> Any:
        """Return the day."""
        return day(name, today=site().today)

    def absent(self) -> Any:
        """Return today."""
        return site().today

    def schema(self) -> Schema:
        """Return the form of a day."""
        return {"type": "string", "format": "date", "examples": [FIRST_DAY.replace(year=2018, month=7).isoformat()]}


@dataclass(frozen=True)
class Search:
    """Words to search for; absent: none."""

    longest: int

    def read(self, name: str, _text: str) -> str:
        """Return the words with single spaces between them."""
        return words(name, longest=self.longest)

    def absent(self) -> str:
        """Return no word."""
        return ""

    def schema(self) -> Schema:
        """Return the length."""
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address: its name, what it means, and what it may be."""

    name: str
    says: str
    kind: Kind


def asked(parameters: Sequence[Parameter]) -> Mapping[str, Any]:
    """Return what the address asks for, by the name of the parameter; raises BadQuery for what it cannot ask."""
    known = {parameter.name: parameter for parameter in parameters}
    for name, values in request.args.lists():
        if name not in known:
            raise UnknownParameter(name, known=tuple(known))
        if len(values) > 1:
            raise GivenTwice(name)
        if not values[0]:
            raise BadQuery(name, "is empty; leave it out, or give it a value")
    return {
        name: parameter.kind.read(name, request.args[name]) if name in request.args else parameter.kind.absent()
        for name, parameter in known.items()
    }
