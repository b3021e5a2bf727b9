"""The import of a factory list into the register: a whole file or nothing. Source: CONTRACT.md section 2."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.coverage import set_coverage
from accord.casework.imports import SourceFile
from accord.casework.register.duplicates import look_for_duplicates, open_pairs
from accord.casework.register.entries import Entry, read_entries
from accord.casework.register.fill import Filler, groups_on_record
from accord.casework.register.heads import require_heads
from accord.casework.register.identity import Register, load_register
from accord.casework.register.report import RegisterReport
from accord.gateways.cap_sheets.model import Note, Problem, WorkbookRefused
from accord.gateways.tables import Table
from accord.records.base import hold_the_pen
from accord.records.factory import Factory
from accord.rules.factories.register import OWN_NUMBERS, NoNumberLeft, NumberRange, next_number
from accord.rules.moments import Moment
from accord.rules.sheets.register_heads import HEADS, Column
from accord.rules.vocabulary import Coverage, Source
from accord.rules.words.likeness import clearly_different

UNLESS_SAID = Coverage.INACTIVE
"""Being on a list makes no factory a covered one: a signatory's relation does ("active"), or a column that says so."""


@dataclass
class _Import:
    """The factories of one list as far as it was read; the first row and the filled fields of each."""

    table: Table
    places: dict[Column, int]
    register: Register
    report: RegisterReport
    problems: list[Problem]
    first_row: dict[Factory, int] = field(default_factory=dict)
    first_row_of: dict[int, int] = field(default_factory=dict)
    """By number, if the row names the factory by its own and not by that of one merged into it."""
    filled: dict[Factory, set[str]] = field(default_factory=dict)
    new: list[Factory] = field(default_factory=list)

    def warn(self, row: int, column: Column, message: str) -> None:
        self.report.warnings.append(Note(self.table.sheet, row, self.printed(column), message))

    def printed(self, column: Column) -> str:
        place = self.places.get(column)
        return column.value if place is None else " ".join(self.table.heads[place].split())


def import_factories(
    session: Session,
    table: Table,
    *,
    file: SourceFile,
    actor: str,
    moment: Moment,
    numbers: NumberRange = OWN_NUMBERS,
) -> RegisterReport:
    """Record the factories of the list and return what that changed.

    Raises WorkbookRefused with every problem of the file at once; the caller then rolls back.
    """
    # Two imports at once would give the same number, or the same lead, twice.
    hold_the_pen(session, "register")
    report = RegisterReport(warnings=list(table.notes))
    heads = require_heads(table, HEADS, anyone_of=(Column.NAME, Column.NAME_BN), all_of=(), report=report.warnings)
    report.columns_not_used = heads.not_used
    read = read_entries(table, heads)
    report.warnings += read.warnings
    report.no_name, report.foreign = read.no_name, read.foreign
    with session.no_autoflush:
        job = _Import(table, heads.places, load_register(session), report, read.problems)
        filler = Filler(job.register, groups_on_record(session), job.warn)
        # Rows that name their factory most surely go first, so that one without a number never takes its place.
        for entry in sorted(read.entries, key=_certainty):
            _record(job, filler, entry)
        _give_numbers(job, numbers)
        if job.problems:
            raise WorkbookRefused(tuple(sorted(job.problems, key=lambda problem: problem.row or 0)))
        for factory in job.new:
            set_coverage(factory, factory.coverage, from_on=None, actor=actor, moment=moment, source=Source.IMPORTED)
        session.add_all(job.new)
    session.flush()
    _count(job)
    looked_at = {factory.id for factory, fields in job.filled.items() if fields}
    claimed = [(factory.id, owner.id) for factory, owner in filler.same_os_id]
    look_for_duplicates(session, looked_at, same_os_id=claimed, moment=moment)
    report.likely_duplicates = open_pairs(session, {factory.id for factory in job.filled})
    report.warnings.sort(key=lambda note: note.row or 0)
    if looked_at:
        _note(session, job, file=file, actor=actor, moment=moment)
    return report


def _certainty(entry: Entry) -> tuple[int, int]:
    """Return where the row comes in the order of reading: by number, then by OS ID, then the rest."""
    return (0 if entry.number else 1 if entry.os_id else 2), entry.row


def _record(job: _Import, filler: Filler, entry: Entry) -> None:
    factory = job.register.find(entry)
    if factory is None:
        factory = _register(job, filler, entry)
    elif factory in job.first_row:
        if not _is_plainly_another(job, factory, entry):
            first = job.first_row[factory]
            job.report.repeated += 1
            job.warn(entry.row, Column.NAME, f"the row speaks of the same factory as row {first}")
            job.filled[factory] |= filler.fill(factory, entry, called=f"the factory of row {first}")
            job.register.add(factory)
    else:
        job.first_row[factory] = entry.row
        job.filled[factory] = filler.fill(factory, entry, called=f"factory {factory.number}")
        job.register.add(factory)
    if entry.number and entry.number == factory.number:
        job.first_row_of.setdefault(entry.number, entry.row)


def _register(job: _Import, filler: Filler, entry: Entry) -> Factory:
    factory = Factory(coverage=entry.coverage or UNLESS_SAID)
    if entry.number:
        factory.number = entry.number
    job.new.append(factory)
    job.first_row[factory] = entry.row
    job.filled[factory] = {"number"} | filler.fill(factory, entry, called=f"the factory of row {entry.row}")
    job.register.add(factory)
    return factory


def _is_plainly_another(job: _Import, factory: Factory, entry: Entry) -> bool:
    """Refuse a number that stands in two rows for two factories; a list that does so cannot be trusted with either.

    Two numbers that a person said to be one factory's may bear two names.
    """
    first = job.first_row_of.get(entry.number or 0)
    if first is None or not entry.name or not factory.name or not clearly_different(entry.name, factory.name):
        return False
    said = f"{entry.number} stands for “{factory.name}” in row {first} and for “{entry.name}” here"
    job.problems.append(Problem(job.table.sheet, entry.row, job.printed(Column.NUMBER), said))
    return True


def _give_numbers(job: _Import, numbers: NumberRange) -> None:
    number: int | None = None
    for factory in sorted(job.new, key=lambda each: job.first_row[each]):
        if factory.number:
            continue
        try:
            number = next_number(job.register.by_number, numbers, after=number)
        except NoNumberLeft as full:
            said = f"no number is left for this factory: {full}"
            job.problems.append(Problem(job.table.sheet, job.first_row[factory], None, said))
            return
        factory.number = number
        job.report.numbers_given.append(number)


def _count(job: _Import) -> None:
    new = set(job.new)
    changed = {factory for factory, fields in job.filled.items() if fields}
    job.report.created = len(new)
    job.report.updated = len(changed - new)
    job.report.unchanged = len(job.filled) - len(changed)


def _note(session: Session, job: _Import, *, file: SourceFile, actor: str, moment: Moment) -> None:
    new = set(job.new)
    filled = {factory.number: fields for factory, fields in job.filled.items() if fields and factory not in new}
    details: dict[str, Any] = {
        "file": file.name,
        "sha256": file.sha256,
        "created": sorted(factory.number for factory in new),
        "filled": {str(number): sorted(fields) for number, fields in filled.items()},
        "skipped": {"no_name": job.report.no_name, "foreign": job.report.foreign, "repeated": job.report.repeated},
    }
    journal.note(session, "imported a factory list", "register", actor=actor, moment=moment, details=details)
