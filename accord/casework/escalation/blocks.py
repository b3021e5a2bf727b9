"""What still keeps a draft of stage 3 from being signed: asked by the page before, and by the deed itself."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.deciding import require_still_so
from accord.casework.escalation.group import ineligible_of
from accord.casework.escalation.protocol import by_version
from accord.casework.escalation.refused import (
    BeforeTheAnswer,
    Changed,
    NoAnswerOnFile,
    OwnDraft,
    Settled,
    StageRefused,
    TooSoon,
)
from accord.casework.escalation.refused_at_stage_three import Ineligible
from accord.records.escalation import StageDraft, StageProposal
from accord.rules.escalation.words import ProposalState
from accord.rules.moments import Moment


def blocks_of(session: Session, written: StageDraft, *, who: Visitor, moment: Moment) -> Iterator[StageRefused]:
    """Give each thing that keeps the visitor from signing the draft now; nothing where it may be signed."""
    if written.person_id == who.id:
        yield OwnDraft()
    if not written.answers:
        if moment.today <= written.answer_until_on:
            yield BeforeTheAnswer(day=written.answer_until_on)
        else:
            yield NoAnswerOnFile()
    earliest = moment.today + timedelta(days=by_version(session, written.version_id).stage_three.least_days_ahead)
    if written.effective_on < earliest:
        yield TooSoon(day=earliest)
    if ineligible_of(session, [written.factory_id]):
        yield Ineligible()
        return
    proposal = session.get_one(StageProposal, written.proposal_id)
    if proposal.state is not ProposalState.OPEN:
        yield Settled()
        return
    try:
        require_still_so(session, proposal, moment=moment)
    except Changed as changed:
        yield changed
