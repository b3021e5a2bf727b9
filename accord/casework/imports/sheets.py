"""One discipline of one sheet: which of its rows are new, changed, unchanged or in contradiction with the record."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from accord.casework.imports.compare import Change, change_of
from accord.casework.imports.dates import sheet_day
from accord.gateways.cap_sheets.model import CapRow, CapSheet, Note, Problem
from accord.records.cap import SheetImport
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.rules.likeness import clearly_different
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline


@dataclass
class Comparison:
    """The rows of one discipline of one sheet held against the record."""

    new: list[CapRow] = field(default_factory=list)
    known: list[tuple[Hazard, CapRow, Change]] = field(default_factory=list)
    to_link: list[tuple[Hazard, Factory]] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_older: bool = False

    @property
    def changed(self) -> int:
        """The number of hazards on record that change."""
        linked = {hazard.id for hazard, _ in self.to_link}
        return sum(bool(change) or hazard.id in linked for hazard, _, change in self.known)


def compare(
    session: Session,
    sheet: CapSheet,
    rows: Sequence[CapRow],
    *,
    factories: Sequence[Factory],
    discipline: Discipline,
    moment: Moment,
    accept_changes: bool,
) -> Comparison:
    """Hold the rows against the hazards of these factories in this discipline."""
    on_record = _on_record(session, factories, discipline)
    result = Comparison(is_older=_is_older(session, sheet, factories=factories, discipline=discipline))
    for row in rows:
        _compare_row(result, row, sheet, on_record=on_record, factories=factories, moment=moment)
    if not accept_changes:
        result.problems += _contradictions(result, sheet)
    _warn_of_missing(result, sheet, on_record=on_record, discipline=discipline)
    return result


def _compare_row(
    result: Comparison,
    row: CapRow,
    sheet: CapSheet,
    *,
    on_record: dict[int, dict[int, Hazard]],
    factories: Sequence[Factory],
    moment: Moment,
) -> None:
    found = {hazard.id: hazard for hazards in on_record.values() if (hazard := hazards.get(row.item))}
    if len(found) > 1:
        numbers = " and ".join(str(factory.number) for factory in factories)
        said = f"item {row.item} stands on record as different hazards for factories {numbers}, which share this sheet"
        result.problems.append(Problem(sheet.name, row.row, "Item No", said))
    elif found:
        hazard = next(iter(found.values()))
        change = change_of(hazard, row, sheet, older=result.is_older, today=moment.today)
        result.known.append((hazard, row, change))
        result.to_link += [(hazard, factory) for factory in factories if row.item not in on_record[factory.id]]
        if change.conflict:
            said = f"item {row.item} was set to {hazard.status.value} in the desk; {row.status.value} is not taken over"
            result.warnings.append(Note(sheet.name, row.row, "Progress Status", said))
    elif result.is_older:
        said = f"item {row.item} is on this older sheet only and was not added"
        result.warnings.append(Note(sheet.name, row.row, "Item No", said))
    else:
        result.new.append(row)


def _contradictions(result: Comparison, sheet: CapSheet) -> list[Problem]:
    return [
        Problem(
            sheet.name,
            row.row,
            "Observation",
            f"item {row.item} is on record as “{_short(hazard.observation)}”, but the sheet says "
            f"“{_short(row.observation)}”; import with --accept-changes if the sheet is right",
        )
        for hazard, row, _ in result.known
        if clearly_different(hazard.observation, row.observation)
    ]


def _warn_of_missing(
    result: Comparison, sheet: CapSheet, *, on_record: dict[int, dict[int, Hazard]], discipline: Discipline
) -> None:
    told = {row.item for _, row, _ in result.known}
    missing = sorted({item for hazards in on_record.values() for item in hazards} - told)
    if missing:
        items = ", ".join(map(str, missing))
        said = f"{discipline.value} items on record that this sheet lacks stay as they are: {items}"
        result.warnings.append(Note(sheet.name, None, "Item No", said))


def _on_record(session: Session, factories: Sequence[Factory], discipline: Discipline) -> dict[int, dict[int, Hazard]]:
    query = (
        select(HazardFactory.factory_id, Hazard)
        .join(Hazard, Hazard.id == HazardFactory.hazard_id)
        .where(
            HazardFactory.factory_id.in_([factory.id for factory in factories]), HazardFactory.discipline == discipline
        )
        .options(selectinload(Hazard.events), selectinload(Hazard.deadlines), selectinload(Hazard.log))
    )
    on_record: dict[int, dict[int, Hazard]] = {factory.id: {} for factory in factories}
    for factory_id, hazard in session.execute(query):
        on_record[factory_id][hazard.item] = hazard
    return on_record


def _is_older(session: Session, sheet: CapSheet, *, factories: Sequence[Factory], discipline: Discipline) -> bool:
    day = sheet_day(sheet)
    newest = session.scalar(
        select(SheetImport.sheet_date)
        .where(
            SheetImport.factory_id.in_([factory.id for factory in factories]),
            SheetImport.discipline == discipline,
            SheetImport.sheet_date.is_not(None),
        )
        .order_by(SheetImport.sheet_date.desc())
        .limit(1)
    )
    return day is not None and newest is not None and day < newest


def _short(text: str, length: int = 120) -> str:
    return text if len(text) <= length else f"{text[:length].rstrip()}…"
