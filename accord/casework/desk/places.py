"""The places of a factory at which a hazard can be, and who else is in its buildings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from accord.casework.buildings import there_on
from accord.records.factory import Building, Factory, Floor, Occupant, Zone
from accord.rules.desk.places import Place


@dataclass(frozen=True)
class Neighbours:
    """A building of the factory and the other factories in it."""

    building: Building
    factories: tuple[Factory, ...]


@dataclass(frozen=True)
class Places:
    """All places of a factory, each building before its floors and each floor before its zones."""

    every: tuple[Place, ...]
    buildings: tuple[Building, ...]
    shared: tuple[Neighbours, ...]
    """The buildings in which another factory is too."""

    def named(self, key: str | None) -> Place | None:
        """Return the place with this key, or None if there is none in this factory."""
        return next((place for place in self.every if place.key == key), None)

    def building(self, building_id: int | None) -> Building | None:
        """Return one of the buildings, or None."""
        return next((building for building in self.buildings if building.id == building_id), None)

    def neighbours(self, building_id: int | None) -> frozenset[int]:
        """Return the ids of the other factories in a building."""
        found = (each.factories for each in self.shared if each.building.id == building_id)
        return frozenset(factory.id for factories in found for factory in factories)


def places_of(session: Session, factory: Factory, *, day: date) -> Places:
    """Return the places of the factory on that day, in two questions whatever their number."""
    rows = session.execute(_all_places(), {"factory": factory.id, "day": day}).all()
    buildings = tuple(dict.fromkeys(row[0] for row in rows))
    places = dict.fromkeys(place for row in rows for place in _places(*row))  # a set that keeps its order
    return Places(tuple(places), buildings, _shared(session, factory, buildings, day))


@cache
def _all_places() -> Select[Building, int | None, int | None, str | None, int | None, str | None]:
    """Return the question after the places of a factory on a day, put together once: it is asked with every hazard."""
    own = select(Occupant.building_id).where(Occupant.factory_id == bindparam("factory"), there_on(bindparam("day")))
    return (
        select(Building, Floor.id, Floor.level, Floor.name, Zone.id, Zone.name)
        .outerjoin(Floor, Floor.building_id == Building.id)
        .outerjoin(Zone, Zone.floor_id == Floor.id)
        .where(Building.id.in_(own))
        .order_by(Building.name, Building.id, Floor.level, Zone.name, Zone.id)
    )


@cache
def _all_others() -> Select[Occupant]:
    """Return the question after who else is in some buildings on a day."""
    return (
        select(Occupant)
        .join(Occupant.factory)
        .where(
            Occupant.building_id.in_(bindparam("buildings", expanding=True)),
            Occupant.factory_id != bindparam("factory"),
            there_on(bindparam("day")),
        )
        .options(joinedload(Occupant.factory))
        .order_by(Factory.number)
    )


def _places(
    building: Building,
    floor_id: int | None,
    level: int | None,
    floor: str | None,
    zone_id: int | None,
    zone: str | None,
) -> Sequence[Place]:
    whole = Place(building.id, building.name, building.name_bn)
    if floor_id is None:
        return (whole,)
    storey = replace(whole, floor_id=floor_id, level=level, floor=floor)
    if zone_id is None:
        return whole, storey
    return whole, storey, replace(storey, zone_id=zone_id, zone=zone)


def _shared(session: Session, factory: Factory, buildings: Sequence[Building], day: date) -> tuple[Neighbours, ...]:
    if not buildings:
        return ()
    asked = {"buildings": [building.id for building in buildings], "factory": factory.id, "day": day}
    others = session.scalars(_all_others(), asked).all()
    inside = {
        building: tuple(each.factory for each in others if each.building_id == building.id and each.factory)
        for building in buildings
    }
    return tuple(Neighbours(building, factories) for building, factories in inside.items() if factories)
