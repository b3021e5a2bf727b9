"""Recording accidents, and the hazards that had to do with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework import journal
from accord.casework.buildings import buildings_of
from accord.casework.desk.revisions import take_turn
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.records.factory import Building, Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.incident import Incident
from accord.rules.desk.access import Thing
from accord.rules.desk.actions import Action
from accord.rules.desk.incidents import IncidentKind
from accord.rules.moments import Moment

FIRST_DAY = date(2000, 1, 1)
"""Ours: an earlier day is mistyped in its year."""
MOST_LISTED = 200


class NotThatDay(Told):
    """An accident was recorded for a day to come, or before any programme."""

    sentence = N_("An accident has happened on a day from the year 2000 until today.")


class NotOfThisFactory(Told):
    """A building or hazard of another factory was linked to an accident."""

    sentence = N_("The building and the hazards must be of the factory where it happened.")


@dataclass(frozen=True)
class IncidentFacts:
    """What is said of an accident; None where nobody knows."""

    kind: IncidentKind
    happened_on: date
    building: Building | None
    injured: int | None
    dead: int | None
    cause: str | None
    account: str
    hazards: tuple[Hazard, ...] = ()


def record_incident(
    session: Session, factory: Factory, facts: IncidentFacts, *, who: Visitor, moment: Moment
) -> Incident:
    """Record an accident at a factory, with the hazards that had to do with it."""
    _require_possible(session, factory, facts, moment)
    incident = Incident(
        factory_id=factory.id, hazards=list(facts.hazards), actor=who.actor, recorded_at=moment.now, **_words(facts)
    )
    session.add(incident)
    session.flush()
    _note(session, "recorded an accident", factory, incident, {}, who=who, moment=moment)
    return incident


def mend_incident(
    session: Session, incident: Incident, facts: IncidentFacts, *, opened_at: int, who: Visitor, moment: Moment
) -> None:
    """Write what is known of an accident anew. Raises ChangedMeanwhile where somebody else did so first."""
    session.refresh(incident, with_for_update=True)
    factory = incident.factory
    _require_possible(session, factory, facts, moment)
    linked = sorted(hazard.id for hazard in incident.hazards)
    wanted = sorted(hazard.id for hazard in facts.hazards)
    changed = take_turn(incident, _words(facts), opened_at=opened_at)
    details: dict[str, object] = {name: [str(was), str(is_)] for name, (was, is_) in changed.items()}
    if linked != wanted:
        incident.hazards = list(facts.hazards)
        details["hazards"] = [linked, wanted]
    session.flush()
    if details:
        _note(session, "mended an accident", factory, incident, details, who=who, moment=moment)


def incidents_seen(session: Session, who: Visitor) -> Sequence[Incident]:
    """Return the accidents that the visitor may read of, the latest first."""
    query = (
        select(Incident)
        .options(joinedload(Incident.factory), joinedload(Incident.building), selectinload(Incident.hazards))
        .order_by(Incident.happened_on.desc(), Incident.id.desc())
        .limit(MOST_LISTED)
    )
    sight = who.sight(Action.READ_FACTORY)
    if not sight.everywhere:
        query = query.where(Incident.factory_id.in_(sight.factories))
    return session.scalars(query).all()


def thing_of_incident(incident: Incident) -> Thing:
    """Return an accident as the access table asks for it: nothing of it was issued to the signatories."""
    return Thing(frozenset({incident.factory_id}), is_issued=False)


def hazards_to_link(session: Session, factory: Factory) -> Sequence[Hazard]:
    """Return the hazards that count for a factory, by discipline and item."""
    query = (
        select(Hazard)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .where(HazardFactory.factory_id == factory.id, HazardFactory.removed_at.is_(None))
        .order_by(Hazard.discipline, Hazard.item)
    )
    return session.scalars(query).all()


def _require_possible(session: Session, factory: Factory, facts: IncidentFacts, moment: Moment) -> None:
    if not FIRST_DAY <= facts.happened_on <= moment.today:
        raise NotThatDay
    there = {building.id for building in buildings_of(session, factory, day=facts.happened_on)}
    own = {hazard.id for hazard in hazards_to_link(session, factory)}
    if (facts.building and facts.building.id not in there) or any(each.id not in own for each in facts.hazards):
        raise NotOfThisFactory


def _words(facts: IncidentFacts) -> dict[str, object]:
    return {
        "kind": facts.kind,
        "happened_on": facts.happened_on,
        "building_id": facts.building.id if facts.building else None,
        "injured": facts.injured,
        "dead": facts.dead,
        "cause": facts.cause,
        "account": facts.account,
    }


def _note(
    session: Session,
    deed: str,
    factory: Factory,
    incident: Incident,
    details: dict[str, object],
    *,
    who: Visitor,
    moment: Moment,
) -> None:
    told = {"incident": incident.id, "kind": incident.kind.value, "on": incident.happened_on.isoformat(), **details}
    journal.note(session, deed, f"factory {factory.number}", actor=who.actor, moment=moment, details=told)
