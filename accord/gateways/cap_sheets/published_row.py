"""One row of a CAP as the programmes published it: visit types in words, comments and deadlines stacked in cells."""

import re
from datetime import date

from accord.gateways.cap_sheets.cells import Started, TableCells, quoted
from accord.gateways.cap_sheets.heads import COMMENTS, CONCLUSION, SUB_VISIT_TYPE, SUBHEADER, VISIT_TYPE
from accord.gateways.cap_sheets.model import CapRow, LogEntry, PreviousDeadline
from accord.rules.sheets.cap_words import Visit, danger_in, visit_of
from accord.rules.sheets.category_words import category_from_words
from accord.rules.sheets.comment_log import Comment, split_comments
from accord.rules.sheets.dates import date_at_start
from accord.rules.vocabulary import InspectionKind, Origin

_PREVIOUS = re.compile(r"\s*previous\s+time\s*lines?\s*[:\-–]?\s*", re.IGNORECASE)
_STACKED = re.compile(r"\n|(?<=\d)\s+(?=previous\s+time)", re.IGNORECASE)


def published_row(cells: TableCells, started: Started) -> CapRow:
    """Return the row with every field that the sheet states; what is wrong is noted in `cells`."""
    row = started.row
    comments = _comments(cells, row)
    due_on, earlier = _deadlines(cells, row)
    visit = _visit(cells, row)
    recommended_action = cells.text(row, "recommended_action")
    category_as_written = _category(cells, row)
    return CapRow(
        row=row,
        item=started.item,
        discipline=started.discipline,
        observation=started.observation,
        status=started.status,
        withdrawn_reason=started.withdrawn_reason,
        origin=visit.origin,
        visit=visit.kind,
        visit_ordinal=visit.ordinal,
        recommended_action=recommended_action,
        recommended_timeline=cells.text(row, "recommended_timeline"),
        final_action_plan=cells.text(row, "final_action_plan"),
        responsible_person=_stripped(cells.text(row, "responsible_person")),
        location=_stripped(cells.text(row, "location")),
        category=category_from_words(started.discipline, category_as_written, observation=started.observation),
        category_as_written=category_as_written,
        due_on=due_on,
        previous_deadlines=_previous(comments, earlier),
        log=tuple(LogEntry(comment.dated_on, comment.text) for comment in comments) + _conclusion(cells, row),
        danger=danger_in(started.discipline, started.observation, recommended_action),
    )


def _visit(cells: TableCells, row: int) -> Visit:
    if VISIT_TYPE not in cells.heads.columns:
        return Visit(Origin.INITIAL, InspectionKind.INITIAL)
    words = cells.text(row, VISIT_TYPE)
    if words is None:
        cells.note(row, VISIT_TYPE, "The visit type is blank: origin not stated, taken as an initial hazard.")
        return Visit(Origin.INITIAL, InspectionKind.INITIAL)
    return visit_of(words, cells.text(row, SUB_VISIT_TYPE) or "")


def _comments(cells: TableCells, row: int) -> list[Comment]:
    texts = [cells.text(row, COMMENTS)]
    texts += [str(cells.sheet.rows[row].get(column, "")) for column in cells.heads.more_comments]
    comments = [comment for text in texts if text for comment in split_comments(text)]
    for written in (written for comment in comments for written in comment.impossible):
        cells.note(
            row, COMMENTS, f"{quoted(written)} is no day of the calendar; the comment is kept without that date."
        )
    return comments


def _conclusion(cells: TableCells, row: int) -> tuple[LogEntry, ...]:
    text = cells.text(row, CONCLUSION)
    return (LogEntry(None, f"{cells.heads.name_of(CONCLUSION)}: {text}"),) if text else ()


def _deadlines(cells: TableCells, row: int) -> tuple[date | None, list[date]]:
    """Return the final timeline, which is the first line of its cell, and the earlier ones stacked below it."""
    written = cells.value(row, "due_on")
    if not isinstance(written, str):
        return cells.day(row, "due_on", written), []
    lines = [line for line in _STACKED.split(written) if line.strip()]
    final = next((line for line in lines if not _PREVIOUS.match(line)), None)
    earlier: list[date] = []
    for line in lines:
        if line is final:
            continue
        label = _PREVIOUS.match(line)
        found = date_at_start(line[label.end() if label else 0 :])
        if found and found.day_on:
            earlier.append(found.day_on)
        else:
            cells.note(row, "due_on", f"{quoted(line)} below the final timeline is no date; it is left out.")
    return cells.day(row, "due_on", final), earlier


def _previous(comments: list[Comment], earlier: list[date]) -> tuple[PreviousDeadline, ...]:
    carried = [PreviousDeadline(day, comment.dated_on) for comment in comments for day in comment.previous_timelines]
    known = {each.due_on for each in carried}
    return tuple(carried + [PreviousDeadline(day, None) for day in earlier if day not in known])


def _category(cells: TableCells, row: int) -> str | None:
    """Return the words behind the discipline in a subheader ("Fire - Gates"), or the category column's."""
    subheader = cells.text(row, SUBHEADER)
    if subheader is None:
        return _stripped(cells.text(row, "category_as_written"))
    return _stripped(subheader.partition(" - ")[2] or subheader)


def _stripped(text: str | None) -> str | None:
    return text.strip() or None if text else None
