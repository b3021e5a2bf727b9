"""Filling in a building, its floors and zones from a list: what is missing is added, nothing is overwritten.

A list that tells two numbers of one thing cannot be trusted with either and is refused; a list that differs from the
record is warned of.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from accord.casework.register.building_entries import BuildingEntry
from accord.casework.register.building_identity import BuildingTold, Say
from accord.casework.register.report import Tally
from accord.records.factory import Building, Floor, Zone
from accord.rules.factories.buildings import LOWEST_LEVEL, MOST_STOREYS, is_possible_level
from accord.rules.factories.loads import are_same_load
from accord.rules.factories.register import identity_key, words_of
from accord.rules.sheets.building_heads import BuildingColumn

_FACTS = {
    "name_bn": BuildingColumn.BUILDING_BN,
    "storeys": BuildingColumn.STOREYS,
    "construction": BuildingColumn.CONSTRUCTION,
    "year_built": BuildingColumn.YEAR_BUILT,
    "landlord": BuildingColumn.LANDLORD,
}
_LOAD = "allowable_load_kpa"
_WORDED = (
    BuildingColumn.BUILDING_BN,
    BuildingColumn.CONSTRUCTION,
    BuildingColumn.LANDLORD,
    BuildingColumn.FLOOR,
    BuildingColumn.FLOOR_BN,
    BuildingColumn.ZONE_BN,
)
"""What two rows may word in two ways without being wrong."""

Told = Sequence[tuple[BuildingEntry, Any]]
"""What rows say of one thing, with the row of each."""


@dataclass
class BuildingFiller:
    """Fills in the buildings of one list; `changes` says in plain words what became of the one at hand."""

    refuse: Say
    warn: Say
    floors: Tally = field(default_factory=Tally)
    zones: Tally = field(default_factory=Tally)
    changes: list[str] = field(default_factory=list)

    def fill(self, building: Building, told: BuildingTold) -> None:
        """Add what the rows know and the record does not."""
        for name, column in _FACTS.items():
            self._fill(building, name, _told(told.entries, name), column=column, called=f"“{told.name}”")
        self._refuse_floors_above(building, told)
        by_level: dict[int, list[BuildingEntry]] = defaultdict(list)
        for entry in told.entries:
            level = self._level(entry, building)
            if level is not None:
                by_level[level].append(entry)
        known = {floor.level: floor for floor in building.floors}
        for level, entries in sorted(by_level.items()):
            self._fill_floor(building, level, entries, known=known.get(level))

    def _fill_floor(
        self, building: Building, level: int, entries: Sequence[BuildingEntry], *, known: Floor | None
    ) -> None:
        called = f"floor {level} of “{building.name}”"
        floor = known or Floor(level=level)
        self._count(self.floors, called, is_new=known is None)
        names = [(entry, entry.place.floor_name) for entry in entries if entry.place.floor_name]
        names_bn = [(entry, entry.place.floor_name_bn) for entry in entries if entry.place.floor_name_bn]
        loads = [(entry, entry.place.load_kpa) for entry in entries if not entry.place.zone and entry.place.load_kpa]
        is_filled = [
            self._fill(floor, "name", names, column=BuildingColumn.FLOOR, called=called),
            self._fill(floor, "name_bn", names_bn, column=BuildingColumn.FLOOR_BN, called=called),
            self._fill(floor, _LOAD, loads, column=BuildingColumn.LOAD_KPA, called=called),
        ]
        if known is None:
            building.floors.append(floor)
        elif any(is_filled):
            self.floors.updated += 1
        by_zone: dict[str, list[BuildingEntry]] = defaultdict(list)
        for entry in entries:
            if entry.place.zone:
                by_zone[_key(entry.place.zone)].append(entry)
        for of_zone in by_zone.values():
            self._fill_zone(floor, of_zone, floor_called=called)

    def _fill_zone(self, floor: Floor, entries: Sequence[BuildingEntry], *, floor_called: str) -> None:
        name = entries[0].place.zone or ""
        called = f"zone “{name}” of {floor_called}"
        known = next((zone for zone in floor.zones if _key(zone.name) == _key(name)), None)
        zone = known or Zone(name=name)
        self._count(self.zones, called, is_new=known is None)
        names_bn = [(entry, entry.place.zone_bn) for entry in entries if entry.place.zone_bn]
        loads = [(entry, entry.place.load_kpa) for entry in entries if entry.place.load_kpa]
        is_filled = [
            self._fill(zone, "name_bn", names_bn, column=BuildingColumn.ZONE_BN, called=called),
            self._fill(zone, _LOAD, loads, column=BuildingColumn.LOAD_KPA, called=called),
        ]
        if known is None:
            floor.zones.append(zone)
        elif any(is_filled):
            self.zones.updated += 1

    def _count(self, tally: Tally, called: str, *, is_new: bool) -> None:
        if is_new:
            tally.created += 1
            self.changes.append(f"{called} added")

    def _fill(self, thing: Any, name: str, told: Told, *, column: BuildingColumn, called: str) -> bool:
        """Fill one field, and return whether that was done."""
        if not told:
            return False
        first, value = told[0]
        for entry, other in told[1:]:
            if not _are_same(value, other):
                said = f"{called} has {column.value} “{value}” in row {first.row} and “{other}” here"
                self._differs_in_list(entry, _place(entry, column), said)
        known = getattr(thing, name)
        if known is None:
            setattr(thing, name, value)
            self.changes.append(f"{called}: {name} {value}")
            return True
        if not _are_same(known, value):
            said = f"{called} is on record with {column.value} “{known}”; “{value}” is not taken over"
            self.warn(first.row, _place(first, column), said)
        return False

    def _differs_in_list(self, entry: BuildingEntry, column: BuildingColumn, said: str) -> None:
        if column in _WORDED:
            self.warn(entry.row, column, f"{said}, which is not taken over")
        else:
            self.refuse(entry.row, column, f"{said}; leave the true one")

    def _level(self, entry: BuildingEntry, building: Building) -> int | None:
        if not entry.place.is_told:
            return None
        level = building.storeys if entry.place.is_roof else entry.place.level
        if level is None:
            said = f"the level of the roof is the number of storeys, which nothing tells of “{building.name}”"
            self.refuse(entry.row, BuildingColumn.STOREYS, said)
            return None
        if not is_possible_level(level, building.storeys):
            self.refuse(entry.row, BuildingColumn.LEVEL, _no_such_level(level, building.storeys))
            return None
        return level

    def _refuse_floors_above(self, building: Building, told: BuildingTold) -> None:
        above = [floor.level for floor in building.floors if not is_possible_level(floor.level, building.storeys)]
        rows = [entry.row for entry in told.entries if entry.facts.storeys]
        if above and rows:
            said = f"level {max(above)} is on record of “{told.name}”, which is above {building.storeys} storeys"
            self.refuse(rows[0], BuildingColumn.STOREYS, said)


def _no_such_level(level: int, storeys: int | None) -> str:
    if level < 0:
        return f"no building has a level {level}; expected {LOWEST_LEVEL} or above, 0 for the ground floor"
    if storeys is None:
        return f"no building has a level {level}; expected at most {MOST_STOREYS}"
    return (
        f"a building of {storeys} storeys has no level {level}; expected 0 to {storeys - 1}, or {storeys} for its roof"
    )


def _told(entries: Iterable[BuildingEntry], name: str) -> list[tuple[BuildingEntry, Any]]:
    return [(entry, value) for entry in entries if (value := getattr(entry.facts, name)) is not None]


def _key(zone: str) -> str:
    return words_of(zone) or zone


def _place(entry: BuildingEntry, column: BuildingColumn) -> BuildingColumn:
    """Return the column in which this row tells it: a load, which is kept in kPa, may stand under psf."""
    is_in_psf = column is BuildingColumn.LOAD_KPA and entry.place.is_in_psf
    return BuildingColumn.LOAD_PSF if is_in_psf else column


def _are_same(known: Any, value: Any) -> bool:
    if isinstance(known, str) and isinstance(value, str):
        return identity_key(known, None) == identity_key(value, None)
    if isinstance(known, float):
        return are_same_load(known, value)
    return bool(known == value)
