"""What runs and keeps the version of the protocol that set it, whatever is taken after it. Source: DOMAIN 7."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from accord.records.escalation import StageDraft, StageProposal
from accord.records.hearing import FactoryRequest, MeetingPromise
from accord.rules.escalation.words import DraftState, PromiseState, ProposalState


@dataclass(frozen=True)
class Running:
    """So many of each are judged to their end by the version that set them."""

    proposals: int
    promises: int
    requests: int
    drafts: int

    @property
    def total(self) -> int:
        """All of them together."""
        return self.proposals + self.promises + self.requests + self.drafts


def running(session: Session) -> Running:
    """Return what runs today."""

    def count(query: Select[int]) -> int:
        return session.scalar(select(func.count()).select_from(query.subquery())) or 0

    return Running(
        proposals=count(select(StageProposal.id).where(StageProposal.state == ProposalState.OPEN)),
        promises=count(select(MeetingPromise.id).where(MeetingPromise.state == PromiseState.OPEN)),
        requests=count(select(FactoryRequest.id).where(FactoryRequest.answered_on.is_(None))),
        drafts=count(select(StageDraft.id).where(StageDraft.state == DraftState.OPEN)),
    )
