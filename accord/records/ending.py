"""What is on file for the closing of a factory, or for handing it over to the regulator. Source: DOMAIN 2 and 8."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Factory, Signatory
from accord.rules.factories.endings import Condition


class EndingItem(Base):
    """A condition that somebody of the programme put on file as met; taken back with a reason, never deleted."""

    __tablename__ = "ending_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"), index=True)
    condition: Mapped[Condition] = mapped_column(WordType(Condition))
    signatory_id: Mapped[int | None] = mapped_column(ForeignKey("signatory.id"), index=True)
    """The signatory that confirmed, where each of them has to."""
    happened_on: Mapped[date] = mapped_column(Date)
    """The day of the letter, or of what was said."""
    words: Mapped[str] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(String(120))
    file_name: Mapped[str | None] = mapped_column(String(200))
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    """Of the PDF, where there is one: kept apart from what the factory and its brands may read."""
    size_bytes: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    taken_back_at: Mapped[datetime | None] = mapped_column(Instant)
    why_taken_back: Mapped[str | None] = mapped_column(Text)
    taken_back_by: Mapped[str | None] = mapped_column(String(200))

    factory: Mapped[Factory] = relationship()
    signatory: Mapped[Signatory | None] = relationship()
