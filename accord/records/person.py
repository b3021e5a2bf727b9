"""People who work with the programme, what they are to it, and how they sign in. Source: DOMAIN.md section 1."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Factory, Signatory
from accord.rules.desk.digests import Rhythm
from accord.rules.desk.people import LinkPurpose, Role
from accord.rules.vocabulary import Discipline


class Person(Base):
    """Somebody with an account. Nobody is deleted: `ended_at` closes it, and what they did keeps its name."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """In small letters; what somebody signs in with."""
    name: Mapped[str] = mapped_column(String(120))
    name_bn: Mapped[str | None] = mapped_column(String(120))
    telephone: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str | None] = mapped_column(String(2))
    """“en” or “bn”: which of the two comes first in letters; None: the person never said."""
    digest: Mapped[Rhythm | None] = mapped_column(WordType(Rhythm))
    """How often they want to be told of what waits for them; None: the person never said."""
    password_hash: Mapped[str | None] = mapped_column(String(200))
    """argon2; None until a password was chosen through a link."""
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    """The second factor, once it was confirmed by a code; None: there is none."""
    totp_last_step: Mapped[int | None]
    """The period of 30 s whose code was last used: no code counts twice."""
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    roles: Mapped[list["RoleHeld"]] = relationship(back_populates="person", order_by="RoleHeld.id")


class RoleHeld(Base):
    """What a person is to the programme from one day to another, both included; `to_on` None: until further notice."""

    __tablename__ = "role_held"
    __table_args__ = (
        CheckConstraint("(role = 'engineer') = (discipline IS NOT NULL)", name="discipline"),
        CheckConstraint("(role IN ('factory_user', 'safety_committee')) = (factory_id IS NOT NULL)", name="factory"),
        CheckConstraint("(role = 'signatory_user') = (signatory_id IS NOT NULL)", name="signatory"),
        Index("ix_role_held_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(WordType(Role))
    discipline: Mapped[Discipline | None] = mapped_column(WordType(Discipline))
    factory_id: Mapped[int | None] = mapped_column(ForeignKey("factory.id"), index=True)
    signatory_id: Mapped[int | None] = mapped_column(ForeignKey("signatory.id"), index=True)
    district: Mapped[str | None] = mapped_column(String(80))
    """The region of a brand's team; None: all of the signatory's suppliers."""
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    end_recorded_at: Mapped[datetime | None] = mapped_column(Instant)

    person: Mapped[Person] = relationship(back_populates="roles")
    factory: Mapped[Factory | None] = relationship()
    signatory: Mapped[Signatory | None] = relationship()


class SignIn(Base):
    """A browser in which somebody signed in; kept under the SHA-256 of what the browser shows."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(120))
    """What the browser says of itself, for the list of one's own sign-ins."""
    began_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    person: Mapped[Person] = relationship()


class OneTimeLink(Base):
    """A link that works once, for somebody to choose a password; kept under the SHA-256 of its words."""

    __tablename__ = "one_time_link"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(WordType(LinkPurpose))
    made_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    person: Mapped[Person] = relationship()


class RecoveryCode(Base):
    """A code that stands once for the second factor, for somebody whose telephone is gone; kept under its SHA-256."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class FailedAttempt(Base):
    """An attempt to sign in that failed, by the hash of what it was for; forgotten after a day."""

    __tablename__ = "failed_attempt"
    __table_args__ = (Index("ix_failed_attempt_key_at", "key_sha256", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key_sha256: Mapped[str] = mapped_column(String(64))
    """Of an e-mail address, or of the address of a network: neither is kept in clear."""
    at: Mapped[datetime] = mapped_column(Instant)


class KeptForm(Base):
    """What somebody had typed when their sign-in had ended: given back after they signed in again."""

    __tablename__ = "kept_form"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(String(500))
    fields: Mapped[str] = mapped_column(Text)
    """Names and values in their order, in JSON; no password and no file is ever kept."""
    made_at: Mapped[datetime] = mapped_column(Instant)


class SavedView(Base):
    """An address of the register that somebody keeps under a name."""

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    query: Mapped[str] = mapped_column(String(1000))
    """What follows the question mark."""
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class CalendarLink(Base):
    """An address at which a calendar program reads the deadlines of somebody, without a sign-in; only its hash is kept.

    It is ended by making another one.
    """

    __tablename__ = "calendar_link"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
