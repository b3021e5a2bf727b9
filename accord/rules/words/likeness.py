"""Whether two texts plainly speak of different things. A guard against wrong numbers, never a reason to merge."""

import re
from difflib import SequenceMatcher

CLEARLY_DIFFERENT_BELOW = 0.5
"""Share of common words in order. Ours: in the published CAPs re-typed observations stay above 0.8, while two
observations of one discipline share at most 0.4."""

ENOUGH_WORDS = 200
"""Two observations differ in their beginning or not at all; comparing takes time by the square of the words."""


def clearly_different(one: str, other: str) -> bool:
    """Return whether the texts share less than half of their words; a text cut short is no different text."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    shorter = min(len(first), len(second))
    if first[:shorter] == second[:shorter]:
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() < CLEARLY_DIFFERENT_BELOW


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())[:ENOUGH_WORDS]
