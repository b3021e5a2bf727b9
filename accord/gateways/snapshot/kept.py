"""What was worked out of each factory, kept for as long as nothing of that factory is written again.

A publication writes one of thousands: for whoever comes next only that one is read again. Nothing is taken on trust:
each factory carries a stamp that changes with every write, and what is kept is kept under the stamps it was read by.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any, TypeVar

Part = TypeVar("Part")
Stamps = Mapping[int, str]
"""The stamp of every factory."""
Read = Callable[[Collection[int] | None], Mapping[int, Part]]
"""Reads the parts of these factories, or of all of them; a factory of which there is nothing is left out."""

MANY = 200
"""Ours: of more factories than these everything is read anew, in one go."""


class Kept:
    """Parts of answers by factory, what follows from them, and their sums."""

    def __init__(self) -> None:
        self._read: dict[Hashable, tuple[Stamps, dict[int, Any]]] = {}
        self._derived: dict[Hashable, dict[int, tuple[tuple[Any, ...], Any]]] = {}
        self._sums: dict[Hashable, tuple[dict[int, Mapping[Any, int]], dict[Any, int]]] = {}

    def parts(self, question: Hashable, stamps: Stamps, read: Read[Part]) -> Mapping[int, Part]:
        """Return the parts of every factory; read are those alone whose stamps are others than before.

        The stamps must have been read before anything else: what is newer than its stamp is only read once too often.
        """
        before, parts = self._read.get(question, ({}, {}))
        changed = [number for number, stamp in stamps.items() if before.get(number) != stamp]
        gone = before.keys() - stamps.keys()
        if len(changed) > MANY:
            parts = dict(read(None))
        elif changed or gone:
            again = {*changed, *gone}
            stayed = {number: part for number, part in parts.items() if number not in again}
            parts = stayed | dict(read(changed)) if changed else stayed
        self._read[question] = (stamps, parts)
        return parts

    def derived(
        self, question: Hashable, sources: Mapping[int, tuple[Any, ...]], make: Callable[[int], Part]
    ) -> Mapping[int, Part]:
        """Return what `make` makes of the sources of each factory; of sources equal to those before it stays."""
        before = self._derived.get(question, {})
        made: dict[int, tuple[tuple[Any, ...], Any]] = {}
        for number, given in sources.items():
            known = before.get(number)
            made[number] = known if known and known[0] == given else (given, make(number))
        self._derived[question] = made
        return {number: part for number, (_, part) in made.items()}

    def total(self, question: Hashable, parts: Mapping[int, Mapping[Any, int]]) -> Mapping[Any, int]:
        """Return the sums over all these parts: what is no longer among them is taken off, what is new is added."""
        before, sums = self._sums.get(question, ({}, {}))
        added: dict[Any, int] = defaultdict(int, sums)
        for number in before.keys() | parts.keys():
            old, new = before.get(number), parts.get(number)
            if old is new:
                continue
            for key, count in (old or {}).items():
                added[key] -= count
            for key, count in (new or {}).items():
                added[key] += count
        told = {key: count for key, count in added.items() if count}
        self._sums[question] = (dict(parts), told)
        return told
