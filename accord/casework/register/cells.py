"""The cells of one row by what their column tells, with sentences that name row and column as the list prints them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from accord.gateways.cap_sheets.model import Note, Problem
from accord.gateways.tables import Row, Table
from accord.rules.factories.register import says_nothing, tidy

Head = TypeVar("Head")
_DEGREES = re.compile(r"([+-]?\d{1,3}(?:[.,]\d{1,20})?)\s*°?\s*([NSEW]?)", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,3}(?:[, ]\d{2,3})*|\d{1,7}")


@dataclass(frozen=True)
class Cells(Generic[Head]):
    """One row of a list whose columns are known; problems and warnings go to the lists of the whole file."""

    table: Table
    places: Mapping[Head, int]
    row: Row
    warnings: list[Note]
    problems: list[Problem]

    def raw(self, column: Head) -> str:
        """Return the text as it stands in the cell, "" where the column or the value is missing."""
        place = self.places.get(column)
        text = "" if place is None else self.row.cells.get(place, "")
        return "" if says_nothing(text) else text

    def holds(self, column: Head) -> bool:
        """Return whether the cell says anything."""
        return bool(self.raw(column).strip())

    def text(self, column: Head, *, at_most: int | None = None) -> str | None:
        """Return the text on one line, or None; a text longer than the record holds is a problem."""
        text = tidy(self.raw(column))
        if at_most is not None and len(text) > at_most:
            self.problem(column, f"the text has {len(text):,} characters; at most {at_most} are kept")
            return None
        return text or None

    def digits(self, column: Head) -> str | None:
        """Return the text with Bangla and other digits as Latin ones, without a ".0" that spreadsheets add."""
        text = self.text(column)
        if text is None:
            return None
        latin = "".join(str(int(character)) if character.isdecimal() else character for character in text)
        return latin.removesuffix(".0")

    def count(self, column: Head) -> int | None:
        """Return a number of people; what is no number is warned of and not taken over."""
        text = self.digits(column)
        if text is None:
            return None
        if not _COUNT.fullmatch(text):
            self.warn(column, f"“{text[:40]}” is no single number and is not taken over")
            return None
        return int(re.sub(r"\D", "", text))

    def degrees(self, column: Head) -> float | None:
        """Return decimal degrees; anything else is a problem."""
        text = self.digits(column)
        if text is None:
            return None
        found = _DEGREES.fullmatch(text)
        if found is None:
            self.problem(column, f"“{text[:40]}” is no angle in decimal degrees, such as 23.8103")
            return None
        return float(found[1].replace(",", ".")) * (-1 if found[2].upper() in {"S", "W"} else 1)

    def refuse_unusable(self) -> None:
        """Report cells without a usable value, and values beyond the last head, which mean that cells have moved."""
        for column, place in self.places.items():
            if what := self.row.unusable.get(place):
                self.problem(column, f"the cell holds {what}; expected the value itself")
        if beyond := [place for place in self.row.cells if place >= len(self.table.heads)]:
            said = (
                f"the row has {max(beyond) + 1} cells under {len(self.table.heads)} heads, so that columns have moved; "
                "a text with a delimiter inside belongs between quotation marks"
            )
            self.problems.append(Problem(self.table.sheet, self.row.row, None, said))

    def warn(self, column: Head, message: str) -> None:
        """Note a sentence about this cell."""
        self.warnings.append(Note(self.table.sheet, self.row.row, self._printed(column), message))

    def problem(self, column: Head, message: str) -> None:
        """Note a sentence about this cell because of which nothing of the file is stored."""
        self.problems.append(Problem(self.table.sheet, self.row.row, self._printed(column), message))

    def _printed(self, column: Head) -> str:
        place = self.places.get(column)
        return str(column) if place is None else " ".join(self.table.heads[place].split())
