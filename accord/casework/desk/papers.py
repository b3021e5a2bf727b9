"""Engineering documents that a factory owes: required, handed in, judged; and the hazards that wait on them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.records.factory import Building, Factory
from accord.records.hazard import Hazard, HazardEvent, HazardFactory
from accord.records.paperwork import DocumentStep, HazardWait, RequiredDocument, StoredFile
from accord.rules.desk.access import Thing
from accord.rules.desk.actions import Action
from accord.rules.desk.paperwork import (
    DISCIPLINE_OF,
    HANDED_IN,
    DocumentKind,
    DocumentState,
    days_with_the_programme,
    is_finished,
    may_follow,
)
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.spells import Spell


class DoesNotFollow(Told):
    """A document was to come to a state that does not follow on the one it is in."""

    sentence = N_("The document is not in the state for this step any more. Load the page anew.")


class NotYoursToSay(Told):
    """A step was said of a document by somebody who may not say it."""

    sentence = N_("The factory hands in; engineers of the discipline and the chief safety officer judge.")


class WhatIsMissing(Told):
    """A document was sent back without a word."""

    sentence = N_("Say what is missing: the factory has to know what to draw up.")


class OwedAlready(Told):
    """The same document was required twice of one building."""

    sentence = N_("This document is already required and not finished.")


class WaitsAlready(Told):
    """A hazard was to wait twice on one document."""

    sentence = N_("This hazard waits on this document already.")


class NothingToWaitFor(Told):
    """A hazard was to wait on a document that is finished, or of another factory."""

    sentence = N_("A hazard can wait only on a document of its own factory that is not finished.")


def require_document(
    session: Session,
    factory: Factory,
    *,
    kind: DocumentKind,
    building: Building | None,
    due_on: date | None,
    note: str | None,
    who: Visitor,
    moment: Moment,
) -> RequiredDocument:
    """Require a document of a factory, for one of its buildings or as a whole."""
    _require_judge(factory.id, kind, who)
    for other in documents_of(session, factory):
        is_same = other.kind is kind and other.building_id == (building.id if building else None)
        if is_same and not is_finished(kind, state_of(other)):
            raise OwedAlready
    document = RequiredDocument(
        factory_id=factory.id,
        building_id=building.id if building else None,
        kind=kind,
        due_on=due_on,
        note=note,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(document)
    session.flush()
    _append(session, document, DocumentState.REQUIRED, note, who=who, moment=moment)
    return document


def move_document(
    session: Session,
    document: RequiredDocument,
    state: DocumentState,
    *,
    remark: str | None,
    who: Visitor,
    moment: Moment,
    file: StoredFile | None = None,
) -> None:
    """Bring a document to its next state; what waited on it waits no more once it is finished."""
    require_step(session, document, state, remark=remark, who=who)
    _append(session, document, state, remark, who=who, moment=moment, file=file)
    if is_finished(document.kind, state):
        for wait in _waits_on(session, document):
            wait.to_on, wait.end_recorded_at = moment.today, moment.now
    session.flush()


def require_step(
    session: Session, document: RequiredDocument, state: DocumentState, *, remark: str | None, who: Visitor
) -> None:
    """Raise a refusal unless the document may come to the state now, by this person and with this remark."""
    session.refresh(document, with_for_update=True)
    if not may_follow(document.kind, state_of(document), state):
        raise DoesNotFollow
    if state in HANDED_IN:
        if not who.may(Action.HAND_IN_DOCUMENT, Thing(frozenset({document.factory_id}))):
            raise NotYoursToSay
    else:
        _require_judge(document.factory_id, document.kind, who)
    if state is DocumentState.COMMENTS and not remark:
        raise WhatIsMissing


def let_wait(
    session: Session, hazard: Hazard, document: RequiredDocument, *, who: Visitor, moment: Moment
) -> HazardWait:
    """Record that from today on a hazard waits on a document."""
    linked = select(HazardFactory.hazard_id).where(
        HazardFactory.hazard_id == hazard.id,
        HazardFactory.factory_id == document.factory_id,
        HazardFactory.removed_at.is_(None),
    )
    if is_finished(document.kind, state_of(document)) or session.scalar(linked) is None:
        raise NothingToWaitFor
    _require_judge(document.factory_id, document.kind, who)
    if any(wait.hazard_id == hazard.id for wait in _waits_on(session, document)):
        raise WaitsAlready
    wait = HazardWait(
        hazard_id=hazard.id,
        document_id=document.id,
        from_on=moment.today,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(wait)
    session.flush()
    details = {"document": document.id, "kind": document.kind.value}
    journal.note(session, "let a hazard wait", f"hazard {hazard.id}", actor=who.actor, moment=moment, details=details)
    return wait


def end_wait(session: Session, wait: HazardWait, *, who: Visitor, moment: Moment) -> None:
    """Record that from today on a hazard waits no more; ended twice, it ended the first time."""
    _require_judge(wait.document.factory_id, wait.document.kind, who)
    if wait.to_on is not None:
        return
    wait.to_on, wait.end_recorded_at = moment.today, moment.now
    session.flush()
    details = {"document": wait.document_id, "kind": wait.document.kind.value}
    subject = f"hazard {wait.hazard_id}"
    journal.note(session, "ended a wait", subject, actor=who.actor, moment=moment, details=details)


def documents_of(session: Session, factory: Factory) -> Sequence[RequiredDocument]:
    """Return the documents that a factory owes or has owed, with their steps, the latest first."""
    query = (
        select(RequiredDocument)
        .where(RequiredDocument.factory_id == factory.id)
        .options(
            selectinload(RequiredDocument.steps).options(
                joinedload(DocumentStep.person), joinedload(DocumentStep.file)
            ),
            joinedload(RequiredDocument.building),
        )
        .order_by(RequiredDocument.id.desc())
    )
    return session.scalars(query).all()


def waits_of(session: Session, factory: Factory) -> Sequence[HazardWait]:
    """Return which hazards wait, or have waited, on documents of a factory."""
    query = (
        select(HazardWait)
        .join(RequiredDocument)
        .where(RequiredDocument.factory_id == factory.id)
        .options(
            joinedload(HazardWait.hazard),
            joinedload(HazardWait.document).selectinload(RequiredDocument.steps),
        )
        .order_by(HazardWait.id)
    )
    return session.scalars(query).all()


def own_days(session: Session, hazard_ids: Sequence[int], *, today: date) -> dict[int, int]:
    """Return for how many days each hazard has waited for the programme itself, by its id, in two queries."""
    events: dict[int, list[HazardEvent]] = {hazard_id: [] for hazard_id in hazard_ids}
    for event in session.scalars(
        select(HazardEvent)
        .where(HazardEvent.hazard_id.in_(hazard_ids))
        .order_by(HazardEvent.effective_on, HazardEvent.id)
    ):
        events[event.hazard_id].append(event)
    waits: dict[int, list[HazardWait]] = {hazard_id: [] for hazard_id in hazard_ids}
    for wait in session.scalars(
        select(HazardWait)
        .where(HazardWait.hazard_id.in_(hazard_ids))
        .options(joinedload(HazardWait.document).selectinload(RequiredDocument.steps))
    ):
        waits[wait.hazard_id].append(wait)
    return {
        hazard_id: days_with_the_programme(
            [(event.effective_on, event.status) for event in events[hazard_id]],
            [
                ([(step.happened_on, step.state) for step in wait.document.steps], Spell(wait.from_on, wait.to_on))
                for wait in waits[hazard_id]
            ],
            today=today,
        )
        for hazard_id in hazard_ids
    }


def state_of(document: RequiredDocument) -> DocumentState:
    """Return how far a document has come."""
    return document.steps[-1].state if document.steps else DocumentState.REQUIRED


def may_judge(factory_id: int, kind: DocumentKind, who: Visitor) -> bool:
    """Return whether the visitor may judge such a document: an engineer only one of the own discipline."""
    thing = Thing(frozenset({factory_id}), DISCIPLINE_OF[kind])
    decides = {Role.CHIEF_SAFETY_OFFICER, Role.DEPUTY} & set(who.roles)
    return who.may(Action.JUDGE_DOCUMENT, thing) and bool(decides or DISCIPLINE_OF[kind] in who.disciplines)


def _require_judge(factory_id: int, kind: DocumentKind, who: Visitor) -> None:
    if not may_judge(factory_id, kind, who):
        raise NotYoursToSay


def _waits_on(session: Session, document: RequiredDocument) -> Sequence[HazardWait]:
    query = select(HazardWait).where(HazardWait.document_id == document.id, HazardWait.to_on.is_(None))
    return session.scalars(query).all()


def _append(
    session: Session,
    document: RequiredDocument,
    state: DocumentState,
    remark: str | None,
    *,
    who: Visitor,
    moment: Moment,
    file: StoredFile | None = None,
) -> None:
    document.steps.append(
        DocumentStep(
            state=state,
            happened_on=moment.today,
            remark=remark,
            file=file,
            person_id=who.id,
            actor=who.actor,
            recorded_at=moment.now,
        )
    )
    session.flush()
    number = session.scalar(select(Factory.number).where(Factory.id == document.factory_id))
    details = {"document": document.id, "kind": document.kind.value, "state": state.value, "remark": remark}
    journal.note(session, "moved a document on", f"factory {number}", actor=who.actor, moment=moment, details=details)
