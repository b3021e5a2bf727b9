"""Publishing a factory's CAP: freezes an edition and prints its files, unless nothing has changed.

Printing takes minutes, so that it is done between two transactions: `prepare` reads, `print_files` prints with
no session at all, `record` checks that nothing has changed meanwhile and writes.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.cap_document import print_cap
from accord.casework.cap_files import cap_csv, cap_json, cap_xlsx
from accord.casework.disclosure import disclose_with_hidden
from accord.casework.factories import factory_numbered
from accord.casework.refusals import N_, Refused, Told
from accord.casework.standing_reports import is_rewritten_in_a_revision
from accord.gateways.files import FileStore
from accord.gateways.printing.terms import Attached
from accord.records.base import hold_the_pen
from accord.records.danger import DangerToConfirm
from accord.records.edition import EditionFile, EditionPhoto, PublishedEdition
from accord.records.factory import Factory
from accord.rules.moments import Moment
from accord.rules.public.disclosure import Edition, FileDisclosed, for_paper
from accord.rules.public.edition_object import edition_object
from accord.rules.public.redaction import REDACTION

LANGUAGES = ("en", "bn")
DATED = ("edition", "published_on", "as_of", "status", "progress", "progress_by_discipline")
"""What an edition says of its own day. Two editions that differ in nothing else say the same."""


class NothingApproved(Refused):
    """The factory has no approved CAP, so there is nothing that may be published."""


class RewrittenInARevision(Told):
    """Approved words or ratings were written over in a revision of their report that is not approved yet."""

    sentence = N_(
        "Words or a rating of an approved report were changed in a revision that is not approved yet. Have the "
        "revision approved, then publish: until then the last edition stands."
    )


class ChangedMeanwhile(Refused):
    """The factory's records or editions changed after the edition was prepared."""


@dataclass(frozen=True)
class Prepared:
    """An edition as it would be published; nothing is written yet."""

    edition: Edition
    is_new: bool
    """Whether it says anything that the last edition does not."""
    after: int
    """The number of the last edition when this one was prepared; 0 where there was none."""
    substance_sha256: str
    hidden: tuple[str, ...]
    moment: Moment
    files: tuple[tuple[str, str, bytes], ...] = ()
    """Format, language and bytes of each printed file; none before `print_files`, none where nothing is new."""


@dataclass(frozen=True)
class Publication:
    """The latest edition of a factory with all its published files, and whether it was made just now."""

    edition: Edition
    is_new: bool
    files: tuple[FileDisclosed, ...]
    hidden: tuple[str, ...]
    """One sentence for each text in which something was hidden, for a person to look at."""
    dangers: tuple[str, ...] = ()
    """One sentence for each danger that an imported sheet speaks of and that no engineer has decided on yet."""


def publish(
    session: Session, number: int, *, store: FileStore, photos: FileStore, actor: str, moment: Moment
) -> Publication:
    """Prepare, print and record in one transaction, which nobody else may be waiting for."""
    prepared = print_files(prepare(session, number, moment=moment))
    return record(session, prepared, store=store, photos=photos, actor=actor)


def prepare(session: Session, number: int, *, moment: Moment) -> Prepared:
    """Return what is approved for the factory as its next edition, or as its last one if nothing has changed."""
    factory = factory_numbered(session, number)
    if is_rewritten_in_a_revision(session, factory):
        raise RewrittenInARevision
    last = last_edition(session, factory)
    after = last.number if last else 0
    disclosed = disclose_with_hidden(session, factory, moment=moment, number=after or 1)
    edition = disclosed.edition
    if not edition.approvals:
        msg = f"factory {number} has no approved corrective action plan, so nothing may be published"
        raise NothingApproved(msg)
    substance = substance_of(edition)
    is_new = last is None or last.substance_sha256 != substance
    if is_new:
        edition = replace(edition, number=after + 1)
    return Prepared(edition, is_new, after, substance_sha256=substance, hidden=disclosed.hidden, moment=moment)


