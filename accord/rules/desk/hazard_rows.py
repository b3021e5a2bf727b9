"""Rows of hazards as they are pasted from a spreadsheet: read by their heads, or in the usual order without them."""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO

from accord.rules.desk.hazard_draft import HazardDraft, Problem, cleaned, placed, problems_of, visible
from accord.rules.desk.places import Place, words_of_place
from accord.rules.factories.register import words_of
from accord.rules.sheets.cap_words import plain
from accord.rules.sheets.table_heads import known_heads, read_heads
from accord.rules.vocabulary import Category, Discipline, Severity

MOST_ROWS = 300
"""Ours: more than any inspection has ever found; beyond it somebody pasted the wrong sheet."""

LAST_ITEM = 99_999


class Column(StrEnum):
    """What a column of pasted rows tells; each is a field of the draft."""

    LOCATION = "location"
    CATEGORY = "category"
    OBSERVATION = "observation"
    ACTION = "recommended_action"
    TIMELINE = "recommended_timeline"
    SEVERITY = "severity"
    OBSERVATION_BN = "observation_bn"
    ACTION_BN = "recommended_action_bn"
    BUILDING = "building"
    ITEM = "item"


USUAL_ORDER = (
    Column.LOCATION,
    Column.CATEGORY,
    Column.OBSERVATION,
    Column.ACTION,
    Column.TIMELINE,
    Column.SEVERITY,
    Column.OBSERVATION_BN,
    Column.ACTION_BN,
)
"""Of rows without heads."""

_HEADS: Mapping[Column, tuple[str, ...]] = {
    Column.LOCATION: ("location", "place", "where", "area", "অবস্থান", "স্থান", "জায়গা"),
    Column.CATEGORY: ("category", "type", "hazard type", "ধরন", "শ্রেণি"),
    Column.OBSERVATION: ("observation", "finding", "findings", "hazard", "issue", "description", "পর্যবেক্ষণ", "ত্রুটি"),
    Column.ACTION: ("recommended action", "recommendation", "action", "corrective action", "সুপারিশ", "করণীয়"),
    Column.TIMELINE: ("recommended timeline", "timeline", "time frame", "deadline", "due", "সময়সীমা"),
    Column.SEVERITY: ("severity", "risk", "risk level", "priority", "ঝুঁকি", "গুরুত্ব"),
    Column.OBSERVATION_BN: ("observation bangla", "observation bn", "finding bangla", "পর্যবেক্ষণ বাংলা"),
    Column.ACTION_BN: ("recommended action bangla", "action bangla", "action bn", "করণীয় বাংলা"),
    Column.BUILDING: ("building", "building name", "ভবন"),
    Column.ITEM: ("item no", "item", "no", "item number", "নম্বর"),
}
HEADS = {column: tuple(words_of(head) for head in heads) for column, heads in _HEADS.items()}
"""What may stand over a column, in the form in which heads are compared."""


@dataclass(frozen=True)
class Context:
    """What is known of the inspection when its rows are read."""

    discipline: Discipline
    seed: str
    """Of the form: the same rows sent again are the same hazards."""
    categories: Mapping[str, Category]
    """By their plain words, in every language."""
    severities: Mapping[str, Severity]
    places: Sequence[Place]
    shared_with: Mapping[int, frozenset[int]]
    """Ids of the other factories that hazards of a building count for too."""


@dataclass(frozen=True)
class PastedRow:
    """One row: what it says, and what is wrong with it by column."""

    number: int
    """As counted in what was pasted, its heads included."""
    cells: Mapping[Column, str]
    draft: HazardDraft
    problems: Mapping[str, Problem]


@dataclass(frozen=True)
class Pasted:
    """Everything that was pasted."""

    rows: tuple[PastedRow, ...]
    not_used: tuple[str, ...]
    """Heads that mean nothing here, so that nobody believes that their columns were taken."""
    is_too_long: bool = False

    @property
    def is_right(self) -> bool:
        """Whether there is something to store and nothing is wrong with it."""
        return bool(self.rows) and not self.is_too_long and not any(row.problems for row in self.rows)


