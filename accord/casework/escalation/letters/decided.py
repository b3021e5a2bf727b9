"""Letters of decisions on stages: a warning, the call to a meeting, ineligibility, the way down, a correction."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.escalation.letters import recipients
from accord.casework.escalation.letters.owed import owed_in_words
from accord.casework.escalation.letters.telling import Say, overtake, tell
from accord.casework.escalation.letters.wording import Named, Says, Signer, Value, write
from accord.casework.escalation.protocol import by_version
from accord.casework.escalation.standing import standing_changes
from accord.casework.orders.recipients import ToTell, the_only
from accord.records.escalation import ProposalEvidence, StageChange, StageDraft
from accord.records.factory import Factory
from accord.records.person import Person
from accord.rules.desk.people import Role
from accord.rules.escalation.proposing import At, further_from
from accord.rules.escalation.words import LAST_STAGE, RequestKind, Trigger
from accord.rules.moments import Moment
from accord.rules.notices import Letter
from accord.rules.orders.words import RecipientKind

AT_THE_GATE = frozenset({RecipientKind.FACTORY, RecipientKind.SAFETY_COMMITTEE})
"""Who hangs the sheet for the workers up; the committee is written to for nothing else."""


class News(StrEnum):
    """What the sheet for the workers tells; each new one takes the place of the one before."""

    INELIGIBLE = "ineligible"
    REQUALIFIED = "requalified"
    RETRACTED = "retracted"


def cause_of(change_id: int) -> str:
    """Return what the letters of a decision are written because of."""
    return f"stage {change_id}"


def tell_of_decision(session: Session, change: StageChange, *, moment: Moment) -> int:
    """Write the letters of a decision to everybody whom it concerns and who has none yet; return how many."""
    factory = recipients.standing_factory(session, change.factory_id)
    before = _before(session, change)
    if change.stage == LAST_STAGE:
        return _tell_of_ineligibility(session, change, factory, moment=moment)
    if before is not None and change.stage < before.stage:
        return _tell_of_the_way_down(session, change, before, factory, moment=moment)
    letter = Letter.STAGE_HEARING if change.stage == LAST_STAGE - 1 else Letter.STAGE_WARNED
    says = _warning(session, change, factory)
    told = [recipients.the_factory(factory), *recipients.buyers(session, factory, moment=moment)]
    if letter is Letter.STAGE_HEARING:
        told.append(the_only(RecipientKind.LABOUR_SIGNATORIES))
    return _tell(session, change, letter, told, says, moment=moment)


def tell_of_retraction(session: Session, back: StageChange, *, moment: Moment) -> int:
    """Write to everybody who was told of a decision that it was taken back; what never left is overtaken by that."""
    assert back.retracts_id is not None  # noqa: S101  asked for by the caller
    overtake(session, cause_of(back.retracts_id))
    told = recipients.told_of(session, [cause_of(back.retracts_id)])
    taken_back = session.get_one(StageChange, back.retracts_id)
    hang_it_up = [each for each in told if each.kind in AT_THE_GATE]
    factory = recipients.standing_factory(session, back.factory_id)
    facts: dict[str, Value] = {
        "taken_back_stage": str(taken_back.stage),
        "taken_back_on": taken_back.decided_on,
        "stage": str(back.stage),
        **_signed(session, back),
    }
    says = Says(named(factory), facts, {"reason": (back.reason, back.reason_bn)})
    others = [each for each in told if each.kind is not RecipientKind.SAFETY_COMMITTEE]
    count = _tell(session, back, Letter.STAGE_RETRACTED, others, says, moment=moment)
    if LAST_STAGE not in (taken_back.stage, back.stage):
        return count
    news = News.INELIGIBLE if back.stage == LAST_STAGE else News.RETRACTED
    return count + _tell_workers(session, back, factory, news, hang_it_up, moment=moment)


def named(factory: Factory) -> Named:
    """Return the factory as a letter names it."""
    return Named(factory.number, factory.name, factory.name_bn)


def evidence_of_proposal(session: Session, proposal_id: int | None, grounds: str | None) -> Sequence[ProposalEvidence]:
    """Return what was frozen with the proposal, as far as it was decided for it."""
    triggers = [Trigger(word) for word in (grounds or "").split()]
    return session.scalars(
        select(ProposalEvidence).where(
            ProposalEvidence.proposal_id == proposal_id, ProposalEvidence.trigger.in_(triggers)
        )
    ).all()


def _tell_of_ineligibility(session: Session, change: StageChange, factory: Factory, *, moment: Moment) -> int:
    draft = session.get(StageDraft, change.draft_id) if change.draft_id else None
    if draft is not None:
        overtake(session, f"draft {draft.id}")
    facts = {"effective_on": change.effective_on, **_signed(session, change)}
    words = {
        "reason": (change.reason, change.reason_bn),
        "conditions": (draft.conditions, draft.conditions_bn) if draft else (None, None),
    }
    owed = owed_in_words(
        session, evidence_of_proposal(session, change.proposal_id, change.grounds), factory_id=change.factory_id
    )
    says = Says(named(factory), facts, words, owed)
    told = [
        recipients.the_factory(factory),
        *recipients.those_with_a_duty(session, change.id),
        *recipients.the_wider_circle(),
    ]
    count = _tell(session, change, Letter.INELIGIBLE, told, says, moment=moment)
    hang_it_up = [recipients.the_factory(factory), recipients.the_committee(factory)]
    return count + _tell_workers(session, change, factory, News.INELIGIBLE, hang_it_up, moment=moment)


def _tell_of_the_way_down(
    session: Session, change: StageChange, before: StageChange, factory: Factory, *, moment: Moment
) -> int:
    is_requalified = before.stage == LAST_STAGE
    facts = {
        "from_stage": str(before.stage),
        "stage": str(change.stage),
        "effective_on": change.effective_on,
        **_signed(session, change),
    }
    says = Says(named(factory), facts, {"reason": (change.reason, change.reason_bn)})
    overtake(session, cause_of(before.id))
    told = {each.organisation: each for each in recipients.told_of(session, [cause_of(before.id)])}
    # Whoever began to buy there since then has the right to know too.
    now = [recipients.the_factory(factory), *recipients.buyers(session, factory, moment=moment)]
    told |= {each.organisation: each for each in now}
    others = [each for each in told.values() if each.kind is not RecipientKind.SAFETY_COMMITTEE]
    if not is_requalified:
        return _tell(session, change, Letter.STAGE_LOWERED, others, says, moment=moment)
    count = _tell(session, change, Letter.REQUALIFIED, others, says, moment=moment)
    hang_it_up = [recipients.the_factory(factory), recipients.the_committee(factory)]
    return count + _tell_workers(session, change, factory, News.REQUALIFIED, hang_it_up, moment=moment)


def _tell_workers(
    session: Session, change: StageChange, factory: Factory, news: News, told: Sequence[ToTell], *, moment: Moment
) -> int:
    says = Says(named(factory), {"effective_on": change.effective_on, "news": news.value})
    return _tell(session, change, Letter.TO_WORKERS, told, says, moment=moment)


def _warning(session: Session, change: StageChange, factory: Factory) -> Says:
    profile = by_version(session, change.version_id)
    at = At(stage=change.stage, since_on=change.effective_on)
    facts: dict[str, Value] = {
        "effective_on": change.effective_on,
        "next_on": further_from(profile, at),
        "next_stage": str(change.stage + 1),
        **{f"{kind.value}_days": profile.requests[kind].answer_days for kind in RequestKind},
        **_signed(session, change),
    }
    evidence = evidence_of_proposal(session, change.proposal_id, change.grounds)
    owed = owed_in_words(session, evidence, factory_id=change.factory_id)
    return Says(named(factory), facts, {"reason": (change.reason, change.reason_bn)}, owed)


def _tell(
    session: Session, change: StageChange, letter: Letter, told: Sequence[ToTell], says: Says, *, moment: Moment
) -> int:
    return tell(
        session,
        letter,
        told,
        saying(letter, says, moment),
        cause=cause_of(change.id),
        factory_id=change.factory_id,
        moment=moment,
    )


def saying(letter: Letter, says: Says, moment: Moment) -> Say:
    """Return how the letter is written to an audience."""
    return lambda audience: partial(write, letter, says)(audience=audience, today=moment.today)


def _signed(session: Session, change: StageChange) -> dict[str, Value]:
    people = [session.get(Person, each) for each in (change.person_id, change.second_person_id) if each]
    signers = [Signer(each.name, each.name_bn, _role_on(each, change.decided_on)) for each in people if each]
    return {"decided_by": signers, "decided_on": change.decided_on}


def _role_on(person: Person, day: date) -> Role | None:
    held = {each.role for each in person.roles if each.from_on <= day and (each.to_on is None or day <= each.to_on)}
    return next((role for role in (Role.CHIEF_SAFETY_OFFICER, Role.DEPUTY) if role in held), None)


def _before(session: Session, change: StageChange) -> StageChange | None:
    decisions = session.scalars(
        select(StageChange)
        .where(StageChange.factory_id == change.factory_id, StageChange.id != change.id)
        .order_by(StageChange.effective_on, StageChange.id)
    )
    standing = standing_changes(decisions)
    return standing[-1] if standing else None
