"""Versions of a corrective action plan, letters of recognition, and what imported sheets left to confirm."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.rules.vocabulary import CapState, Discipline, OrderKind, Rating, Source


class CapVersion(Base):
    """One version of the CAP of a factory in one discipline.

    Everything that depends on the CAP uses the last approved version, so that no later draft can turn
    "behind schedule" into "pending".
    """

    __tablename__ = "cap_version"
    __table_args__ = (UniqueConstraint("factory_id", "discipline", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    discipline: Mapped[Discipline] = mapped_column(WordType(Discipline))
    number: Mapped[int]
    state: Mapped[CapState] = mapped_column(WordType(CapState))
    approved_on: Mapped[date | None] = mapped_column(Date)
    finance_agreed: Mapped[bool | None]
    source: Mapped[Source] = mapped_column(WordType(Source))
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
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class SheetImport(Base):
    """A sheet that was read for a factory: which file, as of which day. An older sheet may only add comments."""

    __tablename__ = "sheet_import"
    __table_args__ = (Index("ix_sheet_import_factory_discipline", "factory_id", "discipline"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    discipline: Mapped[Discipline] = mapped_column(WordType(Discipline))
    file_name: Mapped[str] = mapped_column(String(300))
    file_sha256: Mapped[str] = mapped_column(String(64))
    sheet: Mapped[str] = mapped_column(String(100))
    sheet_date: Mapped[date | None] = mapped_column(Date)
    rating: Mapped[Rating | None] = mapped_column(WordType(Rating))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class DangerToConfirm(Base):
    """A danger that an imported sheet speaks of. It raises nothing by itself: it waits for an engineer.

    `kind` None: the engineer chooses; `hazard_id` None: the whole sheet (its rating).
    """

    __tablename__ = "danger_to_confirm"

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    discipline: Mapped[Discipline] = mapped_column(WordType(Discipline))
    hazard_id: Mapped[int | None] = mapped_column(ForeignKey("hazard.id"))
    kind: Mapped[OrderKind | None] = mapped_column(WordType(OrderKind))
    because: Mapped[str] = mapped_column(String(120))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)

    hazard: Mapped[Hazard | None] = relationship()
