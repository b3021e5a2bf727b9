"""Decisions on stages 1 and 2 and on going down: by the chief safety officer, with a reason. Source: DOMAIN 7."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.evidence import covered_factories
from accord.casework.escalation.group import met_with
from accord.casework.escalation.letters.decided import tell_of_decision, tell_of_retraction
from accord.casework.escalation.proposals import cases
from accord.casework.escalation.protocol import by_version
from accord.casework.escalation.refused import Changed, NeedsSecond, NotTheLast, NotYours, SayWhy, Settled
from accord.casework.escalation.refused_at_stage_three import SayConditions
from accord.casework.escalation.standing import standing_changes
from accord.casework.orders.taking import DECIDERS
from accord.casework.refusals import N_
from accord.gateways.language import Language, translator
from accord.records.base import hold_the_pen
from accord.records.escalation import StageChange, StageProposal
from accord.records.factory import Factory
from accord.rules.escalation.words import LAST_STAGE, ProposalState
from accord.rules.moments import Moment

MET = N_("The conditions for requalification are met.")
NOT_ALL_MET = N_("Not all conditions for requalification are met.")


@dataclass(frozen=True)
class Why:
    """The reason of a decision; the factory reads it, from stage 3 on everybody."""

    reason: str
    reason_bn: str | None = None
    are_conditions_met: bool | None = None
    """Of requalification: asked of whoever lets a factory back from stage 3, and said in public with the reason."""


def follow(session: Session, proposal: StageProposal, why: Why, *, who: Visitor, moment: Moment) -> StageChange:
    """Decide as was proposed, from today on; stage 3 needs a draft and a second signature instead."""
    require_decider(who)
    hold_the_factory(session, proposal.factory_id)
    require_open(session, proposal, why.reason)
    if proposal.to_stage == LAST_STAGE:
        raise NeedsSecond
    if proposal.from_stage == LAST_STAGE:
        why = _with_conditions(why)
    require_still_so(session, proposal, moment=moment)
    change = StageChange(
        factory_id=proposal.factory_id,
        stage=proposal.to_stage,
        decided_on=moment.today,
        effective_on=moment.today,
        reason=why.reason.strip(),
        reason_bn=why.reason_bn,
        grounds=proposal.grounds,
        proposal_id=proposal.id,
        version_id=proposal.version_id,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(change)
    settle(session, proposal, ProposalState.DECIDED, why.reason, who=who, moment=moment)
    note(session, "decided on a stage", change, who=who, moment=moment)
    tell_of_decision(session, change, moment=moment)
    return change


def _with_conditions(why: Why) -> Why:
    """Return the reason with what is said of the conditions before it, in both languages: everybody reads it.

    Raises SayConditions where nothing is said of them.
    """
    if why.are_conditions_met is None:
        raise SayConditions
    said = MET if why.are_conditions_met else NOT_ALL_MET
    said_bn = translator(Language.BN).gettext(said)
    return replace(
        why,
        reason=f"{said} {why.reason.strip()}",
        reason_bn=f"{said_bn} {why.reason_bn.strip()}" if why.reason_bn else None,
    )


def decline(session: Session, proposal: StageProposal, *, reason: str, who: Visitor, moment: Moment) -> None:
    """Decide not to follow a proposal, and say why; it is not made again for as long as the profile says."""
    require_decider(who)
    hold_the_factory(session, proposal.factory_id)
    require_open(session, proposal, reason)
    settle(session, proposal, ProposalState.DECLINED, reason, who=who, moment=moment)
    factory = session.get_one(Factory, proposal.factory_id)
    details = {"proposal": proposal.id, "to": proposal.to_stage, "reason": reason}
    subject = f"factory {factory.number}"
    journal.note(session, "declined a stage", subject, actor=who.actor, moment=moment, details=details)


def retract(session: Session, change: StageChange, why: Why, *, who: Visitor, moment: Moment) -> StageChange:
    """Take the last decision back, as if it had not been taken; it stays on record, and in public as a tombstone.

    Where it met a company group for the factory, what it was for the others is taken back with it.
    """
    require_decider(who)
    hold_the_factory(session, change.factory_id)
    if not why.reason.strip():
        raise SayWhy
    standing = _standing_of(session, change.factory_id)
    if not standing or standing[-1].id != change.id:
        raise NotTheLast
    also = met_with(session, change)
    back = _take_back(session, change, standing, why, who=who, moment=moment)
    for each in also:
        hold_the_factory(session, each.factory_id)
        _take_back(session, each, _standing_of(session, each.factory_id), why, who=who, moment=moment)
    return back


def _standing_of(session: Session, factory_id: int) -> Sequence[StageChange]:
    return standing_changes(
        session.scalars(
            select(StageChange)
            .where(StageChange.factory_id == factory_id)
            .order_by(StageChange.effective_on, StageChange.id)
        )
    )


def _take_back(
    session: Session,
    change: StageChange,
    standing: Sequence[StageChange],
    why: Why,
    *,
    who: Visitor,
    moment: Moment,
) -> StageChange:
    before = standing[-2] if len(standing) > 1 else None
    back = StageChange(
        factory_id=change.factory_id,
        stage=before.stage if before else 0,
        decided_on=moment.today,
        # A decision that does not hold yet is taken back before it ever does.
        effective_on=max(moment.today, change.effective_on),
        reason=why.reason.strip(),
        reason_bn=why.reason_bn,
        grounds=before.grounds if before else "",
        retracts_id=change.id,
        version_id=change.version_id,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(back)
    note(session, "took a decision on a stage back", back, who=who, moment=moment)
    tell_of_retraction(session, back, moment=moment)
    return back


def require_decider(who: Visitor) -> None:
    """Refuse whoever is neither chief safety officer nor deputy."""
    if not DECIDERS & set(who.roles):
        raise NotYours


def hold_the_factory(session: Session, factory_id: int) -> None:
    """Let nobody else decide on the stage of the factory until this is committed."""
    hold_the_pen(session, f"stage {factory_id}")


def require_open(session: Session, proposal: StageProposal, reason: str) -> None:
    """Refuse a proposal that is on the table no longer, and a decision without its reason."""
    session.refresh(proposal, with_for_update=True)
    if proposal.state is not ProposalState.OPEN:
        raise Settled
    if not reason.strip():
        raise SayWhy


def require_still_so(session: Session, proposal: StageProposal, *, moment: Moment) -> None:
    """Refuse where what is on record today does not lead there any more, by the version that made the proposal."""
    # As the clockwork asks: a factory that the programme covers no longer is decided on no longer.
    factory = covered_factories().where(Factory.id == proposal.factory_id)
    profile = by_version(session, proposal.version_id)
    case = cases(session, factory, profile, moment=moment).get(proposal.factory_id)
    if case is None or (case.judgement.way, case.judgement.to_stage) != (proposal.way, proposal.to_stage):
        raise Changed


def settle(
    session: Session, proposal: StageProposal, state: ProposalState, reason: str, *, who: Visitor, moment: Moment
) -> None:
    """Write what became of a proposal."""
    proposal.state, proposal.settled_on = state, moment.today
    proposal.reason, proposal.person_id = reason.strip(), who.id
    proposal.revision += 1
    session.flush()


def note(session: Session, deed: str, change: StageChange, *, who: Visitor, moment: Moment) -> None:
    """Write a decision into the journal."""
    session.flush()
    factory = session.get_one(Factory, change.factory_id)
    details = {
        "stage_change": change.id,
        "stage": change.stage,
        "effective_on": change.effective_on.isoformat(),
        "proposal": change.proposal_id,
        "retracts": change.retracts_id,
        "reason": change.reason,
    }
    subject = f"factory {factory.number}"
    journal.note(session, deed, subject, actor=who.actor, moment=moment, details=details)
