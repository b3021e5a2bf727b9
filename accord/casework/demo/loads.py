"""Writes what engineers found of the buildings of the demonstration: their ratings, and loads by weighing."""

from sqlalchemy.orm import Session

from accord.casework.demo.days import Days
from accord.casework.demo.places import Grounds, Place
from accord.casework.demo.story import FactoryStory, LoadStory
from accord.casework.demo.visits import INSPECTED_AT, Visit, Visits, keyed
from accord.records.inspection import InspectedBuilding, Measurement
from accord.rules.desk.measurements import Quantity, Unit
from accord.rules.vocabulary import Discipline


def write_loads(session: Session, story: FactoryStory, visits: Visits, *, grounds: Grounds, days: Days) -> None:
    """Write the rating of each structural visit for the factory's building, and the loads that were weighed on it."""
    buildings = [grounds.places[each.building] for each in story.occupies]
    for key, told in keyed(story.visits.get(Discipline.STRUCTURAL, ())):
        visit = visits[Discipline.STRUCTURAL, key]
        # Of several buildings a story does not say which one its rating is of.
        if told.rating is not None and len(buildings) == 1:
            building = buildings[0].building
            session.add(InspectedBuilding(inspection=visit.inspection, building=building, rating=told.rating))
        session.add_all(_measurement(each, visit, grounds.places[each.building], days=days) for each in told.loads)
    session.flush()


def _measurement(load: LoadStory, visit: Visit, place: Place, *, days: Days) -> Measurement:
    floor = place.floors[load.floor]
    zone = place.zones[load.floor, load.zone] if load.zone else None
    allowed = zone.allowable_load_kpa if zone and zone.allowable_load_kpa is not None else floor.allowable_load_kpa
    return Measurement(
        inspection=visit.inspection,
        building=place.building,
        floor=floor,
        zone=zone,
        quantity=Quantity.LOAD,
        value=load.kpa,
        typed_value=f"{load.kpa:g}",
        typed_unit=Unit.KPA,
        method=load.method,
        allowable_kpa=allowed,
        actor=visit.engineer,
        recorded_at=days.at(days.worked_on(visit.day), INSPECTED_AT),
    )
