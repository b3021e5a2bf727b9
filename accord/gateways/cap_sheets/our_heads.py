"""The heads of our own layout as people change them: renamed, added, removed, written twice. Each is told.

Only for tables that our export wrote: a published layout of others words its heads anew each year.
"""

from collections.abc import Sequence

from accord.gateways.cap_sheets.heads import OWN, REQUIRED, Heads, heads_in
from accord.gateways.cap_sheets.model import Note
from accord.gateways.workbook.read import Sheet
from accord.rules.sheets import cap_layout

MAX_NAME = 80
"""Characters of a head that a sentence repeats."""


def heads_of_export(sheet: Sheet, heads: Heads, *, is_working_copy: bool) -> Heads:
    """Return the heads read as our own where the block above them says that our export wrote the table.

    So few columns may be left of it that its heads alone would be taken for those of a published layout.
    """
    needed = {head for head, meaning in OWN.items() if meaning in REQUIRED}
    if heads.is_ours or not is_working_copy or not needed <= set(heads.printed.values()):
        return heads
    return heads_in(heads.row, sheet.rows[heads.row], of_our_export=True) or heads


def notes_on_heads(sheet: Sheet, heads: Heads, *, rows: Sequence[int], is_working_copy: bool) -> list[Note]:
    """Return one sentence for each column that is not used, and for each column of the export that is not there."""
    expected = [head for head in cap_layout.HEADS if is_working_copy or head != cap_layout.RESPONSIBLE_PERSON]
    missing = [head for head in expected if OWN[head] not in heads.columns]
    unused = _unused(sheet, heads, rows)
    renamed = _renamed(heads, expected, missing=missing, unused=set(unused))
    places = {place: head for head, place in renamed.items()}
    return [
        Note(sheet.name, heads.row, name, _said_of(name, stands_for=places.get(place)))
        for place, name in unused.items()
    ] + [
        Note(sheet.name, heads.row, head, "The column is missing; what is on record of it stays.")
        for head in missing
        if head not in renamed
    ]


def _said_of(name: str, *, stands_for: str | None) -> str:
    if stands_for:
        return f"The column is not understood and not used; the export has '{stands_for}' in its place."
    if name in OWN:
        return "The head stands twice; this column is not used."
    return "The column is not understood and not used."


def _unused(sheet: Sheet, heads: Heads, rows: Sequence[int]) -> dict[int, str]:
    """Return by column what is printed over each one that is not used, or its letter where nothing is."""
    used = set(heads.columns.values())
    printed = {place: " ".join(str(cell).split()) for place, cell in sheet.rows[heads.row].items()}
    filled = {place for row in rows for place, cell in sheet.rows[row].items() if str(cell).strip()}
    named = {place: name for place, name in printed.items() if name}
    return {
        place: named[place][:MAX_NAME] if place in named else _letter(place)
        for place in sorted((named.keys() | filled) - used)
    }


def _renamed(heads: Heads, expected: Sequence[str], *, missing: Sequence[str], unused: set[int]) -> dict[str, int]:
    """Return the column that stands where each missing one should: right of the column that comes before it."""
    found: dict[str, int] = {}
    for place, head in enumerate(expected):
        if head not in missing:
            continue
        before = expected[place - 1] if place else None
        left = 0 if before is None else found.get(before, heads.columns.get(OWN[before], -1))
        if left + 1 in unused:
            found[head] = left + 1
    return found


def _letter(column: int) -> str:
    """Return the letters over a column as a spreadsheet counts: A, B … Z, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
