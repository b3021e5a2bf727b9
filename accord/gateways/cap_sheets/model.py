"""What a CAP workbook says, as frozen dataclasses between the reader and the casework that records it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from accord.rules.sheets.cap_words import Danger
from accord.rules.vocabulary import Category, Discipline, InspectionKind, Origin, Rating, Severity, Status


@dataclass(frozen=True)
class Note:
    """A sentence about one place of a workbook, worth a warning; `column` is the head as printed in the sheet."""

    sheet: str | None
    row: int | None
    column: str | None
    message: str

    def sentence(self, file_name: str) -> str:
        """Return the place and the message as one sentence: "f.xlsx, sheet 'Fire', row 11, column 'Status': …"."""
        place = [file_name]
        if self.sheet is not None:
            place.append(f"sheet '{self.sheet}'")
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column '{self.column}'")
        return f"{', '.join(place)}: {self.message}"


@dataclass(frozen=True)
class Problem(Note):
    """A sentence about one place of a workbook because of which nothing of the file is imported."""


class WorkbookRefused(Exception):
    """The workbook cannot be imported; `problems` holds every reason at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems

    def sentences(self, file_name: str) -> tuple[str, ...]:
        """Return one full sentence per problem, each naming the file, sheet, row and column where known."""
        return tuple(problem.sentence(file_name) for problem in self.problems)


@dataclass(frozen=True)
class LogEntry:
    """One comment of the log; `dated_on` None where no readable date stands before it."""

    dated_on: date | None
    text: str


@dataclass(frozen=True)
class PreviousDeadline:
    """A final timeline that held before; `replaced_on` None where only the timeline cell itself carried it.

    `due_on` None happens in our own layout only: the plan then had no date.
    """

    due_on: date | None
    replaced_on: date | None


@dataclass(frozen=True)
class CapRow:
    """One hazard as its row states it. A field named in no column of the sheet is None: see `CapSheet.columns`."""

    row: int
    item: int
    discipline: Discipline
    origin: Origin
    visit: InspectionKind
    visit_ordinal: int | None
    observation: str
    status: Status
    withdrawn_reason: str | None = None
    recommended_action: str | None = None
    recommended_timeline: str | None = None
    """As written: "Within 6 – weeks", "Priority 1 (Immediate - Now)"."""
    final_action_plan: str | None = None
    responsible_person: str | None = None
    due_on: date | None = None
    """The final timeline, or None where the cell is empty or says "N/A"."""
    previous_deadlines: tuple[PreviousDeadline, ...] = ()
    log: tuple[LogEntry, ...] = ()
    category_as_written: str | None = None
    danger: Danger | None = None
    observation_bn: str | None = None
    recommended_action_bn: str | None = None
    final_action_plan_bn: str | None = None
    severity: Severity | None = None
    category: Category | None = None
    """In our own layout as the cell says; elsewhere read from the words of the row, None where there is any doubt."""
    location: str | None = None
    status_since: date | None = None
    found_on: date | None = None
    left_empty: frozenset[str] = frozenset()
    """In our own layout: the heads under which the row says nothing. Elsewhere empty, since there it means nothing."""


@dataclass(frozen=True)
class HeadLine:
    """One line of the block above a table: its row, and the text beside the label, None where nothing stands there."""

    row: int
    text: str | None


@dataclass(frozen=True)
class CapSheet:
    """One sheet with a CAP table: what stands above the table, and its rows.

    `columns` names the fields of `CapRow` for which the sheet has a column; any other field says nothing, so
    that an absent column never erases what is on record.
    """

    name: str
    layout: str
    """"A", "A+", "R", "B", "C", "D", "E", "F", "accord" (our own export) or "other"."""
    disciplines: tuple[Discipline, ...]
    factory_numbers: tuple[int, ...]
    factory_names: tuple[str | None, ...]
    """One per number, in the same order."""
    factory_names_bn: tuple[str | None, ...]
    address: str | None
    address_bn: str | None
    sheet_date: date | None
    approved_on: date | None
    initial_inspection_on: date | None
    follow_ups: tuple[tuple[int, date], ...]
    rating: Rating | None
    finance_agreed: bool | None
    has_visit_type: bool
    columns: frozenset[str]
    rows: tuple[CapRow, ...]
    exported_at: datetime | None = None
    """When our own export was written: what was recorded after it is newer than the sheet."""
    above: Mapping[str, HeadLine] = field(default_factory=dict)
    """The lines above the table by the label that our own export gives them."""

    @property
    def is_ours(self) -> bool:
        """Whether the sheet has the layout of our own export."""
        return self.layout == "accord"


@dataclass(frozen=True)
class CapWorkbook:
    """Every CAP sheet of one file. `file_number` is the number in the file name, None if there is none or two."""

    sheets: tuple[CapSheet, ...]
    file_number: int | None
    warnings: tuple[Note, ...]
