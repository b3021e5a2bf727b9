"""What a version of a CAP plans for each hazard. Source: DOMAIN.md section 4."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant
from accord.records.base import Base
from accord.records.cap import CapVersion
from accord.records.hazard import Hazard


class CapLine(Base):
    """What one version plans anew for one hazard.

    The plan of a hazard as of a version is the line of the latest version up to it: a version holds only the lines that
    it changes.
    """

    __tablename__ = "cap_line"
    __table_args__ = (
        UniqueConstraint("version_id", "hazard_id"),
        CheckConstraint("cost_bdt IS NULL OR cost_bdt >= 0", name="cost"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("cap_version.id"))
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), index=True)
    action_plan: Mapped[str | None] = mapped_column(Text)
    action_plan_bn: Mapped[str | None] = mapped_column(Text)
    responsible_person: Mapped[str | None] = mapped_column(String(200))
    due_on: Mapped[date | None] = mapped_column(Date)
    why_date: Mapped[str | None] = mapped_column(Text)
    """The reason, where an agreed date is changed."""
    cost_bdt: Mapped[int | None]
    """Estimated, in whole taka; never public."""
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    version: Mapped[CapVersion] = relationship()
    hazard: Mapped[Hazard] = relationship()
