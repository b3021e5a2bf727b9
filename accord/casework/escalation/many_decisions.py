"""One decision on many proposals: each by itself, so that one that changed meanwhile does not stop the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.deciding import Why, decline, follow, hold_the_factory
from accord.casework.escalation.refused import ByItself, NeedsSecond, Settled, StageRefused
from accord.records.escalation import StageProposal
from accord.rules.escalation.words import LAST_STAGE, Way
from accord.rules.moments import Moment

MOST_AT_ONCE = 50
"""A page of them: nobody reads more names before deciding."""


class Verdict(StrEnum):
    """What is decided on a proposal."""

    FOLLOW = "follow"
    DECLINE = "decline"


@dataclass(frozen=True)
class Chosen:
    """A proposal as it was looked at."""

    proposal_id: int
    revision: int


@dataclass(frozen=True)
class Outcome:
    """What became of one of many; `refusal` None: it was decided."""

    proposal: StageProposal
    refusal: StageRefused | None


def proposals_with_ids(session: Session, ids: Sequence[int]) -> Sequence[StageProposal]:
    """Return these proposals with their factories, in the order of the numbers of those."""
    query = select(StageProposal).where(StageProposal.id.in_(ids)).options(joinedload(StageProposal.factory))
    return sorted(session.scalars(query), key=lambda each: each.factory.number)


def decide_many(
    session: Session, chosen: Sequence[Chosen], verdict: Verdict, why: Why, *, who: Visitor, moment: Moment
) -> list[Outcome]:
    """Decide each of the proposals for the same reason, and return what became of each.

    The way into the last stage and back is never decided with others, not even declined: `is_by_itself`.
    """
    revisions = {each.proposal_id: each.revision for each in chosen}
    return [
        Outcome(proposal, NeedsSecond() if proposal.way is Way.UP else ByItself())
        if is_by_itself(proposal)
        else decide(session, proposal, verdict, why, opened_at=revisions[proposal.id], who=who, moment=moment)
        for proposal in proposals_with_ids(session, sorted(revisions))
    ]


def is_by_itself(proposal: StageProposal) -> bool:
    """Return whether a proposal is looked at by itself: it leads to the last stage, or back from it."""
    return LAST_STAGE in (proposal.from_stage, proposal.to_stage)


def decide(
    session: Session,
    proposal: StageProposal,
    verdict: Verdict,
    why: Why,
    *,
    opened_at: int,
    who: Visitor,
    moment: Moment,
) -> Outcome:
    """Decide one proposal as it was looked at; where that cannot be, nothing of it is left and the outcome says why."""
    try:
        with session.begin_nested():
            _decide(session, proposal, verdict, why, opened_at=opened_at, who=who, moment=moment)
    except StageRefused as refusal:
        return Outcome(proposal, refusal)
    return Outcome(proposal, None)


def _decide(
    session: Session,
    proposal: StageProposal,
    verdict: Verdict,
    why: Why,
    *,
    opened_at: int,
    who: Visitor,
    moment: Moment,
) -> None:
    # In the order in which every deed on a stage takes them: nobody waits for each other.
    hold_the_factory(session, proposal.factory_id)
    session.refresh(proposal, with_for_update=True)
    if proposal.revision != opened_at:
        raise Settled
    if verdict is Verdict.FOLLOW:
        follow(session, proposal, why, who=who, moment=moment)
    else:
        decline(session, proposal, reason=why.reason, who=who, moment=moment)
