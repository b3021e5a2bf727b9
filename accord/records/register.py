"""The care of the register: pairs of factories that may be one, and what a person decided about them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
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


class FactoryMerge(Base):
    """A factory stands for another one, from the moment of this record until that of its undoing.

    Nothing moves from one to the other. Who asks for a figure as it was known at some moment is given the factory that
    stood for the merged one at that moment; so no merge and no undoing changes a figure that was told before.
    """

    __tablename__ = "factory_merge"
    __table_args__ = (
        CheckConstraint("merged_id <> kept_id", name="not_into_itself"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
        Index(
            "ix_factory_merge_standing",
            "merged_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    kept_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    taken_over: Mapped[str] = mapped_column(Text)
    """What the kept factory lacked and has from the merged one, by field, in JSON: all that undoing may take back."""
    coverage_before: Mapped[str] = mapped_column(Text)
    """What the coverage of either would be without the merge, in JSON."""
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    undone_by: Mapped[str | None] = mapped_column(String(200))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)

    merged: Mapped[Factory] = relationship(foreign_keys=[merged_id])
    kept: Mapped[Factory] = relationship(foreign_keys=[kept_id])
