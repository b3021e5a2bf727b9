"""Bangla digits and script, which no library of ours writes by itself."""

_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_FIRST, _LAST = "\u0980", "\u09ff"
"""The Unicode block of the Bengali script."""

_ORDINAL_ENDINGS = {1: "ম", 2: "য়", 3: "য়", 4: "র্থ", 6: "ষ্ঠ"}
"""Endings of the first ten ordinals that are not "ম"; from eleven on all take "তম"."""


def digits(text: str) -> str:
    """Return the text with Bangla digits for Latin ones."""
    return text.translate(_DIGITS)


def is_bangla(text: str) -> bool:
    """Return whether at least half of the letters are Bengali: imported English columns often hold Bangla.

    Vowel signs count as letters, since Bangla writes one or two to each consonant.
    """
    if text.isascii():
        return False  # Most texts: a page of a factory asks after hundreds of them.
    bengali = sum(_FIRST <= character <= _LAST for character in text)
    other = sum(character.isalpha() for character in text if not _FIRST <= character <= _LAST)
    return bengali > 0 and bengali >= other


def ordinal(number: int) -> str:
    """Return the short form of an ordinal: "১ম", "২য়", "১২তম"."""
    return digits(str(number)) + (_ORDINAL_ENDINGS.get(number, "ম") if number <= 10 else "তম")
