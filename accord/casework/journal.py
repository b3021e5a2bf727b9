"""Notes every deed in the journal, each line chained to the one before."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.records.base import hold_the_pen
from accord.records.edition import PublishedEdition
from accord.records.factory import Factory
from accord.records.journal import JournalEntry
from accord.rules.moments import Moment

FIRST_HASH = "0" * 64
"""What stands for the line before the first."""


def note(
    session: Session, deed: str, subject: str, *, actor: str, moment: Moment, details: Mapping[str, Any]
) -> JournalEntry:
    """Append one line: who did what to which subject; `details` must be plain words and numbers."""
    hold_the_pen(session, "journal")
    entry = JournalEntry(
        at=moment.now,
        actor=actor,
        deed=deed,
        subject=subject,
        details=json.dumps(details, ensure_ascii=False, sort_keys=True),
        previous_hash=root_of(session),
    )
    entry.hash = hash_of(entry)
    session.add(entry)
    session.flush()
    return entry


def hash_of(entry: JournalEntry) -> str:
    """Return the SHA-256 of the line's words and of the hash before it, as hexadecimal."""
    words = [entry.previous_hash, entry.at.isoformat(), entry.actor, entry.deed, entry.subject, entry.details]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def root_of(session: Session) -> str:
    """Return the hash of the last line, which stands for all lines up to it."""
    return session.scalar(select(JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1)) or FIRST_HASH


def lost_roots(session: Session) -> list[tuple[int, int]]:
    """Return the editions whose root is not in the journal any more, each as number of the factory and of the edition.

    A journal from which the last lines were cut off is whole in itself: only who knew its end before can tell.
    """
    query = (
        select(Factory.number, PublishedEdition.number)
        .join(PublishedEdition, PublishedEdition.factory_id == Factory.id)
        .where(
            PublishedEdition.journal_root != FIRST_HASH,
            PublishedEdition.journal_root.not_in(select(JournalEntry.hash)),
        )
        .order_by(PublishedEdition.id)
    )
    return [(factory, edition) for factory, edition in session.execute(query)]


def hash_of_line(session: Session, line: int) -> str | None:
    """Return the hash of the journal's so-many-eth line, counted from 1; None if it is not that long."""
    return session.scalar(select(JournalEntry.hash).order_by(JournalEntry.id).offset(line - 1).limit(1))


def first_broken_line(session: Session) -> int | None:
    """Return the id of the first line that was altered or follows a gap, or None if the chain is whole."""
    before = FIRST_HASH
    for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.id)).yield_per(1000):
        if entry.previous_hash != before or hash_of(entry) != entry.hash:
            return entry.id
        before = entry.hash
    return None
