"""What the page of one proposal shows: all its evidence as it was, what became of it, and who decided what."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accord.casework.escalation.protocol import by_version
from accord.casework.escalation.then_and_now import case_today
from accord.casework.refusals import N_
from accord.records.escalation import StageProposal
from accord.records.person import Person
from accord.rules.escalation.words import LAST_STAGE, ProposalState, Way
from accord.rules.moments import Moment
from accord.web.desk.escalating.evidence_since import EvidenceSince, evidence_since
from accord.web.desk.escalating.readers import Reader
from accord.web.desk.escalating.stage_words import proposed, stage_name, version_name
from accord.web.filters import day, named
from accord.web.language import gettext

BECAME = {
    ProposalState.DECIDED: N_("%(who)s decided this on %(day)s: %(stage)s. Reason: %(reason)s"),
    ProposalState.DECLINED: N_("%(who)s declined this on %(day)s: it stays at %(stage)s. Reason: %(reason)s"),
    ProposalState.GONE: N_("It was called off on %(day)s: what spoke for it had gone."),
}


@dataclass(frozen=True)
class ProposalPage:
    """All that the page shows."""

    proposal: StageProposal
    heading: str
    stands: str
    becomes: str
    since_on: date | None
    version: str
    became: str | None
    """What was decided; None while it is open."""
    leads_elsewhere: bool
    """Whether what is on record today does not lead there any more, so that nobody can follow it."""
    evidence: EvidenceSince
    needs_second: bool
    is_requalification: bool
    is_open: bool


def page_of(session: Session, proposal: StageProposal, *, moment: Moment) -> ProposalPage:
    """Return the page of a proposal."""
    factory, profile = proposal.factory, by_version(session, proposal.version_id)
    case = case_today(session, factory, profile, moment=moment)
    is_open = proposal.state is ProposalState.OPEN
    leads = (case.judgement.way, case.judgement.to_stage)
    return ProposalPage(
        proposal=proposal,
        heading=proposed(proposal),
        stands=stage_name(proposal.from_stage),
        becomes=stage_name(proposal.to_stage),
        since_on=case.at.since_on,
        version=version_name(proposal.version_id),
        became=None if is_open else became(session, proposal),
        leads_elsewhere=is_open and leads != (proposal.way, proposal.to_stage),
        evidence=evidence_since(session, proposal, case, reader=Reader.STAFF, moment=moment),
        needs_second=proposal.way is Way.UP and proposal.to_stage == LAST_STAGE,
        is_requalification=proposal.way is Way.DOWN and proposal.from_stage == LAST_STAGE,
        is_open=is_open,
    )


def became(session: Session, proposal: StageProposal) -> str:
    """Return what became of a proposal, in a sentence; of an open one, that it is open."""
    if proposal.state not in BECAME or proposal.settled_on is None:
        return gettext("It is still open.")
    person = session.get(Person, proposal.person_id) if proposal.person_id else None
    is_decided = proposal.state is ProposalState.DECIDED
    return gettext(
        BECAME[proposal.state],
        who=person.name if person else gettext("Somebody"),
        day=day(proposal.settled_on),
        stage=stage_name(proposal.to_stage if is_decided else proposal.from_stage),
        reason=proposal.reason or "–",
    )


def of_factory(proposal: StageProposal) -> str:
    """Return the factory as a list names it."""
    return f"{named(proposal.factory)} ({proposal.factory.number})"
