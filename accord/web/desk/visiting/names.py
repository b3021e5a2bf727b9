"""How factories, buildings and places in them are called in the language of the page."""

from accord.casework.desk.measurements import Place
from accord.gateways.formats import format_decimal, format_plain
from accord.gateways.wording import Text, Wording
from accord.records.factory import Building, Factory, Floor
from accord.records.inspection import Measurement
from accord.records.person import Person
from accord.rules.desk.measurements import Quantity, Unit
from accord.rules.factories.loads import psf_of_kpa
from accord.web.filters import named, number
from accord.web.language import gettext, language


def factory_name(factory: Factory) -> Text:
    """Return the name of a factory; its number where no document has shown a name."""
    wording = Wording(language())
    return wording.of(factory.name, factory.name_bn) or wording.written(str(factory.number))


def building_name(building: Building) -> Text:
    """Return the name of a building."""
    wording = Wording(language())
    return wording.of(building.name, building.name_bn) or wording.written(building.name)


def person_name(person: Person) -> str:
    """Return the name of a person."""
    found = Wording(language()).of(person.name, person.name_bn)
    return found.words if found else person.name


def floor_name(floor: Floor) -> str:
    """Return what a floor is called: "ground floor", "level 3 · sewing"."""
    level = gettext("ground floor") if floor.level == 0 else gettext("level %(level)s", level=_plain(floor.level))
    what = named(floor)
    return f"{level} · {what}" if what and what.casefold() != level.casefold() else level


def place_name(place: Place) -> str:
    """Return what a place is called, with the load that is allowed there."""
    parts = [building_name(place.building).words]
    if place.floor is not None:
        parts.append(floor_name(place.floor))
    if place.zone is not None:
        parts.append(place.zone.name)
    told = " · ".join(parts)
    if place.floor is None:
        return told
    return f"{told} ({gettext('allowed')} {load(place.allowable_kpa)})" if place.allowable_kpa is not None else told


def load(kpa: float) -> str:
    """Return a load in both units: "2.0 kPa (42 psf)"."""
    return f"{format_decimal(kpa, language())} kPa ({number(psf_of_kpa(kpa))} psf)"


def measured(measurement: Measurement) -> str:
    """Return a measured value as it is stored, and as it was typed where that was another unit."""
    if measurement.quantity is Quantity.LOAD:
        return load(measurement.value)
    units = {
        Quantity.CORE_STRENGTH: " MPa",
        Quantity.TEMPERATURE: " °C",
        Quantity.INSULATION_RESISTANCE: " MΩ",
    }
    said = f"{format_decimal(measurement.value, language())}{units.get(measurement.quantity, '')}"
    return f"{said} ({measurement.typed_value} psi)" if measurement.typed_unit is Unit.PSI else said


def measured_where(measurement: Measurement) -> str:
    """Return where something was measured."""
    parts = []
    if measurement.building is not None:
        parts.append(building_name(measurement.building).words)
    if measurement.floor is not None:
        parts.append(floor_name(measurement.floor))
    if measurement.zone is not None:
        parts.append(measurement.zone.name)
    if measurement.place:
        parts.append(measurement.place)
    return " · ".join(parts)


def _plain(level: int) -> str:
    return format_plain(level, language())
