"""Visits of engineers to a factory: planned ones, those that were made, and the report of each.

A planned visit is no inspection: only one that was made counts for anything. Source: DOMAIN.md section 3.
"""

from datetime import date, datetime

from sqlalchemy import Date, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Building, Factory, Floor, Zone
from accord.records.person import Person
from accord.rules.desk.measurements import Quantity, Unit
from accord.rules.desk.reports import ReportState
from accord.rules.desk.rounds import Attending, VisitState
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
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    import_id: Mapped[int | None] = mapped_column(ForeignKey("sheet_import.id"), index=True)
    """The sheet that proved it, where one did."""
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the import that alone told of it was undone: it counts for nothing since then."""

    factory: Mapped[Factory] = relationship()
    engineers: Mapped[list["InspectionEngineer"]] = relationship(back_populates="inspection")
    attendees: Mapped[list["Attendee"]] = relationship(back_populates="inspection", order_by="Attendee.id")
    buildings: Mapped[list["InspectedBuilding"]] = relationship(back_populates="inspection")
    reports: Mapped[list["Report"]] = relationship(back_populates="inspection", order_by="Report.number")


class InspectionEngineer(Base):
    """Who made the inspection and so writes its report."""

    __tablename__ = "inspection_engineer"

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    inspection: Mapped[Inspection] = relationship(back_populates="engineers")
    person: Mapped[Person] = relationship()


class Attendee(Base):
    """Somebody who attended the inspection; never published."""

    __tablename__ = "attendee"

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[str | None] = mapped_column(String(120))
    attends_for: Mapped[Attending] = mapped_column(WordType(Attending))

    inspection: Mapped[Inspection] = relationship(back_populates="attendees")


class InspectedBuilding(Base):
    """A building that was inspected, and what was found of it as a whole; the rating only by structural engineers."""

    __tablename__ = "inspected_building"

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"), primary_key=True, index=True)
    rating: Mapped[Rating | None] = mapped_column(WordType(Rating))
    use: Mapped[str | None] = mapped_column(String(200))
    height_m: Mapped[float | None] = mapped_column(Float)

    inspection: Mapped[Inspection] = relationship(back_populates="buildings")
    building: Mapped[Building] = relationship()


class Measurement(Base):
    """A measured value with its method: as typed, and in the one unit of its quantity."""

    __tablename__ = "measurement"

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    floor_id: Mapped[int | None] = mapped_column(ForeignKey("floor.id"))
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"))
    place: Mapped[str | None] = mapped_column(String(200))
    quantity: Mapped[Quantity] = mapped_column(WordType(Quantity))
    value: Mapped[float] = mapped_column(Float)
    """In the unit in which the quantity is stored: kPa, MPa, °C, MΩ, or none."""
    typed_value: Mapped[str] = mapped_column(String(40))
    typed_unit: Mapped[Unit] = mapped_column(WordType(Unit))
    method: Mapped[str] = mapped_column(String(200))
    allowable_kpa: Mapped[float | None] = mapped_column(Float)
    """The load that was allowed there on that day; loads only."""
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    inspection: Mapped[Inspection] = relationship()
    building: Mapped[Building | None] = relationship()
    floor: Mapped[Floor | None] = relationship()
    zone: Mapped[Zone | None] = relationship()


class Report(Base):
    """One revision of the report of an inspection, 0 the first. Its state is what its last step says."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("inspection_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    number: Mapped[int]
    state: Mapped[ReportState] = mapped_column(WordType(ReportState))
    """The state of the last step, kept in its transaction; a test proves it equal to the steps."""
    why_revised: Mapped[str | None] = mapped_column(Text)
    summary: Mapped[str | None] = mapped_column(Text)
    summary_bn: Mapped[str | None] = mapped_column(Text)
    scope: Mapped[str | None] = mapped_column(Text)
    limitations: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    inspection: Mapped[Inspection] = relationship(back_populates="reports")
    steps: Mapped[list["ReportStep"]] = relationship(back_populates="report", order_by="ReportStep.id")


class ReportStep(Base):
    """A state that a report came to: who brought it there, and what they remarked. Appended, never changed."""

    __tablename__ = "report_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    state: Mapped[ReportState] = mapped_column(WordType(ReportState))
    happened_on: Mapped[date] = mapped_column(Date)
    remark: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    report: Mapped[Report] = relationship(back_populates="steps")
    person: Mapped[Person] = relationship()


class Trip(Base):
    """Several visits in one district, made on one journey."""

    __tablename__ = "trip"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    district: Mapped[str] = mapped_column(String(80))
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    visits: Mapped[list["Visit"]] = relationship(back_populates="trip", order_by="Visit.planned_on, Visit.id")


class Visit(Base):
    """A visit that is planned for an engineer on a day, and what became of it."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_engineer_planned", "engineer_id", "planned_on"),
        Index("ix_visit_factory", "factory_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    discipline: Mapped[Discipline] = mapped_column(WordType(Discipline))
    kind: Mapped[InspectionKind] = mapped_column(WordType(InspectionKind))
    planned_on: Mapped[date] = mapped_column(Date)
    engineer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    trip_id: Mapped[int | None] = mapped_column(ForeignKey("trip.id"), index=True)
    is_announced: Mapped[bool] = mapped_column(default=True)
    """Whether the factory is told of it beforehand."""
    note: Mapped[str | None] = mapped_column(Text)
    state: Mapped[VisitState] = mapped_column(WordType(VisitState), default=VisitState.PLANNED)
    why_cancelled: Mapped[str | None] = mapped_column(Text)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    factory: Mapped[Factory] = relationship()
    engineer: Mapped[Person] = relationship()
    trip: Mapped[Trip | None] = relationship(back_populates="visits")
    inspection: Mapped[Inspection | None] = relationship()
