"""Reads one factory whole from the public snapshot, in a fixed number of queries whatever its size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from accord.gateways.snapshot import tables
from accord.gateways.snapshot.rows import (
    Row,
    disclosed,
    grouped,
    history,
    of_factory,
    progress_on,
    standings,
    written_on,
)
from accord.rules.disclosure import (
    ApprovalDisclosed,
    BuildingDisclosed,
    DeadlineDisclosed,
    FactoryDisclosed,
    FileDisclosed,
    HazardDisclosed,
    InspectionDisclosed,
    LogDisclosed,
    RecognitionDisclosed,
    StatusDisclosed,
    last_approvals,
    recognised_on,
)
from accord.rules.factory_status import factory_status
from accord.rules.history import HazardHistory
from accord.rules.progress import Progress, is_overdue
from accord.rules.vocabulary import Discipline, FactoryStatus


@dataclass(frozen=True)
class PublishedFactory:
    """One factory whole: every hazard of its latest edition in its present state, and all files ever published."""

    factory: FactoryDisclosed
    edition: int
    published_on: date
    status: FactoryStatus
    progress: Progress
    progress_by_discipline: tuple[tuple[Discipline, Progress], ...]
    approvals: tuple[ApprovalDisclosed, ...]
    """The last approved version of each discipline."""
    inspections: tuple[InspectionDisclosed, ...]
    hazards: tuple[HazardDisclosed, ...]
    files: tuple[FileDisclosed, ...]
    recognised_on: date | None
    """The day of the letter of recognition that stands on the day asked for."""


def read_factory(connection: Connection, number: int, *, as_of: date) -> PublishedFactory | None:
    """Return one factory with its figures on that day, or None if nothing of it is published."""
    row = connection.execute(select(tables.factory).where(tables.factory.c.number == number)).mappings().first()
    if row is None:
        return None
    hazards = _hazards(connection, number, as_of=as_of)
    histories = {hazard: _history_of(hazard) for hazard in hazards}
    day = {"as_of": as_of, "known_at": written_on(connection)}
    progress = progress_on(histories.values(), **day)
    by_discipline = {
        discipline: [past for hazard, past in histories.items() if hazard.discipline is discipline]
        for discipline in Discipline
    }
    letters = of_factory(connection, tables.recognition, RecognitionDisclosed, number)
    buildings = of_factory(connection, tables.building, BuildingDisclosed, number)
    return PublishedFactory(
        factory=disclosed(FactoryDisclosed, row, buildings=buildings),
        edition=row["edition"],
        published_on=row["published_on"],
        status=factory_status(dict(standings(connection, as_of=as_of))[number], progress),
        progress=progress,
        progress_by_discipline=tuple(
            (discipline, progress_on(of_it, **day)) for discipline, of_it in by_discipline.items() if of_it
        ),
        approvals=last_approvals(of_factory(connection, tables.approval, ApprovalDisclosed, number)),
        inspections=of_factory(connection, tables.inspection, InspectionDisclosed, number),
        hazards=tuple(hazards),
        files=of_factory(connection, tables.file, FileDisclosed, number),
        recognised_on=recognised_on(letters, as_of=as_of),
    )


def _hazards(connection: Connection, number: int, *, as_of: date) -> Sequence[HazardDisclosed]:
    link = tables.hazard_factory
    keys = select(link.c.hazard).where(link.c.factory == number)
    rows = connection.execute(select(tables.hazard).where(tables.hazard.c.key.in_(keys))).mappings()
    others: dict[str, set[int]] = {}
    for other, key in connection.execute(select(link.c.factory, link.c.hazard).where(link.c.hazard.in_(keys))):
        others.setdefault(key, set()).add(other)
    statuses, deadlines, log = (
        grouped(connection, table, only=keys) for table in (tables.status_event, tables.deadline, tables.log_entry)
    )
    found = [
        _hazard(
            row,
            shared_with=others[row["key"]] - {number},
            statuses=tuple(disclosed(StatusDisclosed, event) for event in statuses.get(row["key"], ())),
            deadlines=tuple(disclosed(DeadlineDisclosed, change) for change in deadlines.get(row["key"], ())),
            log=tuple(disclosed(LogDisclosed, entry) for entry in log.get(row["key"], ())),
            as_of=as_of,
        )
        for row in rows
    ]
    order = list(Discipline)
    return sorted(found, key=lambda hazard: (order.index(hazard.discipline), hazard.item))


def _hazard(
    row: Row,
    *,
    shared_with: set[int],
    statuses: tuple[StatusDisclosed, ...],
    deadlines: tuple[DeadlineDisclosed, ...],
    log: tuple[LogDisclosed, ...],
    as_of: date,
) -> HazardDisclosed:
    return disclosed(
        HazardDisclosed,
        row,
        is_overdue=is_overdue(row["status"], row["due_on"], as_of),
        shared_with=tuple(sorted(shared_with)),
        statuses=statuses,
        deadlines=deadlines,
        log=log,
    )


def _history_of(hazard: HazardDisclosed) -> HazardHistory:
    return history(hazard.origin, hazard.found_on, statuses=hazard.statuses, deadlines=hazard.deadlines)
