"""What the page of a draft of ineligibility shows: all for the programme, what concerns it for a factory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.blocks import blocks_of
from accord.casework.escalation.duties import buyers
from accord.casework.escalation.group import met_by
from accord.casework.escalation.outcome import Outcome, outcome_of
from accord.casework.escalation.protocol import by_version
from accord.casework.escalation.refused import OwnDraft
from accord.casework.escalation.then_and_now import case_today
from accord.casework.orders.taking import DECIDERS, STAFF
from accord.records.escalation import OwnersAnswer, StageDraft, StageProposal
from accord.records.factory import Factory, Signatory
from accord.records.paperwork import StoredFile
from accord.records.person import Person
from accord.rules.escalation.clocks import holds_unanswered_from, signed_unanswered_from
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.words import DraftState
from accord.rules.moments import Moment
from accord.web.desk.escalating.draft_forms import AnswerForm, SignForm, WithdrawForm
from accord.web.desk.escalating.evidence_since import EvidenceSince, evidence_since
from accord.web.desk.escalating.readers import reader_of
from accord.web.desk.escalating.saying import in_words
from accord.web.desk.escalating.statement_shown import Shown, statement_in_public, statement_shown
from accord.web.desk.forms import said


@dataclass(frozen=True)
class Met:
    """A factory that the decision would meet, and who would have to end business there."""

    factory: Factory
    signatories: Sequence[str]


@dataclass(frozen=True)
class AnswerShown:
    """An answer on file, and the paper that came with it."""

    answer: OwnersAnswer
    file_name: str | None


@dataclass(frozen=True)
class Unanswered:
    """From when on a draft can be signed, and hold, to which the owner gives no answer."""

    signed_from: date
    holds_from: date

    @classmethod
    def of(cls, answer_until_on: date, least_days_ahead: int) -> "Unanswered":
        """Return the days of a draft that the owner may answer until that day."""
        return cls(signed_unanswered_from(answer_until_on), holds_unanswered_from(answer_until_on, least_days_ahead))


@dataclass(frozen=True)
class DraftForms:
    """The forms of the page; None: the visitor cannot take this step now."""

    answer: AnswerForm | None
    sign: SignForm | None
    withdraw: WithdrawForm | None


@dataclass(frozen=True)
class DraftPage:
    """All that the page shows, worked out so that the template decides nothing."""

    draft: StageDraft
    factory: Factory
    proposal: StageProposal
    is_open: bool
    is_signed: bool
    is_staff: bool
    too_early: Unanswered | None
    """For the programme: its day would pass unsigned, should the owner not answer."""
    may_say_none: bool
    """Whether it can be recorded that the owner was asked and gave no answer."""
    outcome: Outcome | None
    """What became of it once it was signed."""
    shown: Sequence[Shown]
    met: Sequence[Met]
    met_workers: int
    met_signatories: int
    meets_group: bool
    evidence: EvidenceSince | None
    """None: it is on the table no longer."""
    answers: Sequence[AnswerShown]
    blocks: Sequence[str]
    """For deciders: what still keeps it from being signed, in words."""
    is_own: bool
    """Whether the visitor wrote it."""
    drafted_by: str
    signed_by: str | None
    forms: DraftForms
    today: date


def page_of(
    session: Session,
    written: StageDraft,
    who: Visitor,
    *,
    moment: Moment,
    refused: AnswerForm | SignForm | WithdrawForm | None = None,
) -> DraftPage:
    """Return the page for a visitor; `refused`: the form that was just refused, as it was typed."""
    is_staff, is_open = bool(STAFF & set(who.roles)), written.state is DraftState.OPEN
    is_decider = bool(DECIDERS & set(who.roles))
    proposal = session.get_one(StageProposal, written.proposal_id)
    profile = by_version(session, written.version_id)
    met = [_met(session, each, moment) for each in met_by(session, written.factory, profile)] if is_open else []
    blocks = list(blocks_of(session, written, who=who, moment=moment)) if is_open and is_decider else []
    outcome = outcome_of(session, written, today=moment.today)
    second = session.get(Person, written.second_person_id) if written.second_person_id else None
    return DraftPage(
        draft=written,
        factory=written.factory,
        proposal=proposal,
        is_open=is_open,
        is_signed=written.state is DraftState.SIGNED,
        is_staff=is_staff,
        too_early=_too_early(written, profile) if is_staff and is_open else None,
        may_say_none=is_staff and moment.today > written.answer_until_on,
        outcome=outcome,
        shown=_statement(session, written, moment),
        met=met,
        met_workers=sum(each.factory.workers or 0 for each in met),
        met_signatories=len({name for each in met for name in each.signatories}),
        meets_group=profile.meets_group,
        evidence=_evidence(session, proposal, who, moment) if is_open else None,
        answers=_answers(session, written),
        blocks=[said(in_words(each)) for each in blocks],
        is_own=any(isinstance(each, OwnDraft) for each in blocks),
        drafted_by=written.person.name,
        signed_by=second.name if second else None,
        forms=_forms(refused, is_open=is_open, is_staff=is_staff, is_decider=is_decider, is_free=not blocks),
        today=moment.today,
    )


def _evidence(session: Session, proposal: StageProposal, who: Visitor, moment: Moment) -> EvidenceSince:
    factory = proposal.factory
    case = case_today(session, factory, by_version(session, proposal.version_id), moment=moment)
    return evidence_since(session, proposal, case, reader=reader_of(factory, who), moment=moment)


def _statement(session: Session, written: StageDraft, moment: Moment) -> Sequence[Shown]:
    if written.state is DraftState.SIGNED:
        return statement_in_public(session, written.factory, moment=moment)
    # Nobody has to end business for a draft that was withdrawn.
    is_open = written.state is DraftState.OPEN
    signatories = len(buyers(session, written.factory, moment=moment)) if is_open else 0
    return statement_shown(written, decided_on=moment.today, signatories=signatories)


def _too_early(written: StageDraft, profile: Profile) -> Unanswered | None:
    unanswered = Unanswered.of(written.answer_until_on, profile.stage_three.least_days_ahead)
    return unanswered if not written.answers and written.effective_on < unanswered.holds_from else None


def _met(session: Session, factory: Factory, moment: Moment) -> Met:
    names = session.scalars(
        select(Signatory.name).where(Signatory.id.in_(buyers(session, factory, moment=moment))).order_by(Signatory.name)
    )
    return Met(factory, tuple(names))


def _answers(session: Session, written: StageDraft) -> Sequence[AnswerShown]:
    ids = [each.file_id for each in written.answers if each.file_id]
    names = {each.id: each.name for each in session.scalars(select(StoredFile).where(StoredFile.id.in_(ids)))}
    return [AnswerShown(each, names.get(each.file_id or 0)) for each in written.answers]


def _forms(refused: object, *, is_open: bool, is_staff: bool, is_decider: bool, is_free: bool) -> DraftForms:
    if not is_open:
        return DraftForms(None, None, None)
    answer = refused if isinstance(refused, AnswerForm) else AnswerForm(formdata=None, prefix="answer-")
    answer.offer(is_staff=is_staff)
    sign = refused if isinstance(refused, SignForm) else SignForm(formdata=None, prefix="sign-")
    withdraw = refused if isinstance(refused, WithdrawForm) else WithdrawForm(formdata=None, prefix="withdraw-")
    may_sign = is_decider and (is_free or isinstance(refused, SignForm))
    return DraftForms(answer, sign if may_sign else None, withdraw if is_decider else None)
