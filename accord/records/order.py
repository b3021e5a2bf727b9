"""Orders where people are in danger now: what must happen in a building, and every step of it. Source: DOMAIN 6."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Building, Factory, Floor, Zone
from accord.records.hazard import Hazard, new_public_key
from accord.records.inspection import Inspection, Measurement
from accord.rules.orders.reminders import Track
from accord.rules.orders.words import CauseKind, Channel, RecipientKind
from accord.rules.vocabulary import Discipline, OrderKind, OrderStep


def _kind_as_told(context: Any) -> Any:
    return context.get_current_parameters()["kind"]


class SafetyOrder(Base):
    """An evacuation, a load reduction or a boiler shutdown of a building; what has become of it is what its steps say.

    It is public once it is determined.
    """

    __tablename__ = "safety_order"
    __table_args__ = (Index("ix_safety_order_next_due_at", "next_due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_key: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_key)
    kind: Mapped[OrderKind] = mapped_column(WordType(OrderKind))
    """As it stands: an evacuation that became a load reduction is one. Kept in the transaction of that step."""
    raised_as: Mapped[OrderKind] = mapped_column(WordType(OrderKind), default=_kind_as_told)
    """The kind as which it was raised: what its steps are replayed from."""
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"), index=True)
    because: Mapped[str] = mapped_column(Text)
    because_bn: Mapped[str | None] = mapped_column(Text)
    limit_kpa: Mapped[float | None] = mapped_column(Float)
    """The operating load that the floors named may carry meanwhile; load reductions only."""
    next_due_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the clockwork must look at it again; None: it has ended. Written by whatever moves the order; a test proves
    it equal to what the steps say."""

    building: Mapped[Building] = relationship()
    steps: Mapped[list["OrderEvent"]] = relationship(order_by="OrderEvent.id", back_populates="order")
    places: Mapped[list["OrderPlace"]] = relationship(back_populates="order")
    factories: Mapped[list["OrderFactory"]] = relationship(back_populates="order")
    causes: Mapped[list["OrderCause"]] = relationship(back_populates="order", order_by="OrderCause.id")
    recipients: Mapped[list["OrderRecipient"]] = relationship(back_populates="order", order_by="OrderRecipient.id")
    reminders: Mapped[list["OrderReminder"]] = relationship(back_populates="order", order_by="OrderReminder.id")


class OrderEvent(Base):
    """One step of an order: what happened, on which day, when it was recorded, and by whom. Appended, never changed."""

    __tablename__ = "order_event"
    __table_args__ = (Index("ix_order_event_order_happened", "order_id", "happened_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("safety_order.id"))
    step: Mapped[OrderStep] = mapped_column(WordType(OrderStep))
    happened_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str | None] = mapped_column(Text)
    note_bn: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_as: Mapped[str | None] = mapped_column(String(60))
    """As what the person took it (rules/orders/steps.py: By), in words with a space between."""
    organisation: Mapped[str | None] = mapped_column(String(60))
    """Of the recipient who acknowledged or answered."""
    said_by: Mapped[str | None] = mapped_column(String(120))
    """The name of whoever acknowledged or answered."""
    channel: Mapped[Channel | None] = mapped_column(WordType(Channel))
    number_called: Mapped[str | None] = mapped_column(String(40))
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    order: Mapped[SafetyOrder] = relationship(back_populates="steps")
    inspection: Mapped[Inspection | None] = relationship()


class OrderPlace(Base):
    """A floor or zone that the order names; an order without any is of the whole building."""

    __tablename__ = "order_place"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("safety_order.id"), index=True)
    floor_id: Mapped[int] = mapped_column(ForeignKey("floor.id"))
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"))

    order: Mapped[SafetyOrder] = relationship(back_populates="places")
    floor: Mapped[Floor] = relationship()
    zone: Mapped[Zone | None] = relationship()


class OrderFactory(Base):
    """A factory that was in the building while the order was open: it stays named although it may have moved out."""

    __tablename__ = "order_factory"

    order_id: Mapped[int] = mapped_column(ForeignKey("safety_order.id"), primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), primary_key=True, index=True)

    order: Mapped[SafetyOrder] = relationship(back_populates="factories")
    factory: Mapped[Factory] = relationship()


class OrderCause(Base):
    """What an order was called for by; a second cause for the same building and kind joins the open order."""

    __tablename__ = "order_cause"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("safety_order.id"), index=True)
    kind: Mapped[CauseKind] = mapped_column(WordType(CauseKind))
    discipline: Mapped[Discipline] = mapped_column(WordType(Discipline))
    hazard_id: Mapped[int | None] = mapped_column(ForeignKey("hazard.id"), index=True)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"))
    measurement_id: Mapped[int | None] = mapped_column(ForeignKey("measurement.id"))
    danger_id: Mapped[int | None] = mapped_column(ForeignKey("danger_to_confirm.id"))
    words: Mapped[str] = mapped_column(Text)
    words_bn: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    order: Mapped[SafetyOrder] = relationship(back_populates="causes")
    hazard: Mapped[Hazard | None] = relationship()
    inspection: Mapped[Inspection | None] = relationship()
    measurement: Mapped[Measurement | None] = relationship()


class OrderRecipient(Base):
    """An organisation that is told of an order, as it was at that step: one that moves out stays told until the end.

    `organisation` names it for ever (“factory 12”, “landlord 4”): a new name makes no second recipient.
    """

    __tablename__ = "order_recipient"
    __table_args__ = (UniqueConstraint("order_id", "organisation"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("safety_order.id"))
    kind: Mapped[RecipientKind] = mapped_column(WordType(RecipientKind))
    organisation: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str] = mapped_column(String(300))
    """As it was called when it was first told."""
    factory_id: Mapped[int | None] = mapped_column(ForeignKey("factory.id"))
    """The factory, or that of the safety committee."""
    signatory_id: Mapped[int | None] = mapped_column(ForeignKey("signatory.id"))
    from_step: Mapped[OrderStep] = mapped_column(WordType(OrderStep))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    order: Mapped[SafetyOrder] = relationship(back_populates="recipients")
    factory: Mapped[Factory | None] = relationship()


class OrderReminder(Base):
    """A reminder that was made, or overtaken by a later one. Appended, never changed; the database refuses a second."""

    __tablename__ = "order_reminder"
    __table_args__ = (UniqueConstraint("order_id", "climb", "track", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("safety_order.id"))
    climb: Mapped[int]
    track: Mapped[Track] = mapped_column(WordType(Track))
    number: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(Instant)
    overtaken: Mapped[int] = mapped_column(default=0)
    """How many before it came due while nobody looked."""
    made_at: Mapped[datetime] = mapped_column(Instant)

    order: Mapped[SafetyOrder] = relationship(back_populates="reminders")
