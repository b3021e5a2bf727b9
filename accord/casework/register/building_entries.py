"""The rows of a building list as entries: what each says of a building, a floor, a zone and who is there."""

import re
from dataclasses import dataclass
from datetime import date

from accord.casework.register.cells import Cells
from accord.casework.register.days import day_in
from accord.gateways.cap_sheets.model import Note, Problem
from accord.gateways.tables import Table
from accord.rules.factories.buildings import (
    FEWEST_STOREYS,
    FIRST_YEAR,
    MOST_STOREYS,
    BuildingFacts,
    Stay,
    are_possible_storeys,
    is_possible_year,
    is_roof,
    level_in,
    storeys_in,
)
from accord.rules.factories.loads import LEAST_KPA, MOST_KPA, are_same_load, is_possible_load, kpa_of_psf
from accord.rules.factories.register import is_factory_number
from accord.rules.sheets.building_heads import BuildingColumn
from accord.rules.sheets.table_heads import HeadsRead
from accord.rules.words.bangla import is_bangla

MAX_NAME, MAX_WORDS, MAX_PLACE = 200, 120, 80
"""Characters that the record holds of a name, of a construction or use, and of the name of a floor or zone."""

_BARE = re.compile(r"[+-]?\d+")
_BETWEEN = re.compile(r"\s*(?:[,;/&+]|\band\b)\s*")
_LOAD = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*(?:(kpa|kn/m[2²])|(psf|lbs?/ft[2²]))?", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """The floor, and the zone of it, that a row speaks of; `level` None where it speaks of the building alone."""

    level: int | None
    is_roof: bool
    floor_name: str | None
    floor_name_bn: str | None
    zone: str | None
    zone_bn: str | None
    load_kpa: float | None
    is_in_psf: bool
    """Whether the row writes the load in psf, for sentences that name its column."""

    @property
    def is_told(self) -> bool:
        """Whether the row says which floor it means."""
        return self.level is not None or self.is_roof


@dataclass(frozen=True)
class BuildingEntry:
    """What one row says."""

    row: int
    facts: BuildingFacts
    address: str | None
    place: Place
    factories: tuple[int, ...]
    other: str | None
    use: str | None
    stay: Stay


def read_building_entries(
    table: Table, heads: HeadsRead[BuildingColumn], *, today: date, warnings: list[Note], problems: list[Problem]
) -> list[BuildingEntry]:
    """Return the rows that name a building; everything that cannot be so is gathered as problems."""
    entries = []
    for row in table.rows:
        if [row.cells.get(place, "") for place in range(len(table.heads))] == list(table.heads):
            continue  # the heads printed once more, as at the top of each page
        entry = _read_row(Cells(table, heads.places, row, warnings, problems), today=today)
        if entry is not None:
            entries.append(entry)
    return entries


def _read_row(cells: Cells[BuildingColumn], *, today: date) -> BuildingEntry | None:
    cells.refuse_unusable()
    name, name_bn = _names(cells)
    facts = BuildingFacts(
        name=name or "",
        name_bn=name_bn,
        storeys=_storeys(cells),
        construction=cells.text(BuildingColumn.CONSTRUCTION, at_most=MAX_WORDS),
        year_built=_year(cells, today=today),
        landlord=cells.text(BuildingColumn.LANDLORD, at_most=MAX_NAME),
    )
    place, factories = _place(cells), _factories(cells)
    other = cells.text(BuildingColumn.OCCUPANT, at_most=MAX_NAME)
    use = cells.text(BuildingColumn.USE, at_most=MAX_WORDS)
    stay = _stay(cells, today=today)
    _ask_who(cells, factories=factories, other=other)
    if name is None:
        if not cells.holds(BuildingColumn.BUILDING):
            cells.problem(BuildingColumn.BUILDING, "the cell is empty; expected the building's name on every row of it")
        return None
    address = cells.text(BuildingColumn.ADDRESS)
    return BuildingEntry(cells.row.row, facts, address, place, factories, other, use if other else None, stay)


def _names(cells: Cells[BuildingColumn]) -> tuple[str | None, str | None]:
    """Return the name that the building goes by, and its Bangla name; one in Bangla alone is both."""
    name = cells.text(BuildingColumn.BUILDING, at_most=MAX_NAME)
    return name, _in_bangla(cells, BuildingColumn.BUILDING_BN, name, at_most=MAX_NAME)


def _in_bangla(cells: Cells[BuildingColumn], column: BuildingColumn, name: str | None, *, at_most: int) -> str | None:
    return cells.text(column, at_most=at_most) or (name if name and is_bangla(name) else None)


def _storeys(cells: Cells[BuildingColumn]) -> int | None:
    text = cells.digits(BuildingColumn.STOREYS)
    if text is None:
        return None
    storeys = storeys_in(text)
    if storeys is None or not are_possible_storeys(storeys):
        said = f"“{text[:40]}” is no number of storeys; expected {FEWEST_STOREYS} to {MOST_STOREYS}, or the form G+5"
        cells.problem(BuildingColumn.STOREYS, said)
        return None
    return storeys


def _year(cells: Cells[BuildingColumn], *, today: date) -> int | None:
    text = cells.digits(BuildingColumn.YEAR_BUILT)
    if text is None:
        return None
    if not re.fullmatch(r"\d{4}", text) or not is_possible_year(int(text), today=today):
        said = f"“{text[:40]}” is no year in which it can have been built; expected {FIRST_YEAR} to {today.year}"
        cells.problem(BuildingColumn.YEAR_BUILT, said)
        return None
    return int(text)


def _place(cells: Cells[BuildingColumn]) -> Place:
    floor_name = cells.text(BuildingColumn.FLOOR, at_most=MAX_PLACE)
    column = BuildingColumn.LEVEL if cells.holds(BuildingColumn.LEVEL) else BuildingColumn.FLOOR
    told = cells.digits(column) or ""
    # "3" under "floor" is the level and no name.
    floor_name = None if _BARE.fullmatch(cells.digits(BuildingColumn.FLOOR) or "") else floor_name
    zone = cells.text(BuildingColumn.ZONE, at_most=MAX_PLACE)
    place = Place(
        level=level_in(told),
        is_roof=is_roof(told),
        floor_name=floor_name,
        floor_name_bn=_in_bangla(cells, BuildingColumn.FLOOR_BN, floor_name, at_most=MAX_PLACE),
        zone=zone,
        zone_bn=_in_bangla(cells, BuildingColumn.ZONE_BN, zone, at_most=MAX_PLACE),
        load_kpa=_load(cells),
        is_in_psf=not cells.holds(BuildingColumn.LOAD_KPA),
    )
    if told and not place.is_told:
        said = f"“{told[:40]}” is no level; expected a number, 0 for the ground floor, or words such as 2nd floor, roof"
        cells.problem(column, said)
    elif not told:
        _refuse_without_floor(cells)
    elif cells.holds(BuildingColumn.ZONE_BN) and not place.zone:
        cells.problem(BuildingColumn.ZONE_BN, "the row tells the Bangla name of a zone, but not of which zone")
    elif place.floor_name and level_in(place.floor_name) not in {None, place.level}:
        said = f"“{place.floor_name}” does not sound like level {told}, which is what counts"
        cells.warn(BuildingColumn.FLOOR, said)
    return place


def _refuse_without_floor(cells: Cells[BuildingColumn]) -> None:
    of_floor = (BuildingColumn.FLOOR_BN, BuildingColumn.ZONE, BuildingColumn.ZONE_BN)
    for column in (*of_floor, BuildingColumn.LOAD_KPA, BuildingColumn.LOAD_PSF):
        if cells.holds(column):
            cells.problem(column, f"the row tells the {column.value}, but not of which floor")


def _load(cells: Cells[BuildingColumn]) -> float | None:
    in_kpa, in_psf = _number(cells, BuildingColumn.LOAD_KPA), _number(cells, BuildingColumn.LOAD_PSF)
    told = {BuildingColumn.LOAD_KPA: in_kpa, BuildingColumn.LOAD_PSF: None if in_psf is None else kpa_of_psf(in_psf)}
    for column, load in told.items():
        if load is not None and not is_possible_load(load):
            _refuse_load(cells, column, load_kpa=load)
            return None
    kpa, other = told.values()
    if kpa is not None and other is not None and not are_same_load(kpa, other):
        said = f"{in_psf:g} psf is {other:g} kPa, but the row also tells {kpa:g} kPa"
        cells.problem(BuildingColumn.LOAD_PSF, said)
    return other if kpa is None else kpa


def _refuse_load(cells: Cells[BuildingColumn], column: BuildingColumn, *, load_kpa: float) -> None:
    written = cells.digits(column)
    expected = f"expected {LEAST_KPA:g} to {MOST_KPA:g} kPa"
    said = f"{written} is no load that a floor may carry; {expected}"
    if column is BuildingColumn.LOAD_KPA and is_possible_load(kpa_of_psf(load_kpa)):
        said += f"; in psf it would be {kpa_of_psf(load_kpa):g} kPa"
    if column is BuildingColumn.LOAD_PSF:
        said = f"{written} psf is {load_kpa:g} kPa, which is no load that a floor may carry; {expected}"
    cells.problem(column, said)


def _number(cells: Cells[BuildingColumn], column: BuildingColumn) -> float | None:
    text = cells.digits(column)
    if text is None:
        return None
    found = _LOAD.fullmatch(text)
    if found is None:
        cells.problem(column, f"“{text[:40]}” is no load; expected a number such as 2.0")
        return None
    if found[3 if column is BuildingColumn.LOAD_KPA else 2]:
        cells.problem(column, f"“{text[:40]}” is in another unit than its head says")
        return None
    return float(found[1])


def _factories(cells: Cells[BuildingColumn]) -> tuple[int, ...]:
    """Return the factories that the row names: one, or several that share the floor ("9490, 9491")."""
    text = cells.digits(BuildingColumn.FACTORY)
    if text is None:
        return ()
    parts = [part for part in _BETWEEN.split(text) if part]
    for part in parts:
        if not is_factory_number(part):
            said = f"“{part[:40]}” is no factory number; expected four or five digits, or others under “occupant”"
            cells.problem(BuildingColumn.FACTORY, said)
    return tuple(dict.fromkeys(int(part) for part in parts if is_factory_number(part)))


def _stay(cells: Cells[BuildingColumn], *, today: date) -> Stay:
    stay = Stay(day_in(cells, BuildingColumn.FROM), day_in(cells, BuildingColumn.TO))
    if not stay.is_possible:
        said = f"the stay ends on {stay.to_on}, but it begins on {stay.from_on}"
        cells.problem(BuildingColumn.TO, said)
    if stay.from_on and not date(FIRST_YEAR, 1, 1) <= stay.from_on <= today:
        cells.problem(BuildingColumn.FROM, f"nobody is there from {stay.from_on}; expected a day up to today")
    return stay


def _ask_who(cells: Cells[BuildingColumn], *, factories: tuple[int, ...], other: str | None) -> None:
    """Refuse days that are nobody's, or that may be of one of two; warn of a use that is nobody's."""
    has_days = cells.holds(BuildingColumn.FROM) or cells.holds(BuildingColumn.TO)
    column = BuildingColumn.FROM if cells.holds(BuildingColumn.FROM) else BuildingColumn.TO
    if has_days and factories and other:
        cells.problem(column, "the row names a factory and another occupant, but one stay; give each a row of its own")
    elif has_days and not cells.holds(BuildingColumn.FACTORY) and other is None:
        cells.problem(column, "the row tells a stay, but not whose; expected a factory or an occupant")
    if cells.holds(BuildingColumn.USE) and other is None:
        cells.warn(BuildingColumn.USE, "the row names no other occupant, so that the use is not taken over")
