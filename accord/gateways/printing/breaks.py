"""Places where an endless word may be broken on paper: a pasted address or a key held down must stay in its column."""

import re
from unicodedata import category

LONGEST_WORD = 40
"""Characters; a longer one is no word. Up to here the stylesheet breaks words, by itself and only where it must."""

LONG_TEXT, LONGEST_WORD_OF_LONG_TEXT = 2_000, 20
"""In characters: what the stylesheet breaks costs time that grows with the square of the text around it."""

PIECE = 12
"""Characters between two places to break, fewer than fit into the narrowest column."""

BREAK = "\u200b"
"""Zero-width space; `text_layer` leaves it out of the words that are searched and copied."""

_ENDLESS = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_ENDLESS_IN_LONG_TEXT = re.compile(rf"\S{{{LONGEST_WORD_OF_LONG_TEXT + 1},}}")
_JOINERS = "\u09cd\u094d\u200d"
"""Hasanta, virama and zero-width joiner: what follows belongs to the same letter."""


def breakable(text: str) -> str:
    """Return the text with places to break in its endless words, never inside a conjunct or before a vowel sign.

    Without them WeasyPrint shapes the whole rest of such a word for each of its lines: 30,000 letters take a minute.
    """
    endless = _ENDLESS if len(text) <= LONG_TEXT else _ENDLESS_IN_LONG_TEXT
    return endless.sub(lambda word: _in_pieces(word[0]), text)


def _in_pieces(word: str) -> str:
    pieces, start = [], 0
    for place in range(1, len(word)):
        if place - start >= PIECE and word[place - 1] not in _JOINERS and category(word[place])[0] not in "MC":
            pieces.append(word[start:place])
            start = place
    return BREAK.join([*pieces, word[start:]])
