"""The block above a CAP table: labels with their values, and titles, in the layouts of many years."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from accord.gateways.cap_sheets.heads import SEARCHED_COLUMNS
from accord.gateways.cap_sheets.model import HeadLine, Note
from accord.gateways.workbook.read import Sheet
from accord.gateways.workbook.sheet_xml import Value
from accord.rules.sheets import cap_layout
from accord.rules.sheets.cap_words import disciplines_in, rating_of, title_discipline, yes_or_no
from accord.rules.sheets.dates import date_at_start, header_dates
from accord.rules.vocabulary import Discipline, Rating

MAX_GAP = 3
"""How many columns right of its label a value may stand."""

_OTHER = "other"
_LABELS = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"(?:sheet )?date", "date"),
        (r"(?:factory|facility) name (?:and )?address", "name_and_address"),
        (r"(?:(?:factory|facility) name|name of (?:the )?factory)", "name"),
        (r"factory name bangla", "name_bn"),
        (r"(?:(?:factory|facility) )?address", "address"),
        (r"address bangla", "address_bn"),
        (r"(?:factory|accord|rsc|facility) (?:id|number|no|code)(?: no)?", "number"),
        (r"(?:initial )?inspection date|date of (?:initial )?inspection(?: by accord)?|date of assessment", "initial"),
        (r"report received date|date report received|date of report submission", "received"),
        (r"date of cap finali[sz]ation", "approved"),
        (r"date of review", "review"),
        (r"(?:date of )?(\d{1,2}) ?(?:st|nd|rd|th) follow ?up(?: date)?", "follow_up"),
        (r"finance plan agreed", "finance"),
        (r"(?:accord |structural )?rating", "rating"),
        (r"discipline", "discipline"),
        (r"exported at", "exported_at"),
        (r"inspected by|note|other factor(?:y|ies)|(?:assessor|facility|lead brand|key facility) .*", _OTHER),
        (r"contact email|audit .*|cap responder .*|important criteria .*", _OTHER),
    )
)

_OURS = {
    "name": cap_layout.FACTORY_NAME,
    "name_bn": cap_layout.FACTORY_NAME_BN,
    "address": cap_layout.ADDRESS,
    "address_bn": cap_layout.ADDRESS_BN,
    "initial": cap_layout.DATE_OF_INSPECTION,
    "finance": cap_layout.FINANCE_PLAN_AGREED,
    "rating": cap_layout.RATING,
}
"""What our own export calls the lines that somebody may change."""


@dataclass(frozen=True)
class HeadBlock:
    """What stands above the table; None where nothing does."""

    name: str | None
    name_holds_address: bool
    name_bn: str | None
    address: str | None
    address_bn: str | None
    number: str | None
    disciplines: tuple[Discipline, ...]
    """From a label or from titles in their order; more than one where titles disagree."""
    sheet_date: date | None
    approved_on: date | None
    initial_inspection_on: date | None
    follow_ups: tuple[tuple[int, date], ...]
    rating: Rating | None
    finance_agreed: bool | None
    exported_at: datetime | None
    lines: Mapping[str, HeadLine]
    """What stands beside the labels that our own export writes, by label."""
    is_working_copy: bool
    """Whether our own export wrote the sheet for those who work on the CAP, also where it lost the instant."""
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class _Labelled:
    meaning: str
    ordinal: int
    printed: str
    row: int
    value: Value | None


def read_head_block(sheet: Sheet, before_row: int) -> HeadBlock:
    """Return what the rows above the heads state."""
    rows = {
        row: {column: cell for column, cell in sorted(cells.items()) if column <= SEARCHED_COLUMNS}
        for row, cells in sorted(sheet.rows.items())
        if row < before_row
    }
    merged = _merged_ends(sheet, before_row)
    labelled: list[_Labelled] = []
    taken: set[tuple[int, int]] = set()
    for row, cells in rows.items():
        for column, cell in cells.items():
            label = _label(cell)
            if label is None:
                if within := _label_within(cell):
                    taken.add((row, column))
                    labelled.append(_Labelled(*within[0], _printed(cell), row, within[1]))
                continue
            taken.add((row, column))
            at = _value_at(rows, row, column, merged, is_date=label[0] == "date")
            if at:
                taken.add(at)
            labelled.append(_Labelled(*label, _printed(cell), row, rows[at[0]][at[1]] if at else None))
    titles = [
        cell
        for row, cells in rows.items()
        for column, cell in cells.items()
        if isinstance(cell, str) and (row, column) not in taken
    ]
    return _block(sheet.name, labelled, titles)


def _block(sheet: str, labelled: list[_Labelled], titles: Iterable[str]) -> HeadBlock:
    first = {each.meaning: each for each in reversed(labelled) if each.value is not None}
    texts = {meaning: str(each.value).strip() for meaning, each in first.items()}
    dates, notes = _dates(sheet, labelled)
    follow_ups = tuple(sorted((ordinal, day) for (meaning, ordinal), day in dates.items() if meaning == "follow_up"))
    last_visit = max([day for _, day in follow_ups] + [day for day in [dates.get(("review", 0))] if day], default=None)
    rating = rating_of(texts.get("rating", ""))
    if texts.get("rating") and rating is None:
        message = f"'{texts['rating']}' is no rating; expected green, yellow, amber or red. No rating is recorded."
        notes.append(Note(sheet, first["rating"].row, first["rating"].printed, message))
    return HeadBlock(
        name=texts.get("name_and_address") or texts.get("name"),
        name_holds_address="name_and_address" in texts,
        name_bn=texts.get("name_bn"),
        address=texts.get("address"),
        address_bn=texts.get("address_bn"),
        number=texts.get("number"),
        disciplines=_disciplines(texts.get("discipline"), titles),
        sheet_date=dates.get(("date", 0)) or last_visit,
        approved_on=dates.get(("approved", 0)),
        initial_inspection_on=dates.get(("initial", 0)),
        follow_ups=follow_ups,
        rating=rating,
        finance_agreed=yes_or_no(texts.get("finance", "")),
        exported_at=_instant(texts.get("exported_at")),
        lines={
            _OURS[each.meaning]: HeadLine(each.row, texts.get(each.meaning) or None)
            for each in reversed(labelled)
            if each.meaning in _OURS
        },
        is_working_copy=any(each.meaning == "exported_at" for each in labelled),
        notes=tuple(notes),
    )


def _instant(text: str | None) -> datetime | None:
    """Return the instant that our own export wrote; anything else says nothing."""
    try:
        instant = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def _disciplines(label: str | None, titles: Iterable[str]) -> tuple[Discipline, ...]:
    if label and (found := disciplines_in(label)):
        return found
    return tuple(dict.fromkeys(discipline for title in titles if (discipline := title_discipline(title))))


def _dates(sheet: str, labelled: list[_Labelled]) -> tuple[dict[tuple[str, int], date], list[Note]]:
    """Return the dates by label and ordinal, all read in the one order of the sheet."""
    order = {"initial": 0, "received": 1, "follow_up": 2, "review": 3, "date": 4}
    dated = [each for each in labelled if each.meaning in order and each.value not in (None, "")]
    dated.sort(key=lambda each: (order[each.meaning], each.ordinal))
    # The day of approval is told in no fixed order to the others, but is written in the same one.
    approved = [each for each in labelled if each.meaning == "approved" and each.value not in (None, "")]
    written = [each.value if isinstance(each.value, date) else str(each.value) for each in dated]
    days = header_dates(written)
    days += header_dates([each.value if isinstance(each.value, date) else str(each.value) for each in approved])
    found: dict[tuple[str, int], date] = {}
    notes: list[Note] = []
    for each, day in zip(dated + approved, days, strict=True):
        if day:
            found.setdefault((each.meaning, each.ordinal), day)
        elif any(letter.isdigit() for letter in str(each.value)):
            message = f"'{each.value}' beside '{each.printed}' is no date that we can read; it is left out."
            notes.append(Note(sheet, each.row, None, message))
    return found, notes


def _label(cell: Value) -> tuple[str, int] | None:
    if not isinstance(cell, str) or len(cell) > 60:
        return None
    words = re.sub(r"[\W_]+", " ", cell).strip().lower()
    for pattern, meaning in _LABELS:
        if found := pattern.fullmatch(words):
            return meaning, int(found[1]) if meaning == "follow_up" else 0
    return (_OTHER, 0) if cell.rstrip().endswith(":") else None


def _label_within(cell: Value) -> tuple[tuple[str, int], str] | None:
    """Return label and value of a cell that holds both: "Factory ID: 90004"."""
    if not isinstance(cell, str):
        return None
    before, colon, after = cell.partition(":")
    label = _label(before) if colon and after.strip() else None
    return (label, after.strip()) if label else None


def _value_at(
    rows: Mapping[int, Mapping[int, Value]],
    row: int,
    column: int,
    merged: Mapping[tuple[int, int], int],
    *,
    is_date: bool,
) -> tuple[int, int] | None:
    """Return the row and column of a label's value, or None if it has none.

    It stands right of the label; the value of "Date" may also stand below it.
    """
    right = merged.get((row, column), column) + 1
    for place in range(right, right + MAX_GAP):
        cell = rows[row].get(place)
        if cell is not None:
            if _label(cell) is None and (not is_date or _is_date(cell)):
                return row, place
            break
        if (row, place) in merged:
            break
    below = rows.get(row + 1, {}).get(column)
    return (row + 1, column) if is_date and below is not None and _is_date(below) else None


def _is_date(cell: Value) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and date_at_start(cell) is not None)


def _merged_ends(sheet: Sheet, before_row: int) -> dict[tuple[int, int], int]:
    """Return, for the first cell of each merged block above the table, its last column."""
    return {
        (merge.first_row, merge.first_column): merge.last_column
        for merge in sheet.merges
        if merge.first_row < before_row
    }


def _printed(cell: Value) -> str:
    return " ".join(str(cell).split())
