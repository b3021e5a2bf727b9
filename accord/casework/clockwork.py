"""What the clockwork keeps of itself: each job for each period, begun and ended, and since when it stands still."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from accord.records.clockwork import ClockworkRun
from accord.rules.clockwork import (
    CLOCKS_DIFFER,
    KEPT_FOR,
    TOLD_FOR,
    Begun,
    JobName,
    Turn,
    is_minute,
    minute,
    numbered,
    turn_of,
)
from accord.rules.moments import Moment

LONGEST_SAID = 2_000
AT_THE_END = 4 * len(JobName)
"""Ours: so many rows hold a beat, unless each of the last rounds was killed before its own."""
KILLED = "it was begun and never ended, again and again"


@dataclass(frozen=True)
class LastRun:
    """The run of a job that ended last."""

    job: JobName
    period: str
    ended_at: datetime
    said: str | None
    """What went wrong, in words."""

    @property
    def has_failed(self) -> bool:
        """Whether anything went wrong in it."""
        return self.said is not None


def turn(session: Session, job: JobName, period: str, *, now: datetime) -> Turn:
    """Return whether the job is to be done for the period, and change nothing."""
    return turn_of(_begun(_run(session, job, period)), now=now)


def as_counted(session: Session, job: JobName, period: str) -> str:
    """Return the minute under the number with which a run of it is put on record now: a clock may go through it again.

    Which run was the last one is known by the order in which they were written, and by no clock.
    """
    if _run(session, job, period) is None:
        return period
    of_job = select(ClockworkRun.period).where(ClockworkRun.job == job.value)
    last = session.scalar(of_job.order_by(ClockworkRun.id.desc()).limit(1)) or ""
    if last.partition(" ")[0] == period:
        return last
    before = of_job.where((ClockworkRun.period == period) | ClockworkRun.period.startswith(f"{period} "))
    times = session.scalar(select(func.count()).select_from(before.subquery())) or 0
    return numbered(period, times + 1)


def begin(session: Session, job: JobName, period: str, *, now: datetime) -> Turn:
    """Put on record that the job is begun for the period, unless it is not to be done; return which of these.

    Commit before the work is done: so it is seen when the process is killed in the middle of it.
    """
    run = _run(session, job, period)
    turn = turn_of(_begun(run), now=now)
    if run is None:
        session.add(ClockworkRun(job=job.value, period=period, began_at=now))
    elif turn is Turn.AGAIN:
        run.begun_times += 1
        run.began_at, run.ended_at, run.said = now, None, None
    elif turn is Turn.GIVEN_UP and run.ended_at is None:
        run.ended_at, run.said = now, KILLED
    session.flush()
    return turn


def end(session: Session, job: JobName, period: str, *, decided: int, said: str | None, now: datetime) -> None:
    """Put on record that the job has ended: how many things it decided, or what went wrong."""
    run = _run(session, job, period)
    assert run is not None  # noqa: S101  it was begun, and what has not ended is never pruned
    run.ended_at, run.decided = now, decided
    run.said = said[:LONGEST_SAID] if said else None
    session.flush()


def prune(session: Session, *, moment: Moment) -> int:
    """Forget the runs of long ago that decided nothing; return how many."""
    count = to_prune(session, moment=moment)
    session.execute(delete(ClockworkRun).where(*_of_no_more_use(moment)))
    return count


def to_prune(session: Session, *, moment: Moment) -> int:
    """Return how many runs of long ago decided nothing."""
    return session.scalar(select(func.count()).where(*_of_no_more_use(moment))) or 0


def last_beat(session: Session, *, moment: Moment) -> datetime | None:
    """Return when the clockwork last ended its beat, by the clock as it was then, or None if it never did.

    The last one that was written, whatever hour it bears: so no beat of long ago becomes a new one where the clock is
    put back. A look at the end of the table; only where it has no beat, at the latest one by its minute.
    """
    end = select(ClockworkRun.id, ClockworkRun.job, ClockworkRun.ended_at).order_by(ClockworkRun.id.desc())
    ends = end.limit(AT_THE_END).subquery()
    is_beat = ends.c.job == JobName.HEARTBEAT.value, ends.c.ended_at.is_not(None)
    query = select(ends.c.ended_at).where(*is_beat).order_by(ends.c.id.desc()).limit(1)
    found: datetime | None = session.scalar(query)
    if found is not None:
        return found
    until = minute(Moment(moment.now + CLOCKS_DIFFER, moment.zone))
    query = (
        select(ClockworkRun.ended_at)
        .where(
            ClockworkRun.job == JobName.HEARTBEAT.value,
            ClockworkRun.period <= until,
            ClockworkRun.ended_at.is_not(None),
        )
        .order_by(ClockworkRun.period.desc())
        .limit(1)
    )
    return session.scalar(query)


def last_runs(session: Session, *, moment: Moment) -> list[LastRun]:
    """Return of each job the run that ended last, in the order of the jobs; of the beat, none."""
    found = (_last_run(session, job, moment) for job in JobName if job is not JobName.HEARTBEAT)
    return [run for run in found if run]


def failing(runs: Iterable[LastRun], *, now: datetime) -> list[LastRun]:
    """Return those of the last runs that tell what is wrong now: a job of each minute tells it again in an hour."""
    # One that does nothing leaves nothing on record, and so nothing either once its trouble is over.
    return [run for run in runs if run.has_failed and not (is_minute(run.period) and now - run.ended_at > TOLD_FOR)]


def _last_run(session: Session, job: JobName, moment: Moment) -> LastRun | None:
    # One step in the index of (job, period); runs of a clock that ran ahead, and was put right since, are passed over.
    query = (
        select(ClockworkRun.period, ClockworkRun.ended_at, ClockworkRun.said)
        .where(ClockworkRun.job == job.value, ClockworkRun.ended_at <= moment.now + CLOCKS_DIFFER)
        .order_by(ClockworkRun.period.desc())
        .limit(1)
    )
    found = session.execute(query).one_or_none()
    return LastRun(job, found.period, found.ended_at, found.said) if found else None


def _run(session: Session, job: JobName, period: str) -> ClockworkRun | None:
    query = select(ClockworkRun).where(ClockworkRun.job == job.value, ClockworkRun.period == period)
    return session.scalar(query)


def _begun(run: ClockworkRun | None) -> Begun | None:
    return Begun(run.begun_times, run.ended_at, run.said is not None) if run else None


def _of_no_more_use(moment: Moment) -> tuple[ColumnElement[bool], ...]:
    return (
        ClockworkRun.began_at < moment.now - KEPT_FOR,
        ClockworkRun.ended_at.is_not(None),
        ClockworkRun.decided == 0,
    )