def read_rows(text: str, context: Context) -> Pasted:
    """Return the hazards of rows with cells between tabs; a cell in quotation marks may hold line breaks."""
    try:
        lines = list(csv.reader(StringIO(visible(text)), delimiter="\t"))
    except csv.Error:  # a cell longer than any that is meant
        return Pasted((), (), is_too_long=True)
    filled = [(number, row) for number, row in enumerate(lines, 1) if any(cell.strip() for cell in row)]
    if not filled:
        return Pasted((), ())
    places = {column: place for place, column in enumerate(USUAL_ORDER)}
    not_used: tuple[str, ...] = ()
    if known_heads(filled[0][1], HEADS) > 1:
        heads = read_heads(filled[0][1], HEADS)
        places, not_used = heads.places, heads.not_used
        filled = filled[1:]
    if len(filled) > MOST_ROWS:
        return Pasted((), not_used, is_too_long=True)
    rows = [_row(number, _cells(row, places), context) for number, row in filled]
    return Pasted(tuple(_with_items_told_apart(rows)), not_used)


def key_of_row(seed: str, number: int) -> str:
    """Return the public key of a row's hazard."""
    return hashlib.sha256(f"{seed} {number}".encode()).hexdigest()[:16]


def _cells(row: Sequence[str], places: Mapping[Column, int]) -> dict[Column, str]:
    return {column: cleaned(row[place]) or "" for column, place in places.items() if place < len(row)}


def _row(number: int, cells: Mapping[Column, str], context: Context) -> PastedRow:
    problems: dict[str, Problem] = {}
    building = _building(cells, context.places)
    if cells.get(Column.BUILDING) and building is None:
        problems[Column.BUILDING] = Problem.UNKNOWN
    item = _item(cells.get(Column.ITEM, ""))
    if cells.get(Column.ITEM) and item is None:
        problems[Column.ITEM] = Problem.UNKNOWN
    category = context.categories.get(plain(cells.get(Column.CATEGORY, "")))
    if cells.get(Column.CATEGORY) and category is None:
        problems[Column.CATEGORY] = Problem.UNKNOWN
    severity = context.severities.get(plain(cells.get(Column.SEVERITY, "")))
    if cells.get(Column.SEVERITY) and severity is None:
        problems[Column.SEVERITY] = Problem.UNKNOWN
    elif severity is Severity.SEVERE_AND_IMMINENT:
        problems[Column.SEVERITY] = Problem.NOT_IN_A_LIST
    draft = HazardDraft(
        key=key_of_row(context.seed, number),
        observation=cells.get(Column.OBSERVATION) or None,
        observation_bn=cells.get(Column.OBSERVATION_BN) or None,
        recommended_action=cells.get(Column.ACTION) or None,
        recommended_action_bn=cells.get(Column.ACTION_BN) or None,
        recommended_timeline=cells.get(Column.TIMELINE) or None,
        severity=severity,
        category=category,
        location=cells.get(Column.LOCATION) or None,
        building_id=building.building_id if building else None,
        item=item,
        shared_with=context.shared_with.get(building.building_id, frozenset()) if building else frozenset(),
    )
    english, bangla = words_of_place(building, draft.location)
    draft = placed(draft, english=english, bangla=bangla)
    return PastedRow(number, cells, draft, problems_of(draft, discipline=context.discipline) | problems)


def _building(cells: Mapping[Column, str], places: Sequence[Place]) -> Place | None:
    """Return the building that is named; where none is, the only one that there is."""
    buildings = [place for place in places if place.floor_id is None]
    named = plain(cells.get(Column.BUILDING, ""))
    if not named:
        return buildings[0] if len(buildings) == 1 else None
    return next((each for each in buildings if named in {plain(each.building), plain(each.building_bn or "")}), None)


def _item(cell: str) -> int | None:
    return int(cell) if cell.isdecimal() and len(cell) <= len(str(LAST_ITEM)) and int(cell) else None


def _with_items_told_apart(rows: Sequence[PastedRow]) -> list[PastedRow]:
    """Return the rows, the later ones of those with the same item marked as wrong."""
    seen: set[int] = set()
    told: list[PastedRow] = []
    for row in rows:
        is_twice = row.draft.item is not None and row.draft.item in seen
        seen |= {row.draft.item} if row.draft.item else set()
        wrong = {**row.problems, Column.ITEM: Problem.TWICE} if is_twice else row.problems
        told.append(PastedRow(row.number, row.cells, row.draft, wrong))
    return told
