"""What follows ineligibility: signatories confirm that business has ended, export papers are withheld.

Counted in public: days since the decision without the papers withheld, and signatories that have not confirmed.
Source: DOMAIN.md section 7.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.duties import is_over
from accord.casework.escalation.hearings import IN_THE_FUTURE, require_staff
from accord.casework.escalation.refused import NotAhead, NotIneligible, NotNow, NotYourSignatory
from accord.casework.escalation.refused_at_stage_three import NobodySaid, NoLongerOwed
from accord.casework.orders.taking import STAFF
from accord.casework.refusals import N_
from accord.records.base import hold_the_pen
from accord.records.escalation import StageChange
from accord.records.factory import Factory
from accord.records.ineligibility import DeclarationStep, Termination
from accord.rules.escalation.words import LAST_STAGE, Declarations
from accord.rules.moments import Moment
from accord.rules.orders.words import Channel

FOLLOWS: Mapping[Declarations | None, frozenset[Declarations]] = {
    None: frozenset({Declarations.ASKED, Declarations.WITHHELD}),
    Declarations.ASKED: frozenset({Declarations.WITHHELD, Declarations.RESTORED}),
    Declarations.WITHHELD: frozenset({Declarations.RESTORED}),
    Declarations.RESTORED: frozenset({Declarations.ASKED, Declarations.WITHHELD}),
}
"""Which step with the export papers may follow which."""


@dataclass(frozen=True)
class Confirmed:
    """What a signatory says of its business with an ineligible factory."""

    ended_on: date
    said_by: str
    channel: Channel
    note: str | None = None


@dataclass(frozen=True)
class Counters:
    """What is counted of an ineligible factory in public; no signatory is named by it."""

    days_without_withdrawal: int | None
    """Days since the decision on which the export papers were not withheld; None: they are."""
    not_confirmed: int
    """Signatories that have not confirmed that business has ended."""
    signatories: int


def confirm_termination(session: Session, duty: Termination, said: Confirmed, *, who: Visitor, moment: Moment) -> None:
    """Record that a signatory has ended, or ends, business with an ineligible factory."""
    is_own = any(held.signatory == duty.signatory_id for held in who.holdings)
    if not (is_own or STAFF & set(who.roles)):
        raise NotYourSignatory
    session.refresh(duty, with_for_update=True)
    if duty.confirmed_at is not None:
        raise NotNow
    if is_no_longer_ineligible(session, duty.stage_change, today=moment.today):
        raise NoLongerOwed
    if not said.said_by.strip():
        raise NobodySaid
    # An end that lies ahead is an end while nothing is owed yet; after that only what has ended has ended.
    if said.ended_on > max(moment.today, duty.due_on):
        raise NotAhead(why=N_("business has to have ended by then."))
    duty.ended_on, duty.confirmed_at = said.ended_on, moment.now
    duty.said_by, duty.channel, duty.note = said.said_by.strip(), said.channel, (said.note or "").strip() or None
    session.flush()
    details = {"signatory": duty.signatory_id, "ended_on": said.ended_on.isoformat(), "channel": said.channel.value}
    subject = f"factory {duty.factory.number}"
    journal.note(session, "confirmed a termination", subject, actor=who.actor, moment=moment, details=details)


def record_declarations(
    session: Session,
    change: StageChange,
    step: Declarations,
    *,
    happened_on: date,
    reference: str | None = None,
    note: str | None = None,
    who: Visitor,
    moment: Moment,
) -> DeclarationStep:
    """Record what became of the export papers of an ineligible factory."""
    require_staff(who)
    if change.stage != LAST_STAGE:
        raise NotIneligible
    hold_the_pen(session, f"papers {change.id}")
    if step is not Declarations.RESTORED and is_no_longer_ineligible(session, change, today=moment.today):
        raise NotIneligible
    if happened_on > moment.today:
        raise NotAhead(why=IN_THE_FUTURE)
    if happened_on < change.decided_on:
        raise NotAhead(why=N_("it lies before the decision."))
    if step not in FOLLOWS[last_step(session, change)]:
        raise NotNow
    found = DeclarationStep(
        stage_change=change,
        step=step,
        happened_on=happened_on,
        reference=reference,
        note=note,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(found)
    session.flush()
    factory = session.get_one(Factory, change.factory_id)
    details = {"stage_change": change.id, "step": step.value, "on": happened_on.isoformat(), "reference": reference}
    subject = f"factory {factory.number}"
    journal.note(session, "export papers", subject, actor=who.actor, moment=moment, details=details)
    return found


def is_no_longer_ineligible(session: Session, change: StageChange, *, today: date) -> bool:
    """Return whether the decision on stage 3 was taken back, or the factory was let back since."""
    return bool(session.scalar(select(exists().where(StageChange.id == change.id, is_over(today)))))


def last_step(session: Session, change: StageChange) -> Declarations | None:
    """Return what became of the export papers last; None: nothing was asked yet."""
    return session.scalar(
        select(DeclarationStep.step)
        .where(DeclarationStep.stage_change_id == change.id)
        .order_by(DeclarationStep.id.desc())
        .limit(1)
    )


def counters(session: Session, change: StageChange, *, today: date) -> Counters:
    """Return what is counted of the decision on that day."""
    withheld = last_step(session, change) is Declarations.WITHHELD
    duties, confirmed = session.execute(
        select(func.count(Termination.id), func.count(Termination.confirmed_at)).where(
            Termination.stage_change_id == change.id
        )
    ).one()
    return Counters(
        days_without_withdrawal=None if withheld else max(0, (today - change.decided_on).days),
        not_confirmed=duties - confirmed,
        signatories=duties,
    )
