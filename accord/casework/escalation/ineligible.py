"""Stage 3: a draft that the owner may answer to, a second signature, a day ahead, and the duty to end business.

No import, file or API writes it. Source: DOMAIN.md section 7.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.deciding import (
    hold_the_factory,
    note,
    require_decider,
    require_open,
    require_still_so,
    settle,
)
from accord.casework.escalation.letters.decided import tell_of_decision
from accord.casework.escalation.letters.heard import tell_of_draft, tell_of_withdrawn_draft
from accord.casework.escalation.protocol import by_version
from accord.casework.escalation.refused import (
    BeforeTheAnswer,
    DraftSettled,
    NoAnswerOnFile,
    NotAhead,
    NotStaff,
    OneIsDrafted,
    OwnDraft,
    SayWhy,
    Settled,
    TooSoon,
)
from accord.casework.orders.taking import STAFF
from accord.casework.refusals import N_
from accord.casework.sourcing import counting_for
from accord.records.escalation import OwnersAnswer, StageChange, StageDraft, StageProposal
from accord.records.factory import Factory, Sourcing
from accord.records.ineligibility import Termination
from accord.rules.escalation.words import LAST_STAGE, DraftState, ProposalState
from accord.rules.moments import Moment
from accord.rules.orders.words import Channel


@dataclass(frozen=True)
class Statement:
    """What would be read in public, and from when."""

    reason: str
    conditions: str
    """For requalification."""
    effective_on: date
    reason_bn: str | None = None
    conditions_bn: str | None = None


@dataclass(frozen=True)
class Answer:
    """What the owner said; `words` None: the owner was asked and gave no answer."""

    words: str | None
    said_by: str
    channel: Channel
    received_on: date


def draft(session: Session, proposal: StageProposal, said: Statement, *, who: Visitor, moment: Moment) -> StageDraft:
    """Write the draft of a decision on ineligibility; the owner has the profile's days to answer."""
    require_decider(who)
    hold_the_factory(session, proposal.factory_id)
    require_open(session, proposal, said.reason)
    if proposal.to_stage != LAST_STAGE:
        raise Settled
    if not said.conditions.strip():
        raise SayWhy
    require_still_so(session, proposal, moment=moment)
    if _open_draft(session, proposal.factory_id):
        raise OneIsDrafted
    limits = by_version(session, proposal.version_id).stage_three
    earliest = moment.today + timedelta(days=limits.least_days_ahead)
    if said.effective_on < earliest:
        raise TooSoon(day=earliest)
    written = StageDraft(
        factory_id=proposal.factory_id,
        proposal_id=proposal.id,
        effective_on=said.effective_on,
        answer_until_on=moment.today + timedelta(days=limits.answer_days),
        reason=said.reason.strip(),
        reason_bn=said.reason_bn,
        conditions=said.conditions.strip(),
        conditions_bn=said.conditions_bn,
        version_id=proposal.version_id,
        state=DraftState.OPEN,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(written)
    _note(session, "drafted ineligibility", written, who=who, moment=moment)
    tell_of_draft(session, written, moment=moment)
    return written


def record_answer(session: Session, written: StageDraft, said: Answer, *, who: Visitor, moment: Moment) -> OwnersAnswer:
    """Put the owner's answer on file; that none came can be said once the time for it has passed."""
    own = any(written.factory_id in held.factories for held in who.holdings)
    if not (own or STAFF & set(who.roles)):
        raise NotStaff
    hold_the_factory(session, written.factory_id)
    _require_open(session, written)
    if said.received_on > moment.today:
        raise NotAhead(why=N_("it lies in the future."))
    if said.words is None and moment.today <= written.answer_until_on:
        raise BeforeTheAnswer(day=written.answer_until_on)
    if said.words is not None and not said.words.strip():
        raise SayWhy
    answer = OwnersAnswer(
        draft=written,
        words=said.words.strip() if said.words else None,
        said_by=said.said_by,
        channel=said.channel,
        received_on=said.received_on,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(answer)
    _note(session, "recorded the owner's answer", written, who=who, moment=moment)
    return answer


def sign(session: Session, written: StageDraft, *, who: Visitor, moment: Moment) -> StageChange:
    """Sign a draft as the second person: from its day on the factory is ineligible."""
    require_decider(who)
    hold_the_factory(session, written.factory_id)
    _require_open(session, written)
    if written.person_id == who.id:
        raise OwnDraft
    session.refresh(written, ["answers"])
    if not written.answers:
        if moment.today <= written.answer_until_on:
            raise BeforeTheAnswer(day=written.answer_until_on)
        raise NoAnswerOnFile
    profile = by_version(session, written.version_id)
    earliest = moment.today + timedelta(days=profile.stage_three.least_days_ahead)
    if written.effective_on < earliest:
        raise TooSoon(day=earliest)
    proposal = session.get_one(StageProposal, written.proposal_id)
    require_open(session, proposal, written.reason)
    require_still_so(session, proposal, moment=moment)
    factory = session.get_one(Factory, written.factory_id)
    concerned = _group_of(session, factory) if profile.meets_group else [factory]
    changes = [_change(session, written, proposal, each, who=who, moment=moment) for each in concerned]
    written.state, written.settled_at, written.second_person_id = DraftState.SIGNED, moment.now, who.id
    written.revision += 1
    settle(session, proposal, ProposalState.DECIDED, written.reason, who=who, moment=moment)
    return changes[0]


def withdraw_draft(session: Session, written: StageDraft, *, reason: str, who: Visitor, moment: Moment) -> None:
    """Take a draft off the table, and say why; the proposal stays on it."""
    require_decider(who)
    hold_the_factory(session, written.factory_id)
    _require_open(session, written)
    if not reason.strip():
        raise SayWhy
    written.state, written.settled_at, written.why_withdrawn = DraftState.WITHDRAWN, moment.now, reason.strip()
    written.revision += 1
    _note(session, "withdrew a draft of ineligibility", written, who=who, moment=moment)
    tell_of_withdrawn_draft(session, written, moment=moment)


def _change(
    session: Session, written: StageDraft, proposal: StageProposal, factory: Factory, *, who: Visitor, moment: Moment
) -> StageChange:
    change = StageChange(
        factory_id=factory.id,
        stage=LAST_STAGE,
        decided_on=moment.today,
        effective_on=written.effective_on,
        reason=written.reason,
        reason_bn=written.reason_bn,
        grounds=proposal.grounds,
        proposal_id=proposal.id,
        draft_id=written.id,
        version_id=written.version_id,
        person_id=written.person_id,
        second_person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(change)
    note(session, "decided on a stage", change, who=who, moment=moment)
    session.add_all(
        Termination(
            stage_change_id=change.id,
            factory_id=factory.id,
            signatory_id=signatory_id,
            due_on=written.effective_on,
            actor=who.actor,
            recorded_at=moment.now,
        )
        for signatory_id in _buyers(session, factory, moment=moment)
    )
    session.flush()
    tell_of_decision(session, change, moment=moment)
    return change


def _buyers(session: Session, factory: Factory, *, moment: Moment) -> Iterable[int]:
    return session.scalars(
        select(Sourcing.signatory_id)
        .where(
            counting_for(factory),
            Sourcing.from_on <= moment.today,
            Sourcing.to_on.is_(None) | (Sourcing.to_on > moment.today),
        )
        .distinct()
        .order_by(Sourcing.signatory_id)
    ).all()


def _group_of(session: Session, factory: Factory) -> list[Factory]:
    if factory.company_group_id is None:
        return [factory]
    others = session.scalars(
        select(Factory)
        .where(
            Factory.company_group_id == factory.company_group_id,
            Factory.id != factory.id,
            Factory.merged_into_id.is_(None),
        )
        .order_by(Factory.number)
    )
    return [factory, *others]


def _open_draft(session: Session, factory_id: int) -> StageDraft | None:
    return session.scalar(
        select(StageDraft).where(StageDraft.factory_id == factory_id, StageDraft.state == DraftState.OPEN)
    )


def _require_open(session: Session, written: StageDraft) -> None:
    session.refresh(written, with_for_update=True)
    if written.state is not DraftState.OPEN:
        raise DraftSettled


def _note(session: Session, deed: str, written: StageDraft, *, who: Visitor, moment: Moment) -> None:
    session.flush()
    factory = session.get_one(Factory, written.factory_id)
    details = {"draft": written.id, "effective_on": written.effective_on.isoformat(), "proposal": written.proposal_id}
    subject = f"factory {factory.number}"
    journal.note(session, deed, subject, actor=who.actor, moment=moment, details=details)
