"""Requests of a factory: more time, a wrong observation, a decision to be looked at again. Source: DOMAIN 7.

What a request stops, and for how long, is said by the protocol in force on the day of asking.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.hearings import require_staff
from accord.casework.escalation.letters.heard import tell_of_answer
from accord.casework.escalation.protocol import in_force
from accord.casework.escalation.refused import (
    AskedAlready,
    NotAhead,
    NotNow,
    NotYourFactory,
    NotYours,
    OwnDecision,
    SayWhat,
    SayWhy,
    SecondEngineer,
)
from accord.casework.escalation.reviewers import took_part
from accord.casework.orders.taking import DECIDERS, STAFF
from accord.casework.refusals import N_
from accord.records.base import hold_the_pen
from accord.records.escalation import StageChange
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardEvent, HazardFactory
from accord.records.hearing import FactoryRequest
from accord.records.inspection import InspectionEngineer
from accord.rules.desk.people import Role
from accord.rules.escalation.clocks import answer_due_on, stops_until
from accord.rules.escalation.words import RequestKind
from accord.rules.moments import Moment


@dataclass(frozen=True)
class Asked:
    """What a factory asks for."""

    kind: RequestKind
    words: str
    hazard: Hazard | None = None
    decision: StageChange | None = None
    wants_until_on: date | None = None


def ask(session: Session, factory: Factory, asked: Asked, *, who: Visitor, moment: Moment) -> FactoryRequest:
    """Put a request of the factory on record; from today on its clock stands still as the protocol says."""
    is_own = any(held.role is Role.FACTORY_USER and factory.id in held.factories for held in who.holdings)
    if not (is_own or STAFF & set(who.roles)):
        raise NotYourFactory
    hold_the_pen(session, f"request {factory.id}")
    _require_whole(session, factory, asked, moment=moment)
    if _is_waiting(session, factory, asked):
        raise AskedAlready
    force = in_force(session, moment.today)
    limits = force.profile.requests[asked.kind]
    found = FactoryRequest(
        factory=factory,
        kind=asked.kind,
        hazard=asked.hazard,
        stage_change_id=asked.decision.id if asked.decision else None,
        words=asked.words.strip(),
        asked_on=moment.today,
        wants_until_on=asked.wants_until_on,
        version_id=force.version_id,
        answer_due_on=answer_due_on(moment.today, limits),
        stops_until_on=stops_until(moment.today, limits),
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(found)
    _note(session, "asked", found, who=who, moment=moment)
    return found


def answer(
    session: Session, asked: FactoryRequest, *, is_granted: bool, words: str, who: Visitor, moment: Moment
) -> None:
    """Answer a request, with the reason; the clock goes on.

    That an observation is wrong is judged by a second engineer of the discipline; whoever took part in a decision
    does not review it; more time is granted by the chief safety officer or the deputy.
    """
    require_staff(who)
    session.refresh(asked, with_for_update=True)
    if asked.answered_on is not None:
        raise NotNow
    if not words.strip():
        raise SayWhy
    require_judge(session, asked, who)
    asked.answered_on, asked.is_granted, asked.answer = moment.today, is_granted, words.strip()
    asked.answered_by_id = who.id
    asked.revision += 1
    _note(session, "answered", asked, who=who, moment=moment)
    tell_of_answer(session, asked, moment=moment)


def _require_whole(session: Session, factory: Factory, asked: Asked, *, moment: Moment) -> None:
    if not asked.words.strip():
        raise SayWhy
    is_about_hazard = asked.kind is RequestKind.WRONG_OBSERVATION
    is_about_decision = asked.kind is RequestKind.REVIEW
    if (is_about_hazard and asked.hazard is None) or (is_about_decision and asked.decision is None):
        raise SayWhat
    if asked.hazard is not None and not session.scalar(
        select(
            exists().where(
                HazardFactory.hazard_id == asked.hazard.id,
                HazardFactory.factory_id == factory.id,
                HazardFactory.removed_at.is_(None),
            )
        )
    ):
        raise SayWhat
    if asked.decision is not None and asked.decision.factory_id != factory.id:
        raise SayWhat
    if asked.kind is RequestKind.EXTENSION and (asked.wants_until_on is None or asked.wants_until_on <= moment.today):
        raise NotAhead(why=N_("more time means a day that lies ahead."))
    if _is_within_agreed(asked):
        raise NotAhead(why=N_("more time means a day after the agreed one."))


def _is_within_agreed(asked: Asked) -> bool:
    if asked.kind is not RequestKind.EXTENSION or asked.hazard is None or asked.wants_until_on is None:
        return False
    return asked.hazard.due_on is not None and asked.wants_until_on <= asked.hazard.due_on


def _is_waiting(session: Session, factory: Factory, asked: Asked) -> bool:
    # The same thing asked again would stop the clock for ever.
    same = FactoryRequest.hazard_id == asked.hazard.id if asked.hazard else FactoryRequest.hazard_id.is_(None)
    decision = (
        FactoryRequest.stage_change_id == asked.decision.id
        if asked.decision
        else FactoryRequest.stage_change_id.is_(None)
    )
    unanswered = FactoryRequest.answered_on.is_(None)
    query = exists().where(
        FactoryRequest.factory_id == factory.id, FactoryRequest.kind == asked.kind, same, decision, unanswered
    )
    return bool(session.scalar(select(query)))


def require_judge(session: Session, asked: FactoryRequest, who: Visitor) -> None:
    """Refuse whoever may not answer this request, and say who may."""
    match asked.kind:
        case RequestKind.EXTENSION:
            if not DECIDERS & set(who.roles):
                raise NotYours
        case RequestKind.REVIEW:
            if not DECIDERS & set(who.roles):
                raise NotYours
            decision = session.get_one(StageChange, asked.stage_change_id)
            if who.id in took_part(decision):
                raise OwnDecision
        case RequestKind.WRONG_OBSERVATION:
            hazard = session.get_one(Hazard, asked.hazard_id)
            if hazard.discipline not in who.disciplines or who.id in _who_saw(session, hazard):
                raise SecondEngineer


def _who_saw(session: Session, hazard: Hazard) -> set[int]:
    """Return the engineers who recorded the hazard, or were on the visit that did."""
    first = select(HazardEvent.person_id).where(HazardEvent.hazard_id == hazard.id).order_by(HazardEvent.id).limit(1)
    found = set(session.scalars(first))
    if hazard.inspection_id is not None:
        found |= set(
            session.scalars(
                select(InspectionEngineer.person_id).where(InspectionEngineer.inspection_id == hazard.inspection_id)
            )
        )
    return {each for each in found if each is not None}


def _note(session: Session, deed: str, asked: FactoryRequest, *, who: Visitor, moment: Moment) -> None:
    session.flush()
    details = {
        "request": asked.id,
        "kind": asked.kind.value,
        "hazard": asked.hazard_id,
        "decision": asked.stage_change_id,
        "granted": asked.is_granted,
    }
    subject = f"factory {asked.factory.number}"
    journal.note(session, f"request: {deed}", subject, actor=who.actor, moment=moment, details=details)
