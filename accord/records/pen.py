"""The pen of SQLite, which one writer holds at a time: those of one process take it in the order in which they came.

SQLite itself keeps no queue: who finds the pen taken sleeps, for up to a tenth of a second and longer each time, and
may find it taken again by somebody who came later.
"""

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import sleep
from typing import Any

SOON_MS, LATER_MS, SOON_TIMES = 1, 10, 250
"""Ours: the first of each process asks again so often, at first and later. Asking costs 0.02 ms."""


class Turns:
    """Lets one at a time past, in the order in which they came."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[Lock] = deque()
        self._is_taken = False

    def take(self, *, seconds: float) -> bool:
        """Wait for one's turn, and return whether it came in time."""
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # it came in this very moment

    def give(self) -> None:
        """Let the next one past."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


class PenConnection(sqlite3.Connection):
    """A connection that waits for the pen in turn, and gives it on when its transaction ends, however it ends."""

    def __init__(self, *words: Any, turns: Turns, wait_ms: int, **options: Any) -> None:
        super().__init__(*words, **options)
        self._turns = turns
        self._wait_ms = wait_ms
        self._has_turn = False

    def take_pen(self, *, waits: bool = True) -> bool:
        """Begin a transaction that writes, and return whether it could be in time; without, nothing has begun.

        Waits so long for the others of this process, and as long again for those of other ones; or for nobody.
        """
        wait_ms = self._wait_ms if waits else 0
        self._has_turn = self._turns.take(seconds=wait_ms / 1000)
        try:
            with self.asking_once():
                return self._has_turn and self._has_begun(wait_ms)
        finally:
            self._give_on()

    @contextmanager
    def asking_once(self) -> Iterator[None]:
        """Let SQLite refuse at once what it cannot do at once."""
        self.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            self.execute(f"PRAGMA busy_timeout = {self._wait_ms}")

    def commit(self) -> None:
        """Keep what was written."""
        try:
            super().commit()
        finally:
            self._give_on()

    def rollback(self) -> None:
        """Undo what was written."""
        try:
            super().rollback()
        finally:
            self._give_on()

    def close(self) -> None:
        """Let go of the database, and of what was not committed."""
        try:
            super().close()
        finally:
            self._let_go()

    def _has_begun(self, whole_ms: int) -> bool:
        for wait_ms in _waits(whole_ms):
            try:
                self.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                sleep(wait_ms / 1000)
            else:
                return True
        return False

    def _give_on(self) -> None:
        if not self.in_transaction:
            self._let_go()

    def _let_go(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._turns.give()


def _waits(whole_ms: int) -> Iterator[int]:
    soon = min(SOON_TIMES, whole_ms // SOON_MS)
    yield from (SOON_MS for _ in range(soon))
    yield from (LATER_MS for _ in range((whole_ms - soon * SOON_MS) // LATER_MS))
