"""One discipline of one sheet: which of its rows are new, changed, unchanged or in contradiction with the record."""

from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from accord.casework.imports.compare import NO_CHANGE, Change, change_of
from accord.casework.imports.dates import sheet_day
from accord.casework.imports.head import NO_HEAD_CHANGE, HeadChange, HeadOfOurs
from accord.casework.imports.left_out import left_out_of_new_row, left_out_of_row
from accord.casework.plan_lines import planned_at_desk
from accord.casework.undone import stands
from accord.gateways.cap_sheets.model import CapRow, CapSheet, Note, Problem
from accord.records.cap import SheetImport
from accord.records.factory import Factory
from accord.records.hazard import Deadline, Hazard, HazardEvent, HazardFactory, LogEntry
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline
from accord.rules.words.likeness import clearly_different


@dataclass(frozen=True)
class Part:
    """The rows of one discipline of one sheet, and the factories they count for."""

    sheet: CapSheet
    discipline: Discipline
    rows: tuple[CapRow, ...]
    factories: tuple[Factory, ...]
    file_sha256: str
    told_elsewhere: frozenset[int]
    """Items of the same factories and discipline that another sheet of the file states."""


@dataclass
class Comparison:
    """A part held against the record."""

    part: Part
    new: list[CapRow] = field(default_factory=list)
    known: list[tuple[Hazard, CapRow, Change]] = field(default_factory=list)
    to_link: list[tuple[Hazard, Factory]] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    heads: dict[int, HeadChange] = field(default_factory=dict)
    """What the block above our own table changes, by the id of the factory."""
    is_older: bool = False
    planned_at_desk: frozenset[int] = frozenset()
    """Ids of the hazards whose plan in force was approved at the desk."""
    was_read: bool = False
    """Whether this very sheet of this very file was imported before: then it says nothing new."""

    @property
    def changed(self) -> int:
        """The number of hazards on record that change."""
        linked = {hazard.id for hazard, _ in self.to_link}
        return sum(bool(change) or hazard.id in linked for hazard, _, change in self.known)

    @property
    def changes_rows(self) -> bool:
        """Whether any row is new or changes a hazard on record."""
        return bool(self.new or self.changed)


def compare(session: Session, part: Part, *, moment: Moment, accept_changes: bool) -> Comparison:
    """Hold the part against the hazards of its factories in its discipline, before anything is written."""
    on_record = _on_record(session, part)
    result = Comparison(
        part,
        is_older=_is_older(session, part, moment=moment),
        planned_at_desk=planned_at_desk(session, {each.id for known in on_record.values() for each in known.values()}),
        was_read=_was_read(session, part),
    )
    for row in part.rows:
        _compare_row(result, row, on_record=on_record, moment=moment)
    if not accept_changes:
        result.problems += _contradictions(result)
    if part.sheet.is_ours:
        _compare_head(session, result, moment)
    _warn_of_missing(result, on_record)
    _warn_of_the_future(result, moment)
    return result


def _compare_row(result: Comparison, row: CapRow, *, on_record: dict[int, dict[int, Hazard]], moment: Moment) -> None:
    sheet, factories = result.part.sheet, result.part.factories
    found = {hazard.id: hazard for hazards in on_record.values() if (hazard := hazards.get(row.item))}
    if len(found) > 1:
        numbers = " and ".join(str(factory.number) for factory in factories)
        said = f"item {row.item} stands on record as different hazards for factories {numbers}, which share this sheet"
        result.problems.append(Problem(sheet.name, row.row, "Item No", said))
    elif found:
        hazard = next(iter(found.values()))
        change = NO_CHANGE
        if not result.was_read:
            change = change_of(
                hazard,
                row,
                sheet,
                older=result.is_older,
                is_planned_at_desk=hazard.id in result.planned_at_desk,
                today=moment.today,
            )
        result.known.append((hazard, row, change))
        result.problems += _impossible_days(sheet, row, moment)
        result.warnings += [Note(sheet.name, row.row, None, f"item {row.item} {said}") for said in change.conflicts]
        result.warnings += left_out_of_row(hazard, row, sheet, moment=moment)
        if not result.is_older:
            result.to_link += [(hazard, factory) for factory in factories if row.item not in on_record[factory.id]]
    elif result.is_older or result.was_read:
        said = f"item {row.item} is on this older sheet only and was not added"
        result.warnings.append(Note(sheet.name, row.row, "Item No", said))
    else:
        result.new.append(row)
        result.problems += [*_impossible_days(sheet, row, moment), *_missing_days(sheet, row)]
        result.warnings += left_out_of_new_row(row, sheet)


