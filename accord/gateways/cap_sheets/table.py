"""The rows of a CAP table as hazards, each cell checked, everything wrong collected and nothing guessed."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from accord.gateways.cap_sheets.cells import Started, TableCells, quoted
from accord.gateways.cap_sheets.heads import ITEM, OBSERVATION, REQUIRED, STATUS, SUBHEADER, Heads, heads_in
from accord.gateways.cap_sheets.model import CapRow, Note, Problem
from accord.gateways.cap_sheets.our_row import our_row
from accord.gateways.cap_sheets.published_row import published_row
from accord.gateways.workbook.read import Sheet
from accord.gateways.workbook.sheet_xml import Value
from accord.rules.sheets.cap_words import UnknownStatus, disciplines_in, status_of, title_discipline
from accord.rules.vocabulary import Discipline, Status

MAX_ROWS = 10_000

MAX_ITEM_LENGTH = 40
"""A longer text in the column of item numbers is a note."""
_WHOLE = re.compile(r"\s*'?0*(\d{1,5})(?:\.0+)?\s*[.)]?\s*")
_LIKE_A_NUMBER = re.compile(r"\W*\d+(?:[.,/\-]\d+)*\W*\w{0,2}\W*")
_PAGE_LINE = re.compile(r"(?:page|পৃষ্ঠা)\W*\d+\b.{0,40}|\d+\s*(?:of|/)\s*\d+", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """What the table states, and everything wrong or doubtful in it."""

    rows: tuple[CapRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]
    needs_discipline: bool
    """Whether there are rows but nothing says of which discipline they are."""


def read_table(sheet: Sheet, heads: Heads, discipline: Discipline | None) -> Table:
    """Return the hazards of the table below the heads; `discipline` is the sheet's, None where it names none."""
    reader = _TableReader(TableCells(sheet, heads), discipline)
    reader.read()
    cells = reader.cells
    return Table(tuple(reader.rows), tuple(cells.problems), tuple(cells.notes), reader.needs_discipline)


