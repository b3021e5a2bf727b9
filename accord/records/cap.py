"""Versions of a corrective action plan with their steps and their finance, letters of recognition, imported sheets."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Factory, Signatory
from accord.records.person import Person
from accord.rules.desk.finance import FinanceForm
from accord.rules.vocabulary import CapState, Discipline, Rating, Source


class CapVersion(Base):
    """One version of the CAP of a factory in one discipline; what it plans stands in its lines (`records.plan`).

    Everything that depends on the CAP uses the last approved version, so that no later draft can turn
    "behind schedule" into "pending": on approval the lines are put into force on hazards and deadlines.
    """

    __tablename__ = "cap_version"
    __table_args__ = (UniqueConstraint("factory_id", "discipline", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    discipline: Mapped[Discipline] = mapped_column(WordType(Discipline))
    number: Mapped[int]
    state: Mapped[CapState] = mapped_column(WordType(CapState))
    """The state of the last step, kept in its transaction; figures of a day ask the steps."""
    approved_on: Mapped[date | None] = mapped_column(Date)
    finance_agreed: Mapped[bool | None]
    source: Mapped[Source] = mapped_column(WordType(Source))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("sheet_import.id"), index=True)

    factory: Mapped[Factory] = relationship()
    steps: Mapped[list["CapStep"]] = relationship(back_populates="version", order_by="CapStep.id")
    agreements: Mapped[list["FinanceAgreement"]] = relationship(
        back_populates="version", order_by="FinanceAgreement.id"
    )


class CapStep(Base):
    """A state that a version came to, by whom and when it was recorded. Appended, never changed.

    A version that was sent back is a draft again; an approval never ends: a later version replaces it.
    """

    __tablename__ = "cap_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("cap_version.id"), index=True)
    state: Mapped[CapState] = mapped_column(WordType(CapState))
    happened_on: Mapped[date] = mapped_column(Date)
    remark: Mapped[str | None] = mapped_column(Text)
    source: Mapped[Source] = mapped_column(WordType(Source))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    version: Mapped[CapVersion] = relationship(back_populates="steps")
    person: Mapped[Person | None] = relationship()


class FinanceAgreement(Base):
    """What the lead brand and the factory agreed on, so that a version can be paid for. Never public."""

    __tablename__ = "finance_agreement"
    __table_args__ = (CheckConstraint("amount_bdt IS NULL OR amount_bdt >= 0", name="amount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("cap_version.id"), index=True)
    signatory_id: Mapped[int | None] = mapped_column(ForeignKey("signatory.id"))
    """The lead brand; None where the factory pays by its own means."""
    form: Mapped[FinanceForm] = mapped_column(WordType(FinanceForm))
    amount_bdt: Mapped[int | None]
    """Whole taka."""
    agreed_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    version: Mapped[CapVersion] = relationship(back_populates="agreements")
    signatory: Mapped[Signatory | None] = relationship()


class CapMeeting(Base):
    """Notes of a meeting about the CAP of a factory; never public."""

    __tablename__ = "cap_meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    held_on: Mapped[date] = mapped_column(Date)
    attended: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    factory: Mapped[Factory] = relationship()


class Recognition(Base):
    """The CSO's letter: all initial hazards of the factory are corrected. Without it no CAP counts as completed."""

    __tablename__ = "recognition"
    __table_args__ = (
        CheckConstraint("(withdrawn_on IS NULL) = (withdrawal_recorded_at IS NULL)", name="withdrawal_is_recorded"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    recognised_on: Mapped[date] = mapped_column(Date)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    withdrawal_recorded_at: Mapped[datetime | None] = mapped_column(Instant)
    number: Mapped[str | None] = mapped_column(String(100))
    """That the letter bears; None: it was not written at the desk."""
    why_withdrawn: Mapped[str | None] = mapped_column(Text)
    """Public, as is its translation."""
    why_withdrawn_bn: Mapped[str | None] = mapped_column(Text)
    withdrawn_by: Mapped[str | None] = mapped_column(String(200))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class RecognitionSheet(Base):
    """A letter of recognition as it was printed, in one language; kept under its SHA-256 and never drawn again."""

    __tablename__ = "recognition_sheet"
    __table_args__ = (UniqueConstraint("recognition_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recognition_id: Mapped[int] = mapped_column(ForeignKey("recognition.id"))
    language: Mapped[str] = mapped_column(String(2))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size_bytes: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class SheetImport(Base):
    """A sheet that was read for a factory: which file, as of which day. An older sheet may only add comments."""

    __tablename__ = "sheet_import"
    __table_args__ = (
        Index("ix_sheet_import_factory_discipline", "factory_id", "discipline"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    discipline: Mapped[Discipline] = mapped_column(WordType(Discipline))
    file_name: Mapped[str] = mapped_column(String(300))
    file_sha256: Mapped[str] = mapped_column(String(64))
    sheet: Mapped[str] = mapped_column(String(100))
    sheet_date: Mapped[date | None] = mapped_column(Date)
    rating: Mapped[Rating | None] = mapped_column(WordType(Rating))
    actor: Mapped[str | None] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by: Mapped[str | None] = mapped_column(String(200))
    why_undone: Mapped[str | None] = mapped_column(Text)

    factory: Mapped[Factory] = relationship()
