"""Does many things one after the other, so that what goes wrong with one of them stops none of the others."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy.exc import InterfaceError, OperationalError

T = TypeVar("T")

SAME_FOR_ALL = (OperationalError, InterfaceError)
"""The database is away, locked or full: with the next thing it would be the same."""
MOST_TOLD = 5
"""Ours: so many are told in words; where a mistake of ours spoils them all, the rest says nothing new."""

_log = logging.getLogger(__name__)


class LeftUndone(Exception):
    """Some of many things could not be done. The others were, and they stand."""

    def __init__(self, decided: int, troubles: list[str]) -> None:
        self.decided = decided
        """How many things were decided all the same."""
        more = len(troubles) - MOST_TOLD
        told = "; ".join(troubles[:MOST_TOLD])
        super().__init__(f"{told}; and {more} more" if more > 0 else told)


class OneByOne:
    """Does one thing at a time, in a thread of its own that hands over whatever the thing ended with."""

    def __init__(self) -> None:
        self.troubles: list[str] = []
        """What could not be done, and why, in words."""
        self.has_broken_off = False
        """Whether the rest is not tried any more."""
        self._alone = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._alone.shutdown()

    def do(self, what: str, deed: Callable[[], T]) -> T | None:
        """Do a thing and return what came of it, or None where it went wrong, which is told.

        Raises what ends the process. What would be the same with the next thing breaks off.
        """
        if self.has_broken_off:
            return None
        working = self._alone.submit(deed)
        error = working.exception()
        if error is None:
            return working.result()
        if not isinstance(error, Exception):
            raise error
        self.has_broken_off = isinstance(error, SAME_FOR_ALL)
        _log.error("%s could not be done.", what, exc_info=error if len(self.troubles) < MOST_TOLD else None)
        self.troubles.append(f"{what}: {type(error).__name__}: {error}")
        return None
