"""Removes files that were sent and that no row names: an upload cut off in the middle, or refused after it was written.

A photo that was kept for a form which never came is forgotten first.

What was handed in and stands on record is never touched; nor is a file of the last day, which may belong to something
that is just being put in place.
"""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.kept_photos import NAMED, forget_the_old
from accord.casework.desk.uploads import PEN
from accord.gateways.files import FileStore
from accord.records.base import hold_the_pen
from accord.records.cap import RecognitionSheet
from accord.records.ending import EndingItem
from accord.records.notice import LetterFile
from accord.records.order_care import OrderFile, PanelReferral
from accord.records.paperwork import StoredFile
from accord.records.photo import Upload
from accord.rules.desk.rounds import UploadState
from accord.rules.moments import Moment

LEFT_ALONE = timedelta(days=1)
"""Ours: whoever restores a backup has its database in place long before."""

WAITING = (select(Upload.sha256).where(Upload.state == UploadState.WAITING), *NAMED)
DOCUMENTS = (
    select(StoredFile.sha256),
    select(OrderFile.sha256),
    select(PanelReferral.package_sha256),
    select(RecognitionSheet.sha256),
    select(EndingItem.sha256),
    select(LetterFile.sha256),
)


def sweep(session: Session, *, uploads: FileStore, documents: FileStore, actor: str, moment: Moment) -> int:
    """Remove the files among what was sent that nobody waits for and no document is kept in; return how many."""
    # Held before anything is asked: what is sent meanwhile may be the very file that nobody named before.
    hold_the_pen(session, PEN)
    forget_the_old(session, moment=moment)
    found = unkept(session, uploads=uploads, documents=documents, moment=moment)
    for path in found:
        path.unlink(missing_ok=True)
    if found:
        details = {"files": len(found), "sha256": [path.name for path in found]}
        journal.note(session, "swept files nobody kept", "files", actor=actor, moment=moment, details=details)
    return len(found)


def unkept(session: Session, *, uploads: FileStore, documents: FileStore, moment: Moment) -> list[Path]:
    """Return the files among what was sent that nobody waits for and no document is kept in.

    Before the photos are forgotten that were kept for a form which never came, theirs are not among them.
    """
    before = moment.now - LEFT_ALONE
    return [
        path
        for store, named in ((uploads, WAITING), (documents, DOCUMENTS))
        for path in _unnamed(session, store.every(before), named)
    ]


def _unnamed(session: Session, files: Iterable[Path], named: Iterable[Select[Any]]) -> list[Path]:
    known = frozenset(name for query in named for name in session.scalars(query))
    return sorted(path for path in files if path.name not in known)
