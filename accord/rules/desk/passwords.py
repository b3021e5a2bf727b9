"""Which passwords are refused, and why. Ours: long ones, known to nobody, without rules about signs.

Source: NIST SP 800-63B, section 3.1.1 (length and a list of the commonest, no composition rules, no forced change).
"""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum

SHORTEST = 12
"""Ours: NIST asks for 15 where a password stands alone; workers type it on telephones, and attempts are throttled."""

LONGEST = 200
"""So that nobody makes the server hash a book."""

FEWEST_DIFFERENT = 5
LEAST_REST = 6
"""Characters that must be left of a password when the words that anybody would try first are taken out of it."""

_COMMONEST = """
password passwort passw0rd p@ssw0rd pass word pwd secret login signin user admin administrator root guest test
welcome letmein changeme default temp hello iloveyou love sunshine princess monkey dragon shadow master superman
batman football cricket baseball computer internet samsung google facebook whatsapp trustno1 starwars whatever
qwertyuiop qwertyui qwerty asdfghjkl asdfgh zxcvbnm zxcvbn qazwsx qazwsxedc 1q2w3e4r5t 1q2w3e4r 1qaz2wsx
q1w2e3r4 01234567890 1234567890 123456789 12345678 1234567 123456 12345 1234 123 0987654321 987654321 87654321
654321 4321 111111 000000 123123 abcdefgh abcdef abcd1234 abcd abc123 abc aaaaaa bangladesh dhaka gazipur
chittagong chattogram bismillah allah sonarbangla amarsonarbangla accord safety garment garments factory
engineer inspection rsc bgmea january february march april may june july august september october november
december monday tuesday wednesday thursday friday saturday sunday 2020 2021 2022 2023 2024 2025 2026 2027
পাসওয়ার্ড বাংলাদেশ ঢাকা আল্লাহ বিসমিল্লাহ ১২৩৪৫৬৭৮৯০ ১২৩৪৫৬৭৮৯ ১২৩৪৫৬৭৮ ১২৩৪৫৬
"""
COMMONEST = frozenset(_COMMONEST.split())
"""The parts of the commonest passwords, and the words of this programme that anybody would try first."""


class Flaw(StrEnum):
    """What is wrong with a password."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    OWN_NAME = "own_name"
    COMMON = "common"
    MONOTONOUS = "monotonous"


def as_typed_anywhere(password: str) -> str:
    """Return a password in the one form in which it is compared: keyboards write the same Bangla letter two ways."""
    return unicodedata.normalize("NFKC", password)


def flaw(password: str, *, email: str, name: str) -> Flaw | None:
    """Return the first thing that is wrong with a password for this account, or None."""
    typed = as_typed_anywhere(password)
    if len(typed) < SHORTEST:
        return Flaw.TOO_SHORT
    if len(typed) > LONGEST:
        return Flaw.TOO_LONG
    if len(set(typed.casefold())) < FEWEST_DIFFERENT:
        return Flaw.MONOTONOUS
    if _rest(typed, COMMONEST) < LEAST_REST:
        return Flaw.COMMON
    if _rest(typed, _own_words(email, name)) < LEAST_REST:
        return Flaw.OWN_NAME
    return None


def _own_words(email: str, name: str) -> frozenset[str]:
    local, _, domain = email.partition("@")
    parts = [local, *domain.split("."), *local.replace("_", ".").replace("-", ".").split("."), *name.split()]
    return frozenset(_letters(part) for part in parts if len(_letters(part)) > 2)


def _rest(password: str, words: Iterable[str]) -> int:
    left = _letters(password)
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(_letters(word), "")
    return len(left)


def _letters(text: str) -> str:
    # Marks are part of Bangla letters; blanks, stops and signs make no word harder to guess.
    folded = as_typed_anywhere(text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LNM")
