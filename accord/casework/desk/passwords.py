"""Passwords: kept as argon2 alone, compared in the same time whether the account exists or not."""

from collections.abc import Mapping
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from accord.casework.refusals import N_, Told
from accord.records.person import Person
from accord.rules.desk.passwords import LONGEST, Flaw, as_typed_anywhere, flaw

HASHER = PasswordHasher()
"""The library's parameters (RFC 9106, low memory): they rise with its versions, and old hashes are renewed."""


class PasswordRefused(Told):
    """The password is refused as it is."""


class TooShort(PasswordRefused):
    """It has fewer than 12 characters."""

    sentence = N_("This password is too short. Take 12 characters or more; several words with blanks are good.")


class TooLong(PasswordRefused):
    """It has more characters than anybody types."""

    sentence = N_("This password is too long. 200 characters are enough.")


class OwnName(PasswordRefused):
    """It is little more than the person's own name or address."""

    sentence = N_("This password is hardly more than your name or e-mail address. Take other words.")


class TooCommon(PasswordRefused):
    """It is one of the first that anybody would try."""

    sentence = N_("This password is among the first that a stranger would try. Take other words.")


class Monotonous(PasswordRefused):
    """It repeats a few characters."""

    sentence = N_("This password repeats the same few characters. Take several different words.")


_REFUSALS: Mapping[Flaw, type[PasswordRefused]] = {
    Flaw.TOO_SHORT: TooShort,
    Flaw.TOO_LONG: TooLong,
    Flaw.OWN_NAME: OwnName,
    Flaw.COMMON: TooCommon,
    Flaw.MONOTONOUS: Monotonous,
}


def require_good(password: str, person: Person) -> None:
    """Raise the refusal that says what is wrong with a password for this person; nothing where it is good."""
    if found := flaw(password, email=person.email, name=person.name):
        raise _REFUSALS[found]


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return HASHER.hash(as_typed_anywhere(password))


def fits(kept: str | None, password: str) -> bool:
    """Return whether it is the password; where there is none to compare it with, it takes as long to say no."""
    typed = as_typed_anywhere(password[: LONGEST * 2])
    nobodys = nobodys_hash()
    try:
        return HASHER.verify(kept or nobodys, typed) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Return whether a hash was made with parameters that are no longer ours."""
    return HASHER.check_needs_rehash(kept)


@cache
def nobodys_hash() -> str:
    """Return a hash of what nobody has chosen, to compare with where there is no account."""
    return hashed("what nobody has chosen as a password")
