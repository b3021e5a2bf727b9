"""Accidents, and the hazards that had to do with them. Source: DOMAIN.md section 3."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Building, Factory
from accord.records.hazard import Hazard
from accord.rules.desk.incidents import IncidentKind


class Incident(Base):
    """An accident at a factory: without these on record nobody learns whether the work was of use."""

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("injured IS NULL OR injured >= 0", name="injured"),
        CheckConstraint("dead IS NULL OR dead >= 0", name="dead"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    kind: Mapped[IncidentKind] = mapped_column(WordType(IncidentKind))
    happened_on: Mapped[date] = mapped_column(Date)
    injured: Mapped[int | None]
    """Number of people; None: not known."""
    dead: Mapped[int | None]
    cause: Mapped[str | None] = mapped_column(Text)
    account: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    factory: Mapped[Factory] = relationship()
    building: Mapped[Building | None] = relationship()
    hazards: Mapped[list[Hazard]] = relationship(secondary="incident_hazard")


class IncidentHazard(Base):
    """A hazard had to do with an accident."""

    __tablename__ = "incident_hazard"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), primary_key=True, index=True)
