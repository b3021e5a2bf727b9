"""The import of a building list: buildings, floors, zones, loads and who is there; a whole file or nothing.

Which rows speak of one building is said in `building_identity`. Source: DOMAIN.md section 2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from accord.casework import journal
from accord.casework.imports import SourceFile
from accord.casework.orders.arrivals import tell_in_buildings
from accord.casework.register.building_entries import BuildingEntry, read_building_entries
from accord.casework.register.building_fill import BuildingFiller
from accord.casework.register.building_identity import BuildingTold, Finder, OnRecord, factories_in
from accord.casework.register.heads import require_heads
from accord.casework.register.report import BuildingsReport, Shared
from accord.casework.register.stays import StayKeeper, StayTold
from accord.gateways.cap_sheets.model import Note, Problem, WorkbookRefused
from accord.gateways.tables import Table
from accord.records.base import hold_the_pen
from accord.records.factory import Building, Factory, Floor, Occupant
from accord.rules.factories.register import identity_key
from accord.rules.moments import Moment
from accord.rules.sheets.building_heads import BUILDING_HEADS, BuildingColumn, sounds_like_load


@dataclass
class _Import:
    """The buildings of one list, and the register and the buildings on record that it is held against."""

    table: Table
    places: dict[BuildingColumn, int]
    report: BuildingsReport
    problems: list[Problem]
    factories: dict[int, Factory]
    known: OnRecord = field(default_factory=OnRecord)
    new: list[Building] = field(default_factory=list)
    changes: dict[Building, list[str]] = field(default_factory=dict)
    """What became of each building that the list tells of, in plain words."""

    def refuse(self, row: int, column: BuildingColumn, message: str) -> None:
        self.problems.append(Problem(self.table.sheet, row, self._printed(column), message))

    def warn(self, row: int, column: BuildingColumn, message: str) -> None:
        self.report.warnings.append(Note(self.table.sheet, row, self._printed(column), message))

    def _printed(self, column: BuildingColumn) -> str:
        place = self.places.get(column)
        return column.value if place is None else " ".join(self.table.heads[place].split())


def import_buildings(
    session: Session, table: Table, *, file: SourceFile, actor: str, moment: Moment
) -> BuildingsReport:
    """Record the buildings of the list and return what that changed.

    Raises WorkbookRefused with every problem of the file at once; the caller then rolls back.
    """
    # Two imports at once would make the same building twice.
    hold_the_pen(session, "register")
    report = BuildingsReport(warnings=list(table.notes))
    needed = (BuildingColumn.BUILDING,)
    heads = require_heads(table, BUILDING_HEADS, anyone_of=(), all_of=needed, report=report.warnings)
    report.columns_not_used = heads.not_used
    with session.no_autoflush:
        job = _load(session, table, heads.places, report=report)
        _refuse_unclear_loads(job)
        entries = read_building_entries(
            table, heads, today=moment.today, warnings=report.warnings, problems=job.problems
        )
        report.rows = len(entries)
        _refuse_unknown_factories(job, entries)
        _record(job, entries)
        if job.problems:
            raise WorkbookRefused(tuple(sorted(job.problems, key=lambda problem: problem.row or 0)))
        session.add_all(job.new)
    session.flush()
    changed = [building.id for building, changes in job.changes.items() if changes]
    tell_in_buildings(session, [*changed, *(building.id for building in job.new)], moment=moment)
    _count(job, moment)
    report.warnings.sort(key=lambda note: note.row or 0)
    if any(job.changes.values()):
        _note(session, job, file=file, actor=actor, moment=moment)
    return report


def _load(session: Session, table: Table, places: dict[BuildingColumn, int], *, report: BuildingsReport) -> _Import:
    factories = {factory.number: factory for factory in session.scalars(select(Factory))}
    job = _Import(table, places, report, [], factories)
    query = (
        select(Building)
        .order_by(Building.id)
        .options(
            selectinload(Building.floors).selectinload(Floor.zones),
            selectinload(Building.occupants).selectinload(Occupant.factory),
        )
    )
    for building in session.scalars(query):
        job.known.add(building)
    return job


def _refuse_unclear_loads(job: _Import) -> None:
    """Refuse a load whose unit nobody can tell: passed over in silence, a floor would stand without its limit."""
    expected = "expected allowable_load_kpa or allowable_load_psf"
    sheet, row = job.table.sheet, job.table.head_row
    if BuildingColumn.LOAD in job.places:
        job.refuse(row, BuildingColumn.LOAD, f"the head does not say the unit of the load; {expected}")
    for head in job.report.columns_not_used:
        if sounds_like_load(head):
            said = f"the head speaks of a load, but in no form that is known; {expected}, or another head if it is none"
            job.problems.append(Problem(sheet, row, head, said))


def _refuse_unknown_factories(job: _Import, entries: Sequence[BuildingEntry]) -> None:
    for entry in entries:
        for number in entry.factories:
            if number not in job.factories:
                job.refuse(entry.row, BuildingColumn.FACTORY, f"there is no factory {number}")


def _record(job: _Import, entries: Sequence[BuildingEntry]) -> None:
    districts = {number: factory.district for number, factory in job.factories.items() if factory.district}
    finder = Finder(job.known, districts, job.refuse, job.warn)
    filler, keeper = BuildingFiller(job.refuse, job.warn), StayKeeper(job.refuse, job.warn)
    names = {identity_key(factory.name, None): factory.number for factory in job.factories.values() if factory.name}
    for told in finder.told_in(entries):
        building = finder.on_record(told)
        if building is None:
            building = Building(name=told.name)
            job.new.append(building)
        filler.changes = keeper.changes = job.changes.setdefault(building, [])
        filler.fill(building, told)
        keeper.keep(building, _stays(job, told))
        _warn_of_factories_by_name(job, told, names)
    job.report.floors, job.report.zones, job.report.stays = filler.floors, filler.zones, keeper.stays


def _stays(job: _Import, told: BuildingTold) -> Iterator[StayTold]:
    for entry in told.entries:
        for number in entry.factories:
            if factory := job.factories.get(number):
                yield StayTold(entry.row, factory, entry.stay)
        if entry.other:
            yield StayTold(entry.row, entry.other, entry.stay, entry.use)


def _warn_of_factories_by_name(job: _Import, told: BuildingTold, names: dict[tuple[str, str], int]) -> None:
    """Warn of an occupant that is a factory on record: only by its number its signatories hear of an order."""
    for entry in told.entries:
        number = names.get(identity_key(entry.other, None)) if entry.other else None
        if number:
            said = f"“{entry.other}” is the name of factory {number}; if it is that one, give its number as factory"
            job.warn(entry.row, BuildingColumn.OCCUPANT, said)


def _count(job: _Import, moment: Moment) -> None:
    new = set(job.new)
    changed = {building for building, changes in job.changes.items() if changes}
    job.report.created = len(new)
    job.report.updated = len(changed - new)
    job.report.unchanged = len(job.changes.keys() - changed - new)
    for building in job.changes:
        there = [each for each in building.occupants if each.stay.includes(moment.today)]
        if len(there) > 1:
            numbers = sorted(each.factory.number for each in there if each.factory)
            others = sorted(each.other_name for each in there if each.other_name)
            job.report.shared.append(Shared(building.name, tuple(numbers), tuple(others)))


def _note(session: Session, job: _Import, *, file: SourceFile, actor: str, moment: Moment) -> None:
    new = set(job.new)

    def told(building: Building) -> dict[str, Any]:
        return {
            "building": building.id,
            "name": building.name,
            "factories": sorted(factories_in(building)),
            "is_new": building in new,
            "changes": job.changes[building],
        }

    details = {
        "file": file.name,
        "sha256": file.sha256,
        "buildings": [told(building) for building, changes in job.changes.items() if changes or building in new],
    }
    journal.note(session, "imported a building list", "register", actor=actor, moment=moment, details=details)
