"""Buildings as their own things: recording them, their floors and loads, who moves in and out, and asking who is there.

An order on a building reaches everybody in it, so that what is asked here is whom it reaches. Source: DOMAIN.md
sections 2 and 6.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from accord.casework import journal
from accord.casework.refusals import Refused
from accord.records.base import hold_the_pen
from accord.records.factory import Building, Factory, Floor, Occupant, Zone
from accord.rules.factories.buildings import (
    FEWEST_STOREYS,
    FIRST_YEAR,
    LOWEST_LEVEL,
    MOST_STOREYS,
    BuildingFacts,
    Stay,
    are_possible_storeys,
    is_possible_level,
    is_possible_year,
)
from accord.rules.factories.loads import LEAST_KPA, MOST_KPA, is_possible_load
from accord.rules.factories.register import words_of
from accord.rules.moments import Moment


class NoSuchBuilding(Refused):
    """A building, floor or load cannot be as it was told."""


class OnRecordAlready(Refused):
    """The floor or zone is on record already."""


class CannotStay(Refused):
    """Nobody can be in a building in this way: twice at once, or gone before having come."""


@dataclass(frozen=True)
class OtherOccupant:
    """Somebody in a building who is no factory of the register: a bank, a mall, a school."""

    name: str
    use: str | None = None


@dataclass(frozen=True)
class SharedBuilding:
    """A building in which a factory is on a day, and who else is there."""

    building: Building
    others: tuple[Occupant, ...]

    @property
    def is_shared(self) -> bool:
        """Whether anybody else is there."""
        return bool(self.others)


def record_building(session: Session, facts: BuildingFacts, *, actor: str, moment: Moment) -> Building:
    """Record a building. Whether it is one that is on record already, only its occupants can tell."""
    if facts.storeys is not None and not are_possible_storeys(facts.storeys):
        msg = f"a building has no {facts.storeys} storeys; expected {FEWEST_STOREYS} to {MOST_STOREYS}"
        raise NoSuchBuilding(msg)
    if facts.year_built is not None and not is_possible_year(facts.year_built, today=moment.today):
        msg = f"it cannot have been built in {facts.year_built}; expected {FIRST_YEAR} to {moment.today.year}"
        raise NoSuchBuilding(msg)
    building = Building(**asdict(facts))
    session.add(building)
    session.flush()
    _note(session, "recorded a building", building, actor=actor, moment=moment, **asdict(facts))
    return building


def record_floor(
    session: Session,
    building: Building,
    *,
    level: int,
    actor: str,
    moment: Moment,
    name: str | None = None,
    name_bn: str | None = None,
    allowable_load_kpa: float | None = None,
) -> Floor:
    """Record a floor; level 0 is the ground floor, and the number of storeys is the level of the roof."""
    if not is_possible_level(level, building.storeys):
        most = MOST_STOREYS if building.storeys is None else building.storeys
        msg = f"“{building.name}” has no level {level}; expected {LOWEST_LEVEL} to {most}, which is the roof"
        raise NoSuchBuilding(msg)
    if any(floor.level == level for floor in building.floors):
        msg = f"level {level} of “{building.name}” is on record already"
        raise OnRecordAlready(msg)
    _require_possible_load(allowable_load_kpa)
    floor = Floor(level=level, name=name, name_bn=name_bn, allowable_load_kpa=allowable_load_kpa)
    building.floors.append(floor)
    session.flush()
    told = {"level": level, "name": name, "name_bn": name_bn, "allowable_load_kpa": allowable_load_kpa}
    _note(session, "recorded a floor", building, actor=actor, moment=moment, **told)
    return floor


def record_zone(
    session: Session,
    floor: Floor,
    *,
    name: str,
    actor: str,
    moment: Moment,
    name_bn: str | None = None,
    allowable_load_kpa: float | None = None,
) -> Zone:
    """Record a part of a floor that has a load limit of its own."""
    if any(words_of(zone.name) == words_of(name) for zone in floor.zones):
        msg = f"the zone “{name}” of level {floor.level} is on record already"
        raise OnRecordAlready(msg)
    _require_possible_load(allowable_load_kpa)
    zone = Zone(name=name, name_bn=name_bn, allowable_load_kpa=allowable_load_kpa)
    floor.zones.append(zone)
    session.flush()
    told = {"level": floor.level, "zone": name, "zone_bn": name_bn, "allowable_load_kpa": allowable_load_kpa}
    _note(session, "recorded a zone", floor.building, actor=actor, moment=moment, **told)
    return zone


def set_allowable_load(
    session: Session, place: Floor | Zone, *, load_kpa: float, because: str, actor: str, moment: Moment
) -> None:
    """Set what a floor or zone may carry from now on, as a load plan or an assessment says; the journal keeps both."""
    _require_possible_load(load_kpa)
    floor = place if isinstance(place, Floor) else place.floor
    told = {
        "level": floor.level,
        "zone": place.name if isinstance(place, Zone) else None,
        "from": place.allowable_load_kpa,
        "to": load_kpa,
        "because": because,
    }
    place.allowable_load_kpa = load_kpa
    session.flush()
    _note(session, "set an allowable load", floor.building, actor=actor, moment=moment, **told)


def move_in(
    session: Session,
    building: Building,
    *,
    who: Factory | OtherOccupant,
    from_on: date | None,
    actor: str,
    moment: Moment,
    to_on: date | None = None,
) -> Occupant:
    """Record that somebody is in the building from a day on; None: since before anybody wrote it down."""
    # Two at once would each find the other one not there yet.
    hold_the_pen(session, "register")
    stay = Stay(from_on, to_on)
    if not stay.is_possible:
        msg = f"the stay would end on {to_on}, but begin on {from_on}"
        raise CannotStay(msg)
    session.refresh(building, ["occupants"])
    for other in building.occupants:
        if _is_same(other, who) and other.stay.overlaps(stay):
            msg = f"{_called(who)} is already in “{building.name}” {other.stay}"
            raise CannotStay(msg)
    occupant = Occupant(from_on=from_on, to_on=to_on)
    if isinstance(who, Factory):
        occupant.factory = who
    else:
        occupant.other_name, occupant.other_use = who.name, who.use
    building.occupants.append(occupant)
    session.flush()
    told = {"who": _called(who), "from": _plain(from_on), "to": _plain(to_on)}
    _note(session, "recorded an occupant", building, actor=actor, moment=moment, **told)
    return occupant


def move_out(session: Session, occupant: Occupant, *, to_on: date, actor: str, moment: Moment) -> None:
    """Record that somebody has left the building; `to_on` is the first day on which it is not there any more."""
    who = f"factory {occupant.factory.number}" if occupant.factory else f"“{occupant.other_name}”"
    if occupant.to_on is not None:
        msg = f"{who} is on record as gone from “{occupant.building.name}” since {occupant.to_on}"
        raise CannotStay(msg)
    if not replace(occupant.stay, to_on=to_on).is_possible:
        msg = f"{who} came to “{occupant.building.name}” on {occupant.from_on} and cannot have left it on {to_on}"
        raise CannotStay(msg)
    occupant.to_on = to_on
    session.flush()
    told = {"who": who, "from": _plain(occupant.from_on), "to": _plain(to_on)}
    _note(session, "recorded that an occupant left", occupant.building, actor=actor, moment=moment, **told)


def occupants_on(session: Session, building: Building, *, day: date) -> list[Occupant]:
    """Return who is in the building on that day: factories by number, then the others by name."""
    query = (
        select(Occupant)
        .where(Occupant.building_id == building.id, there_on(day))
        .options(selectinload(Occupant.factory))
    )
    return _in_order(session.scalars(query))


def buildings_of(session: Session, factory: Factory, *, day: date) -> list[Building]:
    """Return the buildings in which the factory is on that day, by name."""
    query = (
        select(Building)
        .join(Occupant)
        .where(Occupant.factory_id == factory.id, there_on(day))
        .order_by(Building.name, Building.id)
    )
    return list(session.scalars(query).unique())


def is_shared(session: Session, building: Building, *, day: date) -> bool:
    """Return whether more than one is in the building on that day; a bank counts as much as a factory."""
    return len(occupants_on(session, building, day=day)) > 1


def shared_with(session: Session, factory: Factory, *, day: date) -> list[SharedBuilding]:
    """Return each building in which the factory is on that day, with everybody else who is there."""
    buildings = buildings_of(session, factory, day=day)
    query = (
        select(Occupant)
        .where(
            Occupant.building_id.in_([building.id for building in buildings]),
            Occupant.factory_id.is_distinct_from(factory.id),
            there_on(day),
        )
        .options(selectinload(Occupant.factory))
    )
    others: dict[int, list[Occupant]] = {building.id: [] for building in buildings}
    for occupant in session.scalars(query):
        others[occupant.building_id].append(occupant)
    return [SharedBuilding(building, tuple(_in_order(others[building.id]))) for building in buildings]


def there_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Return the condition that an occupant is there on that day, or on one that is told when the question is asked."""
    has_come = Occupant.from_on.is_(None) | (Occupant.from_on <= day)
    return has_come & (Occupant.to_on.is_(None) | (Occupant.to_on > day))


def _in_order(occupants: Iterable[Occupant]) -> list[Occupant]:
    return sorted(
        occupants,
        key=lambda each: (each.factory is None, each.factory.number if each.factory else 0, each.other_name or ""),
    )


def _is_same(occupant: Occupant, who: Factory | OtherOccupant) -> bool:
    if isinstance(who, Factory):
        return occupant.factory is who
    return occupant.other_name is not None and words_of(occupant.other_name) == words_of(who.name)


def _called(who: Factory | OtherOccupant) -> str:
    return f"factory {who.number}" if isinstance(who, Factory) else f"“{who.name}”"


def _plain(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _require_possible_load(load_kpa: float | None) -> None:
    if load_kpa is not None and not is_possible_load(load_kpa):
        msg = f"{load_kpa:g} kPa is no load that a floor may carry; expected {LEAST_KPA:g} to {MOST_KPA:g}"
        raise NoSuchBuilding(msg)


def _note(session: Session, deed: str, building: Building, *, actor: str, moment: Moment, **told: object) -> None:
    details = {name: value for name, value in told.items() if value is not None}
    journal.note(session, deed, f"building {building.id}", actor=actor, moment=moment, details=details)
