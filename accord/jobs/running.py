"""Runs what is due: each job once for its period, on record before it is begun and after it has ended."""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from accord.casework import clockwork
from accord.casework.one_by_one import LeftUndone
from accord.jobs.leader import turn_lock
from accord.jobs.table import HEARTBEAT, TABLE, Job
from accord.jobs.workplace import Workplace
from accord.records.base import reading
from accord.rules.clockwork import JobName, Turn, minute
from accord.rules.moments import Moment

TO_BE_DONE = frozenset({Turn.FIRST, Turn.AGAIN})

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What came of one job at a moment."""

    job: JobName
    period: str
    turn: Turn
    decided: int = 0
    """How many things it decided; in a dry run, would decide."""
    said: str | None = None
    """What went wrong, in words."""

    @property
    def is_due(self) -> bool:
        """Whether the job was to be done."""
        return self.turn in TO_BE_DONE


def tick(
    place: Workplace,
    *,
    moment: Moment,
    jobs: Iterable[Job] = TABLE,
    is_over: Callable[[], bool] = lambda: False,
) -> list[Outcome]:
    """Do every job that is due at the moment, then beat; the one door by which the clock and a person do so.

    One at a time on an installation: so what was begun and not ended was killed. Raises TurnTaken where another round
    takes too long to wait for. Once it is over, the job in hand is the last one.
    """
    outcomes: list[Outcome] = []
    with turn_lock(place.settings, place.engine):
        for job in jobs:
            if is_over():
                return outcomes
            outcomes.append(run(place, job, moment=moment))
        decided = sum(outcome.decided for outcome in outcomes)
        beat = replace(HEARTBEAT, work=lambda _place, _moment: decided)
        outcomes.append(run(place, beat, moment=moment))
    return outcomes


def foreseen(place: Workplace, *, moment: Moment, jobs: Iterable[Job] = TABLE) -> list[Outcome]:
    """Return what a round at the moment would do, and change nothing."""
    return [_foreseen(place, job, moment) for job in (*jobs, HEARTBEAT)]


def run(place: Workplace, job: Job, *, moment: Moment) -> Outcome:
    """Do the job for its period unless it is not to be done; whoever calls this has the turn."""
    period = job.period(moment)
    if job.is_quiet and not job.foresee(place, moment):
        return Outcome(job.name, period, Turn.IDLE)
    with Session(place.engine) as session:
        period = _as_counted(session, job, period)
        turn = clockwork.begin(session, job.name, period, now=place.now())
        session.commit()
    if turn not in TO_BE_DONE:
        return Outcome(job.name, period, turn)
    decided, said = _worked(place, job, moment)
    with Session(place.engine) as session:
        clockwork.end(session, job.name, period, decided=decided, said=said, now=place.now())
        session.commit()
    return Outcome(job.name, period, turn, decided, said)


def _foreseen(place: Workplace, job: Job, moment: Moment) -> Outcome:
    period = job.period(moment)
    with reading(place.engine) as session:
        period = _as_counted(session, job, period)
        turn = clockwork.turn(session, job.name, period, now=moment.now)
    decided = job.foresee(place, moment) if turn in TO_BE_DONE else 0
    if job.is_quiet and not decided and turn is Turn.FIRST:
        turn = Turn.IDLE
    return Outcome(job.name, period, turn, decided)


def _as_counted(session: Session, job: Job, period: str) -> str:
    return clockwork.as_counted(session, job.name, period) if job.period is minute else period


def _worked(place: Workplace, job: Job, moment: Moment) -> tuple[int, str | None]:
    # In a thread of its own, which hands over whatever it ended with: no mistake of one job stops the others.
    with ThreadPoolExecutor(1, thread_name_prefix=job.name) as alone:
        working = alone.submit(job.work, place, moment)
        error = working.exception()
    if error is None:
        return working.result(), None
    if isinstance(error, LeftUndone):  # each of them is told in the log already
        return error.decided, str(error)
    _log.error("The job %s failed.", job.name, exc_info=error)
    return 0, f"{type(error).__name__}: {error}"
