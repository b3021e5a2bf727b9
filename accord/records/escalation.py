"""How far a factory that does not take part has been warned. Source: DOMAIN 7."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from accord.column_types import Instant
from accord.records.base import Base


class StageChange(Base):
    """A decision on the stage of a factory, 0 to 3, and the day from which it holds. Appended, never changed.

    Stage 3 makes the factory ineligible: no signatory may do business with it.
    """

    __tablename__ = "stage_change"
    __table_args__ = (
        CheckConstraint("stage BETWEEN 0 AND 3", name="stage"),
        Index("ix_stage_change_factory_effective", "factory_id", "effective_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    stage: Mapped[int]
    decided_on: Mapped[date] = mapped_column(Date)
    effective_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    reason_bn: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
