"""One hazard as the page shows it: its texts in the language of the page, and its history as one dated line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby, pairwise

from accord.gateways.wording import Text, Wording
from accord.rules.figures.progress import OPEN
from accord.rules.public.disclosure import HazardDisclosed, PhotoDisclosed, StatusDisclosed
from accord.rules.vocabulary import Discipline, InspectionKind, Origin, Source, Status
from accord.web.filters import day, visit, word
from accord.web.language import gettext

LONG_HISTORY = 4
"""Entries; a longer history is folded, so that five hundred hazards stay readable."""


class Mark(StrEnum):
    """What an entry of the history means; the page draws a shape for it, and its words say the same."""

    FOUND = "found"
    SOUND = "sound"
    CLAIMED = "claimed"
    LATE = "late"
    NOTE = "note"


_MARKS = {
    Status.IN_PROGRESS: Mark.FOUND,
    Status.PENDING_VERIFICATION: Mark.CLAIMED,
    Status.CORRECTED: Mark.SOUND,
    Status.WITHDRAWN: Mark.NOTE,
}


@dataclass(frozen=True)
class Entry:
    """One dated entry of a history; `day` None where the document gave no date."""

    day: date | None
    mark: Mark
    event: str | None
    text: Text | None
    is_imported: bool = False


@dataclass(frozen=True)
class PhotoView:
    """One photo with what can be seen on it, in the language of the page where there are words in it."""

    photo: PhotoDisclosed
    caption: Text


@dataclass(frozen=True)
class HazardView:
    """One hazard with everything the page says of it."""

    hazard: HazardDisclosed
    anchor: str
    title: Text | None
    """Its category; None where the document named none."""
    location: Text | None
    observation: Text
    required: Text | None
    timeline_as_written: Text | None
    plan: Text | None
    earlier_dates: tuple[date, ...]
    is_open: bool
    lacks_date: bool
    is_new: bool
    is_unknown: bool
    """Whether nothing was known of its status on the day."""
    is_imported: bool
    withdrawn_reason: Text | None
    history: tuple[Entry, ...]
    is_long: bool
    photos: tuple[PhotoView, ...]


@dataclass(frozen=True)
class Group:
    """The hazards of one discipline, in the order of their items."""

    discipline: Discipline
    hazards: tuple[HazardView, ...]


def groups_of(
    hazards: Iterable[HazardDisclosed], wording: Wording, *, unknown: frozenset[str] = frozenset()
) -> tuple[Group, ...]:
    """Return the hazards by discipline; `unknown` are the keys of those whose status was not known on the day."""
    return tuple(
        Group(discipline, tuple(view_of(hazard, wording, is_unknown=hazard.key in unknown) for hazard in of_it))
        for discipline, of_it in groupby(hazards, key=lambda hazard: hazard.discipline)
    )


def view_of(hazard: HazardDisclosed, wording: Wording, *, is_unknown: bool = False) -> HazardView:
    """Return one hazard as the page shows it."""
    last = hazard.statuses[-1] if hazard.statuses else None
    history = tuple(sorted(_entries(hazard, wording), key=lambda entry: entry.day or date.max))
    return HazardView(
        hazard=hazard,
        anchor=f"{hazard.discipline.value}-{hazard.item}",
        title=_title(hazard, wording),
        location=wording.of(hazard.location),
        observation=wording.of(hazard.observation, hazard.observation_bn) or wording.written(hazard.observation),
        required=wording.of(hazard.recommended_action, hazard.recommended_action_bn),
        timeline_as_written=wording.of(hazard.recommended_timeline),
        plan=wording.of(hazard.final_action_plan, hazard.final_action_plan_bn),
        earlier_dates=_earlier_dates(hazard),
        is_open=hazard.status in OPEN and not is_unknown,
        lacks_date=hazard.due_on is None and hazard.status in OPEN and not is_unknown,
        is_new=hazard.origin is Origin.NEW,
        is_unknown=is_unknown,
        is_imported=last is not None and last.source is Source.IMPORTED,
        withdrawn_reason=wording.of(hazard.withdrawn_reason) if hazard.status is Status.WITHDRAWN else None,
        history=history,
        is_long=len(history) > LONG_HISTORY,
        photos=tuple(_photo(photo, wording) for photo in hazard.photos),
    )


def _photo(photo: PhotoDisclosed, wording: Wording) -> PhotoView:
    return PhotoView(photo, wording.of(photo.caption, photo.caption_bn) or wording.written(photo.caption))


def _title(hazard: HazardDisclosed, wording: Wording) -> Text | None:
    if hazard.category:
        return Text(word(hazard.category), wording.language, is_foreign=False)
    return wording.of(hazard.category_as_written)


def _earlier_dates(hazard: HazardDisclosed) -> tuple[date, ...]:
    agreed = sorted(hazard.deadlines, key=lambda deadline: (deadline.holds_from, deadline.recorded_on))
    dates = dict.fromkeys(deadline.due_on for deadline in agreed if deadline.due_on)
    return tuple(due_on for due_on in dates if due_on != hazard.due_on)


def _entries(hazard: HazardDisclosed, wording: Wording) -> Iterator[Entry]:
    yield Entry(hazard.found_on, Mark.FOUND, _found(hazard), None)
    yield from _status_entries(hazard, wording)
    for deadline in hazard.deadlines:
        if deadline.due_on:
            agreed = gettext("final timeline set: %(day)s", day=day(deadline.due_on))
            yield Entry(deadline.holds_from, Mark.NOTE, agreed, None)
    for comment in hazard.log:
        yield Entry(comment.dated_on, Mark.NOTE, None, wording.written(comment.text))


def _found(hazard: HazardDisclosed) -> str:
    if hazard.visit is InspectionKind.SAFETY_COMMITTEE:
        return gettext("found by the safety committee on a walk-through")
    return gettext("found at the %(visit)s inspection", visit=visit(hazard.visit, hazard.visit_ordinal))


def _status_entries(hazard: HazardDisclosed, wording: Wording) -> Iterator[Entry]:
    for before, after in pairwise((None, *hazard.statuses)):
        if after is None or (before is None and _goes_without_saying(hazard, after)):
            continue
        is_imported = after.source is Source.IMPORTED
        is_reopened = before is not None and before.status is Status.CORRECTED and after.status is Status.IN_PROGRESS
        mark, event = _reopened() if is_reopened else _event(after.status, is_imported=is_imported)
        yield Entry(after.effective_on, mark, event, wording.of(after.reason), is_imported=is_imported)


def _goes_without_saying(hazard: HazardDisclosed, first: StatusDisclosed) -> bool:
    return first.status is Status.IN_PROGRESS and first.effective_on == hazard.found_on


def _reopened() -> tuple[Mark, str]:
    return Mark.LATE, gettext("found breached again: reopened")


def _event(status: Status, *, is_imported: bool) -> tuple[Mark, str]:
    mark = _MARKS[status]
    if is_imported:
        # A document made elsewhere gives the status; who saw it, and how, is not on record here.
        return mark, word(status)
    said = {
        Status.PENDING_VERIFICATION: gettext("the factory reports it corrected"),
        Status.CORRECTED: gettext("verified by an engineer: corrected"),
    }
    return mark, said.get(status) or word(status)
