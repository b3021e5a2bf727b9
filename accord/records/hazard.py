"""Hazards with their status events, agreed dates and dated comments.

A hazard of a shared building is one record linked to several factories. Status events, deadlines and
comments are appended, never changed. Source: DOMAIN.md sections 4 and 5.
"""

import secrets
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Building, Factory, Floor, Zone
from accord.records.inspection import Inspection
from accord.rules.vocabulary import Category, Discipline, InspectionKind, Origin, PhotoOf, Severity, Source, Status


def new_public_key() -> str:
    """Return a name for a hazard that tells nothing: neither its order nor who shares it."""
    return secrets.token_hex(8)


class Hazard(Base):
    """What is wrong, where, and what must be done. Its status is what its events say."""

    __tablename__ = "hazard"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_key: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_key)
    discipline: Mapped[Discipline] = mapped_column(WordType(Discipline))
    item: Mapped[int]
    origin: Mapped[Origin] = mapped_column(WordType(Origin))
    visit: Mapped[InspectionKind] = mapped_column(WordType(InspectionKind))
    visit_ordinal: Mapped[int | None]
    found_on: Mapped[date] = mapped_column(Date)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"), index=True)
    floor_id: Mapped[int | None] = mapped_column(ForeignKey("floor.id"))
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"))
    location: Mapped[str | None] = mapped_column(String(300))
    category: Mapped[Category | None] = mapped_column(WordType(Category), index=True)
    category_as_written: Mapped[str | None] = mapped_column(String(200))
    severity: Mapped[Severity | None] = mapped_column(WordType(Severity))
    observation: Mapped[str] = mapped_column(Text)
    observation_bn: Mapped[str | None] = mapped_column(Text)
    recommended_action: Mapped[str | None] = mapped_column(Text)
    recommended_action_bn: Mapped[str | None] = mapped_column(Text)
    recommended_timeline: Mapped[str | None] = mapped_column(String(120))
    final_action_plan: Mapped[str | None] = mapped_column(Text)
    final_action_plan_bn: Mapped[str | None] = mapped_column(Text)
    responsible_person: Mapped[str | None] = mapped_column(String(200))
    source: Mapped[Source] = mapped_column(WordType(Source))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    status: Mapped[Status] = mapped_column(WordType(Status))
    """The latest status, kept in the transaction of its event; a test proves it equal to the replay."""

    inspection: Mapped[Inspection | None] = relationship()
    building: Mapped[Building | None] = relationship()
    floor: Mapped[Floor | None] = relationship()
    zone: Mapped[Zone | None] = relationship()
    links: Mapped[list["HazardFactory"]] = relationship(back_populates="hazard")
    events: Mapped[list["HazardEvent"]] = relationship(order_by="HazardEvent.id", back_populates="hazard")
    deadlines: Mapped[list["Deadline"]] = relationship(order_by="Deadline.id", back_populates="hazard")
    log: Mapped[list["LogEntry"]] = relationship(order_by="LogEntry.id", back_populates="hazard")
    photos: Mapped[list["Photo"]] = relationship(order_by="Photo.taken_on, Photo.id", back_populates="hazard")


class HazardFactory(Base):
    """The factories that a hazard counts for; its number is unique within each of them and its discipline."""

    __tablename__ = "hazard_factory"
    __table_args__ = (UniqueConstraint("factory_id", "discipline", "item"),)

    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), primary_key=True)
    discipline: Mapped[Discipline] = mapped_column(WordType(Discipline))
    item: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    """When it became known that the hazard counts for this factory too."""

    hazard: Mapped[Hazard] = relationship(back_populates="links")
    factory: Mapped[Factory] = relationship()


class HazardEvent(Base):
    """A status that holds from a day on: what, by whom, when it was so, when it was recorded, on which visit.

    A mistake is mended by another event that names the one it takes back in `compensates_id`.
    """

    __tablename__ = "hazard_event"
    __table_args__ = (Index("ix_hazard_event_hazard_effective", "hazard_id", "effective_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"))
    status: Mapped[Status] = mapped_column(WordType(Status))
    effective_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    source: Mapped[Source] = mapped_column(WordType(Source))
    actor: Mapped[str] = mapped_column(String(200))
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"))
    reason: Mapped[str | None] = mapped_column(Text)
    compensates_id: Mapped[int | None] = mapped_column(ForeignKey("hazard_event.id"))

    hazard: Mapped[Hazard] = relationship(back_populates="events")


class Deadline(Base):
    """An agreed date for the correction and the day from which it held; `due_on` None: no date was agreed.

    Each change keeps the old date, the reason and who approved it.
    """

    __tablename__ = "deadline"
    __table_args__ = (Index("ix_deadline_hazard_holds", "hazard_id", "holds_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"))
    due_on: Mapped[date | None] = mapped_column(Date)
    holds_from: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    source: Mapped[Source] = mapped_column(WordType(Source))
    approved_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(Text)

    hazard: Mapped[Hazard] = relationship(back_populates="deadlines")


class LogEntry(Base):
    """One comment of an inspection; `dated_on` None where the document printed no date."""

    __tablename__ = "log_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), index=True)
    dated_on: Mapped[date | None] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[Source] = mapped_column(WordType(Source))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    hazard: Mapped[Hazard] = relationship(back_populates="log")


class Photo(Base):
    """A photo of a hazard or of its correction, kept under its SHA-256 among the private photos.

    Nothing of it is public before somebody has looked at it for faces and names: `cleared_at`.
    """

    __tablename__ = "photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), index=True)
    shows: Mapped[PhotoOf] = mapped_column(WordType(PhotoOf))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    width_px: Mapped[int]
    height_px: Mapped[int]
    size_bytes: Mapped[int]
    taken_on: Mapped[date] = mapped_column(Date)
    caption: Mapped[str] = mapped_column(Text)
    """What can be seen, in one sentence: it is also the text for those who cannot see it."""
    caption_bn: Mapped[str | None] = mapped_column(Text)
    cleared_at: Mapped[datetime | None] = mapped_column(Instant)
    cleared_by: Mapped[str | None] = mapped_column(String(200))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    hazard: Mapped[Hazard] = relationship(back_populates="photos")
