"""The jobs of the clockwork, in one table, in the order in which they are done.

A job may be done again after it was killed in the middle: it must do no harm by that. It opens its own session.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from sqlalchemy.orm import Session

from accord.casework import clockwork
from accord.casework.desk import sweeping
from accord.casework.escalation.proposals import count_changes, sweep_proposals
from accord.casework.notices.delivering import deliver
from accord.casework.notices.sending import count_to_send
from accord.casework.orders.sweeping import count_due, sweep_orders
from accord.casework.snapshot import count_in_public, rebuild_snapshot
from accord.jobs.workplace import ACTOR, Workplace
from accord.records.base import reading
from accord.rules.clockwork import JobName, Period, daily, minute
from accord.rules.moments import Moment


@dataclass(frozen=True)
class Job:
    """Something that the clockwork does, once in each period."""

    name: JobName
    schedule: str
    period: Period
    """The period for which it is due at a moment."""
    does: str
    missed: str
    """How it is made up for where the clockwork was away."""
    work: Callable[[Workplace, Moment], int]
    """Do it, and return how many things were decided."""
    foresee: Callable[[Workplace, Moment], int]
    """Return how many things it would decide, and change nothing."""
    is_quiet: bool = False
    """Whether it leaves nothing on record where there is nothing to decide."""


def _remind(place: Workplace, moment: Moment) -> int:
    with Session(place.engine) as session:
        count = sweep_orders(session, moment=moment)
        session.commit()
    return count


def _foresee_reminders(place: Workplace, moment: Moment) -> int:
    with reading(place.engine) as session:
        return count_due(session, moment=moment)


def _deliver(place: Workplace, _moment: Moment) -> int:
    # At the present moment, also where a sweep looks at one that is past: a letter goes out when it goes out.
    return deliver(place.settings, place.engine, moment=lambda: place.present).notices.notices


def _foresee_letters(place: Workplace, moment: Moment) -> int:
    with reading(place.engine) as session:
        return count_to_send(session, moment=moment)


def _write_snapshot(place: Workplace, _moment: Moment) -> int:
    # Of the present, also where a sweep looks at a moment that is past: the public reads it as of today.
    with reading(place.engine) as session:
        return len(rebuild_snapshot(session, place.settings.snapshot, moment=place.present))


def _foresee_snapshot(place: Workplace, _moment: Moment) -> int:
    with reading(place.engine) as session:
        return count_in_public(session)


def _sweep_photos(place: Workplace, moment: Moment) -> int:
    with Session(place.engine) as session:
        count = sweeping.sweep(session, uploads=place.uploads, documents=place.documents, actor=ACTOR, moment=moment)
        session.commit()
    return count


def _foresee_photos(place: Workplace, moment: Moment) -> int:
    with reading(place.engine) as session:
        return len(sweeping.unkept(session, uploads=place.uploads, documents=place.documents, moment=moment))


def _propose(place: Workplace, moment: Moment) -> int:
    with Session(place.engine) as session:
        swept = sweep_proposals(session, moment=moment)
        session.commit()
    return swept.made + swept.gone


def _foresee_proposals(place: Workplace, moment: Moment) -> int:
    with reading(place.engine) as session:
        return count_changes(session, moment=moment)


def _prune(place: Workplace, moment: Moment) -> int:
    with Session(place.engine) as session:
        count = clockwork.prune(session, moment=moment)
        session.commit()
    return count


def _foresee_pruning(place: Workplace, moment: Moment) -> int:
    with reading(place.engine) as session:
        return clockwork.to_prune(session, moment=moment)


TABLE = (
    Job(
        JobName.ORDERS,
        "every minute",
        minute,
        "makes the reminders of orders that are due",
        "by the hours that have passed: the latest of each kind, which says how many it stands for",
        _remind,
        _foresee_reminders,
        is_quiet=True,
    ),
    Job(
        JobName.LETTERS,
        "every minute",
        minute,
        "sends the notices that wait, and those that were not taken, again",
        "at once: nothing that waits is forgotten",
        _deliver,
        _foresee_letters,
        is_quiet=True,
    ),
    Job(
        JobName.SNAPSHOT,
        "every night at 00:05",
        # As soon as the new day has begun where the programme is: what is overdue changes with it.
        daily(time(0, 5)),
        "writes the public snapshot anew",
        "once, for the last night",
        _write_snapshot,
        _foresee_snapshot,
    ),
    Job(
        JobName.PHOTOS,
        "every night at 02:15",
        daily(time(2, 15)),
        "removes files that were sent and never kept",
        "once, for the last night",
        _sweep_photos,
        _foresee_photos,
    ),
    Job(
        JobName.PROPOSALS,
        "every night at 01:15",
        daily(time(1, 15)),
        "writes what the escalation protocol proposes for each factory, and calls off what it proposes no longer",
        "once, for the last night: what is owed is counted by days that have passed",
        _propose,
        _foresee_proposals,
    ),
    Job(
        JobName.PRUNE,
        "every night at 02:45",
        daily(time(2, 45)),
        "forgets its own runs of more than 30 days ago that decided nothing",
        "once, for the last night",
        _prune,
        _foresee_pruning,
    ),
)
"""A job that people wait for belongs above those that take long."""

HEARTBEAT = Job(
    JobName.HEARTBEAT,
    "every minute",
    minute,
    "says that all jobs were looked at, and how many things they decided",
    "never: a minute without it is one in which the clockwork stood still",
    lambda _place, _moment: 0,
    lambda _place, _moment: 0,
)
"""The last of each round: it beats only where the others could be looked at."""

ALL = (*TABLE, HEARTBEAT)
