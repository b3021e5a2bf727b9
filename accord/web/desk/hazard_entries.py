"""The story of a hazard as its page tells it: what happened, when it was so, when it was recorded, by whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accord.casework.desk.hazard_story import HazardStory
from accord.records.hazard import Deadline, HazardEvent
from accord.records.inspection import Inspection
from accord.rules.moments import Moment
from accord.rules.vocabulary import Source, Status
from accord.web.desk.hazard_steps import steps_told
from accord.web.filters import day, plain, visit, word
from accord.web.language import gettext

MARKS = {
    Status.IN_PROGRESS: "found",
    Status.PENDING_VERIFICATION: "claimed",
    Status.CORRECTED: "sound",
    Status.WITHDRAWN: "note",
}
"""The shape that stands beside an event; its words say the same."""


@dataclass(frozen=True)
class Entry:
    """One thing that happened: when it was so, when it was recorded, what, by whom, on which visit."""

    on: date | None
    """None where the document that was imported printed no date."""
    recorded_at: datetime
    what: str
    mark: str = "note"
    words: str | None = None
    actor: str | None = None
    visit: str | None = None
    inspection_id: int | None = None
    is_imported: bool = False
    is_taken_back: bool = False
    event_id: int | None = None
    """The event that it tells of, by which its photos are found."""


def entries_of(story: HazardStory, *, moment: Moment) -> tuple[Entry, ...]:
    """Return what happened, the earliest first; what has no day stands on the day it was recorded."""
    return tuple(
        sorted(
            _entries(story, moment),
            key=lambda entry: (entry.on or moment.civil_date(entry.recorded_at), entry.recorded_at),
        )
    )


def _entries(story: HazardStory, moment: Moment) -> Iterator[Entry]:
    yield from _of_events(story)
    yield from _of_deadlines(story.deadlines)
    yield from _of_plans(story, moment)
    yield from _of_comments(story)
    yield from _of_sights(story)
    yield from _of_withdrawals(story, moment)
    yield from _of_steps(story, moment)


def _of_events(story: HazardStory) -> Iterator[Entry]:
    taken_back = {event.compensates_id for event in story.events}
    before: Status | None = None
    for event in story.events:
        is_void, is_told = event.id in taken_back, event.inspection_id not in story.unissued
        yield Entry(
            on=event.effective_on,
            recorded_at=event.recorded_at,
            what=_said(event, before),
            mark=MARKS[event.status],
            words=event.reason if is_told else None,
            actor=name_of(event.actor) if is_told else None,
            is_imported=event.source is Source.IMPORTED,
            is_taken_back=is_void,
            event_id=event.id,
            **(_on_visit(story, event.inspection_id) if is_told else {}),
        )
        before = before if is_void else event.status


def said_of_events(events: Sequence[HazardEvent]) -> dict[int, str]:
    """Return what each event says and when it was so, by its id; `events` in the order of their days."""
    taken_back = {event.compensates_id for event in events}
    before: Status | None = None
    said = {}
    for event in events:
        said[event.id] = f"{_said(event, before)}, {day(event.effective_on)}"
        before = before if event.id in taken_back else event.status
    return said


def _said(event: HazardEvent, before: Status | None) -> str:
    if event.compensates_id is not None:
        return gettext("taken back what was said; it is again: %(status)s", status=word(event.status))
    if event.status is Status.IN_PROGRESS and before is None:
        return gettext("found")
    if event.status is Status.IN_PROGRESS and before is Status.CORRECTED:
        return gettext("found breached again: reopened")
    if event.status is Status.IN_PROGRESS and before is Status.PENDING_VERIFICATION:
        return gettext("the correction was not accepted")
    if event.status is Status.PENDING_VERIFICATION:
        return gettext("the factory reported it as corrected")
    if event.status is Status.CORRECTED:
        return gettext("verified as corrected")
    return word(event.status)


def _of_deadlines(deadlines: Sequence[Deadline]) -> Iterator[Entry]:
    before: Deadline | None = None
    for each in deadlines:
        yield Entry(
            on=each.holds_from,
            recorded_at=each.recorded_at,
            what=_date_said(each, before),
            mark="moved" if before is not None and before.due_on and each.due_on != before.due_on else "note",
            words=each.reason,
            actor=gettext("approved by %(name)s", name=name_of(each.approved_by)),
            is_imported=each.source is Source.IMPORTED,
        )
        before = each


def _date_said(deadline: Deadline, before: Deadline | None) -> str:
    if deadline.due_on is None:
        return gettext("no date is agreed any longer") if before else gettext("no date was agreed")
    if before is None or before.due_on is None:
        return gettext("date agreed: %(day)s", day=day(deadline.due_on))
    return gettext(
        "agreed date changed from %(former)s to %(day)s", former=day(before.due_on), day=day(deadline.due_on)
    )


def _of_plans(story: HazardStory, moment: Moment) -> Iterator[Entry]:
    for line in story.lines:
        version = line.version
        said = gettext("plan, version %(number)s (%(state)s)", number=plain(version.number), state=word(version.state))
        until = gettext("to be done by %(day)s", day=day(line.due_on)) if line.due_on else gettext("without a date")
        yield Entry(
            on=version.approved_on or moment.civil_date(line.recorded_at),
            recorded_at=line.recorded_at,
            what=f"{said}, {until}",
            words=line.action_plan,
            actor=name_of(line.actor),
            is_imported=version.source is Source.IMPORTED,
        )


def _of_comments(story: HazardStory) -> Iterator[Entry]:
    told = {(each.reason, each.inspection_id) for each in story.events}
    for comment in story.comments:
        # A verdict's words also stand in the log: said once is enough.
        if (comment.text, comment.inspection_id) in told:
            continue
        yield Entry(
            on=comment.dated_on,
            recorded_at=comment.recorded_at,
            what=gettext("comment"),
            words=comment.text,
            actor=name_of(comment.actor),
            is_imported=comment.source is Source.IMPORTED,
            **_on_visit(story, comment.inspection_id),
        )


def _of_sights(story: HazardStory) -> Iterator[Entry]:
    in_log = {(each.text, each.inspection_id) for each in story.comments}
    for sight in story.sights:
        # One that changed the status stands among the events already.
        if sight.event_id is not None:
            continue
        inspection = story.inspections[sight.inspection_id]
        yield Entry(
            on=inspection.inspected_on,
            recorded_at=sight.recorded_at,
            what=word(sight.seen),
            words=None if (sight.comment, sight.inspection_id) in in_log else sight.comment,
            actor=name_of(sight.actor),
            **_on_visit(story, sight.inspection_id),
        )


def _of_withdrawals(story: HazardStory, moment: Moment) -> Iterator[Entry]:
    for each in story.withdrawals:
        yield Entry(
            on=moment.civil_date(each.proposed_at),
            recorded_at=each.proposed_at,
            what=gettext("proposed to be withdrawn"),
            words=each.reason,
            actor=each.proposed_by.name,
        )
        if each.decided_at is not None and not each.is_approved:
            yield Entry(
                on=moment.civil_date(each.decided_at),
                recorded_at=each.decided_at,
                what=gettext("the withdrawal was refused"),
                words=each.remark,
                actor=story.deciders.get(each.decided_by_id or 0),
            )


def _of_steps(story: HazardStory, moment: Moment) -> Iterator[Entry]:
    for step in steps_told(story, moment):
        yield Entry(
            on=step.on,
            recorded_at=step.recorded_at,
            what=step.what,
            mark=step.mark,
            words=step.words,
            actor=name_of(step.actor),
            visit=step.visit,
            inspection_id=step.inspection_id,
            is_imported=step.is_imported,
        )


def _on_visit(story: HazardStory, inspection_id: int | None) -> Mapping[str, Any]:
    found: Inspection | None = story.inspections.get(inspection_id) if inspection_id else None
    if found is None:
        return {}
    return {"visit": visit(found.kind, found.ordinal), "inspection_id": found.id}


def name_of(actor: str) -> str:
    """Return the name of who did something, without the e-mail address: that is for writing to them."""
    return actor.partition(" <")[0]
