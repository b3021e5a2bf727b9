"""Garment factories, their company groups, the buildings they occupy, and who sources from them.

These tables know each other both ways and so share one module. Source: DOMAIN.md section 2.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.rules.factories.buildings import Stay
from accord.rules.vocabulary import Coverage, Source


class CompanyGroup(Base):
    """Companies under one owner."""

    __tablename__ = "company_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300), unique=True)
    factories: Mapped[list["Factory"]] = relationship(back_populates="company_group")


class Factory(Base):
    """A garment factory under its programme number; the name is None where no document has shown it."""

    __tablename__ = "factory"
    __table_args__ = (
        CheckConstraint("number BETWEEN 1000 AND 99999", name="number"),
        CheckConstraint("merged_into_id <> id", name="not_into_itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str | None] = mapped_column(String(300))
    name_bn: Mapped[str | None] = mapped_column(String(300))
    address: Mapped[str | None] = mapped_column(Text)
    address_bn: Mapped[str | None] = mapped_column(Text)
    district: Mapped[str | None] = mapped_column(String(80))
    upazila: Mapped[str | None] = mapped_column(String(80))
    latitude_degrees: Mapped[float | None] = mapped_column(Float)
    longitude_degrees: Mapped[float | None] = mapped_column(Float)
    os_id: Mapped[str | None] = mapped_column(String(15), unique=True)
    production: Mapped[str | None] = mapped_column(String(80))
    workers: Mapped[int | None]
    workers_women: Mapped[int | None]
    coverage: Mapped[Coverage] = mapped_column(WordType(Coverage), default=Coverage.ACTIVE)
    """The latest coverage, kept in the transaction of its change; figures of a day ask `coverage_changes`."""
    summary: Mapped[str | None] = mapped_column(Text)
    summary_bn: Mapped[str | None] = mapped_column(Text)
    company_group_id: Mapped[int | None] = mapped_column(ForeignKey("company_group.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("factory.id"), index=True)
    """The factory that stands for this one, since a person said that the two are one; kept in the transaction of its
    `FactoryMerge`. One step only: who stands for another is itself merged into none."""

    merged_into: Mapped["Factory | None"] = relationship(remote_side=[id])
    company_group: Mapped[CompanyGroup | None] = relationship(back_populates="factories")
    coverage_changes: Mapped[list["CoverageChange"]] = relationship(
        back_populates="factory", order_by="CoverageChange.id"
    )
    occupancies: Mapped[list["Occupant"]] = relationship(back_populates="factory")
    sourcings: Mapped[list["Sourcing"]] = relationship(back_populates="factory")


class CoverageChange(Base):
    """A coverage that holds from a day on; `from_on` None: since before anything was recorded. Appended, never changed.

    A later recorded change counts before an earlier one of the same day.
    """

    __tablename__ = "coverage_change"
    __table_args__ = (Index("ix_coverage_change_factory_from", "factory_id", "from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    coverage: Mapped[Coverage] = mapped_column(WordType(Coverage))
    from_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str | None] = mapped_column(Text)
    reason_bn: Mapped[str | None] = mapped_column(Text)
    source: Mapped[Source] = mapped_column(WordType(Source))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    factory: Mapped[Factory] = relationship(back_populates="coverage_changes")


class Building(Base):
    """A building is its own thing: several factories and others may occupy it."""

    __tablename__ = "building"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_bn: Mapped[str | None] = mapped_column(String(200))
    storeys: Mapped[int | None]
    construction: Mapped[str | None] = mapped_column(String(120))
    year_built: Mapped[int | None]
    landlord: Mapped[str | None] = mapped_column(String(200))

    floors: Mapped[list["Floor"]] = relationship(back_populates="building", order_by="Floor.level")
    occupants: Mapped[list["Occupant"]] = relationship(back_populates="building")


class Floor(Base):
    """A floor of a building; level 0 is the ground floor. The allowable load is None where no load plan says it."""

    __tablename__ = "floor"
    __table_args__ = (UniqueConstraint("building_id", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"))
    level: Mapped[int]
    name: Mapped[str | None] = mapped_column(String(80))
    name_bn: Mapped[str | None] = mapped_column(String(80))
    """As a person wrote it, and never worked out: তলা counts the ground floor where the English floor does not."""
    allowable_load_kpa: Mapped[float | None] = mapped_column(Float)

    building: Mapped[Building] = relationship(back_populates="floors")
    zones: Mapped[list["Zone"]] = relationship(back_populates="floor")


class Zone(Base):
    """A part of a floor with a load limit of its own."""

    __tablename__ = "zone"
    __table_args__ = (UniqueConstraint("floor_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    floor_id: Mapped[int] = mapped_column(ForeignKey("floor.id"))
    name: Mapped[str] = mapped_column(String(80))
    name_bn: Mapped[str | None] = mapped_column(String(80))
    allowable_load_kpa: Mapped[float | None] = mapped_column(Float)

    floor: Mapped[Floor] = relationship(back_populates="zones")


class Occupant(Base):
    """Who is in a building and since when: a factory of the register, or another by name (a bank, a school)."""

    __tablename__ = "occupant"
    __table_args__ = (
        CheckConstraint("(factory_id IS NULL) <> (other_name IS NULL)", name="factory_or_other"),
        Index("ix_occupant_building_factory", "building_id", "factory_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"))
    factory_id: Mapped[int | None] = mapped_column(ForeignKey("factory.id"), index=True)
    other_name: Mapped[str | None] = mapped_column(String(200))
    other_use: Mapped[str | None] = mapped_column(String(120))
    from_on: Mapped[date | None] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)

    building: Mapped[Building] = relationship(back_populates="occupants")
    factory: Mapped[Factory | None] = relationship(back_populates="occupancies")

    @property
    def stay(self) -> Stay:
        """From when to when it is there."""
        return Stay(self.from_on, self.to_on)


class Signatory(Base):
    """A brand that signed; its name is public only where it agreed or was delisted."""

    __tablename__ = "signatory"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    agreed_to_be_named: Mapped[bool] = mapped_column(default=False)

    sourcings: Mapped[list["Sourcing"]] = relationship(back_populates="signatory")


class Sourcing(Base):
    """A signatory buys from a factory from one day to another; `to_on` None means it still does.

    The end is recorded at a moment of its own: who asked before it was on record had been told that it goes on.
    """

    __tablename__ = "sourcing"
    __table_args__ = (
        UniqueConstraint("signatory_id", "factory_id", "from_on"),
        CheckConstraint("(to_on IS NULL) = (end_recorded_at IS NULL)", name="end_is_recorded"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    signatory_id: Mapped[int] = mapped_column(ForeignKey("signatory.id"))
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    is_lead: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    end_recorded_at: Mapped[datetime | None] = mapped_column(Instant)

    signatory: Mapped[Signatory] = relationship(back_populates="sourcings")
    factory: Mapped[Factory] = relationship(back_populates="sourcings")
