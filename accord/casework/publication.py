"""Publishing a factory's CAP: freezes an edition and prints its files, unless nothing has changed."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.cap_document import print_cap
from accord.casework.cap_files import cap_csv, cap_json, cap_xlsx, edition_object
from accord.casework.disclosure import disclose
from accord.casework.factories import factory_numbered
from accord.casework.refusals import Refused
from accord.gateways.files import FileStore
from accord.gateways.printing.terms import Attached
from accord.records.cap import Recognition
from accord.records.edition import EditionFile, PublishedEdition
from accord.records.factory import Factory
from accord.rules.disclosure import Edition, FileDisclosed
from accord.rules.moments import Moment

LANGUAGES = ("en", "bn")
DATED = ("edition", "published_on", "as_of", "status", "progress", "progress_by_discipline")
"""What an edition says of its own day. Two editions that differ in nothing else say the same."""


class NothingApproved(Refused):
    """The factory has no approved CAP, so there is nothing that may be published."""


@dataclass(frozen=True)
class Publication:
    """The latest edition of a factory with all its published files, and whether it was made just now."""

    edition: Edition
    is_new: bool
    files: tuple[FileDisclosed, ...]
    recognised_on: date | None


def publish(session: Session, number: int, *, store: FileStore, actor: str, moment: Moment) -> Publication:
    """Freeze what is approved for the factory as a new edition with its files, unless nothing has changed."""
    factory = factory_numbered(session, number)
    last = last_edition(session, factory)
    edition = disclose(session, factory, moment=moment, number=last.number if last else 1)
    if not edition.approvals:
        msg = f"factory {number} has no approved corrective action plan, so nothing may be published"
        raise NothingApproved(msg)
    substance = substance_of(edition)
    is_new = last is None or last.substance_sha256 != substance
    if is_new:
        edition = replace(edition, number=last.number + 1 if last else 1)
        _freeze(session, factory, edition, substance=substance, store=store, moment=moment)
        _note(session, edition, actor=actor, moment=moment)
    return Publication(edition, is_new, files_of(session, factory, moment), recognised_on(session, factory))


def last_edition(session: Session, factory: Factory) -> PublishedEdition | None:
    """Return the factory's latest edition, or None if nothing of it was ever published."""
    return session.scalar(
        select(PublishedEdition)
        .where(PublishedEdition.factory_id == factory.id)
        .order_by(PublishedEdition.number.desc())
        .limit(1)
    )


def substance_of(edition: Edition) -> str:
    """Return the SHA-256 of what the edition says apart from its own number and day."""
    said = {name: value for name, value in edition_object(edition).items() if name not in DATED}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def edition_files(edition: Edition) -> list[tuple[str, str, bytes]]:
    """Return format, language and bytes of every file of an edition; the data files are the same in each language."""
    as_json, as_csv = cap_json(edition), cap_csv(edition)
    attachments = (
        Attached("cap.json", "application/json", as_json, "Source", "The corrective action plan as JSON"),
        Attached("cap.csv", "text/csv", as_csv, "Data", "The corrective action plan as CSV"),
    )
    printed = [
        ("pdf", language, print_cap(edition, language=language, attachments=attachments)) for language in LANGUAGES
    ]
    return [*printed, ("xlsx", "", cap_xlsx(edition)), ("csv", "", as_csv), ("json", "", as_json)]


def _freeze(
    session: Session, factory: Factory, edition: Edition, *, substance: str, store: FileStore, moment: Moment
) -> None:
    record = PublishedEdition(
        factory_id=factory.id,
        number=edition.number,
        as_of=edition.as_of,
        content=cap_json(edition).decode(),
        substance_sha256=substance,
        published_at=moment.now,
    )
    record.files = [
        EditionFile(format=kind, language=language, sha256=store.keep(content), size_bytes=len(content))
        for kind, language, content in edition_files(edition)
    ]
    session.add(record)
    session.flush()


def _note(session: Session, edition: Edition, *, actor: str, moment: Moment) -> None:
    number = edition.factory.number
    details = {"edition": edition.number, "as_of": edition.as_of.isoformat()}
    journal.note(session, "published an edition", f"factory {number}", actor=actor, moment=moment, details=details)


def files_of(session: Session, factory: Factory, moment: Moment) -> tuple[FileDisclosed, ...]:
    """Return every file ever published of the factory, the latest edition first."""
    query = (
        select(EditionFile, PublishedEdition)
        .join(PublishedEdition)
        .where(PublishedEdition.factory_id == factory.id)
        .order_by(PublishedEdition.number.desc(), EditionFile.id)
    )
    return tuple(
        FileDisclosed(
            edition=edition.number,
            published_on=moment.civil_date(edition.published_at),
            format=file.format,
            language=file.language,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
        )
        for file, edition in session.execute(query)
    )


def recognised_on(session: Session, factory: Factory) -> date | None:
    """Return the day of the letter of recognition that stands, or None."""
    return session.scalar(
        select(func.max(Recognition.recognised_on)).where(
            Recognition.factory_id == factory.id, Recognition.withdrawn_on.is_(None)
        )
    )
