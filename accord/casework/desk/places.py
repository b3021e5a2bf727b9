"""The places of a factory at which a hazard can be, and who else is in its buildings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
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
    own = select(Occupant.building_id).where(Occupant.factory_id == factory.id, there_on(day))
    rows = session.execute(
        select(Building, Floor, Zone)
        .outerjoin(Floor, Floor.building_id == Building.id)
        .outerjoin(Zone, Zone.floor_id == Floor.id)
        .where(Building.id.in_(own))
        .order_by(Building.name, Building.id, Floor.level, Zone.name, Zone.id)
    ).all()
    buildings = tuple(dict.fromkeys(row[0] for row in rows))
    places = dict.fromkeys(
        place for building, floor, zone in rows for place in _places(building, floor, zone)
    )  # a set that keeps its order
    return Places(tuple(places), buildings, _shared(session, factory, buildings, day))


def _places(building: Building, floor: Floor | None, zone: Zone | None) -> Sequence[Place]:
    whole = Place(building.id, building.name, building.name_bn)
    if floor is None:
        return (whole,)
    level = Place(building.id, building.name, building.name_bn, floor.id, floor.level, floor.name)
    if zone is None:
        return whole, level
    part = Place(building.id, building.name, building.name_bn, floor.id, floor.level, floor.name, zone.id, zone.name)
    return whole, level, part


def _shared(session: Session, factory: Factory, buildings: Sequence[Building], day: date) -> tuple[Neighbours, ...]:
    if not buildings:
        return ()
    others = session.scalars(
        select(Occupant)
        .join(Occupant.factory)
        .where(
            Occupant.building_id.in_([building.id for building in buildings]),
            Occupant.factory_id != factory.id,
            there_on(day),
        )
        .options(joinedload(Occupant.factory))
        .order_by(Factory.number)
    ).all()
    inside = {
        building: tuple(each.factory for each in others if each.building_id == building.id and each.factory)
        for building in buildings
    }
    return tuple(Neighbours(building, factories) for building, factories in inside.items() if factories)
