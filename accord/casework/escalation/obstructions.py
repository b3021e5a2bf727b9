"""Refusals that people of the programme record: of a remedy, of a visit, of training. Source: DOMAIN.md section 7."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.hearings import IN_THE_FUTURE, require_staff
from accord.casework.escalation.refused import NotAhead, NotNow, RecordedAlready, SayWhat, SayWhy
from accord.records.base import hold_the_pen
from accord.records.factory import Factory
from accord.records.hearing import Obstruction
from accord.rules.escalation.words import Trigger
from accord.rules.moments import Moment

RECORDED = (Trigger.NO_COOPERATION, Trigger.REMEDY_REFUSED)
"""What nothing else on record tells: somebody has to say so."""


def record_obstruction(
    session: Session,
    factory: Factory,
    *,
    trigger: Trigger,
    happened_on: date,
    words: str,
    who: Visitor,
    moment: Moment,
) -> Obstruction:
    """Record that the factory refused something; it counts until somebody says that it is over."""
    require_staff(who)
    if trigger not in RECORDED:
        raise SayWhat
    if not words.strip():
        raise SayWhy
    if happened_on > moment.today:
        raise NotAhead(why=IN_THE_FUTURE)
    hold_the_pen(session, f"obstruction {factory.id}")
    same = exists().where(
        Obstruction.factory_id == factory.id,
        Obstruction.trigger == trigger,
        Obstruction.happened_on == happened_on,
        Obstruction.words == words.strip(),
        Obstruction.ended_on.is_(None),
    )
    if session.scalar(select(same)):
        raise RecordedAlready
    found = Obstruction(
        factory=factory,
        trigger=trigger,
        happened_on=happened_on,
        words=words.strip(),
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(found)
    _note(session, "recorded a refusal", found, {"trigger": trigger.value}, who=who, moment=moment)
    return found


def end_obstruction(session: Session, found: Obstruction, *, reason: str, who: Visitor, moment: Moment) -> None:
    """Record that a refusal is over, and why; it stays on record."""
    require_staff(who)
    session.refresh(found, with_for_update=True)
    if found.ended_on is not None:
        raise NotNow
    if not reason.strip():
        raise SayWhy
    found.ended_on, found.why_ended = moment.today, reason.strip()
    found.revision += 1
    _note(session, "ended a refusal", found, {"reason": reason}, who=who, moment=moment)


def _note(
    session: Session, deed: str, found: Obstruction, details: Mapping[str, object], *, who: Visitor, moment: Moment
) -> None:
    session.flush()
    subject = f"factory {found.factory.number}"
    told = {"obstruction": found.id, **details}
    journal.note(session, deed, subject, actor=who.actor, moment=moment, details=told)
