"""Where factories stand in the protocol: the stage that holds, since when, and for what. Source: DOMAIN 7."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from accord.records.escalation import StageChange
from accord.records.hearing import FactoryRequest
from accord.rules.escalation.clocks import is_stopped, stop_of, stopped_days
from accord.rules.escalation.proposing import At
from accord.rules.escalation.words import Trigger
from accord.rules.spells import Spell


def standing_of_many(session: Session, factories: Select[int], *, today: date) -> Mapping[int, At]:
    """Return by factory where it stands on the day, in two questions; one of which nothing was decided is left out."""
    decided: dict[int, list[StageChange]] = defaultdict(list)
    for change in session.scalars(
        select(StageChange)
        .where(StageChange.factory_id.in_(factories), StageChange.effective_on <= today)
        .order_by(StageChange.effective_on, StageChange.id)
    ):
        decided[change.factory_id].append(change)
    stops: dict[int, list[Spell]] = defaultdict(list)
    # What is asked of a single hazard stops the days of that hazard; the rest stops the clock of the stage.
    for request in session.scalars(
        select(FactoryRequest).where(FactoryRequest.factory_id.in_(factories), FactoryRequest.hazard_id.is_(None))
    ):
        stop = stop_of(request.asked_on, request.answered_on, request.stops_until_on)
        stops[request.factory_id].append(stop)
    return {factory_id: _at(changes, stops.get(factory_id, ()), today=today) for factory_id, changes in decided.items()}


def standing_changes(changes: Iterable[StageChange]) -> list[StageChange]:
    """Return the decisions that stand, without those that were taken back and those that took them back."""
    given = list(changes)
    retracted = {change.retracts_id for change in given if change.retracts_id}
    return [change for change in given if change.id not in retracted and not change.retracts_id]


def _at(changes: Sequence[StageChange], stops: Sequence[Spell], *, today: date) -> At:
    standing = standing_changes(changes)
    if not standing or standing[-1].stage == 0:
        return At()
    stage, since_on = standing[-1].stage, standing[-1].effective_on
    grounds: frozenset[Trigger] | None = frozenset()
    for change in reversed(standing):
        if change.stage == 0:
            break
        if change.stage == stage:
            since_on = change.effective_on
        # One decision of which the grounds are not on record makes those of the whole run unknown.
        said = triggers_of(change.grounds)
        grounds = None if grounds is None or said is None else grounds | said
    return At(
        stage=stage,
        since_on=since_on,
        grounds=grounds,
        stopped_days=stopped_days(stops, since_on=since_on, today=today),
        is_stopped=is_stopped(stops, today=today),
    )


def triggers_of(words: str | None) -> frozenset[Trigger] | None:
    """Return the triggers as they are kept, in words with a space between; None where they are not on record."""
    return None if words is None else frozenset(Trigger(word) for word in words.split())


def words_of(triggers: Iterable[Trigger]) -> str:
    """Return triggers as they are kept."""
    return " ".join(sorted(trigger.value for trigger in triggers))
