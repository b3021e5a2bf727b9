"""What the administrator sets: standard wordings and limits. Both are versions: what held before stays on record."""

from datetime import date, datetime

from sqlalchemy import Date, Float, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.rules.vocabulary import Category, Severity


class WordingVersion(Base):
    """A standard wording as it was changed here; the latest version of a key stands for the one that was delivered."""

    __tablename__ = "wording_version"
    __table_args__ = (UniqueConstraint("key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    category: Mapped[Category] = mapped_column(WordType(Category))
    title: Mapped[str] = mapped_column(String(120))
    title_bn: Mapped[str] = mapped_column(String(120))
    observation: Mapped[str] = mapped_column(Text)
    observation_bn: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    action_bn: Mapped[str] = mapped_column(Text)
    timeline: Mapped[str | None] = mapped_column(String(120))
    severity: Mapped[Severity | None] = mapped_column(WordType(Severity))
    keywords: Mapped[str] = mapped_column(Text, default="")
    is_retired: Mapped[bool] = mapped_column(default=False)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class LimitVersion(Base):
    """A number that the programme set for itself, from a day on; the delivered one holds before the first."""

    __tablename__ = "limit_version"
    __table_args__ = (Index("ix_limit_version_name_from", "name", "holds_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[float] = mapped_column(Float)
    holds_from: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
