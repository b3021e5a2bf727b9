"""What belongs to an order beside its steps: measures, the Review Panel, the state's own order, closures and wages.

Source: DOMAIN.md section 6.
"""

from datetime import date, datetime

from sqlalchemy import Date, Float, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Factory, Floor, Signatory, Zone
from accord.records.order import SafetyOrder
from accord.rules.orders.words import Channel, Extent, MeasureStep, PanelOutcome, Wages


class OrderMeasure(Base):
    """Something that has to be done because of an order, by a day; how far it has come is what its last step says."""

    __tablename__ = "order_measure"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("safety_order.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    words_bn: Mapped[str | None] = mapped_column(Text)
    floor_id: Mapped[int | None] = mapped_column(ForeignKey("floor.id"))
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"))
    limit_kpa: Mapped[float | None] = mapped_column(Float)
    due_on: Mapped[date] = mapped_column(Date)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    order: Mapped[SafetyOrder] = relationship()
    floor: Mapped[Floor | None] = relationship()
    zone: Mapped[Zone | None] = relationship()
    steps: Mapped[list["OrderMeasureStep"]] = relationship(back_populates="measure", order_by="OrderMeasureStep.id")


class OrderMeasureStep(Base):
    """A step of a measure. Appended, never changed."""

    __tablename__ = "order_measure_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("order_measure.id"), index=True)
    step: Mapped[MeasureStep] = mapped_column(WordType(MeasureStep))
    happened_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    measure: Mapped[OrderMeasure] = relationship(back_populates="steps")


class OrderFile(Base):
    """A photo or a paper that was handed in with a step of an order or of a measure; private, and never published."""

    __tablename__ = "order_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("safety_order.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("order_event.id"))
    measure_step_id: Mapped[int | None] = mapped_column(ForeignKey("order_measure_step.id"))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size_bytes: Mapped[int]
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    order: Mapped[SafetyOrder] = relationship()


class PanelDetermination(Base):
    """What the Review Panel determined; the last one holds. Appended, never changed."""

    __tablename__ = "panel_determination"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("safety_order.id"), index=True)
    outcome: Mapped[PanelOutcome] = mapped_column(WordType(PanelOutcome))
    determined_on: Mapped[date] = mapped_column(Date)
    is_unanimous: Mapped[bool]
    members: Mapped[str] = mapped_column(Text)
    """Who took part, one organisation a line."""
    note: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class PanelReferral(Base):
    """That an order was referred to the Review Panel, with the package that was sent. Appended, never changed."""

    __tablename__ = "panel_referral"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("safety_order.id"), index=True)
    referred_on: Mapped[date] = mapped_column(Date)
    package_sha256: Mapped[str] = mapped_column(String(64))
    package_bytes: Mapped[int]
    note: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class StateOrder(Base):
    """An order of the government beside ours, with its own date; `withdrawn_on` None: it stands."""

    __tablename__ = "state_order"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("safety_order.id"), index=True)
    extent: Mapped[Extent] = mapped_column(WordType(Extent))
    authority: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str | None] = mapped_column(String(120))
    ordered_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str | None] = mapped_column(Text)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class Closure(Base):
    """A factory that is closed in full or in part for remediation, ordered or not: its workers keep job and income."""

    __tablename__ = "closure"

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("safety_order.id"), index=True)
    """None: nobody ordered it."""
    extent: Mapped[Extent] = mapped_column(WordType(Extent))
    workers: Mapped[int | None]
    """How many it concerns."""
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    factory: Mapped[Factory] = relationship()
    order: Mapped[SafetyOrder | None] = relationship()
    checks: Mapped[list["WageCheck"]] = relationship(back_populates="closure", order_by="WageCheck.id")


class WageCheck(Base):
    """What workers or their federation say of the wages of one month of a closure; the last one of a month holds."""

    __tablename__ = "wage_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    closure_id: Mapped[int] = mapped_column(ForeignKey("closure.id"), index=True)
    month: Mapped[date] = mapped_column(Date)
    """Its first day."""
    wages: Mapped[Wages] = mapped_column(WordType(Wages))
    asked: Mapped[str] = mapped_column(String(200))
    """Whom: workers or a federation, never the owner alone; no worker's name."""
    workers_asked: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    closure: Mapped[Closure] = relationship(back_populates="checks")


class ProductionStop(Base):
    """What a signatory says of its production in a building under an order: stopped, or taken up again.

    Appended, never changed; the last one of a signatory and factory holds.
    """

    __tablename__ = "production_stop"
    __table_args__ = (UniqueConstraint("order_id", "signatory_id", "factory_id", "recorded_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("safety_order.id"))
    signatory_id: Mapped[int] = mapped_column(ForeignKey("signatory.id"), index=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    is_stopped: Mapped[bool]
    since_on: Mapped[date] = mapped_column(Date)
    said_by: Mapped[str] = mapped_column(String(120))
    channel: Mapped[Channel] = mapped_column(WordType(Channel))
    note: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    signatory: Mapped[Signatory] = relationship()
    factory: Mapped[Factory] = relationship()
