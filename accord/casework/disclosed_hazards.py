"""One hazard as the public may read it, with its histories."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.rules.disclosure import DeadlineDisclosed, HazardDisclosed, LogDisclosed, StatusDisclosed
from accord.rules.history import HazardHistory, hazard_on, statuses_until
from accord.rules.moments import Moment
from accord.rules.progress import HazardOnDay, is_overdue
from accord.rules.public_text import public_text
from accord.rules.vocabulary import Status


def disclosed_hazards(
    hazards: Sequence[Hazard], found: Mapping[int, HazardHistory], *, factory: Factory, moment: Moment, for_public: bool
) -> tuple[HazardDisclosed, ...]:
    """Return the hazards in the order given, each as it stands today; what was not yet found is left out."""
    today = moment.today
    on_day = ((hazard, hazard_on(found[hazard.id], as_of=today, known_at=today)) for hazard in hazards)
    every = tuple(
        _disclosed(hazard, found[hazard.id], state, factory=factory, moment=moment) for hazard, state in on_day if state
    )
    return tuple(_for_public(hazard) for hazard in every) if for_public else every


def _disclosed(
    hazard: Hazard, history: HazardHistory, state: HazardOnDay, *, factory: Factory, moment: Moment
) -> HazardDisclosed:
    events = statuses_until(history.events, as_of=moment.today, known_at=moment.today)
    reasons = {event.id: (event.source, event.reason) for event in hazard.events}
    statuses = tuple(
        StatusDisclosed(event.status, event.effective_on, event.recorded_on, *reasons[event.sequence])
        for event in events
    )
    last = statuses[-1] if statuses else None
    return HazardDisclosed(
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
        status=last.status if last else hazard.status,
        status_since=last.effective_on if last else hazard.found_on,
        withdrawn_reason=last.reason if last and last.status is Status.WITHDRAWN else None,
        is_overdue=is_overdue(state.status, state.due_on, moment.today),
        reopened_count=state.reopened_count,
        shared_with=tuple(sorted(link.factory.number for link in hazard.links if link.factory_id != factory.id)),
        statuses=statuses,
        deadlines=tuple(
            DeadlineDisclosed(change.due_on, change.holds_from, change.recorded_on)
            for change in sorted(history.deadlines, key=lambda change: (change.holds_from, change.sequence))
        ),
        log=tuple(LogDisclosed(entry.dated_on, entry.text) for entry in hazard.log),
    )


FREE_TEXTS = (
    "observation",
    "observation_bn",
    "recommended_action",
    "recommended_action_bn",
    "final_action_plan",
    "final_action_plan_bn",
    "withdrawn_reason",
    "location",
)


def _for_public(hazard: HazardDisclosed) -> HazardDisclosed:
    texts: dict[str, Any] = {name: public_text(text) for name in FREE_TEXTS if (text := getattr(hazard, name))}
    return replace(
        hazard,
        **texts,
        statuses=tuple(
            replace(event, reason=public_text(event.reason) if event.reason else None) for event in hazard.statuses
        ),
        log=tuple(replace(entry, text=public_text(entry.text)) for entry in hazard.log),
    )
