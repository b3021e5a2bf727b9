"""The words by which a factory is searched for. Source: names as they stand in published factory lists."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from accord.rules.factories.districts import district_named
from accord.rules.factories.register import plain_words, words_of
from accord.rules.public.disclosure import FactoryDisclosed

NOISE = frozenset(
    {
        "ltd", "lts", "limited", "lim", "pvt", "private", "pte", "co", "company", "inc", "llc", "plc", "the", "and",
        "লি", "লিঃ", "লিমিটেড", "লিমিঃ", "প্রাইভেট", "প্রা", "প্রাঃ", "কোম্পানি", "কোম্পানী", "কোং",
        "অ্যান্ড", "এন্ড", "অ্যাণ্ড", "এণ্ড", "এবং", "দি", "দ্য",
    }
)  # fmt: skip
"""Words that tell no factory from another, so that nobody needs to remember whether they stand in its name."""

_LATIN_DIGITS = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
_LATIN_ACCENTS = dict.fromkeys(range(0x0300, 0x0370))
"""Combining marks of Latin letters; a vowel sign of Bangla is part of its word and stays."""


@dataclass(frozen=True)
class WordsSearched:
    """The words by which one factory can be found."""

    naming: frozenset[str]
    """Number, names, company group, OS ID."""
    placing: frozenset[str]
    """District, sub-district and address, figures left out: a house number is no factory number."""
    every: frozenset[str]
    joined: tuple[str, ...]
    """Each name without spaces: "knit wear" is "knitwear" to whoever looks for it."""


def words_searched(factory: FactoryDisclosed) -> WordsSearched:
    """Return the words by which the factory can be found."""
    return words_searched_of(
        number=factory.number,
        names=(factory.name, factory.name_bn),
        others=(factory.company_group, factory.os_id),
        places=(factory.district, factory.upazila, factory.address, factory.address_bn),
    )


def words_searched_of(
    *, number: int, names: Iterable[str | None], others: Iterable[str | None], places: Iterable[str | None]
) -> WordsSearched:
    """Return the words by which a factory of this number, these names and these places can be found."""
    named = [search_words(name) for name in names if name]
    naming = frozenset(word for words in (*named, *_of((*others, str(number)))) for word in words)
    placing = frozenset(word for words in _of(places) for word in words if not word.isdigit())
    return WordsSearched(naming, placing, naming | placing, tuple("".join(words) for words in named))


def search_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in one spelling: small letters, no accents, Latin digits, no noise words."""
    return _telling(words_of(_latin(text)))


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a long text as `search_words` does, without remembering it."""
    return _telling(plain_words(_latin(text)))


def spellings_of(word: str) -> tuple[str, ...]:
    """Return the word, and the official name of the district where it is another name of one ("Chittagong")."""
    official = district_named(word)
    # The first word alone: half of the country's markets are called Bazar.
    return (word,) if official is None else tuple(dict.fromkeys((word, search_words(official)[0])))


def _latin(text: str) -> str:
    return unicodedata.normalize("NFKD", text).translate(_LATIN_ACCENTS).translate(_LATIN_DIGITS)


def _telling(words: str) -> tuple[str, ...]:
    return tuple(word for word in words.split() if word not in NOISE)


def _of(texts: Iterable[str | None]) -> Iterable[tuple[str, ...]]:
    return (search_words(text) for text in texts if text)
