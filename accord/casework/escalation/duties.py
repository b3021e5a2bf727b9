"""The duty of signatories to end business with an ineligible factory: who has it, since when, until when.

It falls on whoever buys there on the day of the signature, and on whoever begins to buy later while the decision
stands: the clockwork adds those. Whoever stops buying between the signature and its day keeps the duty, and confirms
in one line that it has: a list that says so was not asked for by the decision. With a requalification or a retraction
what was not confirmed is no longer owed; it stays on record. Source: DOMAIN.md section 7; docs/decisions/0009.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased

from accord.casework import journal
from accord.casework.escalation.letters.decided import tell_of_decision
from accord.casework.sourcing import counting_for
from accord.records.base import hold_the_pen
from accord.records.escalation import StageChange
from accord.records.factory import Factory, Sourcing
from accord.records.ineligibility import Termination
from accord.rules.escalation.words import LAST_STAGE
from accord.rules.moments import Moment

ACTOR = "the clockwork"


def buyers(session: Session, factory: Factory, *, moment: Moment) -> Sequence[int]:
    """Return the signatories that buy from the factory today, under its own number or one it stands for."""
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


def impose(session: Session, change: StageChange, factory: Factory, *, actor: str, moment: Moment) -> list[Termination]:
    """Give the duty of a decision to whoever buys there today and has it not yet."""
    new = [
        Termination(
            stage_change_id=change.id,
            factory_id=factory.id,
            signatory_id=signatory_id,
            due_on=max(change.effective_on, moment.today),
            actor=actor,
            recorded_at=moment.now,
        )
        for signatory_id in _without_it(session, change, factory, moment=moment)
    ]
    session.add_all(new)
    session.flush()
    return new


def sweep_duties(session: Session, *, moment: Moment) -> int:
    """Give the duty of every decision made here that stands to whoever began to buy since; return how many got one."""
    hold_the_pen(session, "duties")
    given = 0
    for change, factory in _standing_here(session, moment=moment):
        new = impose(session, change, factory, actor=ACTOR, moment=moment)
        given += len(new)
        if new:
            details = {"stage_change": change.id, "signatories": [each.signatory_id for each in new]}
            subject = f"factory {factory.number}"
            journal.note(session, "gave the duty to end business", subject, actor=ACTOR, moment=moment, details=details)
            tell_of_decision(session, change, moment=moment)
    return given


def count_new_duties(session: Session, *, moment: Moment) -> int:
    """Return how many duties a sweep would give now."""
    return sum(
        len(_without_it(session, change, factory, moment=moment))
        for change, factory in _standing_here(session, moment=moment)
    )


def _standing_here(session: Session, *, moment: Moment) -> Sequence[tuple[StageChange, Factory]]:
    rows = session.execute(
        select(StageChange, Factory)
        .join(Factory, Factory.id == StageChange.factory_id)
        .where(is_of_stage_three(), StageChange.draft_id.is_not(None), ~is_over(moment.today))
        .order_by(StageChange.id)
    ).all()
    return [(change, factory) for change, factory in rows]


def _without_it(session: Session, change: StageChange, factory: Factory, *, moment: Moment) -> Sequence[int]:
    have_it = set(session.scalars(select(Termination.signatory_id).where(Termination.stage_change_id == change.id)))
    return [each for each in buyers(session, factory, moment=moment) if each not in have_it]


def is_of_stage_three() -> ColumnElement[bool]:
    """Return what is true of the decisions that make a factory ineligible."""
    return (StageChange.stage == LAST_STAGE) & StageChange.retracts_id.is_(None)


def is_over(today: date) -> ColumnElement[bool]:
    """Return what is true of the decisions on stage 3 that were taken back, or after which the factory was let back."""
    back, later, undone = aliased(StageChange), aliased(StageChange), aliased(StageChange)
    return or_(
        exists().where(back.retracts_id == StageChange.id),
        exists().where(
            later.factory_id == StageChange.factory_id,
            later.id > StageChange.id,
            later.stage < LAST_STAGE,
            later.effective_on <= today,
            later.retracts_id.is_(None),
            # Letting it back was itself taken back: then it is ineligible as before.
            ~exists().where(undone.retracts_id == later.id),
        ),
    )
