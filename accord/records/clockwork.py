"""What the clockwork did and when, who is on call, and from when on letters are sent. Source: DOMAIN 6 and 7."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.person import Person
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline


class ClockworkRun(Base):
    """A run of a job for a period, once: begun, and ended unless it was killed; then it is seen and done again."""

    __tablename__ = "clockwork_run"
    __table_args__ = (UniqueConstraint("job", "period"), Index("ix_clockwork_run_began_at", "began_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(40))
    """The minute that it is for, in UTC (“2026-11-25T11:07”), or the civil day of the programme (“2026-11-25”)."""
    began_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    begun_times: Mapped[int] = mapped_column(default=1)
    """More than once where a run was killed and done again."""
    decided: Mapped[int] = mapped_column(default=0)
    """How many things it decided or did."""
    said: Mapped[str | None] = mapped_column(Text)
    """What went wrong, in words."""


class OnCall(Base):
    """Somebody is on call from one moment to another: as chief safety officer or deputy, or as engineer.

    Withdrawn, never deleted: what was so at a past moment stays on record.
    """

    __tablename__ = "on_call"
    __table_args__ = (Index("ix_on_call_ends_at", "ends_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(WordType(Role))
    discipline: Mapped[Discipline | None] = mapped_column(WordType(Discipline))
    begins_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    person: Mapped[Person] = relationship()


class GoLive(Base):
    """From when on letters are sent; the last one decided holds, and before the first one none is. Appended."""

    __tablename__ = "go_live"

    id: Mapped[int] = mapped_column(primary_key=True)
    live_from: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
