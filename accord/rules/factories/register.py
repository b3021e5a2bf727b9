"""The register of factories: who is who, which number is whose, and what lies in Bangladesh.

Source: DOMAIN.md section 2. Where no published rule was found the choice is ours, with its reason beside it.
"""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache

FIRST_NUMBER, LAST_NUMBER = 1000, 99_999
"""A factory number has four or five digits."""


@dataclass(frozen=True)
class NumberRange:
    """The numbers that this installation may give to factories whose list names none; both ends belong to it."""

    first: int
    last: int


OWN_NUMBERS = NumberRange(60_000, 89_999)
"""Ours: the published Accord and RSC numbers we have seen lie between 9000 and 30000 and grow by hundreds a year;
90001 to 90999 are the demonstration and the tests. Three times the largest list we know fits in between."""

LATITUDES = (20.5, 26.7)
LONGITUDES = (88.0, 92.7)
"""Degrees around Bangladesh, a tenth of a degree wider than the country (20.59-26.63 N, 88.01-92.67 E)."""

BANGLADESH = frozenset({"bangladesh", "bangla desh", "bd", "bgd", "বাংলাদেশ", "peoples republic of bangladesh"})
NO_ANSWER = frozenset({"", "n/a", "na", "n.a.", "n. a.", "#n/a", "none", "null", "nil", "-", "--", "?", "unknown"})
"""What lists write where they know nothing, in lower case."""

_SPELLINGS = {
    "ltd": "limited", "lts": "limited", "pvt": "private", "pte": "private", "co": "company",
    "inds": "industries", "ind": "industries", "industry": "industries", "mfg": "manufacturing",
    "intl": "international", "corp": "corporation", "rd": "road", "st": "street", "lim": "limited",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NO_WIDTH = {0x200B: None, 0xFEFF: None}
_OS_ID = re.compile(r"[A-Z]{2}\d{7}[A-Z0-9]{6}")


class NoNumberLeft(Exception):
    """Every number of the range is given."""


def next_number(taken: Container[int], numbers: NumberRange, *, after: int | None = None) -> int:
    """Return the lowest free number of the range above `after`; raises NoNumberLeft at its end."""
    number = numbers.first if after is None else max(numbers.first, after + 1)
    while number in taken:
        number += 1
    if number > numbers.last:
        msg = f"all numbers from {numbers.first} to {numbers.last} are given"
        raise NoNumberLeft(msg)
    return number


def is_factory_number(text: str) -> bool:
    """Return whether the text is a number of four or five digits."""
    return text.isascii() and text.isdecimal() and FIRST_NUMBER <= int(text[:9]) <= LAST_NUMBER


def is_os_id(text: str) -> bool:
    """Return whether the text has the form of an Open Supply Hub ID: country, year and day, six more characters."""
    return _OS_ID.fullmatch(text) is not None


def says_nothing(text: str) -> bool:
    """Return whether a cell only says that nothing is known."""
    return text.strip().casefold() in NO_ANSWER


def is_bangladesh(country: str) -> bool:
    """Return whether the words for a country mean Bangladesh."""
    return words_of(country.replace("'", "").replace("’", "")) in BANGLADESH


def in_bangladesh(latitude_degrees: float, longitude_degrees: float) -> bool:
    """Return whether the point lies in the rectangle around Bangladesh."""
    return LATITUDES[0] <= latitude_degrees <= LATITUDES[1] and LONGITUDES[0] <= longitude_degrees <= LONGITUDES[1]


def are_swapped(latitude_degrees: float, longitude_degrees: float) -> bool:
    """Return whether the point lies in Bangladesh only when latitude and longitude change places."""
    return not in_bangladesh(latitude_degrees, longitude_degrees) and in_bangladesh(longitude_degrees, latitude_degrees)


@lru_cache(maxsize=100_000)
def words_of(text: str) -> str:
    """Return the words as `plain_words` does, remembered: names and addresses come again and again."""
    return plain_words(text)


def plain_words(text: str) -> str:
    """Return the words in lower case with single spaces: no punctuation, no line breaks, any script.

    Dots inside abbreviations vanish, so that "A.K.M." and "AKM" are one; marks belong to the letter before them,
    so that Bangla keeps its vowels; joiners, which only shape letters, vanish.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)|['’`]", "", plain)
    return " ".join(plain.translate(_LETTERS).split())


class _Letters(dict[int, int | str | None]):
    """What becomes of each character, worked out when it first comes: a letter, mark or figure stays."""

    def __missing__(self, code: int) -> int | str | None:
        kind = unicodedata.category(chr(code))
        self[code] = becomes = None if kind == "Cf" else code if kind[0] in "LNM" else " "
        return becomes


_LETTERS = _Letters()


def identity_key(name: str, address: str | None) -> tuple[str, str]:
    """Return what two rows must share to be the same factory where neither has a number nor an OS ID.

    Only spelling is evened out ("Ltd." and "Limited", capitals, punctuation); no word is dropped, since
    "Alif Knit (Unit 2)" is another factory than "Alif Knit".
    """
    return _spelt(name), _spelt(address or "")


@lru_cache(maxsize=100_000)
def _spelt(text: str) -> str:
    return " ".join(_SPELLINGS.get(word, word) for word in words_of(text).split())


def tidy(text: str) -> str:
    """Return the text of a cell on one line: lines become parts between commas, tabs and runs of spaces one space.

    Control characters and spaces of no width are dropped; the joiners that Bangla is written with stay.
    """
    lines = (" ".join(_CONTROL.sub(" ", line.translate(_NO_WIDTH)).split()).strip(" ,;") for line in text.splitlines())
    return ", ".join(line for line in lines if line)
