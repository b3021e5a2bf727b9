"""The files that rows of the database name: where each kind is kept, and what each file is in words."""

import re
from dataclasses import dataclass

from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from accord.casework.journal import FIRST_HASH, first_broken_line
from accord.config import Settings
from accord.gateways.files import FileStore
from accord.gateways.pictures import PictureKind
from accord.records.cap import Recognition, RecognitionSheet
from accord.records.edition import EditionFile, EditionPhoto, PublishedEdition
from accord.records.ending import EndingItem
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.journal import JournalEntry
from accord.records.notice import LetterFile, Notice
from accord.records.order_care import OrderFile, PanelReferral
from accord.records.paperwork import StoredFile
from accord.records.photo import KeptPhoto, Photo, Upload
from accord.rules.desk.rounds import UploadState
from accord.rules.notices import reference_of

STORED_NAME = re.compile(r"(published|photos|documents|uploads)/([0-9a-f]{2})/(?P<sha256>\2[0-9a-f]{62})")
STORED_KINDS = {"published": "published files", "photos": "private photos", "documents": "documents"}
"""What must be there, by its folder, in the instance folder and in an archive."""


@dataclass(frozen=True)
class DatabaseState:
    """What a database says of itself: by this a restored one is known to be the one that was backed up.

    `published` is the SHA-256 of every published file with the words that name it to a person; the same of every
    private photo with its thumbnail, of every document (those that came with orders included), and of every upload that
    waits to be made a photo or for the form that it came with.
    """

    schema: str
    journal_root: str
    journal_lines: int
    first_broken_line: int | None
    published: dict[str, str]
    photos: dict[str, str]
    documents: dict[str, str]
    uploads: dict[str, str]

    @property
    def stored(self) -> dict[str, dict[str, str]]:
        """Return what must be there, by its folder; an upload may go at any time, when it was made a photo."""
        return {"published": self.published, "photos": self.photos, "documents": self.documents}


def stores(settings: Settings) -> dict[str, FileStore]:
    """Return the stores of all files that rows name, by the name of their folder."""
    return {
        "published": FileStore(settings.files),
        "photos": FileStore(settings.photos, is_private=True),
        "documents": FileStore(settings.documents, is_private=True),
        "uploads": FileStore(settings.uploads, is_private=True),
    }


def revision_of(session: Session) -> str | None:
    """Return the schema the database stands at, or None if it is none of ours."""
    return MigrationContext.configure(session.connection()).get_current_revision()


def state_of(session: Session) -> DatabaseState:
    """Return what the database says of itself, by columns that every schema has had: an older one is backed up too."""
    return DatabaseState(
        schema=revision_of(session) or "",
        journal_root=session.scalar(select(JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1)) or FIRST_HASH,
        journal_lines=session.scalar(select(func.count(JournalEntry.id))) or 0,
        first_broken_line=first_broken_line(session),
        published=_published_files(session) | _published_photos(session),
        photos=_thumbnails(session) | _private_photos(session) | _of_orders(session, is_paper=False),
        documents=_documents(session)
        | _of_orders(session, is_paper=True)
        | _packages(session)
        | _letters(session)
        | _recognitions(session)
        | _of_endings(session),
        uploads=_waiting_uploads(session),
    )


def _published_files(session: Session) -> dict[str, str]:
    query = (
        select(EditionFile.sha256, EditionFile.format, EditionFile.language, PublishedEdition.number, Factory.number)
        .join(PublishedEdition, EditionFile.edition_id == PublishedEdition.id)
        .join(Factory, PublishedEdition.factory_id == Factory.id)
        .order_by(EditionFile.id)
    )
    return {
        sha256: f"{' '.join(filter(None, (kind.upper(), language)))} of edition {edition} of factory {factory}"
        for sha256, kind, language, edition, factory in session.execute(query)
    }


def _published_photos(session: Session) -> dict[str, str]:
    if not _has_table(session, EditionPhoto.__tablename__):
        return {}
    query = (
        select(EditionPhoto.sha256, PublishedEdition.number, Factory.number)
        .join(PublishedEdition, EditionPhoto.edition_id == PublishedEdition.id)
        .join(Factory, PublishedEdition.factory_id == Factory.id)
        .order_by(EditionPhoto.id)
    )
    return {
        sha256: f"photo of edition {edition} of factory {factory}"
        for sha256, edition, factory in session.execute(query)
    }


def _private_photos(session: Session) -> dict[str, str]:
    return _of_photos(session, Photo.sha256, "private photo") if _has_table(session, Photo.__tablename__) else {}


def _thumbnails(session: Session) -> dict[str, str]:
    if not _has_column(session, Photo.__tablename__, "thumbnail_sha256"):
        return {}
    return _of_photos(session, Photo.thumbnail_sha256, "small copy of the private photo")