def print_files(prepared: Prepared) -> Prepared:
    """Return what was prepared with its files, where it is new; this takes minutes and needs no database."""
    return replace(prepared, files=tuple(edition_files(prepared.edition))) if prepared.is_new else prepared


def record(session: Session, prepared: Prepared, *, store: FileStore, photos: FileStore, actor: str) -> Publication:
    """Freeze what was prepared, unless the factory has changed since: then nothing is published.

    `photos` is where private photos are kept; those that the edition shows are copied to the published files.
    """
    hold_the_pen(session, "editions")
    number, moment = prepared.edition.factory.number, prepared.moment
    now = prepare(session, number, moment=moment)
    if (now.after, now.substance_sha256) != (prepared.after, prepared.substance_sha256):
        msg = f"factory {number} was changed while its plan was being printed; publish it once more"
        raise ChangedMeanwhile(msg)
    factory = factory_numbered(session, number)
    if prepared.is_new:
        # Noted first: then the root that it keeps stands for the line of its own publication as well.
        _note(session, prepared.edition, actor=actor, moment=moment)
        _freeze(session, factory, prepared, store=store, photos=photos)
    return Publication(
        prepared.edition,
        prepared.is_new,
        files_of(session, factory, moment),
        prepared.hidden,
        dangers=tuple(_undecided_dangers(session, factory)),
    )


def _undecided_dangers(session: Session, factory: Factory) -> Iterator[str]:
    query = (
        select(DangerToConfirm)
        .where(DangerToConfirm.factory_id == factory.id, DangerToConfirm.settled_at.is_(None))
        .order_by(DangerToConfirm.id)
    )
    for danger in session.scalars(query):
        kind = danger.kind.value.replace("_", " ") if danger.kind else "an order"
        item = f", item {danger.hazard.item}" if danger.hazard else ""
        yield f"no engineer has decided on {kind} yet ({danger.discipline}{item}: {danger.because})"


def last_edition(session: Session, factory: Factory) -> PublishedEdition | None:
    """Return the factory's latest edition, or None if nothing of it was ever published."""
    return session.scalar(
        select(PublishedEdition)
        .where(PublishedEdition.factory_id == factory.id)
        .order_by(PublishedEdition.number.desc())
        .limit(1)
    )


def last_edition_numbers(session: Session) -> dict[int, int]:
    """Return the number of the latest edition of every published factory, by factory number."""
    query = (
        select(Factory.number, func.max(PublishedEdition.number))
        .join(PublishedEdition, PublishedEdition.factory_id == Factory.id)
        .group_by(Factory.number)
        .order_by(Factory.number)
    )
    return dict(session.execute(query).all())


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
    paper = for_paper(edition)
    printed = [
        ("pdf", language, print_cap(paper, language=language, attachments=attachments)) for language in LANGUAGES
    ]
    return [*printed, ("xlsx", "", cap_xlsx(edition)), ("csv", "", as_csv), ("json", "", as_json)]


def _freeze(session: Session, factory: Factory, prepared: Prepared, *, store: FileStore, photos: FileStore) -> None:
    edition = prepared.edition
    kept = PublishedEdition(
        factory_id=factory.id,
        number=edition.number,
        as_of=edition.as_of,
        content=cap_json(edition).decode(),
        substance_sha256=prepared.substance_sha256,
        published_at=prepared.moment.now,
        redaction=REDACTION,
        journal_root=journal.root_of(session),
    )
    kept.files = [
        EditionFile(format=kind, language=language, sha256=store.keep(content), size_bytes=len(content))
        for kind, language, content in prepared.files
    ]
    shown = {photo.sha256: photo.size_bytes for hazard in edition.hazards for photo in hazard.photos}
    kept.photos = [EditionPhoto(sha256=sha256, size_bytes=size_bytes) for sha256, size_bytes in shown.items()]
    for sha256 in shown:
        store.keep(photos.path_of(sha256).read_bytes())
    session.add(kept)
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
