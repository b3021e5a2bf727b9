"""Where jobs work: the database, the folders and the clock of one installation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from accord.config import Settings
from accord.gateways.files import FileStore
from accord.rules.moments import Moment

ACTOR = "clockwork"
"""The name under which the journal keeps what was done by the clock."""


@dataclass(frozen=True)
class Workplace:
    """One installation, and what is needed to work in it."""

    settings: Settings
    engine: Engine
    now: Callable[[], datetime]

    @property
    def present(self) -> Moment:
        """The present moment, whatever moment is being looked at."""
        return Moment(self.now(), self.settings.zone)

    @property
    def uploads(self) -> FileStore:
        """Where photos are kept as they came in."""
        return FileStore(self.settings.uploads, is_private=True)

    @property
    def documents(self) -> FileStore:
        """Where the documents are kept that were handed in."""
        return FileStore(self.settings.documents, is_private=True)
