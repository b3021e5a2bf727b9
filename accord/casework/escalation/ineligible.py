"""Stage 3: a draft that the owner may answer to, a second signature, a day ahead, and the duty to end business.

No import, file or API writes it. Source: DOMAIN.md section 7.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.blocks import blocks_of
from accord.casework.escalation.deciding import (
    hold_the_factory,
    note,
    require_decider,
    require_open,
    require_still_so,
    settle,
)
from accord.casework.escalation.duties import impose
from accord.casework.escalation.group import ineligible_of, met_by
from accord.casework.escalation.letters.decided import tell_of_decision
from accord.casework.escalation.letters.heard import tell_of_draft, tell_of_withdrawn_draft
from accord.casework.escalation.protocol import by_version
from accord.casework.escalation.refused import (
    BeforeTheAnswer,
    DraftSettled,
    NotAhead,
    NotStaff,
    OneIsDrafted,
    SayWhy,
    Settled,
    TooSoon,
)
from accord.casework.escalation.refused_at_stage_three import AnswerIsEmpty, Ineligible, NobodySaid
from accord.casework.orders.taking import STAFF
from accord.casework.refusals import N_
from accord.records.escalation import OwnersAnswer, StageChange, StageDraft, StageProposal
from accord.records.factory import Factory
from accord.records.paperwork import StoredFile
from accord.rules.desk.access import Thing
from accord.rules.desk.people import Role
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
    file: StoredFile | None = None
    """A paper that came with it."""


def thing_of_draft(session: Session, written: StageDraft) -> Thing:
    """Return the draft with all factories that it would meet today, or has met: each of them may answer."""
    factory = session.get_one(Factory, written.factory_id)
    met = met_by(session, factory, by_version(session, written.version_id))
    decided = session.scalars(select(StageChange.factory_id).where(StageChange.draft_id == written.id))
    return Thing(frozenset(each.id for each in met) | frozenset(decided))


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
    if open_draft(session, proposal.factory_id):
        raise OneIsDrafted
    if ineligible_of(session, [proposal.factory_id]):
        raise Ineligible
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
        reason_bn=_stripped(said.reason_bn),
        conditions=said.conditions.strip(),
        conditions_bn=_stripped(said.conditions_bn),
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
    met = thing_of_draft(session, written).factories
    own = any(held.role is Role.FACTORY_USER and met & held.factories for held in who.holdings)
    if not (own or STAFF & set(who.roles)):
        raise NotStaff
    hold_the_factory(session, written.factory_id)
    _require_open(session, written)
    if said.received_on > moment.today:
        raise NotAhead(why=N_("it lies in the future."))
    if said.words is None and moment.today <= written.answer_until_on:
        raise BeforeTheAnswer(day=written.answer_until_on)
    if said.words is not None and not said.words.strip():
        raise AnswerIsEmpty
    if not said.said_by.strip():
        raise NobodySaid
    if said.received_on < moment.civil_date(written.recorded_at):
        raise NotAhead(why=N_("it lies before the draft."))
    answer = OwnersAnswer(
        draft=written,
        words=said.words.strip() if said.words else None,
        said_by=said.said_by.strip(),
        channel=said.channel,
        received_on=said.received_on,
        file_id=said.file.id if said.file else None,
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
    proposal = session.get_one(StageProposal, written.proposal_id)
    session.refresh(proposal, with_for_update=True)
    session.refresh(written, ["answers"])
    for refusal in blocks_of(session, written, who=who, moment=moment):
        raise refusal
    factory = session.get_one(Factory, written.factory_id)
    concerned = met_by(session, factory, by_version(session, written.version_id))
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
    impose(session, change, factory, actor=who.actor, moment=moment)
    tell_of_decision(session, change, moment=moment)
    return change


def open_draft(session: Session, factory_id: int) -> StageDraft | None:
    """Return the draft that lies there for the factory, neither signed nor withdrawn; None: there is none."""
    return session.scalar(
        select(StageDraft).where(StageDraft.factory_id == factory_id, StageDraft.state == DraftState.OPEN)
    )


def draft_about(session: Session, factory: Factory) -> StageDraft | None:
    """Return the draft that lies there and would meet the factory today: its own, or one of its company group."""
    own = open_draft(session, factory.id)
    if own is not None or factory.company_group_id is None:
        return own
    others = session.scalars(
        select(StageDraft)
        .join(Factory, Factory.id == StageDraft.factory_id)
        .where(StageDraft.state == DraftState.OPEN, Factory.company_group_id == factory.company_group_id)
        .order_by(StageDraft.id)
    )
    return next((each for each in others if factory.id in thing_of_draft(session, each).factories), None)


def _stripped(text: str | None) -> str | None:
    return (text or "").strip() or None


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
