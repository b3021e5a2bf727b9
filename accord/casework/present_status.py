"""The status that hazards have today, laid over the words of an edition: its texts and dates stay as it froze them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardEvent, HazardFactory
from accord.rules.figures.history import DeadlineChange, StatusEvent, due_on, statuses_until, times_reopened
from accord.rules.moments import Moment
from accord.rules.vocabulary import Source, Status

Said = Mapping[str, Any]


@dataclass(frozen=True)
class _Told:
    """A status event as it stands on record."""

    sequence: int
    status: Status
    effective_on: date
    recorded_at: datetime
    compensates: int | None
    source: Source


def with_present_status(
    session: Session, factory: Factory, frozen: Sequence[Said], *, moment: Moment
) -> list[dict[str, Any]]:
    """Return the hazards of a frozen edition, as plain words and numbers, with the status that they have today.

    A reason is a text, and nobody has looked at those written since: they wait for the next edition. A hazard that was
    found never to have been one of this factory is left out at once.
    """
    told, linked = _told(session, factory), _linked(session, factory)
    return [{**said, **_present(said, told[said["key"]], moment)} for said in frozen if said["key"] in linked]


def _linked(session: Session, factory: Factory) -> set[str]:
    query = (
        select(Hazard.public_key)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .where(HazardFactory.factory_id == factory.id, HazardFactory.removed_at.is_(None))
    )
    return set(session.scalars(query))


def _told(session: Session, factory: Factory) -> dict[str, list[_Told]]:
    query = (
        select(
            Hazard.public_key,
            HazardEvent.id,
            HazardEvent.status,
            HazardEvent.effective_on,
            HazardEvent.recorded_at,
            HazardEvent.compensates_id,
            HazardEvent.source,
        )
        .join(HazardEvent, HazardEvent.hazard_id == Hazard.id)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .where(HazardFactory.factory_id == factory.id, HazardFactory.removed_at.is_(None))
        .order_by(HazardEvent.id)
    )
    found: dict[str, list[_Told]] = defaultdict(list)
    for row in session.execute(query):
        key, *event = tuple[Any, ...](row)
        found[key].append(_Told(*event))
    return found


def _present(said: Said, told: Sequence[_Told], moment: Moment) -> dict[str, Any]:
    today = moment.today
    by_sequence = {event.sequence: event for event in told}
    events = [
        StatusEvent(
            event.sequence,
            event.status,
            event.effective_on,
            moment.civil_date(event.recorded_at),
            event.compensates,
        )
        for event in told
    ]
    standing = statuses_until(events, as_of=today, known_at=today)
    frozen = {_mark(each): each["reason"] for each in said["statuses"]}
    dated: list[dict[str, str]] = [
        {
            "status": event.status.value,
            "effective_on": event.effective_on.isoformat(),
            "recorded_on": event.recorded_on.isoformat(),
            "source": by_sequence[event.sequence].source.value,
        }
        for event in standing
    ]
    statuses = [{**status, "reason": frozen.get(_mark(status))} for status in dated]
    due = _due_on(said["deadlines"], today)
    present = {"statuses": statuses, "due_on": due, "reopened_count": times_reopened(standing)}
    if not statuses:
        return present
    last = statuses[-1]
    reason = last["reason"] if standing[-1].status is Status.WITHDRAWN else None
    return present | {"status": last["status"], "status_since": last["effective_on"], "withdrawn_reason": reason}


def _due_on(deadlines: Sequence[Said], today: date) -> str | None:
    # A date that was frozen may begin to hold after the day of the edition.
    changes = [
        DeadlineChange(
            place,
            date.fromisoformat(said["due_on"]) if said["due_on"] else None,
            holds_from=date.fromisoformat(said["holds_from"]),
            recorded_on=date.fromisoformat(said["recorded_on"]),
        )
        for place, said in enumerate(deadlines)
    ]
    due = due_on(changes, as_of=today, known_at=today)
    return due.isoformat() if due else None


def _mark(status: Said) -> tuple[str, str, str]:
    return status["status"], status["effective_on"], status["recorded_on"]
