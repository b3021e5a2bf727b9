"""From the path of an XLSX file to what its CAP sheets state, or to everything that is wrong with it at once."""

from dataclasses import dataclass
from pathlib import Path

from accord.gateways.cap_sheets.head_block import HeadBlock, read_head_block
from accord.gateways.cap_sheets.heads import SUBHEADER, VISIT_TYPE, Heads, find_heads
from accord.gateways.cap_sheets.identity import Identity, identity_of, number_in_file_name, settle_numbers
from accord.gateways.cap_sheets.model import CapSheet, CapWorkbook, Note, Problem, WorkbookRefused
from accord.gateways.cap_sheets.our_heads import heads_of_export, notes_on_heads
from accord.gateways.cap_sheets.table import Table, read_table
from accord.gateways.garbage import fewer_collections
from accord.gateways.workbook.guard import WorkbookUnsafe
from accord.gateways.workbook.read import EntitiesFound, Sheet, read_workbook
from accord.rules.sheets.cap_words import disciplines_in
from accord.rules.vocabulary import Discipline


@dataclass(frozen=True)
class _SheetRead:
    """One sheet with a CAP table, before it is known whose it is."""

    sheet: Sheet
    heads: Heads
    block: HeadBlock
    discipline: Discipline | None
    table: Table
    identity: Identity


@fewer_collections()
def read_cap_workbook(path: Path, *, factory: int | None = None, discipline: Discipline | None = None) -> CapWorkbook:
    """Return what the CAP sheets of an XLSX file state.

    `factory` and `discipline` are what the person says where the workbook says nothing. Raises WorkbookRefused
    with every problem of the file. Source: CONTRACT 2.1.
    """
    sheets = _open(path)
    found = [(sheet, heads) for sheet in sheets if (heads := find_heads(sheet))]
    if not found:
        message = (
            "The workbook holds no CAP table; expected a row of heads such as Item No, Observation and Progress Status."
        )
        raise WorkbookRefused((Problem(sheets[0].name if sheets else None, None, None, message),))
    read = [_read_sheet(sheet, heads, discipline) for sheet, heads in found]
    file_number = number_in_file_name(path)
    number, problems, warnings = _settle(read, file_number, factory)
    sheets_read = [_cap_sheet(each, number) for each in read]
    problems += _twice_in_workbook(sheets_read)
    for each in read:
        problems += [*each.table.problems, *_discipline_problems(each, discipline)]
        warnings += [*_sheet_notes(each), *each.table.notes]
    if problems:
        raise WorkbookRefused(tuple(problems))
    with_table = {each.sheet.name for each in read}
    warnings += [
        Note(sheet.name, None, None, "The sheet holds no CAP table and is left out.")
        for sheet in sheets
        if sheet.name not in with_table
    ]
    return CapWorkbook(tuple(sheets_read), file_number, tuple(warnings))


def _open(path: Path) -> tuple[Sheet, ...]:
    try:
        return read_workbook(path)
    except WorkbookUnsafe as unsafe:
        copies = {sheet.name: sheet for sheet in unsafe.sheets} if isinstance(unsafe, EntitiesFound) else {}
        raise WorkbookRefused(
            tuple(
                Problem(fault.sheet, fault.row, _head_above(copies.get(fault.sheet or ""), fault.column), fault.message)
                for fault in unsafe.faults
            )
        ) from unsafe


def _head_above(copy: Sheet | None, column: int | None) -> str | None:
    heads = find_heads(copy) if copy else None
    return heads.printed.get(column) if heads and column else None


def _read_sheet(sheet: Sheet, heads: Heads, given: Discipline | None) -> _SheetRead:
    block = read_head_block(sheet, heads.row)
    heads = heads_of_export(sheet, heads, is_working_copy=block.is_working_copy)
    discipline = _discipline_of(sheet.name, block)
    table = read_table(sheet, heads, discipline or (None if SUBHEADER in heads.columns else given))
    return _SheetRead(sheet, heads, block, discipline, table, identity_of(block))


