"""The import of one workbook: everything is compared with the record first, and only then is anything written."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.imports.approval import record_approval, record_inspections, record_rating, record_sheet
from accord.casework.imports.dangers import dangers_of, record_dangers
from accord.casework.imports.factories import Registrar, merged_away, strange_names
from accord.casework.imports.head import left_out_above
from accord.casework.imports.left_out import missing_sheets
from accord.casework.imports.report import ImportReport, SheetCount, changes_of, head_changes_of
from accord.casework.imports.sheets import Comparison, Part, compare
from accord.casework.imports.write import Writer
from accord.gateways.cap_sheets.model import CapWorkbook, WorkbookRefused
from accord.gateways.garbage import fewer_collections
from accord.records.base import hold_the_pen
from accord.records.cap import SheetImport
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.rules.moments import Moment


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


@fewer_collections()
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
    hold_the_pen(session, "records")
    report = ImportReport(warnings=list(workbook.warnings))
    factories = Registrar(session, file.name, actor, moment, report).factories_of(workbook)
    if away := merged_away(workbook, factories):
        raise WorkbookRefused(tuple(away))
    held = [
        compare(session, part, moment=moment, accept_changes=accept_changes)
        for part in _parts(workbook, factories, file.sha256)
    ]
    problems = [] if accept_changes else strange_names(workbook, factories)
    problems += [problem for each in held for problem in each.problems]
    if problems:
        raise WorkbookRefused(tuple(problems))
    report.warnings += missing_sheets(session, workbook, factories.values())
    report.warnings += [note for sheet in workbook.sheets for note in left_out_above(sheet, factories)]
    job = _Import(session, file, actor, moment)
    for each in held:
        _write(job, each)
        _report(report, each)
    return report


def _parts(workbook: CapWorkbook, factories: dict[int, Factory], file_sha256: str) -> list[Part]:
    pairs = [(sheet, discipline) for sheet in workbook.sheets for discipline in sheet.disciplines]
    return [
        Part(
            sheet=sheet,
            discipline=discipline,
            rows=tuple(row for row in sheet.rows if row.discipline is discipline),
            factories=tuple(factories[number] for number in sheet.factory_numbers),
            file_sha256=file_sha256,
            told_elsewhere=frozenset(
                row.item
                for other in workbook.sheets
                if other is not sheet and set(other.factory_numbers) & set(sheet.factory_numbers)
                for row in other.rows
                if row.discipline is discipline
            ),
        )
        for sheet, discipline in pairs
    ]


def _report(report: ImportReport, held: Comparison) -> None:
    part = held.part
    report.sheets.append(
        SheetCount.of(part.sheet.name, part.discipline, factories=part.sheet.factory_numbers, rows=part.rows)
    )
    report.warnings += held.warnings
    report.changes += changes_of(held)
    report.head_changes += head_changes_of(held)
    report.created += len(held.new)
    report.updated += held.changed
    report.unchanged += len(held.known) - held.changed
    report.orders_to_confirm += dangers_of(held)


def _write(job: _Import, held: Comparison) -> None:
    part = held.part
    says_something = held.changes_rows or any(held.heads.values()) or (part.rows and not part.sheet.is_ours)
    if held.was_read or not says_something:
        return
    read = [
        record_sheet(job.session, part, factory=factory, file_name=job.file.name, actor=job.actor, moment=job.moment)
        for factory in part.factories
    ]
    versions = [
        version
        for each, factory in zip(read, part.factories, strict=True)
        for version in _record_version(job, held, each, factory)
    ]
    writer = Writer(job.session, job.actor, job.moment, import_id=read[0].id, version_ids=versions)
    ids = writer.create(held.new, part.sheet, factory_ids=[factory.id for factory in part.factories])
    writer.append(held.known)
    for hazard, factory in held.to_link:
        _link(job, hazard, factory, import_id=read[0].id)
    by_item = dict(zip((row.item for row in held.new), ids, strict=True))
    by_item |= {row.item: hazard.id for hazard, row, _ in held.known}
    ratings = []
    if not held.is_older:
        ratings = [
            rated
            for each, factory in zip(read, part.factories, strict=True)
            if (rated := _write_of_factory(job, held, factory, import_id=each.id))
        ]
    for each, factory in zip(read, part.factories, strict=True):
        record_dangers(job.session, held, hazard_ids=by_item, factory=factory, import_id=each.id, moment=job.moment)
    _note(job, held, ratings)


def _link(job: _Import, hazard: Hazard, factory: Factory, *, import_id: int) -> None:
    former = job.session.get(HazardFactory, (hazard.id, factory.id))
    if former is not None:
        # Taken back by mistake: there is one row for the two, so that it stands again as if it always had.
        former.removed_at, former.import_id = None, import_id
        return
    job.session.add(
        HazardFactory(
            hazard_id=hazard.id,
            factory_id=factory.id,
            discipline=hazard.discipline,
            item=hazard.item,
            recorded_at=job.moment.now,
            import_id=import_id,
        )
    )


def _record_version(job: _Import, held: Comparison, read: SheetImport, factory: Factory) -> list[int]:
    # Our own export repeats what was on record when it was written; only what changed in it is news.
    head = held.heads.get(factory.id)
    if held.is_older or not (head is None or head.finance or held.changes_rows):
        return []
    finance_agreed = held.part.sheet.finance_agreed if head is None else head.finance_holds
    return [
        record_approval(job.session, read, held.part, finance_agreed=finance_agreed, actor=job.actor, moment=job.moment)
    ]


def _write_of_factory(job: _Import, held: Comparison, factory: Factory, *, import_id: int) -> dict[str, Any] | None:
    part, head = held.part, held.heads.get(factory.id)
    record_inspections(job.session, part, factory=factory, import_id=import_id, moment=job.moment)
    rated = None
    if head is None or head.rating:
        rated = record_rating(job.session, part, factory=factory, moment=job.moment)
    return rated


def _note(job: _Import, held: Comparison, ratings: list[dict[str, Any]]) -> None:
    part = held.part
    journal.note(
        job.session,
        "imported a CAP sheet",
        " ".join(f"factory {factory.number}" for factory in part.factories),
        actor=job.actor,
        moment=job.moment,
        details={
            "file": job.file.name,
            "sha256": job.file.sha256,
            "sheet": part.sheet.name,
            "discipline": part.discipline.value,
            "created_items": [row.item for row in held.new],
            "categories_read": {
                row.item: row.category.value for row in held.new if row.category and not part.sheet.is_ours
            },
            "changes": changes_of(held),
            "head_changes": head_changes_of(held),
            "ratings": ratings,
            "older_sheet": held.is_older,
        },
    )
