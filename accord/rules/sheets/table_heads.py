"""Reading the heads of a list by meaning: lists differ in words and order, never in what they tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from accord.rules.factories.register import words_of

Head = TypeVar("Head")
Vocabulary = Mapping[Head, tuple[str, ...]]
"""Heads by what they tell, as `words_of` gives them; the first one wins where a list holds several."""


@dataclass(frozen=True)
class HeadsRead(Generic[Head]):
    """Which column, counted from 0, tells what; what stands twice; and which heads mean nothing to us."""

    places: dict[Head, int]
    twice: tuple[str, ...]
    """Heads that stand over more than one column."""
    second_best: tuple[tuple[str, str], ...]
    """Each head whose column is left aside, with the head that means the same and is used."""
    not_used: tuple[str, ...]


def known_heads(cells: Sequence[str], vocabulary: Vocabulary[Head]) -> int:
    """Return how many different things the cells would tell if they were the heads of a list."""
    return len({column for cell in cells if (column := _meaning(cell, vocabulary)) is not None})


def read_heads(cells: Sequence[str], vocabulary: Vocabulary[Head]) -> HeadsRead[Head]:
    """Return what each column tells."""
    places: dict[Head, int] = {}
    twice: list[str] = []
    second_best: list[tuple[str, str]] = []
    not_used: list[str] = []
    for place, cell in enumerate(cells):
        column = _meaning(cell, vocabulary)
        if column is None:
            not_used += [" ".join(cell.split())] if cell.strip() else []
        elif column not in places:
            places[column] = place
        elif words_of(cells[places[column]]) == words_of(cell):
            twice.append(" ".join(cell.split()))
        else:
            left, kept = place, places[column]
            rank = {words: at for at, words in enumerate(vocabulary[column])}
            if rank[words_of(cell)] < rank[words_of(cells[kept])]:
                left, kept = kept, left
            places[column] = kept
            second_best.append((cells[left], cells[kept]))
    return HeadsRead(places, tuple(twice), tuple(second_best), tuple(not_used))


def _meaning(cell: str, vocabulary: Vocabulary[Head]) -> Head | None:
    words = words_of(cell) if len(cell) <= 80 else ""
    return next((column for column, heads in vocabulary.items() if words in heads), None)