def _discipline_of(name: str, block: HeadBlock) -> Discipline | None:
    """Return the discipline from label or title, else from the sheet's name; where titles disagree the name decides."""
    named = disciplines_in(name)
    both = [discipline for discipline in block.disciplines if discipline in named]
    if len(block.disciplines) > 1 and both:
        return both[0]
    if block.disciplines:
        return block.disciplines[0]
    return named[0] if len(named) == 1 else None


def _discipline_problems(each: _SheetRead, given: Discipline | None) -> list[Problem]:
    said = {row.discipline for row in each.table.rows} if SUBHEADER in each.heads.columns else {each.discipline}
    contradicted = sorted(discipline for discipline in said if discipline and given and discipline != given)
    if contradicted:
        message = f"--discipline {given} contradicts the sheet, which says {', '.join(contradicted)}."
        return [Problem(each.sheet.name, None, None, message)]
    if each.table.needs_discipline:
        message = (
            "Nothing in the sheet names its discipline; expected a title such as FIRE SAFETY: give --discipline D."
        )
        return [Problem(each.sheet.name, None, None, message)]
    return []


def _settle(
    read: list[_SheetRead], file_number: int | None, factory: int | None
) -> tuple[int | None, list[Problem], list[Note]]:
    with_rows = [(each.sheet.name, each.identity) for each in read if each.table.rows or each.identity.numbers]
    if not with_rows and factory is None:
        return file_number, [], []
    return settle_numbers(with_rows or [(read[0].sheet.name, read[0].identity)], file_number, factory)


def _sheet_notes(each: _SheetRead) -> list[Note]:
    notes = list(each.block.notes)
    if each.heads.is_ours:
        rows = [row.row for row in each.table.rows]
        notes += notes_on_heads(each.sheet, each.heads, rows=rows, is_working_copy=each.block.is_working_copy)
    elif each.table.rows and not each.heads.fields & {"origin"}:
        message = "The sheet has no visit type: origin not stated, all its hazards are taken as initial ones."
        notes.append(Note(each.sheet.name, each.heads.row, None, message))
    if each.sheet.is_hidden:
        notes.append(Note(each.sheet.name, None, None, "The sheet is hidden in the workbook; it is read all the same."))
    return notes


def _twice_in_workbook(sheets: list[CapSheet]) -> list[Problem]:
    """Return a problem for each item that another sheet already states of the same factory and discipline."""
    first: dict[tuple[int, Discipline, int], str] = {}
    problems = []
    for sheet in sheets:
        for row in sheet.rows:
            others = {
                first.setdefault((number, row.discipline, row.item), sheet.name) for number in sheet.factory_numbers
            }
            if elsewhere := others - {sheet.name}:
                message = f"{row.discipline.capitalize()} item {row.item} already stands in sheet '{elsewhere.pop()}'."
                problems.append(Problem(sheet.name, row.row, None, message))
    return problems


def _cap_sheet(each: _SheetRead, number: int | None) -> CapSheet:
    block, identity = each.block, each.identity
    numbers = identity.numbers or ((number,) if number is not None else ())
    rows = each.table.rows
    found = {row.discipline for row in rows} | ({each.discipline} if each.discipline else set())
    return CapSheet(
        name=each.sheet.name,
        layout=each.heads.layout,
        disciplines=tuple(discipline for discipline in Discipline if discipline in found),
        factory_numbers=numbers,
        factory_names=identity.names[: len(numbers)],
        factory_names_bn=(block.name_bn,) * len(numbers),
        address=identity.address,
        address_bn=block.address_bn,
        sheet_date=block.sheet_date,
        approved_on=block.approved_on,
        initial_inspection_on=block.initial_inspection_on,
        follow_ups=block.follow_ups,
        rating=block.rating,
        finance_agreed=block.finance_agreed,
        has_visit_type=VISIT_TYPE in each.heads.columns or "origin" in each.heads.columns,
        columns=each.heads.fields,
        rows=rows,
        exported_at=block.exported_at,
        above=block.lines,
    )
