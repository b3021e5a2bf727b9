"""Dangers that wait for a decision: what imported sheets speak of, and what engineers say at the desk.

Source: DOMAIN.md section 6, CONTRACT.md section 2.1.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Building, Factory
from accord.records.hazard import Hazard
from accord.rules.vocabulary import Discipline, OrderKind


class DangerToConfirm(Base):
    """A danger that an imported sheet speaks of, or that an engineer said. It stands on top of the desk until decided.

    `kind` None: the engineer chooses; `hazard_id` None: the whole sheet (its rating).
    """

    __tablename__ = "danger_to_confirm"

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"), index=True)
    discipline: Mapped[Discipline] = mapped_column(WordType(Discipline))
    hazard_id: Mapped[int | None] = mapped_column(ForeignKey("hazard.id"))
    kind: Mapped[OrderKind | None] = mapped_column(WordType(OrderKind))
    because: Mapped[str] = mapped_column(String(120))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by: Mapped[str | None] = mapped_column(String(200))
    settled_note: Mapped[str | None] = mapped_column(Text)
    """Why it is no danger, where it was found to be none."""
    order_id: Mapped[int | None] = mapped_column(ForeignKey("safety_order.id"))
    """The order that it was confirmed to be; None: it is none, or nobody has decided."""
    import_id: Mapped[int | None] = mapped_column(ForeignKey("sheet_import.id"), index=True)

    factory: Mapped[Factory] = relationship()
    building: Mapped[Building | None] = relationship()
    hazard: Mapped[Hazard | None] = relationship()
