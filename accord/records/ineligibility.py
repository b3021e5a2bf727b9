"""What follows a decision on ineligibility: signatories end business, export papers are withheld. Source: DOMAIN 7."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.escalation import StageChange
from accord.records.factory import Factory, Signatory
from accord.rules.escalation.words import Declarations
from accord.rules.orders.words import Channel


class Termination(Base):
    """The duty of a signatory to end business with an ineligible factory, and whether it has confirmed that."""

    __tablename__ = "termination"
    __table_args__ = (UniqueConstraint("stage_change_id", "factory_id", "signatory_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stage_change_id: Mapped[int] = mapped_column(ForeignKey("stage_change.id"))
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    signatory_id: Mapped[int] = mapped_column(ForeignKey("signatory.id"), index=True)
    due_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    """From when on it buys no more, as it confirmed."""
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    said_by: Mapped[str | None] = mapped_column(String(120))
    channel: Mapped[Channel | None] = mapped_column(WordType(Channel))
    note: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    stage_change: Mapped[StageChange] = relationship()
    factory: Mapped[Factory] = relationship()
    signatory: Mapped[Signatory] = relationship()


class DeclarationStep(Base):
    """A step with the export papers of an ineligible factory: asked, withheld, restored. Appended, never changed."""

    __tablename__ = "declaration_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    stage_change_id: Mapped[int] = mapped_column(ForeignKey("stage_change.id"), index=True)
    step: Mapped[Declarations] = mapped_column(WordType(Declarations))
    happened_on: Mapped[date] = mapped_column(Date)
    reference: Mapped[str | None] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    stage_change: Mapped[StageChange] = relationship()
