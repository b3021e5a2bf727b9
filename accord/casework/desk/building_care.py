"""Adding and correcting buildings, floors and zones from an inspection: engineers see them first."""

from dataclasses import asdict

from sqlalchemy.orm import Session

from accord.casework import buildings, journal
from accord.casework.desk.visitors import Visitor
from accord.casework.orders import arrivals
from accord.casework.refusals import N_, Told
from accord.records.factory import Building, Factory, Floor, Zone
from accord.rules.factories.buildings import BuildingFacts, are_possible_storeys, is_possible_level, is_possible_year
from accord.rules.factories.loads import is_possible_load
from accord.rules.factories.register import words_of
from accord.rules.moments import Moment


class ImpossibleBuilding(Told):
    """A building cannot have so many storeys, or have been built in that year."""

    sentence = N_("A building has 1 to 60 storeys, and was built between 1850 and this year.")


class ImpossibleLevel(Told):
    """A building has no such level."""

    sentence = N_("This building has no such level. The ground floor is 0, and the roof has the number of storeys.")


class LevelIsThere(Told):
    """The level or zone is on record already."""

    sentence = N_("This floor or zone is on record already: set its allowable load instead.")


class ImpossibleLoad(Told):
    """No floor of a factory carries such a load."""

    sentence = N_("A floor carries 0.5 to 25 kPa (10 to 522 psf). Look at the unit again.")


class NameIsThere(Told):
    """The factory has a building of this name already."""

    sentence = N_("The factory has a building of this name already.")


class WhyThisLoad(Told):
    """An allowable load was changed without saying what says so."""

    sentence = N_("Say what says so: the load plan, the assessment, and its date.")


def add_building(session: Session, factory: Factory, facts: BuildingFacts, *, who: Visitor, moment: Moment) -> Building:
    """Record a building in which the factory is; since when, nobody has written down."""
    _require_possible(facts, moment)
    names = {words_of(each.name) for each in buildings.buildings_of(session, factory, day=moment.today)}
    if words_of(facts.name) in names:
        raise NameIsThere
    building = buildings.record_building(session, facts, actor=who.actor, moment=moment)
    arrivals.move_in(session, building, who=factory, from_on=None, actor=who.actor, moment=moment)
    return building


def correct_building(
    session: Session, building: Building, facts: BuildingFacts, *, who: Visitor, moment: Moment
) -> None:
    """Write what is known of a building anew; the journal keeps both."""
    _require_possible(facts, moment)
    wanted = asdict(facts)
    changed = {
        name: [getattr(building, name), value] for name, value in wanted.items() if getattr(building, name) != value
    }
    if not changed:
        return
    for name, (_, value) in changed.items():
        setattr(building, name, value)
    session.flush()
    subject = f"building {building.id}"
    journal.note(session, "corrected a building", subject, actor=who.actor, moment=moment, details=changed)


def add_floor(
    session: Session,
    building: Building,
    *,
    level: int,
    name: str | None,
    load_kpa: float | None,
    who: Visitor,
    moment: Moment,
) -> Floor:
    """Record a floor of a building."""
    _require_load(load_kpa)
    if not is_possible_level(level, building.storeys):
        raise ImpossibleLevel
    if any(floor.level == level for floor in building.floors):
        raise LevelIsThere
    return buildings.record_floor(
        session, building, level=level, name=name, allowable_load_kpa=load_kpa, actor=who.actor, moment=moment
    )


def add_zone(
    session: Session, floor: Floor, *, name: str, load_kpa: float | None, who: Visitor, moment: Moment
) -> Zone:
    """Record a part of a floor with a load limit of its own."""
    _require_load(load_kpa)
    if any(words_of(zone.name) == words_of(name) for zone in floor.zones):
        raise LevelIsThere
    return buildings.record_zone(session, floor, name=name, allowable_load_kpa=load_kpa, actor=who.actor, moment=moment)


def set_load(
    session: Session, place: Floor | Zone, *, load_kpa: float, because: str | None, who: Visitor, moment: Moment
) -> None:
    """Set what a floor or zone may carry from now on, and what says so."""
    if not because:
        raise WhyThisLoad
    _require_load(load_kpa)
    buildings.set_allowable_load(session, place, load_kpa=load_kpa, because=because, actor=who.actor, moment=moment)


def _require_possible(facts: BuildingFacts, moment: Moment) -> None:
    wrong = (facts.storeys is not None and not are_possible_storeys(facts.storeys)) or (
        facts.year_built is not None and not is_possible_year(facts.year_built, today=moment.today)
    )
    if wrong:
        raise ImpossibleBuilding


def _require_load(load_kpa: float | None) -> None:
    if load_kpa is not None and not is_possible_load(load_kpa):
        raise ImpossibleLoad
