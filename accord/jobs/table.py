"""The jobs of the clockwork, in one table, in the order in which they are done.

A job may be done again after it was killed in the middle: it must do no harm by that. It opens its own session.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from accord.jobs import work
from accord.jobs.workplace import Workplace
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
    """Do it, and return how many things were decided; raises LeftUndone where some of many could not be done."""
    foresee: Callable[[Workplace, Moment], int]
    """Return how many things it would decide, and change nothing."""
    is_quiet: bool = False
    """Whether it leaves nothing on record where there is nothing to decide."""


TABLE = (
    Job(
        JobName.ORDERS,
        "every minute",
        minute,
        "makes the reminders of orders that are due",
        "by the hours that have passed: the latest of each kind, which says how many it stands for",
        work.remind,
        work.foresee_reminders,
        is_quiet=True,
    ),
    Job(
        JobName.ARRIVALS,
        "every night at 00:01",
        # Who comes on a day that was told before is there from its beginning on.
        daily(time(0, 1)),
        "tells whoever has come to a building with an open order, or begun to buy there, on a day that was told before",
        "once, for the last night: whoever is there by then",
        work.tell_arrivals,
        work.foresee_arrivals,
    ),
    Job(
        JobName.DIGESTS,
        "every day at 07:00",
        daily(time(7)),
        "writes to each person what waits for them and is not urgent, as often as they want to be told",
        "once, for the last day; a week that was missed on its Sunday is told of on a later day of it",
        work.tell_what_waits,
        work.foresee_digests,
    ),
    Job(
        JobName.LETTERS,
        "every minute",
        minute,
        "sends the notices that wait, and those that were not taken, again",
        "at once: nothing that waits is forgotten",
        work.send_letters,
        work.foresee_letters,
        is_quiet=True,
    ),
    Job(
        JobName.SNAPSHOT,
        "every night at 00:05",
        # As soon as the new day has begun where the programme is: what is overdue changes with it.
        daily(time(0, 5)),
        "writes the public snapshot anew",
        "once, for the last night",
        work.write_snapshot,
        work.foresee_snapshot,
    ),
    Job(
        JobName.PHOTOS,
        "every night at 02:15",
        daily(time(2, 15)),
        "removes files that were sent and never kept",
        "once, for the last night",
        work.sweep_photos,
        work.foresee_photos,
    ),
    Job(
        JobName.PROPOSALS,
        "every night at 01:15",
        daily(time(1, 15)),
        "writes what the escalation protocol proposes for each factory, calls off what it proposes no longer, and "
        "gives the duty to end business to whoever began to buy at an ineligible factory",
        "once, for the last night: what is owed is counted by days that have passed",
        work.propose_stages,
        work.foresee_proposals,
    ),
    Job(
        JobName.PAPERS,
        "every night at 02:30",
        daily(time(2, 30)),
        "draws the letters on paper of the escalation protocol that are missing",
        "once, for the last night: whatever is missing by then",
        work.draw_letters,
        work.foresee_papers,
    ),
    Job(
        JobName.PRUNE,
        "every night at 02:45",
        daily(time(2, 45)),
        "forgets its own runs of more than 30 days ago that decided nothing",
        "once, for the last night",
        work.prune,
        work.foresee_pruning,
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

BACK = Job(
    JobName.BACK,
    "every minute",
    minute,
    "writes to those who answer for it, once, that the clockwork stood still for more than five minutes",
    "at the next round: it stood still until then",
    work.write_that_it_is_back,
    work.foresee_that_it_is_back,
    is_quiet=True,
)
"""Of the one who leads: whoever sweeps by hand, or by another timer, is no clockwork that runs again."""

LEADING = (*TABLE, BACK)
"""What the clockwork does in its rounds: last, it tells of what the others made up."""

ALL = (*LEADING, HEARTBEAT)
