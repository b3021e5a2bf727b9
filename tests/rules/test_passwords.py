"""Which passwords are refused."""

import pytest

from accord.rules.desk.passwords import COMMONEST, LONGEST, Flaw, as_typed_anywhere, flaw


def flaw_of(password: str) -> Flaw | None:
    return flaw(password, email="rahima.khatun@accord.example", name="Rahima Khatun")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "rickshaw-mango-river",
        "আমার বাড়ির পাশে নদী",
        "tTz4#kq0Lw!9",
        # A passphrase may name its owner, if enough is left that nobody knows.
        "rahima likes green mangoes",
    ],
)
def test_a_long_password_that_nobody_knows_is_taken_whatever_its_signs(password):
    assert flaw_of(password) is None


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("eleven signs"[:11], Flaw.TOO_SHORT),
        ("", Flaw.TOO_SHORT),
        ("x1" * LONGEST, Flaw.TOO_LONG),
        ("abababababababab", Flaw.MONOTONOUS),
        ("            ", Flaw.MONOTONOUS),
        ("Password12345", Flaw.COMMON),
        ("P@SSW0RD-2024!!", Flaw.COMMON),
        ("qwertyuiop1234567890", Flaw.COMMON),
        ("Bangladesh 2024", Flaw.COMMON),
        ("পাসওয়ার্ড১২৩৪৫৬", Flaw.COMMON),
        ("Rahima.Khatun.1", Flaw.OWN_NAME),
        ("khatun@accord.example", Flaw.OWN_NAME),
        ("KHATUN Rahima 19", Flaw.OWN_NAME),
    ],
)
def test_a_password_is_refused_with_what_is_wrong_about_it(password, found):
    assert flaw_of(password) is found


def test_twelve_characters_are_enough_and_eleven_are_not():
    assert flaw_of("abcdfghjklmn") is None
    assert flaw_of("abcdfghjklm") is Flaw.TOO_SHORT


def test_no_common_password_is_good_by_itself_or_repeated():
    assert [word for word in COMMONEST if flaw_of(word) is None] == []
    assert [word for word in COMMONEST if flaw_of(f"{word * 3}!2") is None] == []


def test_the_same_bangla_letter_typed_two_ways_is_the_same_password():
    composed, decomposed = "\u09dc", "\u09a1\u09bc"

    assert composed != decomposed
    assert as_typed_anywhere(composed) == as_typed_anywhere(decomposed)
