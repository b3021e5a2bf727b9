"""The rows of a list of relations: who says to source from which factory, from when to when, and whether as lead."""

from dataclasses import dataclass

from accord.casework.register.cells import Cells
from accord.casework.register.days import day_in
from accord.gateways.cap_sheets.model import Note, Problem
from accord.gateways.tables import Table
from accord.rules.factories.register import is_factory_number
from accord.rules.factories.sourcing import NO, YES, Period, SourcingColumn
from accord.rules.sheets.table_heads import HeadsRead

MAX_SIGNATORY = 200
"""Characters that the record holds of a signatory's name."""

_NEEDED = {
    SourcingColumn.SIGNATORY: "the signatory's name",
    SourcingColumn.FACTORY: "a factory number",
    SourcingColumn.FROM: "the first day, such as 2018-07-01",
}


@dataclass(frozen=True)
class Relation:
    """What one row says; `is_lead` None where it does not say."""

    row: int
    signatory: str
    number: int
    period: Period
    is_lead: bool | None


def read_relations(
    table: Table, heads: HeadsRead[SourcingColumn], *, warnings: list[Note], problems: list[Problem]
) -> list[Relation]:
    """Return the relations of the rows that can be understood; every other row leaves a problem."""
    relations = []
    for row in table.rows:
        relation = _read_row(Cells(table, heads.places, row, warnings, problems))
        if relation is not None:
            relations.append(relation)
    return relations


def _read_row(cells: Cells[SourcingColumn]) -> Relation | None:
    cells.refuse_unusable()
    signatory = cells.text(SourcingColumn.SIGNATORY, at_most=MAX_SIGNATORY)
    number = _number(cells)
    from_on, to_on = day_in(cells, SourcingColumn.FROM), day_in(cells, SourcingColumn.TO)
    is_lead = _is_lead(cells)
    for column, expected in _NEEDED.items():
        if not cells.holds(column):
            cells.problem(column, f"the cell is empty; expected {expected}")
    if signatory is None or number is None or from_on is None:
        return None
    period = Period(from_on, to_on)
    if not period.is_possible:
        cells.problem(SourcingColumn.TO, f"the relation ends on {to_on}, but it begins on {from_on}")
    return Relation(cells.row.row, signatory, number, period, is_lead)


def _number(cells: Cells[SourcingColumn]) -> int | None:
    text = cells.digits(SourcingColumn.FACTORY)
    if text is None:
        return None
    if not is_factory_number(text):
        cells.problem(SourcingColumn.FACTORY, f"“{text[:40]}” is no factory number; expected four or five digits")
        return None
    return int(text)


def _is_lead(cells: Cells[SourcingColumn]) -> bool | None:
    text = cells.text(SourcingColumn.LEAD)
    if text is None:
        return None
    word = text.casefold()
    if word not in YES | NO:
        cells.problem(SourcingColumn.LEAD, f"“{text[:40]}” is neither yes nor no")
        return None
    return word in YES
