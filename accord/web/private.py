"""The door to the private database, opened only when a page of the desk asks: the public side never does."""

from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import Engine

from accord.records.base import open_engine


@dataclass
class PrivateDatabase:
    """The engine of the private database, made when it is first asked for."""

    url: str
    _made: list[Engine] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    @property
    def engine(self) -> Engine:
        """The engine; each process makes its own."""
        with self._lock:
            if not self._made:
                self._made.append(open_engine(self.url))
            return self._made[0]

    def close(self) -> None:
        """Let go of every connection."""
        with self._lock:
            for engine in self._made:
                engine.dispose()
            self._made.clear()
