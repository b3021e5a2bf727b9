"""One row of our own layout, which the export writes: vocabulary values, ISO dates, one log cell."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from accord.gateways.cap_sheets.cells import Started, TableCells, quoted
from accord.gateways.cap_sheets.heads import LOG, OWN
from accord.gateways.cap_sheets.model import CapRow, LogEntry, PreviousDeadline
from accord.rules.sheets.cap_layout import NotOurLayout, parse_log, parse_previous_timelines, parse_visit
from accord.rules.sheets.cap_words import danger_in, plain
from accord.rules.vocabulary import Category, InspectionKind, Origin, Severity

Word = TypeVar("Word", bound=StrEnum)


def our_row(cells: TableCells, started: Started) -> CapRow:
    """Return the row with every field that the sheet states; what is wrong is noted in `cells`."""
    row = started.row
    visit, ordinal = _visit(cells, row)
    recommended_action = cells.text(row, "recommended_action")
    category, category_as_written = _category(cells, row)
    severity = _word(cells, row, "severity", Severity)
    days = {meaning: _day(cells, row, meaning) for meaning in ("due_on", "status_since", "found_on")}
    return CapRow(
        row=row,
        item=started.item,
        discipline=started.discipline,
        observation=started.observation,
        status=started.status,
        origin=_word(cells, row, "origin", Origin) or Origin.INITIAL,
        visit=visit,
        visit_ordinal=ordinal,
        withdrawn_reason=cells.text(row, "withdrawn_reason") or started.withdrawn_reason,
        recommended_action=recommended_action,
        recommended_action_bn=cells.text(row, "recommended_action_bn"),
        recommended_timeline=cells.text(row, "recommended_timeline"),
        final_action_plan=cells.text(row, "final_action_plan"),
        final_action_plan_bn=cells.text(row, "final_action_plan_bn"),
        observation_bn=cells.text(row, "observation_bn"),
        responsible_person=cells.text(row, "responsible_person"),
        location=cells.text(row, "location"),
        severity=severity,
        category=category,
        category_as_written=category_as_written,
        due_on=days["due_on"],
        status_since=days["status_since"],
        found_on=days["found_on"],
        previous_deadlines=_previous(cells, row),
        log=_log(cells, row),
        danger=danger_in(started.discipline, *_all_words(cells, started, recommended_action), severity=severity),
        left_empty=_left_empty(cells, row, days),
    )


def _all_words(cells: TableCells, started: Started, recommended_action: str | None) -> tuple[str, str]:
    """Return observation and recommended action, each with its Bangla: a danger may stand in one of them only."""
    observed = (started.observation, cells.text(started.row, "observation_bn"))
    recommended = (recommended_action, cells.text(started.row, "recommended_action_bn"))
    return " ".join(filter(None, observed)), " ".join(filter(None, recommended))


def _left_empty(cells: TableCells, row: int, days: Mapping[str, date | None]) -> frozenset[str]:
    """Return the heads of the cells that say nothing, among them "N/A" where a day is expected."""
    return frozenset(
        head
        for head, meaning in OWN.items()
        if meaning in cells.heads.columns and (cells.value(row, meaning) is None or days.get(meaning, row) is None)
    )


def _day(cells: TableCells, row: int, meaning: str) -> date | None:
    return cells.day(row, meaning, cells.value(row, meaning))


def _word(cells: TableCells, row: int, meaning: str, words: type[Word]) -> Word | None:
    text = cells.text(row, meaning)
    if text is None:
        return None
    found = next((word for word in words if plain(word) == plain(text)), None)
    if found is None:
        cells.problem(row, meaning, f"{quoted(text)} is unknown; expected one of {', '.join(words)}.")
    return found


def _visit(cells: TableCells, row: int) -> tuple[InspectionKind, int | None]:
    text = cells.text(row, "visit")
    if text is None:
        return InspectionKind.INITIAL, None
    try:
        return parse_visit(text)
    except NotOurLayout:
        expected = f"expected one of {', '.join(InspectionKind)}, a follow-up with its number: follow_up 4."
        cells.problem(row, "visit", f"{quoted(text)} is no visit; {expected}")
        return InspectionKind.INITIAL, None


def _category(cells: TableCells, row: int) -> tuple[Category | None, str | None]:
    """Return the category, or the words of one that the taxonomy does not have."""
    text = cells.text(row, "category")
    known = next((category for category in Category if text and category == text.strip()), None)
    return known, None if known else text


def _previous(cells: TableCells, row: int) -> tuple[PreviousDeadline, ...]:
    text = cells.text(row, "previous_deadlines")
    try:
        return tuple(PreviousDeadline(due_on, until) for due_on, until in parse_previous_timelines(text or ""))
    except NotOurLayout as unknown:
        message = f"{quoted(unknown)} cannot be read; expected lines such as 2014-09-22 until 2015-03-04."
        cells.problem(row, "previous_deadlines", message)
        return ()


def _log(cells: TableCells, row: int) -> tuple[LogEntry, ...]:
    text = cells.text(row, LOG)
    try:
        return tuple(LogEntry(dated_on, words) for dated_on, words in parse_log(text or ""))
    except NotOurLayout:
        cells.problem(row, LOG, "An entry has no day of the calendar; expected lines such as [2015-03-04] text.")
        return ()
