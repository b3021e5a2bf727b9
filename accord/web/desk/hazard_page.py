"""What the page of a hazard shows: its story in the order of the days, and what the visitor may do here."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app, url_for

from accord.casework.desk.hazard_story import HazardStory
from accord.casework.desk.hazards import may_be_written
from accord.casework.desk.statuses import standing_of
from accord.casework.desk.things import thing_of_hazard
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.records.journal import JournalEntry
from accord.records.paperwork import HazardWait
from accord.records.photo import Photo
from accord.rules.desk.actions import Action
from accord.rules.desk.verification import MAY_BE_SAID_OF
from accord.rules.figures.history import DeadlineChange, due_on
from accord.rules.figures.progress import is_overdue
from accord.rules.moments import Moment
from accord.rules.vocabulary import PhotoOf, Source, Status
from accord.web.access import may
from accord.web.database import db
from accord.web.desk.hazard_entries import Entry, entries_of, name_of, said_of_events
from accord.web.filters import visit
from accord.web.language import gettext

PHOTO, ADD_PHOTO = "photos.photo", "photos.add"
"""Where a photo of the desk is given, and where one is added; "photos" are those of the public."""


@dataclass(frozen=True)
class Deed:
    """Something that the visitor may do here."""

    label: str
    address: str
    is_main: bool = False


@dataclass(frozen=True)
class Change:
    """What a line of the journal changed; `before` None where it names no former value."""

    field: str
    before: str | None
    after: str


@dataclass(frozen=True)
class JournalLine:
    """One line of the journal."""

    at: datetime
    actor: str
    deed: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Shown:
    """One photo with its addresses, None where this server gives no photos."""

    photo: Photo
    address: str | None
    small: str | None
    came_with: str | None
    """What was said when it was sent, and when: the claim or the verdict that it is evidence of."""


@dataclass(frozen=True)
class Pair:
    """The photos of one hazard, those as found beside those after the correction."""

    before: tuple[Shown, ...]
    after: tuple[Shown, ...]


@dataclass(frozen=True)
class HazardPage:
    """Everything that the page shows."""

    hazard: Hazard
    factories: tuple[Factory, ...]
    others: int
    due_on: date | None
    is_overdue: bool
    lacks_date: bool
    times_moved: int
    found_by_visit: str
    story: tuple[Entry, ...]
    deeds: tuple[Deed, ...]
    photos: Pair
    photos_of: dict[int, tuple[Shown, ...]]
    """By the id of an event: the photos that were sent with it."""
    waits: tuple[HazardWait, ...]
    files: tuple[Any, ...]
    imports: tuple[Any, ...]
    journal: tuple[JournalLine, ...]


def hazard_page(story: HazardStory, *, moment: Moment) -> HazardPage:
    """Return the page of the hazard."""
    hazard = story.hazard
    changes = [
        DeadlineChange(each.id, each.due_on, each.holds_from, moment.civil_date(each.recorded_at))
        for each in story.deadlines
    ]
    due = due_on(changes, as_of=moment.today, known_at=moment.today)
    said = said_of_events(story.events)
    photos = [_shown(photo, said.get(photo.event_id or 0)) for photo in story.photos]
    return HazardPage(
        hazard=hazard,
        factories=story.factories,
        others=story.others,
        due_on=due,
        is_overdue=is_overdue(hazard.status, due, moment.today),
        lacks_date=due is None and hazard.status in (Status.IN_PROGRESS, Status.PENDING_VERIFICATION),
        times_moved=max(len(story.deadlines) - 1, 0),
        found_by_visit=visit(hazard.visit, hazard.visit_ordinal),
        story=entries_of(story, moment=moment),
        deeds=tuple(_deeds(hazard)),
        photos=Pair(
            before=tuple(each for each in photos if each.photo.shows is PhotoOf.HAZARD),
            after=tuple(each for each in photos if each.photo.shows is PhotoOf.CORRECTION),
        ),
        photos_of=_by_event(photos),
        waits=story.waits,
        files=story.files,
        imports=story.imports,
        journal=tuple(_line(entry) for entry in story.journal),
    )


def _line(entry: JournalEntry) -> JournalLine:
    details = json.loads(entry.details)
    return JournalLine(
        at=entry.at,
        actor=name_of(entry.actor),
        deed=entry.deed,
        changes=tuple(_change(name, value) for name, value in details.items() if value is not None),
    )


def _change(name: str, value: Any) -> Change:
    # Where something was changed the journal holds two values: the former and the new one.
    if isinstance(value, list) and len(value) == 2:
        return Change(name, _plain(value[0]), _plain(value[1]))
    return Change(name, None, _plain(value))


def _plain(value: Any) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _shown(photo: Photo, came_with: str | None) -> Shown:
    small = _address(PHOTO, photo_id=photo.id, size="small")
    return Shown(photo, _address(PHOTO, photo_id=photo.id), small, came_with)


def _by_event(photos: Sequence[Shown]) -> dict[int, tuple[Shown, ...]]:
    sent_with = defaultdict(list)
    for each in photos:
        if each.photo.event_id is not None:
            sent_with[each.photo.event_id].append(each)
    return {event_id: tuple(found) for event_id, found in sent_with.items()}


def _address(endpoint: str, **values: Any) -> str | None:
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def _is_mendable(hazard: Hazard) -> bool:
    if hazard.source is not Source.DESK:
        return False
    return hazard.inspection is None or may_be_written(db(), hazard.inspection)


def _deeds(hazard: Hazard) -> Iterator[Deed]:
    thing, status = thing_of_hazard(db(), hazard), standing_of(db(), hazard).status
    offered = (
        (
            Action.VERIFY_CORRECTION,
            gettext("Give a verdict"),
            "verification.judge",
            any(status in said for said in MAY_BE_SAID_OF.values()),
        ),
        (Action.CLAIM_CORRECTION, gettext("Report it as corrected"), "claims.new", status is Status.IN_PROGRESS),
        (Action.RECORD_HAZARD, gettext("Add photos"), ADD_PHOTO, True),
        (Action.CLAIM_CORRECTION, gettext("Add photos"), ADD_PHOTO, True),
        (Action.RECORD_HAZARD, gettext("Mend its words"), "mending.edit", _is_mendable(hazard)),
        (
            Action.PROPOSE_WITHDRAWAL,
            gettext("Propose to withdraw it"),
            "withdrawals.new",
            status is not Status.WITHDRAWN,
        ),
    )
    offered_already: set[str] = set()
    for action, label, endpoint, makes_sense in offered:
        is_there = endpoint in current_app.view_functions and endpoint not in offered_already
        if makes_sense and is_there and may(action, thing):
            is_main = not offered_already
            offered_already.add(endpoint)
            yield Deed(label, url_for(endpoint, hazard_id=hazard.id), is_main)
