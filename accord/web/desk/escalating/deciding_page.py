"""What is shown before and after a decision on many: which factories go where, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accord.casework.escalation.many_decisions import Outcome, is_by_itself
from accord.casework.escalation.on_table import Leads, leads_of
from accord.casework.escalation.refused import Settled
from accord.records.escalation import StageProposal
from accord.rules.escalation.words import ProposalState
from accord.web.desk.escalating.proposal_page import became
from accord.web.desk.escalating.stage_words import stage_name
from accord.web.desk.forms import said
from accord.web.filters import number
from accord.web.language import gettext, ngettext


@dataclass(frozen=True)
class Going:
    """Factories that would go to the same stage."""

    words: str
    proposals: tuple[StageProposal, ...]


@dataclass(frozen=True)
class DecidingPage:
    """What would be decided."""

    going: tuple[Going, ...]
    one_by_one: tuple[StageProposal, ...]
    """To the last stage, or back from it."""
    settled: tuple[StageProposal, ...]
    """That somebody decided meanwhile."""
    values: tuple[str, ...]
    """What is sent: each proposal with the revision at which it was chosen."""


@dataclass(frozen=True)
class Became:
    """What became of one."""

    proposal: StageProposal
    words: str
    is_decided: bool


@dataclass(frozen=True)
class DecidedPage:
    """What became of each."""

    heading: str
    refused: tuple[Became, ...]
    decided: tuple[Became, ...]


def deciding_page(found: Sequence[StageProposal], revisions: Mapping[int, int]) -> DecidingPage:
    """Return what would be decided on these."""
    still_open = [each for each in found if each.state is ProposalState.OPEN]
    one_by_one = [each for each in still_open if is_by_itself(each)]
    many = [each for each in still_open if each not in one_by_one]
    return DecidingPage(
        going=tuple(_going(leads, [each for each in many if leads_of(each) is leads]) for leads in _led_to(many)),
        one_by_one=tuple(one_by_one),
        settled=tuple(each for each in found if each.state is not ProposalState.OPEN),
        values=tuple(f"{each.id}.{revisions[each.id]}" for each in many),
    )


def became_of_all(session: Session, outcomes: Sequence[Outcome]) -> DecidedPage:
    """Return what became of each of many, the ones that were not decided first."""
    fresh = {
        each.id: each
        for each in session.scalars(
            select(StageProposal)
            .where(StageProposal.id.in_([each.proposal.id for each in outcomes]))
            .options(joinedload(StageProposal.factory))
        )
    }
    told = [_became(session, fresh[each.proposal.id], each) for each in outcomes]
    decided = tuple(each for each in told if each.is_decided)
    count = len(decided)
    words = ngettext("%(count)s factory is decided on", "%(count)s factories are decided on", count)
    return DecidedPage(
        heading=words % {"count": number(count)} if count else gettext("Nothing was decided"),
        refused=tuple(each for each in told if not each.is_decided),
        decided=decided,
    )


def _became(session: Session, proposal: StageProposal, outcome: Outcome) -> Became:
    if outcome.refusal is None:
        return Became(proposal, became(session, proposal), is_decided=True)
    # Whoever comes second is told what the first one decided, and not only that somebody did.
    is_settled = isinstance(outcome.refusal, Settled) and proposal.state is not ProposalState.OPEN
    words = became(session, proposal) if is_settled else said(outcome.refusal)
    return Became(proposal, words, is_decided=False)


def _led_to(proposals: Sequence[StageProposal]) -> list[Leads]:
    found = {leads_of(each) for each in proposals}
    return [each for each in Leads if each in found]


def _going(leads: Leads, proposals: Sequence[StageProposal]) -> Going:
    count = len(proposals)
    if leads is Leads.DOWN:
        words = ngettext("%(count)s factory goes down to no stage", "%(count)s factories go down to no stage", count)
    else:
        words = ngettext("%(count)s factory goes to %(stage)s", "%(count)s factories go to %(stage)s", count)
    told = {"count": number(count), "stage": stage_name(proposals[0].to_stage)}
    return Going(words % told, tuple(proposals))
