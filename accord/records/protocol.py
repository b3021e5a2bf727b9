"""The escalation protocol as it was taken: each version whole, with its own words. Source: DOMAIN.md section 7."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from accord.column_types import Instant
from accord.records.base import Base


class ProtocolVersion(Base):
    """A profile that was taken, from a day on. Appended, never changed: a running deadline names the one that set it.

    The delivered profile holds before the first one.
    """

    __tablename__ = "protocol_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    holds_from: Mapped[date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Text)
    """The TOML, as it was read."""
    sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
