"""Engineering documents that a factory owes, what waits on them, and their files. Source: DOMAIN.md section 3."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Building, Factory
from accord.records.hazard import Hazard
from accord.records.person import Person
from accord.rules.desk.paperwork import DocumentKind, DocumentState


class StoredFile(Base):
    """A document that somebody uploaded, kept under its SHA-256; given as an attachment, to those who may see it."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    hazard_id: Mapped[int | None] = mapped_column(ForeignKey("hazard.id"), index=True)
    """The hazard that it is evidence for, if it is for one."""
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size_bytes: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    factory: Mapped[Factory] = relationship()
    hazard: Mapped[Hazard | None] = relationship()


class RequiredDocument(Base):
    """A document that a factory owes; how far it has come is what its last step says."""

    __tablename__ = "required_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    kind: Mapped[DocumentKind] = mapped_column(WordType(DocumentKind))
    due_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    factory: Mapped[Factory] = relationship()
    building: Mapped[Building | None] = relationship()
    steps: Mapped[list["DocumentStep"]] = relationship(back_populates="document", order_by="DocumentStep.id")


class DocumentStep(Base):
    """A state that a document came to. Appended, never changed."""

    __tablename__ = "document_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("required_document.id"), index=True)
    state: Mapped[DocumentState] = mapped_column(WordType(DocumentState))
    happened_on: Mapped[date] = mapped_column(Date)
    remark: Mapped[str | None] = mapped_column(Text)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    document: Mapped[RequiredDocument] = relationship(back_populates="steps")
    file: Mapped[StoredFile | None] = relationship()
    person: Mapped[Person | None] = relationship()


class HazardWait(Base):
    """A hazard waits on a document, from one day to another; it ends by itself when the document is finished."""

    __tablename__ = "hazard_wait"

    id: Mapped[int] = mapped_column(primary_key=True)
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("required_document.id"), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    end_recorded_at: Mapped[datetime | None] = mapped_column(Instant)

    hazard: Mapped[Hazard] = relationship()
    document: Mapped[RequiredDocument] = relationship()
