"""What the views of one running application share: its settings, its clock, the public snapshot and its files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urljoin

from flask import current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from accord.config import Settings
from accord.gateways.files import FileStore
from accord.gateways.snapshot.reader import NothingPublished, PublicSnapshot, SnapshotFacts
from accord.rules.moments import Moment
from accord.web.private import PrivateDatabase

SHA256_LENGTH = 64
"""Characters of the name of a published file; one that is still being written has a longer name."""


@dataclass(frozen=True)
class Site:
    """One running application."""

    settings: Settings
    now: Callable[[], datetime]
    snapshot: PublicSnapshot
    files: FileStore
    photos: FileStore
    """Photos that nobody may see but those who are signed in."""
    uploads: FileStore
    """Photos as they came in, until another process has made them anew."""
    documents: FileStore
    """Documents that people handed in."""
    private: PrivateDatabase
    trouble_with_database: Callable[[], str | None]

    @property
    def moment(self) -> Moment:
        """The present moment in the programme's time zone."""
        return Moment(self.now(), self.settings.zone)

    @property
    def today(self) -> date:
        """The civil date in the programme's time zone."""
        return self.moment.today

    @property
    def has_published_files(self) -> bool:
        """Whether any file was ever published here."""
        return any(self.files.folder.glob(f"??/{'?' * SHA256_LENGTH}"))


def site() -> Site:
    """Return the application that serves this request."""
    running: Site = current_app.extensions["accord"]
    return running


def address_of(path: str) -> str:
    """Return the public address of a path of this site; the path alone where nobody told which address it has.

    Never taken from the request: what is answered to one reader is given to the next.
    """
    return f"{(site().settings.base_url or '').rstrip('/')}{path}"


def own_address_of(path: str) -> str:
    """Return the whole address of a path for whoever asks and for nobody else, as it is reached where none was told."""
    return address_of(path) if site().settings.base_url else urljoin(request.host_url, path)


def snapshot_facts(snapshot: PublicSnapshot) -> SnapshotFacts | None:
    """Return when the snapshot was written and of what; None while nothing was ever published."""
    try:
        return snapshot.facts()
    except NothingPublished:
        return None


def is_snapshot_lost() -> bool:
    """Return whether there is no snapshot although files are published: silence would read as "nothing found here"."""
    try:
        return snapshot_facts(site().snapshot) is None and site().has_published_files
    except SQLAlchemyError:  # it is there, and cannot be read
        return False


def facts() -> SnapshotFacts | None:
    """Return the facts of the snapshot, read once in a request; None also where it cannot be read.

    Every page shows them, an error page too: what has gone wrong with the snapshot must not hide what happened.
    """
    if "snapshot_facts" not in g:
        try:
            g.snapshot_facts = snapshot_facts(site().snapshot)
        except SQLAlchemyError:
            g.snapshot_facts = None
    found: SnapshotFacts | None = g.snapshot_facts
    return found


def is_demonstration() -> bool:
    """Return whether everything that is published here is invented."""
    found = facts()
    return bool(found and found.is_demonstration)
