"""Withdrawing a hazard: an engineer proposes, the chief safety officer decides. Source: DOMAIN.md section 5."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from accord.casework import journal
from accord.casework.desk.statuses import CannotBeSaid, hold, standing_of
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.records.hazard import Hazard, HazardEvent, HazardFactory, Withdrawal
from accord.rules.desk.verification import wrong_with_decision, wrong_with_withdrawal
from accord.rules.moments import Moment
from accord.rules.vocabulary import Source, Status


class ProposedAlready(Told):
    """A withdrawal of the hazard waits for a decision already."""

    sentence = N_("A withdrawal of this hazard already waits for the chief safety officer.")


class DecidedAlready(Told):
    """Somebody decided on the proposal meanwhile."""

    sentence = N_("This proposal was decided on already. Load it anew.")


class WhyNot(Told):
    """A proposal was refused without a word."""

    sentence = N_("Say why the hazard stays: who proposed it has to know.")


MOST_SHOWN = 100
"""More on one page would not be read; the rest follows when these are decided."""


def proposals(session: Session) -> Sequence[Withdrawal]:
    """Return the proposals that wait for a decision, the longest waiting first, with hazards, places and factories."""
    hazard = joinedload(Withdrawal.hazard)
    return session.scalars(
        select(Withdrawal)
        .where(Withdrawal.is_approved.is_(None))
        .options(
            joinedload(Withdrawal.proposed_by),
            hazard.joinedload(Hazard.building),
            hazard.joinedload(Hazard.floor),
            hazard.joinedload(Hazard.zone),
            hazard.selectinload(Hazard.links).joinedload(HazardFactory.factory),
        )
        .order_by(Withdrawal.id)
        .limit(MOST_SHOWN)
    ).all()


def propose_withdrawal(session: Session, hazard: Hazard, *, reason: str, who: Visitor, moment: Moment) -> Withdrawal:
    """Propose that the hazard leaves the count: not applicable, found twice, or recorded by mistake."""
    hold(session, hazard)
    if wrong := wrong_with_withdrawal(standing_of(session, hazard), disciplines=who.disciplines):
        raise CannotBeSaid(wrong)
    undecided = select(Withdrawal.id).where(Withdrawal.hazard_id == hazard.id, Withdrawal.is_approved.is_(None))
    if session.scalar(undecided):
        raise ProposedAlready
    proposal = Withdrawal(hazard_id=hazard.id, reason=reason, proposed_by_id=who.id, proposed_at=moment.now)
    session.add(proposal)
    session.flush()
    _note(session, "proposed to withdraw", proposal, who=who, moment=moment)
    return proposal


def decide_withdrawal(
    session: Session,
    proposal: Withdrawal,
    *,
    is_approved: bool,
    remark: str | None,
    who: Visitor,
    moment: Moment,
) -> None:
    """Approve a proposal, which withdraws the hazard from today on, or refuse it with a remark."""
    session.refresh(proposal, with_for_update=True)
    if proposal.is_approved is not None:
        raise DecidedAlready
    hazard = proposal.hazard
    hold(session, hazard)
    if wrong := wrong_with_decision(
        standing_of(session, hazard), is_approved=is_approved, proposed_by=proposal.proposed_by_id, by=who.id
    ):
        raise CannotBeSaid(wrong)
    if not is_approved and not remark:
        raise WhyNot
    proposal.is_approved, proposal.remark = is_approved, remark
    proposal.decided_by_id, proposal.decided_at = who.id, moment.now
    if is_approved:
        event = HazardEvent(
            hazard_id=hazard.id,
            status=Status.WITHDRAWN,
            effective_on=moment.today,
            recorded_at=moment.now,
            source=Source.DESK,
            actor=f"{proposal.proposed_by.name}; approved by {who.name}",
            person_id=proposal.proposed_by_id,
            reason=proposal.reason,
        )
        session.add(event)
        hazard.status = Status.WITHDRAWN
        session.flush()
        proposal.event_id = event.id
    _note(session, "withdrew" if is_approved else "refused to withdraw", proposal, who=who, moment=moment)


def _note(session: Session, deed: str, proposal: Withdrawal, *, who: Visitor, moment: Moment) -> None:
    details = {"proposal": proposal.id, "reason": proposal.reason, "remark": proposal.remark}
    journal.note(session, deed, f"hazard {proposal.hazard_id}", actor=who.actor, moment=moment, details=details)
