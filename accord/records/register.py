"""The care of the register: pairs of factories that may be one, and what a person decided about them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Factory


class DuplicateState(StrEnum):
    """What was decided about a pair; only a person decides."""

    OPEN = "open"
    SAME = "same"
    DIFFERENT = "different"


class LikelyDuplicate(Base):
    """Two factories that may be one, the lower id first; reported with a score, never merged by a program."""

    __tablename__ = "likely_duplicate"
    __table_args__ = (
        UniqueConstraint("factory_id", "other_factory_id"),
        CheckConstraint("factory_id < other_factory_id", name="lower_id_first"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    other_factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    score: Mapped[int]
    because: Mapped[str] = mapped_column(Text)
    """One reason a line."""
    state: Mapped[DuplicateState] = mapped_column(WordType(DuplicateState), default=DuplicateState.OPEN)
    found_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)

    factory: Mapped[Factory] = relationship(foreign_keys=[factory_id])
    other_factory: Mapped[Factory] = relationship(foreign_keys=[other_factory_id])

    @property
    def reasons(self) -> list[str]:
        """What speaks for and against the two being one."""
        return self.because.splitlines()
