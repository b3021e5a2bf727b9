"""Trips: several visits in one district, planned in one go, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visit_lists import factories_with_ids, visits_counted
from accord.casework.desk.visitors import Visitor
from accord.casework.desk.visits import engineers_on, plan_visit
from accord.casework.refusals import N_, Told
from accord.records.factory import Factory
from accord.records.inspection import Trip
from accord.records.person import Person
from accord.rules.desk.trips import LONGEST_DAYS, Proposal, Stop, days_between, spread
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, InspectionKind


class ImpossibleDays(Told):
    """A trip ends before it begins, or lasts longer than a month."""

    sentence = N_("The last day must not lie before the first, and a trip lasts at most a month.")


class NoStops(Told):
    """A trip was planned without a visit, or with one that nobody makes."""

    sentence = N_("Tick at least one factory, and choose an engineer and a day for each.")


@dataclass(frozen=True)
class Leg:
    """One visit of a trip."""

    factory: Factory
    discipline: Discipline
    engineer: Person
    on: date


def propose(session: Session, picked: Sequence[tuple[int, Discipline]], *, first: date, last: date) -> list[Proposal]:
    """Return who could go where on which day of the trip; nothing is written."""
    if not first <= last or (last - first).days >= LONGEST_DAYS:
        raise ImpossibleDays
    days = days_between(first, last)
    factories = factories_with_ids(session, {factory_id for factory_id, _ in picked})
    stops = [
        Stop(
            factory_id,
            discipline,
            factories[factory_id].upazila,
            factories[factory_id].latitude_degrees,
            factories[factory_id].longitude_degrees,
        )
        for factory_id, discipline in picked
        if factory_id in factories
    ]
    engineers = {
        discipline: [person.id for person in engineers_on(session, discipline, day=first)]
        for discipline in {stop.discipline for stop in stops}
    }
    return spread(stops, days, engineers, visits_counted(session, days))


def plan_trip(
    session: Session,
    *,
    name: str,
    district: str,
    legs: Sequence[Leg],
    is_announced: bool,
    who: Visitor,
    moment: Moment,
) -> Trip:
    """Plan a trip with its visits, all of them follow-ups."""
    if not legs:
        raise NoStops
    days = [leg.on for leg in legs]
    if (max(days) - min(days)).days >= LONGEST_DAYS:
        raise ImpossibleDays
    trip = Trip(
        name=name,
        district=district,
        first_on=min(days),
        last_on=max(days),
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(trip)
    session.flush()
    for leg in legs:
        plan_visit(
            session,
            leg.factory,
            discipline=leg.discipline,
            kind=InspectionKind.FOLLOW_UP,
            planned_on=leg.on,
            engineer=leg.engineer,
            is_announced=is_announced,
            note=None,
            trip=trip,
            who=who,
            moment=moment,
        )
    details = {"name": name, "district": district, "visits": len(legs)}
    journal.note(session, "planned a trip", f"trip {trip.id}", actor=who.actor, moment=moment, details=details)
    return trip
