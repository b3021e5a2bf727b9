"""The import of one workbook, from its sheets to the journal line."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.imports.approval import record_approval, record_inspections, record_sheet
from accord.casework.imports.dangers import dangers_of, record_dangers
from accord.casework.imports.report import ImportReport, SheetCount
from accord.casework.imports.sheets import Comparison, compare
from accord.casework.imports.write import Writer
from accord.gateways.cap_sheets.model import CapRow, CapSheet, CapWorkbook, Note, Problem, WorkbookRefused
from accord.records.factory import Factory
from accord.records.hazard import HazardFactory
from accord.rules.likeness import clearly_different
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline


@dataclass(frozen=True)
class SourceFile:
    """The file that is imported: its name and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True)
class _Import:
    session: Session
    file: SourceFile
    actor: str
    moment: Moment
    accept_changes: bool
    report: ImportReport
    problems: list[Problem]


def import_cap(
    session: Session,
    workbook: CapWorkbook,
    *,
    file: SourceFile,
    actor: str,
    moment: Moment,
    accept_changes: bool = False,
) -> ImportReport:
    """Record what the workbook says and return what that changed.

    Raises WorkbookRefused with every contradiction of the file at once; the caller then rolls back.
    """
    report = ImportReport(warnings=list(workbook.warnings))
    job = _Import(session, file, actor, moment, accept_changes, report, [])
    factories = _factories(job, workbook)
    parts = [
        (sheet, discipline, [row for row in sheet.rows if row.discipline is discipline])
        for sheet in workbook.sheets
        for discipline in sheet.disciplines
    ]
    for sheet, discipline, rows in parts:
        _import_part(job, sheet, rows, discipline=discipline, factories=[factories[n] for n in sheet.factory_numbers])
    if job.problems:
        raise WorkbookRefused(tuple(job.problems))
    return report


def _import_part(
    job: _Import, sheet: CapSheet, rows: Sequence[CapRow], *, discipline: Discipline, factories: Sequence[Factory]
) -> None:
    report = job.report
    report.sheets.append(SheetCount.of(sheet.name, discipline, factories=sheet.factory_numbers, rows=rows))
    report.orders_to_confirm += dangers_of(sheet, rows)
    if not rows:
        return
    held = compare(
        job.session,
        sheet,
        rows,
        factories=factories,
        discipline=discipline,
        moment=job.moment,
        accept_changes=job.accept_changes,
    )
    report.warnings += held.warnings
    job.problems.extend(held.problems)
    if job.problems:
        return
    _write(job, sheet, held, factories=factories, discipline=discipline)
    report.created += len(held.new)
    report.updated += held.changed
    report.unchanged += len(held.known) - held.changed


def _write(
    job: _Import, sheet: CapSheet, held: Comparison, *, factories: Sequence[Factory], discipline: Discipline
) -> None:
    if not held.new and not held.changed:
        return
    writer = Writer(job.session, job.actor, job.moment)
    ids = writer.create(held.new, sheet, factory_ids=[factory.id for factory in factories])
    writer.append(held.known)
    job.session.add_all(
        HazardFactory(hazard_id=hazard.id, factory_id=factory.id, discipline=discipline, item=hazard.item)
        for hazard, factory in held.to_link
    )
    by_item = dict(zip((row.item for row in held.new), ids, strict=True))
    by_item |= {row.item: hazard.id for hazard, row, _ in held.known}
    rows = [*held.new, *(row for _, row, _ in held.known)]
    for factory in factories:
        record_inspections(job.session, sheet, rows, factory=factory, discipline=discipline, moment=job.moment)
        if not held.is_older:
            record_approval(
                job.session, sheet, factory=factory, discipline=discipline, actor=job.actor, moment=job.moment
            )
            record_dangers(
                job.session, sheet, rows, hazard_ids=by_item, factory=factory, discipline=discipline, moment=job.moment
            )
        record_sheet(
            job.session,
            sheet,
            factory=factory,
            discipline=discipline,
            file_name=job.file.name,
            file_sha256=job.file.sha256,
            moment=job.moment,
        )
    _note(job, sheet, held, factories=factories, discipline=discipline)


def _note(
    job: _Import, sheet: CapSheet, held: Comparison, *, factories: Sequence[Factory], discipline: Discipline
) -> None:
    changed = {
        str(row.item): {
            "fields": sorted(change.fields),
            "status": row.status.value if change.status_since else None,
            "deadlines": [held.due_on.isoformat() if held.due_on else None for held in change.deadlines],
            "comments": len(change.log),
        }
        for _, row, change in held.known
        if change
    }
    journal.note(
        job.session,
        "imported a CAP sheet",
        " ".join(f"factory {factory.number}" for factory in factories),
        actor=job.actor,
        moment=job.moment,
        details={
            "file": job.file.name,
            "sha256": job.file.sha256,
            "sheet": sheet.name,
            "discipline": discipline.value,
            "created_items": [row.item for row in held.new],
            "changed_items": changed,
            "older_sheet": held.is_older,
        },
    )


def _factories(job: _Import, workbook: CapWorkbook) -> dict[int, Factory]:
    named: dict[int, CapSheet] = {}
    for sheet in workbook.sheets:
        for number in sheet.factory_numbers:
            # A sheet of one factory alone tells its name best.
            if number not in named or len(sheet.factory_numbers) < len(named[number].factory_numbers):
                named[number] = sheet
    known = job.session.scalars(select(Factory).where(Factory.number.in_(named)))
    factories = {factory.number: factory for factory in known}
    for number, sheet in named.items():
        if number not in factories:
            factories[number] = _register(job, number)
        _tell(job, factories[number], sheet)
        job.report.factories[number] = factories[number].name
    job.session.flush()
    return factories


def _register(job: _Import, number: int) -> Factory:
    factory = Factory(number=number)
    job.session.add(factory)
    job.report.factories_created.add(number)
    journal.note(
        job.session,
        "registered a factory",
        f"factory {number}",
        actor=job.actor,
        moment=job.moment,
        details={"file": job.file.name},
    )
    return factory


def _tell(job: _Import, factory: Factory, sheet: CapSheet) -> None:
    """Fill in what is not on record of the factory yet; what is on record stays, and a strange name is warned of."""
    place = sheet.factory_numbers.index(factory.number)
    name = sheet.factory_names[place]
    factory.name = factory.name or name
    factory.name_bn = factory.name_bn or sheet.factory_names_bn[place]
    factory.address = factory.address or sheet.address
    factory.address_bn = factory.address_bn or sheet.address_bn
    if name and factory.name and clearly_different(name, factory.name):
        said = f"the sheet names “{name}”, but factory {factory.number} is on record as “{factory.name}”"
        job.report.warnings.append(Note(sheet.name, None, None, said))
