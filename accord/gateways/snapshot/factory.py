"""Reads one factory whole from the public snapshot, in a fixed number of queries whatever its size."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, bindparam, select

from accord.gateways.snapshot import tables
from accord.gateways.snapshot.rows import Past, Row, disclosed, grouped, of_factory, of_hazards, past_of
from accord.rules.figures.factory_status import factory_status
from accord.rules.figures.history import DeadlineChange, HazardHistory, StatusEvent, due_on, hazard_on, times_reopened
from accord.rules.figures.progress import Progress, is_overdue, progress_of
from accord.rules.public.disclosed_order import OrderDisclosed
from accord.rules.public.disclosed_stage import stage_on
from accord.rules.public.disclosure import ApprovalDisclosed as Approval
from accord.rules.public.disclosure import (
    BuildingDisclosed,
    DeadlineDisclosed,
    FactoryDisclosed,
    FileDisclosed,
    HazardDisclosed,
    InspectionDisclosed,
    LogDisclosed,
    PhotoDisclosed,
    StatusDisclosed,
    last_approvals,
    recognised_on,
)
from accord.rules.vocabulary import Coverage, Discipline, FactoryStatus, Status

FACTORY = select(tables.factory).where(tables.factory.c.number == bindparam("number"))


@dataclass(frozen=True)
class PublishedFactory:
    """One factory whole as it stood on a day: the hazards found by then, and all files ever published."""

    factory: FactoryDisclosed
    past: Past
    coverage: Coverage | None
    """On the day; None: the programme did not know the factory yet."""
    edition: int | None
    """None where nothing of the factory is published yet: it stands in the register alone."""
    published_on: date | None
    status: FactoryStatus
    stage: int
    progress: Progress
    progress_by_discipline: tuple[tuple[Discipline, Progress], ...]
    approvals: tuple[Approval, ...]
    """The last approved version of each discipline."""
    inspections: tuple[InspectionDisclosed, ...]
    hazards: tuple[HazardDisclosed, ...]
    unknown: frozenset[str]
    """Keys of the hazards whose status was not known on the day; what `status` says of them began later."""
    files: tuple[FileDisclosed, ...]
    orders: tuple[OrderDisclosed, ...]
    """Every order of its buildings that was ever determined while it was inside, the latest first."""
    recognised_on: date | None
    """The day of the letter of recognition that stands on the day asked for."""


def read_factory(
    connection: Connection, number: int, *, as_of: date, known_at: date, orders: Iterable[OrderDisclosed]
) -> PublishedFactory | None:
    """Return one factory with its figures on that day, or None if it is not in the register.

    `known_at` is the day on which the snapshot was written; of the orders given those of its buildings are taken.
    """
    row = connection.execute(FACTORY, {"number": number}).mappings().first()
    if row is None:
        return None
    every = _hazards(connection, number)
    histories = {hazard.key: history_of(hazard) for hazard in every}
    found = [hazard for hazard in every if hazard.found_on <= as_of]
    on_day = {hazard.key: hazard_on(histories[hazard.key], as_of=as_of, known_at=date.max) for hazard in found}
    progress = progress_of((state for state in on_day.values() if state), as_of=as_of, known_at=known_at)
    of_each = {
        discipline: [state for hazard in found if hazard.discipline is discipline and (state := on_day[hazard.key])]
        for discipline in Discipline
    }
    past = past_of(connection, number)
    status = factory_status(past.standing(as_of), progress)
    buildings = of_factory(connection, tables.building, BuildingDisclosed, number)
    return PublishedFactory(
        factory=disclosed(FactoryDisclosed, row, buildings=buildings),
        past=past,
        coverage=past.coverage(as_of),
        edition=row["edition"],
        published_on=row["published_on"],
        status=status,
        stage=stage_on(past.stages, as_of=as_of),
        progress=replace(progress, status=status),
        progress_by_discipline=tuple(
            (discipline, progress_of(states, as_of=as_of, known_at=known_at))
            for discipline, states in of_each.items()
            if states
        ),
        approvals=last_approvals(plan for plan in past.approvals if plan.approved_on <= as_of),
        inspections=tuple(visit for visit in past.inspections if visit.inspected_on <= as_of),
        hazards=tuple(as_it_was(hazard, histories[hazard.key], as_of=as_of) for hazard in found),
        unknown=frozenset(key for key, state in on_day.items() if state and state.status is None),
        files=of_factory(connection, tables.file, FileDisclosed, number),
        orders=tuple(order for order in orders if number in order.factories),
        recognised_on=recognised_on(past.recognitions, as_of=as_of),
    )


def as_it_was(hazard: HazardDisclosed, history: HazardHistory, *, as_of: date) -> HazardDisclosed:
    """Return the hazard as it stood on that day: what happened later is left out; its texts are those of today."""
    statuses = tuple(event for event in hazard.statuses if event.effective_on <= as_of)
    last = statuses[-1] if statuses else None
    due = due_on(history.deadlines, as_of=as_of, known_at=date.max)
    # Not by `replace`, which takes four times as long: a page has a hundred of them.
    now = {
        "due_on": due,
        "status": last.status if last else hazard.status,
        "status_since": last.effective_on if last else hazard.status_since,
        "withdrawn_reason": last.reason if last and last.status is Status.WITHDRAWN else None,
        "is_overdue": is_overdue(last.status if last else None, due, as_of),
        "reopened_count": times_reopened([event for event in history.events if event.effective_on <= as_of]),
        "statuses": statuses,
        "deadlines": tuple(change for change in hazard.deadlines if change.holds_from <= as_of),
        "log": tuple(entry for entry in hazard.log if entry.dated_on is None or entry.dated_on <= as_of),
        "photos": tuple(photo for photo in hazard.photos if photo.taken_on <= as_of),
    }
    return HazardDisclosed(**(vars(hazard) | now))


def history_of(hazard: HazardDisclosed) -> HazardHistory:
    """Return the history that the rules replay; a hazard is on record from its first event on."""
    return HazardHistory(
        origin=hazard.origin,
        found_on=hazard.found_on,
        recorded_on=min((event.recorded_on for event in hazard.statuses), default=hazard.found_on),
        events=tuple(
            StatusEvent(place, event.status, event.effective_on, event.recorded_on)
            for place, event in enumerate(hazard.statuses)
        ),
        deadlines=tuple(
            DeadlineChange(place, change.due_on, change.holds_from, change.recorded_on)
            for place, change in enumerate(hazard.deadlines)
        ),
    )


def _hazards(connection: Connection, number: int) -> Sequence[HazardDisclosed]:
    asked, link = {"number": number}, tables.hazard_factory
    rows = connection.execute(of_hazards(tables.hazard, tables.hazard.c.key), asked).mappings()
    others: dict[str, set[int]] = defaultdict(set)
    for other, key in connection.execute(of_hazards(link, link.c.hazard), asked):
        others[key].add(other)
    parts = {
        name: grouped(connection, table, kind, number)
        for name, table, kind in (
            ("statuses", tables.status_event, StatusDisclosed),
            ("deadlines", tables.deadline, DeadlineDisclosed),
            ("log", tables.log_entry, LogDisclosed),
            ("photos", tables.photo, PhotoDisclosed),
        )
    }
    found = [
        _hazard(
            row,
            shared_with=others[row["key"]] - {number},
            **{name: tuple(of_hazard.get(row["key"], ())) for name, of_hazard in parts.items()},
        )
        for row in rows
    ]
    order = list(Discipline)
    return sorted(found, key=lambda hazard: (order.index(hazard.discipline), hazard.item))


def _hazard(row: Row, *, shared_with: set[int], **parts: tuple[object, ...]) -> HazardDisclosed:
    # Whether it is overdue depends on the day of asking.
    return disclosed(HazardDisclosed, row, is_overdue=False, shared_with=tuple(sorted(shared_with)), **parts)
