"""Orders where people are in danger now: what must happen in a building, and every step of it. Source: DOMAIN 6."""

from datetime import date, datetime

from sqlalchemy import Date, Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Building, Factory, Floor, Zone
from accord.records.hazard import new_public_key
from accord.rules.vocabulary import OrderKind, OrderStep


class SafetyOrder(Base):
    """An evacuation, a load reduction or a boiler shutdown of a building; what has become of it is what its steps say.

    It is public once it is determined.
    """

    __tablename__ = "safety_order"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_key: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_key)
    kind: Mapped[OrderKind] = mapped_column(WordType(OrderKind))
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"), index=True)
    because: Mapped[str] = mapped_column(Text)
    because_bn: Mapped[str | None] = mapped_column(Text)
    limit_kpa: Mapped[float | None] = mapped_column(Float)
    """The operating load that the floors named may carry meanwhile; load reductions only."""

    building: Mapped[Building] = relationship()
    steps: Mapped[list["OrderEvent"]] = relationship(order_by="OrderEvent.id", back_populates="order")
    places: Mapped[list["OrderPlace"]] = relationship(back_populates="order")
    factories: Mapped[list["OrderFactory"]] = relationship(back_populates="order")


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
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    order: Mapped[SafetyOrder] = relationship(back_populates="steps")


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
