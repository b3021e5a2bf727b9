"""Visits of engineers to a factory."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Factory
from accord.rules.vocabulary import Discipline, InspectionKind, Rating, Source


class Inspection(Base):
    """One visit of one discipline; follow-ups are numbered per factory and discipline (1st, 2nd, …)."""

    __tablename__ = "inspection"
    __table_args__ = (Index("ix_inspection_factory_discipline", "factory_id", "discipline"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    discipline: Mapped[Discipline] = mapped_column(WordType(Discipline))
    kind: Mapped[InspectionKind] = mapped_column(WordType(InspectionKind))
    ordinal: Mapped[int | None]
    inspected_on: Mapped[date] = mapped_column(Date)
    rating: Mapped[Rating | None] = mapped_column(WordType(Rating))
    source: Mapped[Source] = mapped_column(WordType(Source))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    factory: Mapped[Factory] = relationship()
