"""Published editions of a factory's CAP and their files. Append-only: a correction is a new edition."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant
from accord.records.base import Base
from accord.records.factory import Factory


class PublishedEdition(Base):
    """A frozen state of one factory's CAP as allow-listed fields, in JSON; every file prints this, never live rows."""

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("factory_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    number: Mapped[int]
    as_of: Mapped[date] = mapped_column(Date)
    content: Mapped[str] = mapped_column(Text)
    substance_sha256: Mapped[str] = mapped_column(String(64))
    """Of what the edition says, without its number and dates: equal means that nothing has changed."""
    published_at: Mapped[datetime] = mapped_column(Instant)
    redaction: Mapped[int]
    """The rules by which its texts were looked over: `accord.rules.public.redaction.REDACTION` of that day."""

    journal_root: Mapped[str | None] = mapped_column(String(64))
    """The hash of the last line of the journal when it was frozen: a journal that lost its end lacks it. None for those
    that were published before it was kept."""

    factory: Mapped[Factory] = relationship()
    files: Mapped[list["EditionFile"]] = relationship(back_populates="edition", order_by="EditionFile.id")
    photos: Mapped[list["EditionPhoto"]] = relationship(back_populates="edition", order_by="EditionPhoto.id")


class EditionFile(Base):
    """One file of an edition, kept under its SHA-256 in the instance folder."""

    __tablename__ = "edition_file"
    __table_args__ = (UniqueConstraint("edition_id", "format", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    format: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size_bytes: Mapped[int]

    edition: Mapped[PublishedEdition] = relationship(back_populates="files")


class EditionPhoto(Base):
    """A photo that an edition shows, kept under its SHA-256 beside the published files."""

    __tablename__ = "edition_photo"
    __table_args__ = (UniqueConstraint("edition_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size_bytes: Mapped[int]

    edition: Mapped[PublishedEdition] = relationship(back_populates="photos")
