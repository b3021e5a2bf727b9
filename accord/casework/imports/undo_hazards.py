"""Takes back the statuses and dates that an import gave to hazards of which more was on record."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.undone import stands
from accord.records.hazard import Deadline, Hazard, HazardEvent
from accord.rules.figures.history import DeadlineChange, StatusEvent, due_on, statuses_until
from accord.rules.moments import Moment
from accord.rules.vocabulary import Source

WHY = "the import that said otherwise was undone"


def take_back_events(session: Session, hazard_ids: Sequence[int], *, ids: Sequence[int], moment: Moment) -> int:
    """Take back every status of undone imports that still stands, and return how many these were.

    What was so otherwise is said again by who said it then, so that what is said later at the desk stands as well.
    """
    falling = set(
        session.scalars(select(HazardEvent.id).where(HazardEvent.hazard_id.in_(hazard_ids), ~stands(HazardEvent)))
    )
    count = 0
    for hazard_id, events in _of_each(session, hazard_ids).items():
        taken_back = {event.compensates_id for event in events}
        standing = [event for event in events if event.id not in taken_back]
        true = [event for event in standing if event.id not in falling]
        before = max(true, key=lambda event: (event.effective_on, event.id), default=None)
        said = {(event.status, event.effective_on) for event in true}
        for event in standing:
            says_again = event.compensates_id is not None and (event.status, event.effective_on) in said
            if event.id not in falling or says_again or before is None:
                continue
            session.add(_taking_back(event, before, import_id=ids[0], moment=moment))
            count += 1
        session.flush()
        _replay(session, hazard_id, moment)
    return count


def take_back_deadlines(session: Session, hazard_ids: Sequence[int], *, import_id: int, moment: Moment) -> int:
    """Supersede every date of undone imports by the one that held without them, and return how many were written."""
    standing = set(session.scalars(select(Deadline.id).where(Deadline.hazard_id.in_(hazard_ids), stands(Deadline))))
    rows = session.scalars(select(Deadline).where(Deadline.hazard_id.in_(hazard_ids)).order_by(Deadline.id))
    chains: defaultdict[int, list[Deadline]] = defaultdict(list)
    for row in rows:
        chains[row.hazard_id].append(row)
    count = 0
    for hazard_id, chain in chains.items():
        every = _changes(chain, moment)
        true = [change for change in every if change.sequence in standing]
        days = sorted({change.holds_from for change in every if change.sequence not in standing})
        for place, day in enumerate(days, start=1):
            former = _held(true, day)
            if _held(every, day) == former:
                continue
            every.append(DeadlineChange(chain[-1].id + place, former, day, recorded_on=moment.today))
            session.add(_superseding(hazard_id, former, day, import_id=import_id, moment=moment))
            count += 1
    session.flush()
    return count


def _of_each(session: Session, hazard_ids: Sequence[int]) -> dict[int, list[HazardEvent]]:
    found: defaultdict[int, list[HazardEvent]] = defaultdict(list)
    query = select(HazardEvent).where(HazardEvent.hazard_id.in_(hazard_ids)).order_by(HazardEvent.id)
    for event in session.scalars(query):
        found[event.hazard_id].append(event)
    return found


def _taking_back(event: HazardEvent, before: HazardEvent, *, import_id: int, moment: Moment) -> HazardEvent:
    return HazardEvent(
        hazard_id=event.hazard_id,
        status=before.status,
        effective_on=before.effective_on,
        recorded_at=moment.now,
        source=before.source,
        actor=before.actor,
        person_id=before.person_id,
        inspection_id=before.inspection_id,
        # The reason of a withdrawal is printed wherever the hazard is: it stays that of the withdrawal.
        reason=before.reason,
        compensates_id=event.id,
        import_id=import_id,
    )


def _superseding(hazard_id: int, due: date | None, day: date, *, import_id: int, moment: Moment) -> Deadline:
    return Deadline(
        hazard_id=hazard_id,
        due_on=due,
        holds_from=day,
        recorded_at=moment.now,
        source=Source.DESK,
        approved_by=WHY,
        reason=WHY,
        import_id=import_id,
    )


def _changes(chain: Iterable[Deadline], moment: Moment) -> list[DeadlineChange]:
    return [
        DeadlineChange(row.id, row.due_on, row.holds_from, recorded_on=moment.civil_date(row.recorded_at))
        for row in chain
    ]


def _held(changes: Sequence[DeadlineChange], day: date) -> date | None:
    return due_on(changes, as_of=day, known_at=date.max)


def _replay(session: Session, hazard_id: int, moment: Moment) -> None:
    events = [
        StatusEvent(
            event.id, event.status, event.effective_on, moment.civil_date(event.recorded_at), event.compensates_id
        )
        for event in session.scalars(select(HazardEvent).where(HazardEvent.hazard_id == hazard_id))
    ]
    standing = statuses_until(events, as_of=moment.today, known_at=moment.today)
    if standing:
        session.get_one(Hazard, hazard_id).status = standing[-1].status