def _of_photos(
    session: Session, file: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], kind: str
) -> dict[str, str]:
    query = (
        select(file, Photo.taken_on, Hazard.discipline, Hazard.item, func.min(Factory.number))
        .join(Hazard, Photo.hazard_id == Hazard.id)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .join(Factory, HazardFactory.factory_id == Factory.id)
        .where(file.is_not(None))
        .group_by(Photo.id, file, Photo.taken_on, Hazard.discipline, Hazard.item)
        .order_by(Photo.id)
    )
    return {
        sha256: f"{kind} of {taken_on} of factory {factory}, {discipline}, item {item}"
        for sha256, taken_on, discipline, item, factory in session.execute(query)
        if sha256
    }


def _documents(session: Session) -> dict[str, str]:
    if not _has_table(session, StoredFile.__tablename__):
        return {}
    query = (
        select(StoredFile.sha256, StoredFile.id, Factory.number)
        .join(Factory, StoredFile.factory_id == Factory.id)
        .order_by(StoredFile.id)
    )
    return {sha256: f"document {number} of factory {factory}" for sha256, number, factory in session.execute(query)}


def _of_orders(session: Session, *, is_paper: bool) -> dict[str, str]:
    if not _has_table(session, OrderFile.__tablename__):
        return {}
    paper = PictureKind.PDF.value
    which = OrderFile.media_type == paper if is_paper else OrderFile.media_type != paper
    query = select(OrderFile.sha256, OrderFile.id, OrderFile.order_id).where(which).order_by(OrderFile.id)
    return {sha256: f"file {number} of order {order}" for sha256, number, order in session.execute(query)}


def _of_endings(session: Session) -> dict[str, str]:
    if not _has_table(session, EndingItem.__tablename__):
        return {}
    query = (
        select(EndingItem.sha256, EndingItem.id, Factory.number)
        .join(Factory, EndingItem.factory_id == Factory.id)
        .where(EndingItem.sha256.is_not(None))
        .order_by(EndingItem.id)
    )
    return {
        sha256: f"paper {number} of a check list of factory {factory}"
        for sha256, number, factory in session.execute(query)
        if sha256
    }


def _recognitions(session: Session) -> dict[str, str]:
    if not _has_table(session, RecognitionSheet.__tablename__):
        return {}
    query = (
        select(RecognitionSheet.sha256, RecognitionSheet.language, Recognition.number, Factory.number)
        .join(Recognition, RecognitionSheet.recognition_id == Recognition.id)
        .join(Factory, Recognition.factory_id == Factory.id)
        .order_by(RecognitionSheet.id)
    )
    return {
        sha256: f"letter of recognition {number} ({language}) of factory {factory}"
        for sha256, language, number, factory in session.execute(query)
    }


def _packages(session: Session) -> dict[str, str]:
    if not _has_table(session, PanelReferral.__tablename__):
        return {}
    query = select(PanelReferral.package_sha256, PanelReferral.id, PanelReferral.order_id).order_by(PanelReferral.id)
    return {sha256: f"package {number} of order {order}" for sha256, number, order in session.execute(query)}


def _letters(session: Session) -> dict[str, str]:
    if not _has_table(session, LetterFile.__tablename__):
        return {}
    query = (
        select(LetterFile.sha256, Notice.year, Notice.number)
        .join(Notice, Notice.id == LetterFile.notice_id)
        .order_by(LetterFile.id)
    )
    return {
        sha256: f"letter {reference_of(year, number)}"
        for sha256, year, number in session.execute(query)
        if year is not None and number is not None
    }


def _waiting_uploads(session: Session) -> dict[str, str]:
    waiting = {}
    if _has_table(session, KeptPhoto.__tablename__):
        kept = select(KeptPhoto.sha256, KeptPhoto.id).where(
            KeptPhoto.upload_id.is_(None), KeptPhoto.state != UploadState.REFUSED
        )
        waiting = {sha256: f"photo {number} kept for a form" for sha256, number in session.execute(kept)}
    if _has_table(session, Upload.__tablename__):
        query = select(Upload.sha256, Upload.id).where(Upload.state == UploadState.WAITING).order_by(Upload.id)
        waiting |= {sha256: f"upload {number}" for sha256, number in session.execute(query)}
    return waiting


def _has_table(session: Session, name: str) -> bool:
    return inspect(session.connection()).has_table(name)


def _has_column(session: Session, table: str, name: str) -> bool:
    # An older database is backed up before it is brought up to date.
    return _has_table(session, table) and name in {
        column["name"] for column in inspect(session.connection()).get_columns(table)
    }
