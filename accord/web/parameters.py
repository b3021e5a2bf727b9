"""Reads what an address asks for; what cannot be understood is refused by name, never guessed."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import request
from werkzeug.exceptions import UnprocessableEntity

Word = TypeVar("Word", bound=StrEnum)


class BadQuery(UnprocessableEntity):
    """The address asks for something that cannot be understood; `parameter` names where."""

    def __init__(self, name: str, says: str) -> None:
        self.parameter = name
        super().__init__(f"the parameter {name!r} {says}")


class BadParameter(BadQuery):
    """The address asks for something in words that mean nothing here."""

    def __init__(self, name: str, *, expected: tuple[str, ...]) -> None:
        self.expected = expected
        super().__init__(name, f"must be one of: {', '.join(expected)}")


class BadNumber(BadQuery):
    """The address asks for a number that does not exist here."""

    def __init__(self, name: str, *, last: int, first: int = 1) -> None:
        self.first, self.last = first, last
        super().__init__(name, f"must be a whole number from {first} to {last}")


class BadDay(BadQuery):
    """The address asks for a day that is none, or that no figure can be of."""

    def __init__(self, name: str, *, first: date, last: date) -> None:
        self.first, self.last = first, last
        super().__init__(name, f"must be a day from {first} to {last}, as in 2018-07-01")


class UnknownParameter(BadQuery):
    """The address asks for something that means nothing here, and would be passed over."""

    def __init__(self, name: str, *, known: tuple[str, ...]) -> None:
        self.known = known
        super().__init__(name, f"is unknown here; known are: {', '.join(known) or 'none'}")


class GivenTwice(BadQuery):
    """The address asks for one thing in two ways."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "is given more than once")


class TooLong(BadQuery):
    """The address asks for more words than are looked for."""

    def __init__(self, name: str, *, longest: int) -> None:
        self.longest = longest
        super().__init__(name, f"must have at most {longest} characters")


FIRST_DAY = date(2000, 1, 1)
"""Ours: no programme of this kind is older, and a day mistyped in the year is told so."""


def day(name: str, *, today: date) -> date:
    """Return the day that a parameter gives, up to today; today where it is absent or empty."""
    asked = request.args.get(name, "")
    if not asked:
        return today
    found = _iso_date(asked)
    if found is None or not FIRST_DAY <= found <= today:
        raise BadDay(name, first=FIRST_DAY, last=today)
    return found


def _iso_date(text: str) -> date | None:
    if len(text) != len("2018-07-01"):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def one_of(name: str, words: type[Word]) -> Word | None:
    """Return the word that a parameter names, or None where it is absent or empty."""
    asked = request.args.get(name, "")
    if not asked:
        return None
    try:
        return words(asked)
    except ValueError as error:
        raise BadParameter(name, expected=tuple(word.value for word in words)) from error


def words(name: str, *, longest: int) -> str:
    """Return the words that a parameter gives with single spaces between them; none where it is absent."""
    asked = request.args.get(name, "")
    if len(asked) > longest:
        raise TooLong(name, longest=longest)
    return " ".join(asked.split())


def whole_number(name: str, *, last: int) -> int:
    """Return the number from 1 to `last` that a parameter gives; 1 where it is absent."""
    asked = request.args.get(name, "1")
    if not (asked.isascii() and asked.isdigit() and len(asked) < len("1000000") and 1 <= int(asked) <= last):
        raise BadNumber(name, last=last)
    return int(asked)
