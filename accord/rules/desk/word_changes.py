"""What changes from one text to another, word by word, so that who approves it reads nothing twice."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORD = re.compile(r"\S+|\s+")


class Kept(StrEnum):
    """What became of a piece of the former text."""

    SAME = "same"
    TAKEN_OUT = "taken_out"
    PUT_IN = "put_in"


@dataclass(frozen=True)
class Piece:
    """Some words in a row that were kept, taken out or put in."""

    kept: Kept
    words: str


def word_changes(before: str | None, after: str | None) -> tuple[Piece, ...]:
    """Return the pieces in their order; those kept and taken out make the former text, kept and put in the new one."""
    old, new = _WORD.findall(before or ""), _WORD.findall(after or "")
    pieces = []
    # Without autojunk: a word that comes often, such as "the", is a word like any other.
    for _, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if gone == come:
            pieces.append(Piece(Kept.SAME, gone))
            continue
        pieces += [Piece(kept, words) for kept, words in ((Kept.TAKEN_OUT, gone), (Kept.PUT_IN, come)) if words]
    return tuple(pieces)
