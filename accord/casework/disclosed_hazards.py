"""One hazard as the public may read it, with its histories; and its present status apart from its texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accord.casework.standing_reports import StandingReports
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardEvent
from accord.records.photo import Photo
from accord.rules.figures.history import HazardHistory, hazard_on, statuses_until, times_reopened
from accord.rules.figures.progress import HazardOnDay, is_overdue
from accord.rules.moments import Moment
from accord.rules.public.disclosure import (
    DeadlineDisclosed,
    HazardDisclosed,
    LogDisclosed,
    PhotoDisclosed,
    StatusDisclosed,
)
from accord.rules.vocabulary import Source, Status


@dataclass(frozen=True)
class StatusNow:
    """What the events of a hazard say of it today."""

    statuses: tuple[StatusDisclosed, ...]
    status: Status
    since: date
    reopened_count: int
    withdrawn_reason: str | None


def disclosed_hazards(
    hazards: Sequence[Hazard],
    found: Mapping[int, HazardHistory],
    *,
    factory: Factory,
    reports: StandingReports,
    moment: Moment,
) -> tuple[HazardDisclosed, ...]:
    """Return the hazards in the order given, each as it stands today; what was not yet found is left out.

    A status is told at once; words and photos wait until the report of their inspection is approved.
    """
    today = moment.today
    on_day = ((hazard, hazard_on(found[hazard.id], as_of=today, known_at=today)) for hazard in hazards)
    return tuple(
        _disclosed(hazard, found[hazard.id], state, factory=factory, reports=reports, moment=moment)
        for hazard, state in on_day
        if state
    )


def _status_now(hazard: Hazard, history: HazardHistory, *, reports: StandingReports, moment: Moment) -> StatusNow:
    events = statuses_until(history.events, as_of=moment.today, known_at=moment.today)
    reasons = {event.id: (event.source, _reason(event, reports)) for event in hazard.events}
    statuses = tuple(
        StatusDisclosed(event.status, event.effective_on, event.recorded_on, *reasons[event.sequence])
        for event in events
    )
    last = statuses[-1] if statuses else None
    return StatusNow(
        statuses,
        status=last.status if last else hazard.status,
        since=last.effective_on if last else hazard.found_on,
        reopened_count=times_reopened(events),
        withdrawn_reason=last.reason if last and last.status is Status.WITHDRAWN else None,
    )


def _reason(event: HazardEvent, reports: StandingReports) -> str | None:
    # The chief safety officer has read why something is withdrawn when approving it.
    is_read = event.status is Status.WITHDRAWN or reports.vouch_for(
        event.source, event.inspection_id, recorded_at=event.recorded_at
    )
    return event.reason if is_read else None


def _disclosed(
    hazard: Hazard,
    history: HazardHistory,
    state: HazardOnDay,
    *,
    factory: Factory,
    reports: StandingReports,
    moment: Moment,
) -> HazardDisclosed:
    now = _status_now(hazard, history, reports=reports, moment=moment)
    standing = {deadline.id for deadline in hazard.deadlines}
    return HazardDisclosed(
        key=hazard.public_key,
        discipline=hazard.discipline,
        item=hazard.item,
        origin=hazard.origin,
        visit=hazard.visit,
        visit_ordinal=hazard.visit_ordinal,
        found_on=hazard.found_on,
        category=hazard.category,
        category_as_written=hazard.category_as_written,
        severity=hazard.severity,
        location=hazard.location,
        observation=hazard.observation,
        observation_bn=hazard.observation_bn,
        recommended_action=hazard.recommended_action,
        recommended_action_bn=hazard.recommended_action_bn,
        recommended_timeline=hazard.recommended_timeline,
        final_action_plan=hazard.final_action_plan,
        final_action_plan_bn=hazard.final_action_plan_bn,
        due_on=state.due_on,
        status=now.status,
        status_since=now.since,
        withdrawn_reason=now.withdrawn_reason,
        is_overdue=is_overdue(state.status, state.due_on, moment.today),
        reopened_count=now.reopened_count,
        shared_with=_neighbours(hazard, factory),
        statuses=now.statuses,
        deadlines=tuple(
            DeadlineDisclosed(change.due_on, change.holds_from, change.recorded_on)
            for change in sorted(history.deadlines, key=lambda change: (change.holds_from, change.sequence))
            if change.sequence in standing
        ),
        log=tuple(
            LogDisclosed(entry.dated_on, entry.text)
            for entry in hazard.log
            if reports.vouch_for(entry.source, entry.inspection_id, recorded_at=entry.recorded_at)
        ),
        photos=tuple(_photo(photo) for photo in hazard.photos if _may_be_seen(photo, reports)),
    )


def _neighbours(hazard: Hazard, factory: Factory) -> tuple[int, ...]:
    standing = (link for link in hazard.links if link.removed_at is None and link.factory_id != factory.id)
    return tuple(sorted(link.factory.number for link in standing))


def _may_be_seen(photo: Photo, reports: StandingReports) -> bool:
    # What a factory sends as evidence belongs to no report: that somebody looked at it is enough.
    vouched = photo.inspection_id is None or reports.vouch_for(
        Source.DESK, photo.inspection_id, recorded_at=photo.recorded_at
    )
    return photo.cleared_at is not None and photo.taken_out_at is None and vouched


def _photo(photo: Photo) -> PhotoDisclosed:
    return PhotoDisclosed(
        photo.shows,
        photo.sha256,
        width_px=photo.width_px,
        height_px=photo.height_px,
        size_bytes=photo.size_bytes,
        taken_on=photo.taken_on,
        caption=photo.caption,
        caption_bn=photo.caption_bn,
    )
