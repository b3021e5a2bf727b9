"""How a factory is heard: mandatory meetings with their promises, requests, refusals on record. Source: DOMAIN 7."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.escalation import StageChange
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.records.protocol import ProtocolVersion
from accord.rules.escalation.words import MeetingState, PromiseState, RequestKind, Trigger


class StageMeeting(Base):
    """The mandatory meeting of stage 2: who was invited to what, who came, what was said. Private."""

    __tablename__ = "stage_meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    stage_change_id: Mapped[int | None] = mapped_column(ForeignKey("stage_change.id"), index=True)
    invited_on: Mapped[date] = mapped_column(Date)
    meets_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(200))
    state: Mapped[MeetingState] = mapped_column(WordType(MeetingState))
    attended: Mapped[str | None] = mapped_column(Text)
    """Who came, for whom, one a line."""
    minutes: Mapped[str | None] = mapped_column(Text)
    finance_heard: Mapped[str | None] = mapped_column(Text)
    """What the factory said of the means it has, and what its signatories offered."""
    why_called_off: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    factory: Mapped[Factory] = relationship()
    stage_change: Mapped[StageChange | None] = relationship()
    promises: Mapped[list["MeetingPromise"]] = relationship(back_populates="meeting", order_by="MeetingPromise.id")


class MeetingPromise(Base):
    """Something that was promised at a meeting by a day; the version in force then judges it to its end."""

    __tablename__ = "meeting_promise"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("stage_meeting.id"), index=True)
    hazard_id: Mapped[int | None] = mapped_column(ForeignKey("hazard.id"))
    words: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date] = mapped_column(Date)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("protocol_version.id"))
    state: Mapped[PromiseState] = mapped_column(WordType(PromiseState))
    settled_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    meeting: Mapped[StageMeeting] = relationship(back_populates="promises")
    hazard: Mapped[Hazard | None] = relationship()
    version: Mapped[ProtocolVersion | None] = relationship()


class FactoryRequest(Base):
    """What a factory asks for, and what was answered; it stops what its version says, for as long as that says."""

    __tablename__ = "factory_request"
    __table_args__ = (Index("ix_factory_request_factory_asked", "factory_id", "asked_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    kind: Mapped[RequestKind] = mapped_column(WordType(RequestKind))
    hazard_id: Mapped[int | None] = mapped_column(ForeignKey("hazard.id"), index=True)
    """The one that needs more time, or whose observation is wrong."""
    stage_change_id: Mapped[int | None] = mapped_column(ForeignKey("stage_change.id"))
    """The decision to be looked at again."""
    words: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date] = mapped_column(Date)
    wants_until_on: Mapped[date | None] = mapped_column(Date)
    """The day to which more time is asked for."""
    version_id: Mapped[int | None] = mapped_column(ForeignKey("protocol_version.id"))
    answer_due_on: Mapped[date] = mapped_column(Date)
    stops_until_on: Mapped[date] = mapped_column(Date)
    """The day on which what it stops goes on at the latest: that day is not stopped."""
    answered_on: Mapped[date | None] = mapped_column(Date)
    is_granted: Mapped[bool | None]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    factory: Mapped[Factory] = relationship()
    hazard: Mapped[Hazard | None] = relationship()
    stage_change: Mapped[StageChange | None] = relationship()
    version: Mapped[ProtocolVersion | None] = relationship()


class Obstruction(Base):
    """That a factory refused a remedy, or did not cooperate, as somebody of the programme recorded it. Private.

    It ends when somebody of the programme says that it is over; it stays on record.
    """

    __tablename__ = "obstruction"

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    trigger: Mapped[Trigger] = mapped_column(WordType(Trigger))
    happened_on: Mapped[date] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text)
    ended_on: Mapped[date | None] = mapped_column(Date)
    why_ended: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    factory: Mapped[Factory] = relationship()