def _compare_head(session: Session, result: Comparison, moment: Moment) -> None:
    part = result.part
    for factory in part.factories:
        head = HeadOfOurs(
            session,
            part.sheet,
            factory=factory,
            discipline=part.discipline,
            moment=moment,
            is_older=result.is_older,
            is_written=result.changes_rows,
        ).change()
        result.heads[factory.id] = NO_HEAD_CHANGE if result.was_read else head
        result.warnings += head.notes


def _impossible_days(sheet: CapSheet, row: CapRow, moment: Moment) -> list[Problem]:
    told = (("Found On", row.found_on), ("Status Since", row.status_since))
    return [
        Problem(sheet.name, row.row, column, f"{day.isoformat()} is still to come; expected a day up to today.")
        for column, day in told
        if day and day > moment.today
    ]


def _missing_days(sheet: CapSheet, row: CapRow) -> list[Problem]:
    if not sheet.is_ours or row.found_on:
        return []
    said = f"item {row.item} is not on record yet; a new row needs its Origin and the day it was found."
    return [Problem(sheet.name, row.row, "Found On", said)]


def _contradictions(result: Comparison) -> list[Problem]:
    return [
        Problem(
            result.part.sheet.name,
            row.row,
            "Observation",
            f"item {row.item} is on record as “{_short(hazard.observation)}”, but the sheet says "
            f"“{_short(row.observation)}”; import with --accept-changes if the sheet is right",
        )
        for hazard, row, _ in result.known
        if clearly_different(hazard.observation, row.observation)
    ]


def _warn_of_missing(result: Comparison, on_record: dict[int, dict[int, Hazard]]) -> None:
    told = {row.item for row in result.part.rows} | result.part.told_elsewhere
    missing = sorted({item for hazards in on_record.values() for item in hazards} - told)
    if missing:
        items = ", ".join(map(str, missing))
        said = f"{result.part.discipline.value} items on record that this sheet lacks stay as they are: {items}"
        result.warnings.append(Note(result.part.sheet.name, None, "Item No", said))


def _warn_of_the_future(result: Comparison, moment: Moment) -> None:
    sheet = result.part.sheet
    if sheet.sheet_date and sheet.sheet_date > moment.today:
        said = f"the sheet is dated {sheet.sheet_date.isoformat()}, a day still to come; the date is not believed"
        result.warnings.append(Note(sheet.name, None, None, said))
    # Our own export repeats the comments on record; the import that brought them has warned of them.
    added = {row.row: change.log for _, row, change in result.known} if sheet.is_ours else {}
    for row in result.part.rows:
        log = added.get(row.row, row.log)
        late = [entry.dated_on for entry in log if entry.dated_on and entry.dated_on > moment.today]
        if late:
            said = f"a comment is dated {late[0].isoformat()}, a day still to come; the day dates no status"
            result.warnings.append(Note(sheet.name, row.row, "Log" if sheet.is_ours else "Comments", said))


def _on_record(session: Session, part: Part) -> dict[int, dict[int, Hazard]]:
    ids = [factory.id for factory in part.factories]
    query = _standing_hazards().where(HazardFactory.factory_id.in_(ids), HazardFactory.discipline == part.discipline)
    on_record: dict[int, dict[int, Hazard]] = {id_: {} for id_ in ids}
    for factory_id, hazard in session.execute(query):
        on_record[factory_id][hazard.item] = hazard
    return on_record


@cache
def _standing_hazards() -> Select[int, Hazard]:
    return (
        select(HazardFactory.factory_id, Hazard)
        .join(Hazard, Hazard.id == HazardFactory.hazard_id)
        .where(HazardFactory.removed_at.is_(None))
        .options(
            selectinload(Hazard.events.and_(stands(HazardEvent))),
            selectinload(Hazard.deadlines.and_(stands(Deadline))),
            selectinload(Hazard.log.and_(stands(LogEntry))),
        )
        .execution_options(populate_existing=True)
    )


def _is_older(session: Session, part: Part, *, moment: Moment) -> bool:
    day = sheet_day(part.sheet, today=moment.today)
    newest = session.scalar(
        select(func.max(SheetImport.sheet_date)).where(
            SheetImport.factory_id.in_([factory.id for factory in part.factories]),
            SheetImport.discipline == part.discipline,
            SheetImport.undone_at.is_(None),
        )
    )
    return day is not None and newest is not None and day < newest


def _was_read(session: Session, part: Part) -> bool:
    read = session.scalars(
        select(SheetImport.factory_id).where(
            SheetImport.file_sha256 == part.file_sha256,
            SheetImport.sheet == part.sheet.name,
            SheetImport.discipline == part.discipline,
            SheetImport.undone_at.is_(None),
        )
    )
    return {factory.id for factory in part.factories} <= set(read)


def _short(text: str, length: int = 120) -> str:
    return text if len(text) <= length else f"{text[:length].rstrip()}…"
