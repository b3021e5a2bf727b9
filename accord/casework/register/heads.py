"""The heads a list must have, and sentences about those that are missing, doubled or left aside."""

from collections.abc import Sequence
from typing import TypeVar

from accord.gateways.cap_sheets.model import Note, Problem, WorkbookRefused
from accord.gateways.tables import Table
from accord.rules.sheets.table_heads import HeadsRead, Vocabulary, read_heads

Head = TypeVar("Head")


def require_heads(
    table: Table, vocabulary: Vocabulary[Head], *, anyone_of: Sequence[Head], all_of: Sequence[Head], report: list[Note]
) -> HeadsRead[Head]:
    """Return what the columns tell, or raise WorkbookRefused for heads that are missing or stand twice."""
    heads = read_heads(table.heads, vocabulary)
    problems = [
        Problem(table.sheet, table.head_row, name, "the head stands over more than one column; leave one")
        for name in dict.fromkeys(heads.twice)
    ]
    missing = [column for column in all_of if column not in heads.places]
    if anyone_of and not any(column in heads.places for column in anyone_of):
        missing.append(anyone_of[0])
    found = ", ".join(f"“{' '.join(head.split())[:40]}”" for head in table.heads[:20] if head.strip()) or "none"
    for column in missing:
        expected = ", ".join(f"“{head}”" for head in vocabulary[column][:4])
        said = f"no column tells the {column}; expected a head such as {expected}, found {found}"
        problems.append(Problem(table.sheet, table.head_row, str(column), said))
    if problems:
        raise WorkbookRefused(tuple(problems))
    report += [
        Note(table.sheet, table.head_row, left, f"the column is not used, since “{kept}” tells the same")
        for left, kept in heads.second_best
    ]
    return heads