class _TableReader:
    def __init__(self, cells: TableCells, discipline: Discipline | None) -> None:
        self.cells = cells
        self.rows: list[CapRow] = []
        self.needs_discipline = False
        self._discipline = discipline
        self._seen: dict[tuple[Discipline | None, int], int] = {}
        self._row_reader: Callable[[TableCells, Started], CapRow] = our_row if cells.heads.is_ours else published_row

    def read(self) -> None:
        if not any(self._starts_item(row) for row in self.cells.rows):
            message = "The sheet has the heads of a CAP but no item row below them: 0 hazards."
            self.cells.note(self.cells.heads.row, None, message)
            return
        self.cells.report_unusable()
        missing = [meaning for meaning in REQUIRED if meaning not in self.cells.heads.columns]
        for meaning in missing:
            name = self.cells.heads.name_of(meaning)
            message = f"The required column '{name}' is missing; expected its head in this row."
            self.cells.problem(self.cells.heads.row, meaning, message)
        if ITEM in missing:
            return
        if len(self.cells.rows) > MAX_ROWS:
            self.cells.problem(self.cells.heads.row, ITEM, f"The table has more than {MAX_ROWS} rows; no CAP has.")
            return
        for row in self.cells.rows:
            self._read_row(row)

    def _starts_item(self, row: int) -> bool:
        """Return whether the row looks like a hazard: it has a number, or, where numbers are missing, two fields."""
        if ITEM not in self.cells.heads.columns:
            return len(self.cells.own_fields(row)) > 1
        item = self.cells.value(row, ITEM)
        if item is None:
            return bool({OBSERVATION, STATUS} & self.cells.own_fields(row).keys()) or self.cells.is_unusable(row, ITEM)
        if not isinstance(item, str) or _is_like_a_number(item):
            return True
        return STATUS in self.cells.own_fields(row) and not heads_in(row, self.cells.sheet.rows[row])

    def _read_row(self, row: int) -> None:
        item = self.cells.value(row, ITEM)
        number = item if isinstance(item, int) else None
        if number is None:
            if self._is_no_hazard(row):
                return
            found = _WHOLE.fullmatch(item[:MAX_ITEM_LENGTH]) if isinstance(item, str) else None
            number = int(found[1]) if found else None
        if item is None:
            self._without_item(row)
        elif number is None or number < 1:
            self._not_a_number(row, item)
        else:
            self._hazard(row, number)

    def _is_no_hazard(self, row: int) -> bool:
        """Return whether the row is a repeated head, a page line, or a title, which may change the discipline."""
        own = self.cells.sheet.rows[row]
        if again := heads_in(row, own):
            if REQUIRED.keys() <= again.columns.keys():
                self.cells.heads = again
            return True
        texts = [text for value in own.values() if (text := str(value).strip())]
        if any(_PAGE_LINE.fullmatch(text) for text in texts) and STATUS not in self.cells.own_fields(row):
            return True
        if len(texts) != 1:
            return not texts
        if title := title_discipline(texts[0]):
            self._discipline = title
            return True
        return not {OBSERVATION, STATUS} & self.cells.own_fields(row).keys() and not _is_like_a_number(texts[0])

    def _without_item(self, row: int) -> None:
        if self.cells.is_unusable(row, ITEM):
            self._hazard(row, None)
            return
        own = self.cells.own_fields(row)
        if OBSERVATION in own or STATUS in own or len(own) > 1:
            message = "The item number is missing; expected a whole number, since the row is filled in."
            self.cells.problem(row, ITEM, message)

    def _not_a_number(self, row: int, item: Value) -> None:
        own = self.cells.own_fields(row)
        if STATUS in own or not isinstance(item, str) or _is_like_a_number(item):
            self.cells.problem(row, ITEM, f"{quoted(item)} is no item number; expected a whole number such as 3.")
        else:
            self.cells.note(row, ITEM, f"The row is left out: {quoted(item)} is no item number.")

    def _hazard(self, row: int, number: int | None) -> None:
        """Read one hazard; `number` None where a problem with it is known, so that the rest is checked all the same."""
        discipline = self._discipline_of(row)
        status, reason = self._status(row)
        observation = self.cells.text(row, OBSERVATION)
        if (
            observation is None
            and OBSERVATION in self.cells.heads.columns
            and not self.cells.is_unusable(row, OBSERVATION)
        ):
            self.cells.problem(row, OBSERVATION, "The observation is blank; expected what the inspectors saw.")
        if number is not None:
            self._refuse_second(row, number, discipline)
        # With any problem in the file nothing is imported, so what stands in for an unread cell is never seen.
        started = Started(
            row,
            number or 0,
            discipline or Discipline.STRUCTURAL,
            observation=observation or "",
            status=status or Status.IN_PROGRESS,
            withdrawn_reason=reason,
        )
        self.rows.append(self._row_reader(self.cells, started))

    def _discipline_of(self, row: int) -> Discipline | None:
        subheader = self.cells.text(row, SUBHEADER)
        named = disciplines_in(subheader.partition(" - ")[0]) if subheader else ()
        if len(named) == 1:
            return named[0]
        self.needs_discipline = self.needs_discipline or self._discipline is None
        return self._discipline

    def _status(self, row: int) -> tuple[Status | None, str | None]:
        if STATUS not in self.cells.heads.columns or self.cells.is_unusable(row, STATUS):
            return None, None
        words = self.cells.text(row, STATUS)
        expected = "expected In Progress, Pending Verification, Corrected, Not Applicable or Withdrawn."
        if words is None:
            self.cells.problem(row, STATUS, f"The status is blank; {expected}")
            return None, None
        try:
            return status_of(words)
        except UnknownStatus:
            self.cells.problem(row, STATUS, f"{quoted(words)} is no status; {expected}")
            return None, None

    def _refuse_second(self, row: int, number: int, discipline: Discipline | None) -> None:
        first = self._seen.setdefault((discipline, number), row)
        if first != row:
            message = f"Item number {number} occurs twice: it already stands in row {first}; expected each number once."
            self.cells.problem(row, ITEM, message)


def _is_like_a_number(text: str) -> bool:
    return len(text) <= MAX_ITEM_LENGTH and _LIKE_A_NUMBER.fullmatch(text) is not None
