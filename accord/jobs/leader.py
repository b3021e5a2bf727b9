"""Who leads, where several clockworks run on one installation: a lock that a dead process cannot hold.

On SQLite a lock of the system on a file beside the database, which ends with the process however that ends; on
PostgreSQL an advisory lock, which ends with its connection. No clock takes part in it.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from accord.casework.refusals import Refused
from accord.config import Settings

LEADER, TURN = "clockwork", "turn"
"""The first is held for as long as a clockwork leads, the second for each round, also one begun by hand."""
LONGEST_TURN_SECONDS = 120.0
"""Ours: a person who sweeps by hand waits for a snapshot that is just being written, and no longer."""
ASK_AGAIN_SECONDS = 0.05


class TurnTaken(Refused):
    """Another process is looking at what is due, and has not ended."""


class Lock(Protocol):
    """Something that one process holds at a time."""

    def take(self) -> bool:
        """Return whether it is ours now; never waits."""

    def is_held(self) -> bool:
        """Return whether it is still ours."""

    def give(self) -> None:
        """Let go of it."""

    def holder(self) -> str | None:
        """Return who holds it as far as that is known."""


def lock_named(name: str, settings: Settings, engine: Engine) -> Lock:
    """Return the lock of that name of the installation."""
    if engine.dialect.name == "postgresql":
        return AdvisoryLock(engine, f"accord {name}")
    database = settings.database_file or settings.instance / "accord"
    return FileLock(database.with_name(f"{database.name}.{name}"))


@contextmanager
def turn_lock(settings: Settings, engine: Engine, *, longest_seconds: float = LONGEST_TURN_SECONDS) -> Iterator[None]:
    """Hold the turn, after waiting for it; raises TurnTaken."""
    lock = lock_named(TURN, settings, engine)
    until = time.monotonic() + longest_seconds
    while not lock.take():
        if time.monotonic() > until:
            who = f" ({lock.holder()})" if lock.holder() else ""
            msg = f"another process{who} is doing what is due and has not ended; try again later"
            raise TurnTaken(msg)
        time.sleep(ASK_AGAIN_SECONDS)
    try:
        yield
    finally:
        lock.give()


class FileLock:
    """A lock of the system on a file; the file stays, so that nobody locks one that is just being removed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Return whether it is ours now; never waits."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        self._leave_to_owner_of_folder(descriptor)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        if not self.is_held():
            self.give()
            return False
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"process {os.getpid()}\n".encode())
        return True

    def _leave_to_owner_of_folder(self, descriptor: int) -> None:
        # As SQLite does with its files: a sweep by the administrator of the machine must not lock the clockwork out.
        if os.geteuid() == 0:
            folder = self.path.parent.stat()
            os.fchown(descriptor, folder.st_uid, folder.st_gid)

    def is_held(self) -> bool:
        """Return whether it is still ours: the file of that name is the one that is locked."""
        if self._descriptor is None:
            return False
        try:
            there = self.path.stat()
        except FileNotFoundError:
            return False
        ours = os.fstat(self._descriptor)
        return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)

    def give(self) -> None:
        """Let go of it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def holder(self) -> str | None:
        """Return who took it last."""
        with suppress(OSError):
            return self.path.read_text("ascii", errors="replace").strip() or None
        return None


class AdvisoryLock:
    """A lock of PostgreSQL that lasts as long as a connection of its own."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self.name = name
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Return whether it is ours now; never waits."""
        connection = self.engine.connect()
        try:
            is_ours = bool(connection.scalar(text("SELECT pg_try_advisory_lock(hashtext(:name))"), {"name": self.name}))
        except SQLAlchemyError:
            connection.close()
            raise
        if is_ours:
            self._connection = connection
        else:
            connection.close()
        return is_ours

    def is_held(self) -> bool:
        """Return whether it is still ours: the connection that took it still answers."""
        if self._connection is None:
            return False
        try:
            self._connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    def give(self) -> None:
        """Let go of it; the server lets go by itself where it cannot be reached."""
        if self._connection is None:
            return
        with suppress(SQLAlchemyError):
            # Ended and not given back: a connection of the pool would go on holding what was not let go of.
            self._connection.invalidate()
            self._connection.close()
        self._connection = None

    def holder(self) -> str | None:
        """Return nothing: the server knows its connections and not our processes."""
        return None
