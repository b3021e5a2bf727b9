"""Finds factories by number or by name in either script, forgiving how it is typed."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from accord.gateways.snapshot.programme import FactoryLine

ALIKE_FROM = 0.75
"""Share of letters that a mistyped word has in common with the one meant. Ours: it lets one letter in five be wrong."""
SHORTEST_GUESSED = 4
"""Shorter words resemble too many others to be guessed at."""
BANGLA_TO_LATIN = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")


def matching(lines: Iterable[FactoryLine], query: str) -> list[FactoryLine]:
    """Return the lines that hold every word of the query; where none does, those that hold similar words."""
    every = list(lines)
    wanted = words_of(query)
    if not wanted:
        return every
    known = [(line, _words_of_line(line)) for line in every]
    exact = [line for line, words in known if all(any(want in word for word in words) for want in wanted)]
    return exact or [line for line, words in known if all(_is_like_one_of(want, words) for want in wanted)]


def words_of(text: str) -> list[str]:
    """Return the words of a text in one spelling: small letters, no accents, Latin digits."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(BANGLA_TO_LATIN)
    # Accents of Latin letters are dropped; a vowel sign of Bangla is part of its word and stays.
    plain = "".join(letter for letter in decomposed if not "\u0300" <= letter <= "\u036f")
    return re.findall(r"[\w\u0980-\u09ff]+", plain)


def _words_of_line(line: FactoryLine) -> list[str]:
    factory = line.factory
    texts = (str(factory.number), factory.name, factory.name_bn, factory.district, factory.company_group)
    return [word for text in texts if text for word in words_of(text)]


def _is_like_one_of(want: str, words: list[str]) -> bool:
    if want.isdigit() or len(want) < SHORTEST_GUESSED:
        return any(want in word for word in words)
    return any(SequenceMatcher(None, want, word, autojunk=False).ratio() >= ALIKE_FROM for word in words)
