"""Hazards with their status events, agreed dates and dated comments.

A hazard of a shared building is one record linked to several factories. Status events, deadlines and
comments are appended, never changed. Source: DOMAIN.md sections 4 and 5.
"""

import secrets
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Date, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Building, Factory, Floor, Zone
from accord.records.inspection import Inspection
from accord.records.person import Person
from accord.rules.desk.rounds import Seen
from accord.rules.vocabulary import Category, Discipline, InspectionKind, Origin, Severity, Source, Status

if TYPE_CHECKING:
    # For its name alone: photos hang on hazards, and this module needs none of them to be loaded.
    from accord.records.photo import Photo


def new_public_key() -> str:
    """Return a name for a hazard that tells nothing: neither its order nor who shares it."""
    return secrets.token_hex(8)


class Hazard(Base):
    """What is wrong, where, and what must be done. Its status is what its events say."""

    __tablename__ = "hazard"
    __table_args__ = (
        # Holds all that the register is narrowed by, so that a count of everything reads it alone.
        Index(
            "ix_hazard_register",
            "status",
            "origin",
            "discipline",
            "severity",
            "category",
            "found_on",
            "due_on",
            "stands_since",
            "times_reopened",
            "building_id",
            "item",
        ),
        # The same but for what changes, in the order in which events and dates are kept: for any other day.
        Index(
            "ix_hazard_of_day",
            "id",
            "recorded_at",
            "found_on",
            "origin",
            "discipline",
            "severity",
            "category",
            "building_id",
            "item",
            "may_have_reopened",
        ),
    )

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
    wording_key: Mapped[str | None] = mapped_column(String(60))
    """The standard wording that it was written from."""
    search_text: Mapped[str] = mapped_column(Text, default="", server_default="")
    """All its words folded for the search of the register; written by `rules.desk.hazard_search.search_text`."""
    import_id: Mapped[int | None] = mapped_column(ForeignKey("sheet_import.id"), index=True)
    """The sheet that brought it, where one did."""
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    """Counts the changes of its words, so that who comes second sees what the first one changed."""
    source: Mapped[Source] = mapped_column(WordType(Source))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    status: Mapped[Status] = mapped_column(WordType(Status))
    """The latest status, kept in the transaction of its event; a test proves it equal to the replay."""
    stands_since: Mapped[date | None] = mapped_column(Date)
    """The day of its last event that was not taken back, None while there is none. This and the next three are kept by
    the database itself (`records.base.columns_that_follow`): nobody else writes them."""
    times_reopened: Mapped[int] = mapped_column(default=0, server_default="0")
    due_on: Mapped[date | None] = mapped_column(Date)
    """The agreed date that holds last; one may hold from a day to come only."""
    may_have_reopened: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether any event says "in progress" from after one that says "corrected", taken back or not: never unsaid. Where
    it is false, the hazard was reopened on no day, whatever was known (`records.base.reopening_noticed`)."""

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
    """The factories that a hazard counts for; its number is unique within each of them and its discipline.

    A link that was taken back leaves its number free.
    """

    __tablename__ = "hazard_factory"
    __table_args__ = (
        Index(
            "uq_hazard_factory_standing",
            "factory_id",
            "discipline",
            "item",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("ix_hazard_factory_factory", "factory_id"),
        # Of these there are few or none: what asks for them reads only them.
        Index(
            "ix_hazard_factory_removed",
            "hazard_id",
            sqlite_where=text("removed_at IS NOT NULL"),
            postgresql_where=text("removed_at IS NOT NULL"),
        ),
    )

    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), primary_key=True)
    discipline: Mapped[Discipline] = mapped_column(WordType(Discipline))
    item: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    """When it became known that the hazard counts for this factory too."""
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    """When a wrong link was taken back: who asks what was known before is still told of it."""
    import_id: Mapped[int | None] = mapped_column(ForeignKey("sheet_import.id"), index=True)

    hazard: Mapped[Hazard] = relationship(back_populates="links")
    factory: Mapped[Factory] = relationship()


class HazardEvent(Base):
    """A status that holds from a day on: what, by whom, when it was so, when it was recorded, on which visit.

    A mistake is mended by another event that names the one it takes back in `compensates_id`.
    """

    __tablename__ = "hazard_event"
    __table_args__ = (
        # Both hold all that is asked of a hazard on a day, the last that holds first.
        Index("ix_hazard_event_stand", "hazard_id", "effective_on", "id", "recorded_at", "status"),
        Index(
            "ix_hazard_event_compensates_id",
            "compensates_id",
            sqlite_where=text("compensates_id IS NOT NULL"),
            postgresql_where=text("compensates_id IS NOT NULL"),
        ),
        Index("ix_hazard_event_effective", "effective_on"),
    )

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
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who says so; None for what was imported. The database lets nobody but an engineer of the discipline who did not
    make the claim say "corrected" (`records.base.verifier_guard`)."""
    import_id: Mapped[int | None] = mapped_column(ForeignKey("sheet_import.id"), index=True)

    hazard: Mapped[Hazard] = relationship(back_populates="events")


class Deadline(Base):
    """An agreed date for the correction and the day from which it held; `due_on` None: no date was agreed.

    Each change keeps the old date, the reason and who approved it.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        Index("ix_deadline_stand", "hazard_id", "holds_from", "id", "recorded_at", "due_on"),
        Index("ix_deadline_holds", "holds_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"))
    due_on: Mapped[date | None] = mapped_column(Date)
    holds_from: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    source: Mapped[Source] = mapped_column(WordType(Source))
    approved_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(Text)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("cap_version.id"))
    """The version of the CAP whose approval put it into force."""
    import_id: Mapped[int | None] = mapped_column(ForeignKey("sheet_import.id"), index=True)

    hazard: Mapped[Hazard] = relationship(back_populates="deadlines")


class LogEntry(Base):
    """One comment of an inspection; `dated_on` None where the document printed no date."""

    __tablename__ = "log_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), index=True)
    dated_on: Mapped[date | None] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Text)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("sheet_import.id"), index=True)
    source: Mapped[Source] = mapped_column(WordType(Source))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    hazard: Mapped[Hazard] = relationship(back_populates="log")


class Sight(Base):
    """What an engineer saw of a hazard on a follow-up round. Appended: the latest of an inspection counts."""

    __tablename__ = "sight"
    __table_args__ = (Index("ix_sight_inspection_hazard", "inspection_id", "hazard_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), index=True)
    seen: Mapped[Seen] = mapped_column(WordType(Seen))
    comment: Mapped[str | None] = mapped_column(Text)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("hazard_event.id"))
    """The status event that it led to, if it changed the status."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    hazard: Mapped[Hazard] = relationship()
    person: Mapped[Person] = relationship()


class Withdrawal(Base):
    """A proposal to withdraw a hazard; the event is written when the chief safety officer approves it."""

    __tablename__ = "withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    is_approved: Mapped[bool | None]
    """None: not decided yet."""
    remark: Mapped[str | None] = mapped_column(Text)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("hazard_event.id"))

    hazard: Mapped[Hazard] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
