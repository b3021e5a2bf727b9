"""What the head of a column of a building list means: one row per building, floor, zone and occupant."""

from enum import StrEnum

from accord.rules.factories.register import words_of


class BuildingColumn(StrEnum):
    """What a column of a building list tells; the value is how sentences name it."""

    BUILDING = "building"
    BUILDING_BN = "building in Bangla"
    ADDRESS = "address"
    STOREYS = "storeys"
    CONSTRUCTION = "construction"
    YEAR_BUILT = "year built"
    LANDLORD = "landlord"
    LEVEL = "floor level"
    FLOOR = "floor name"
    FLOOR_BN = "floor name in Bangla"
    ZONE = "zone"
    ZONE_BN = "zone in Bangla"
    LOAD_KPA = "allowable load in kPa"
    LOAD_PSF = "allowable load in psf"
    LOAD = "allowable load"
    """Without its unit, which is never guessed."""
    FACTORY = "factory"
    OCCUPANT = "occupant"
    USE = "occupant use"
    FROM = "from"
    TO = "to"


BUILDING_HEADS: dict[BuildingColumn, tuple[str, ...]] = {
    BuildingColumn.BUILDING: (
        "building", "building name", "name of building", "name of the building", "bldg", "ভবন", "ভবনের নাম",
    ),
    BuildingColumn.BUILDING_BN: (
        "building bn", "building bangla", "building in bangla", "building name bangla", "building name bn", "name bn",
    ),
    BuildingColumn.ADDRESS: ("address", "building address", "address of building", "ঠিকানা"),
    BuildingColumn.STOREYS: (
        "storeys", "stories", "storey", "number of storeys", "no of storeys", "number of stories", "number of floors",
        "no of floors", "floors", "total floors", "তলা সংখ্যা",
    ),
    BuildingColumn.CONSTRUCTION: (
        "construction", "construction type", "type of construction", "structure", "structural system", "নির্মাণ",
    ),
    BuildingColumn.YEAR_BUILT: (
        "year built", "year", "year of construction", "construction year", "built", "built in", "নির্মাণের বছর",
    ),
    BuildingColumn.LANDLORD: ("landlord", "building owner", "owner", "owner of building", "বাড়ির মালিক"),
    BuildingColumn.LEVEL: ("floor level", "level", "floor number", "floor no", "floor index"),
    BuildingColumn.FLOOR: ("floor name", "floor", "name of floor", "তলা"),
    BuildingColumn.FLOOR_BN: (
        "floor name bn", "floor bn", "floor bangla", "floor name bangla", "floor in bangla", "floor name in bangla",
        "তলার নাম", "ফ্লোরের নাম",
    ),
    BuildingColumn.ZONE: ("zone", "zone name", "area", "zone or area"),
    BuildingColumn.ZONE_BN: (
        "zone bn", "zone name bn", "zone bangla", "zone name bangla", "zone in bangla", "zone name in bangla",
        "area bangla", "area bn", "এলাকার নাম",
    ),
    BuildingColumn.LOAD_KPA: (
        "allowable load kpa", "allowable load in kpa", "allowable kpa", "load kpa", "kpa", "allowable load kn m2",
        "floor load kpa", "live load kpa", "allowable live load kpa",
    ),
    BuildingColumn.LOAD_PSF: (
        "allowable load psf", "allowable load in psf", "allowable psf", "load psf", "psf", "floor load psf",
        "live load psf", "allowable live load psf", "allowable load lb ft2", "allowable load lbs ft2",
    ),
    BuildingColumn.LOAD: (
        "allowable load", "load", "floor load", "live load", "allowable live load", "allowable floor load",
        "load limit",
    ),
    BuildingColumn.FACTORY: (
        "factory", "factory number", "factory no", "factory id", "factories", "factory numbers", "কারখানা নম্বর",
    ),
    BuildingColumn.OCCUPANT: (
        "occupant", "other occupant", "occupant name", "name of occupant", "tenant", "other tenant",
    ),
    BuildingColumn.USE: ("occupant use", "use", "used as", "use of occupant", "occupancy", "ব্যবহার"),
    BuildingColumn.FROM: ("from", "from date", "since", "occupied since", "start", "start date"),
    BuildingColumn.TO: ("to", "to date", "until", "occupied until", "end", "end date"),
}  # fmt: skip
"""Heads by meaning, as `words_of` gives them; the first one in a list wins where a file holds several."""

_LOADS = frozenset({"load", "loads", "loading", "kpa", "psf", "লোড"})
_NO_AMOUNTS = frozenset(
    {"plan", "plans", "bearing", "test", "tested", "date", "remarks", "note", "notes", "source", "by"}
)
"""Words beside "load" that speak of a paper, a wall or a person, and of no limit."""


def sounds_like_load(head: str) -> bool:
    """Return whether a head that is not known speaks of what a floor may carry, such as "Floor load (kg/m2)"."""
    words = set(words_of(head).split())
    return bool(words & _LOADS) and not words & _NO_AMOUNTS
