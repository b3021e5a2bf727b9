"""Notices: the outbox of letters, written in the transaction of their cause, with every attempt to deliver them.

A row is there exactly once per cause, organisation and step; the database refuses a second one. Source: DOMAIN 6.
"""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Factory
from accord.records.hazard import new_public_key
from accord.records.order import SafetyOrder
from accord.rules.notices import Delivery, Letter, Sending, reference_of
from accord.rules.orders.words import Channel


class NoticeText(Base):
    """What a letter says, in both languages, as it was said; one for all who are told the same. Never changed."""

    __tablename__ = "notice_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter: Mapped[Letter] = mapped_column(WordType(Letter))
    subject: Mapped[str] = mapped_column(String(300))
    subject_bn: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    body_bn: Mapped[str] = mapped_column(Text)
    short_bn: Mapped[str | None] = mapped_column(Text)
    """Ready to be sent by SMS or WhatsApp."""
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class Notice(Base):
    """A letter to one organisation because of one step of a cause."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("cause", "organisation", "step"),
        Index("ix_notice_next_try_at", "next_try_at"),
        Index("uq_notice_year_number", "year", "number", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_key: Mapped[str] = mapped_column(String(16), unique=True, default=new_public_key)
    """Of its Message-ID, its link and its idempotency key: the same at every attempt."""
    cause: Mapped[str] = mapped_column(String(60))
    """“order 12”, “stage 5” (a decision), “meeting 4”, “draft 2”, “request 7”, “digest 2024-07-01”."""
    year: Mapped[int | None]
    number: Mapped[int | None]
    """Its place in the year, from 1 on without a gap; None: it is written to one person, and is no letter of the
    programme."""
    factory_id: Mapped[int | None] = mapped_column(ForeignKey("factory.id"), index=True)
    """The factory of whose stage it speaks; an order has its own."""
    organisation: Mapped[str] = mapped_column(String(60), index=True)
    organisation_name: Mapped[str] = mapped_column(String(300))
    step: Mapped[str] = mapped_column(String(60))
    """“raised”, “determined”, “climb 2.3”."""
    order_id: Mapped[int | None] = mapped_column(ForeignKey("safety_order.id"), index=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("notice_text.id"))
    needs_answer: Mapped[bool]
    """Whether it carries a link to acknowledge."""
    state: Mapped[Sending] = mapped_column(WordType(Sending))
    """Where it stands by its attempts, kept in their transaction."""
    next_try_at: Mapped[datetime | None] = mapped_column(Instant)
    """When to try (again); None: sent, held, or overtaken by another way."""
    attempts_made: Mapped[int] = mapped_column(default=0)
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    text: Mapped[NoticeText] = relationship()
    order: Mapped[SafetyOrder | None] = relationship()
    factory: Mapped[Factory | None] = relationship()
    attempts: Mapped[list["NoticeAttempt"]] = relationship(back_populates="notice", order_by="NoticeAttempt.id")
    answer: Mapped["NoticeAnswer | None"] = relationship(back_populates="notice")
    files: Mapped[list["LetterFile"]] = relationship(back_populates="notice", order_by="LetterFile.id")

    @property
    def reference(self) -> str | None:
        """Its number as it stands on the paper: “L-2026-00042”; None: it has none."""
        return None if self.year is None or self.number is None else reference_of(self.year, self.number)


class NoticeAttempt(Base):
    """One attempt to bring a notice to one address. Appended, never changed."""

    __tablename__ = "notice_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True)
    delivery: Mapped[Delivery] = mapped_column(WordType(Delivery))
    address: Mapped[str | None] = mapped_column(String(254))
    """Where to; None: the organisation has no address."""
    is_taken: Mapped[bool]
    """Whether whoever carries it took it."""
    is_final: Mapped[bool] = mapped_column(default=False)
    """Whether it was refused for good: this address is not tried again with this notice."""
    said: Mapped[str | None] = mapped_column(Text)
    """What the server answered, or who answered the telephone."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Instant)

    notice: Mapped[Notice] = relationship(back_populates="attempts")


class NoticeAnswer(Base):
    """That an organisation has a letter which speaks of no order, as it said. Appended, never changed.

    Of an order it is a step of the order.
    """

    __tablename__ = "notice_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), unique=True)
    said_by: Mapped[str] = mapped_column(String(120))
    channel: Mapped[Channel] = mapped_column(WordType(Channel))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who recorded it, where it was said to somebody of the programme."""
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    notice: Mapped[Notice] = relationship(back_populates="answer")


class LetterFile(Base):
    """A letter on paper as it was drawn, once; whoever asks for it later gets these bytes. Appended, never changed."""

    __tablename__ = "letter_file"
    __table_args__ = (UniqueConstraint("notice_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    language: Mapped[str] = mapped_column(String(2))
    """The one that comes first; the other stands below it."""
    sha256: Mapped[str] = mapped_column(String(64))
    size_bytes: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)

    notice: Mapped[Notice] = relationship(back_populates="files")


class Contact(Base):
    """Somebody through whom an organisation is reached. Ended, never deleted."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_organisation", "organisation"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[str] = mapped_column(String(60))
    """As an order's recipient names it: “factory 12”, “occupant 5”, “landlord 4”, “inspector_general”."""
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[str | None] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(2))
    """“en” or “bn”: which of the two comes first in a letter."""
    email: Mapped[str | None] = mapped_column(String(254))
    telephone: Mapped[str | None] = mapped_column(String(40))
    is_first: Mapped[bool] = mapped_column(default=True)
    """Whether the first reminder goes to this contact; the next ones go to all."""
    ended_on: Mapped[date | None] = mapped_column(Date)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
