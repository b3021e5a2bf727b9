"""How far a factory that does not take part has been warned: proposals, drafts, decisions. Source: DOMAIN 7."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accord.column_types import Instant, WordType
from accord.records.base import Base
from accord.records.factory import Factory
from accord.records.person import Person
from accord.records.protocol import ProtocolVersion
from accord.rules.escalation.words import DraftState, ProposalState, Trigger, Way
from accord.rules.orders.words import Channel


class StageProposal(Base):
    """What the protocol proposed for a factory on a day, with what spoke for it then; a person decides.

    At most one of a factory is open.
    """

    __tablename__ = "stage_proposal"
    __table_args__ = (
        Index(
            "uq_stage_proposal_open",
            "factory_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_stage_proposal_factory_made", "factory_id", "made_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    way: Mapped[Way] = mapped_column(WordType(Way))
    from_stage: Mapped[int]
    to_stage: Mapped[int]
    grounds: Mapped[str] = mapped_column(String(200))
    """The triggers that spoke for it, in words with a space between; none: all were gone."""
    version_id: Mapped[int | None] = mapped_column(ForeignKey("protocol_version.id"))
    """The version by which it was made; None: the delivered one."""
    made_on: Mapped[date] = mapped_column(Date)
    state: Mapped[ProposalState] = mapped_column(WordType(ProposalState))
    settled_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str | None] = mapped_column(Text)
    """Why it was followed or not; None while it is open, and where its grounds went."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    factory: Mapped[Factory] = relationship()
    version: Mapped[ProtocolVersion | None] = relationship()
    evidence: Mapped[list["ProposalEvidence"]] = relationship(back_populates="proposal", order_by="ProposalEvidence.id")


class ProposalEvidence(Base):
    """A piece of evidence as it stood on the day of a proposal. Appended, never changed."""

    __tablename__ = "proposal_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("stage_proposal.id"), index=True)
    trigger: Mapped[Trigger] = mapped_column(WordType(Trigger))
    subject: Mapped[str] = mapped_column(String(60))
    """“hazard 12”, “order 3”, “structural”."""
    owed_on: Mapped[date] = mapped_column(Date)
    programme_days: Mapped[int]
    late_days: Mapped[int]
    """On that day, without those that the programme lost."""
    is_counted: Mapped[bool]
    """Whether it was late for longer than the profile allows."""

    proposal: Mapped[StageProposal] = relationship(back_populates="evidence")


class StageChange(Base):
    """A decision on the stage of a factory, 0 to 3, and the day from which it holds. Appended, never changed.

    Stage 3 makes the factory ineligible: no signatory may do business with it. `reason` is public from stage 3 on.
    """

    __tablename__ = "stage_change"
    __table_args__ = (
        CheckConstraint("stage BETWEEN 0 AND 3", name="stage"),
        Index("ix_stage_change_factory_effective", "factory_id", "effective_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    stage: Mapped[int]
    decided_on: Mapped[date] = mapped_column(Date)
    effective_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    reason_bn: Mapped[str | None] = mapped_column(Text)
    grounds: Mapped[str | None] = mapped_column(String(200))
    """The triggers it was decided for, in words with a space between; None: not on record."""
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("stage_proposal.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("stage_draft.id"))
    retracts_id: Mapped[int | None] = mapped_column(ForeignKey("stage_change.id"))
    """The decision that this one takes back: that one stays on record, and in public as a tombstone."""
    version_id: Mapped[int | None] = mapped_column(ForeignKey("protocol_version.id"))
    """None: the delivered profile, or decided elsewhere."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    second_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class StageDraft(Base):
    """A decision on ineligibility as one person wrote it; it holds once a second one has signed it."""

    __tablename__ = "stage_draft"
    __table_args__ = (
        Index(
            "uq_stage_draft_open",
            "factory_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    factory_id: Mapped[int] = mapped_column(ForeignKey("factory.id"))
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("stage_proposal.id"))
    effective_on: Mapped[date] = mapped_column(Date)
    answer_until_on: Mapped[date] = mapped_column(Date)
    """So long the owner may answer before it is signed."""
    reason: Mapped[str] = mapped_column(Text)
    reason_bn: Mapped[str | None] = mapped_column(Text)
    conditions: Mapped[str] = mapped_column(Text)
    """For requalification."""
    conditions_bn: Mapped[str | None] = mapped_column(Text)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("protocol_version.id"))
    state: Mapped[DraftState] = mapped_column(WordType(DraftState))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    why_withdrawn: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    factory: Mapped[Factory] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    answers: Mapped[list["OwnersAnswer"]] = relationship(back_populates="draft", order_by="OwnersAnswer.id")


class OwnersAnswer(Base):
    """What the owner answered to a draft, or that nothing came when it was asked for. Appended, never changed."""

    __tablename__ = "owners_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("stage_draft.id"), index=True)
    words: Mapped[str | None] = mapped_column(Text)
    """None: the owner was asked and gave no answer."""
    said_by: Mapped[str] = mapped_column(String(120))
    channel: Mapped[Channel] = mapped_column(WordType(Channel))
    received_on: Mapped[date] = mapped_column(Date)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    draft: Mapped[StageDraft] = relationship(back_populates="answers")
