"""Remembers what was worked out from one version of the snapshot, and forgets all of it with the next version."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any, TypeVar

Answer = TypeVar("Answer")

MOST, LEAST = 40, 12
"""Answers kept: those of one day are five, and take 7 MB for a programme of 2,000 factories."""
MOST_OF_FACTORIES = 80_000
"""As many are kept as there is room for at that size: of a programme ten times as large, two days."""


class Memory:
    """A small memory that several threads share; what one of them works out the others wait for."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._version: Hashable = None
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._most = MOST

    def make_room(self, factories: int) -> None:
        """Keep the fewer answers the more factories each of them tells of."""
        self._most = max(LEAST, min(MOST, MOST_OF_FACTORIES // max(1, factories)))

    def recall(self, version: Hashable, question: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """Return the answer to the question about this version, worked out if it is not remembered."""
        with self._lock:
            if version != self._version:
                self._version = version
                self._answers.clear()
            if question in self._answers:
                self._answers.move_to_end(question)
                known: Answer = self._answers[question]
                return known
            answer = work_out()
            # Not kept if it came to be asked about another version meanwhile.
            if version == self._version and version is not None:
                self._answers[question] = answer
                while len(self._answers) > self._most:
                    self._answers.popitem(last=False)
            return answer
