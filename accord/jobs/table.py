"""The jobs of the clockwork, in one table, in the order in which they are done.

A job may be done again after it was killed in the middle: it must do no harm by that. It opens its own session.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time
from functools import partial

from sqlalchemy.orm import Session

from accord.casework import clockwork
from accord.casework.desk import sweeping
from accord.casework.notices import digests
from accord.casework.notices.clockwork_back import stood_still_since, tell_that_it_is_back
from accord.casework.notices.delivering import deliver
from accord.casework.notices.sending import count_to_send
from accord.casework.notices.wording import Site
from accord.casework.one_by_one import LeftUndone, OneByOne
from accord.casework.orders import arrivals
from accord.casework.orders.sweeping import count_due, due_orders, sweep_order
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
    """Do it, and return how many things were decided; raises LeftUndone where some of many could not be done."""
    foresee: Callable[[Workplace, Moment], int]
    """Return how many things it would decide, and change nothing."""
    is_quiet: bool = False
    """Whether it leaves nothing on record where there is nothing to decide."""


def _remind(place: Workplace, moment: Moment) -> int:
    with reading(place.engine) as session:
        due = due_orders(session, moment=moment)
    return _one_by_one("order", due, lambda each: _remind_of(place, each, moment))


def _remind_of(place: Workplace, order_id: int, moment: Moment) -> int:
    with Session(place.engine) as session:
        count = sweep_order(session, order_id, moment=moment)
        session.commit()
    return count


def _one_by_one(what: str, numbers: Iterable[int], deed: Callable[[int], int]) -> int:
    # Each in a transaction of its own: so that nobody at the desk waits for all of them.
    with OneByOne() as things:
        made = [things.do(f"{what} {each}", partial(deed, each)) for each in numbers]
    return _unless_left_undone(sum(each or 0 for each in made), things.troubles)


def _unless_left_undone(decided: int, troubles: list[str]) -> int:
    if troubles:
        raise LeftUndone(decided, troubles)
    return decided


def _foresee_reminders(place: Workplace, moment: Moment) -> int:
    with reading(place.engine) as session:
        return count_due(session, moment=moment)


def _tell_arrivals(place: Workplace, moment: Moment) -> int:
    with reading(place.engine) as session:
        orders = arrivals.open_orders(session)
    return _one_by_one("order", orders, lambda each: _told_of(place, each, moment))


def _told_of(place: Workplace, order_id: int, moment: Moment) -> int:
    with Session(place.engine) as session:
        count = arrivals.tell_of(session, order_id, moment=moment)
        session.commit()
    return count


def _foresee_arrivals(place: Workplace, moment: Moment) -> int:
    with reading(place.engine) as session:
        return arrivals.count_to_tell(session, moment=moment)


def _tell_what_waits(place: Workplace, moment: Moment) -> int:
    with reading(place.engine) as session:
        people = digests.people_to_tell(session, moment=moment)
    site = Site(place.settings.base_url, place.settings.secret_key)
    return _one_by_one("person", people, lambda each: _told_what_waits(place, each, site, moment))


def _told_what_waits(place: Workplace, person_id: int, site: Site, moment: Moment) -> bool:
    with Session(place.engine) as session:
        is_told = digests.tell_what_waits(session, person_id, site=site, moment=moment)
        session.commit()
    return is_told


def _foresee_digests(place: Workplace, moment: Moment) -> int:
    with reading(place.engine) as session:
        return digests.count_to_tell(session, moment=moment)


def _tell_that_it_is_back(place: Workplace, _moment: Moment) -> int:
    with Session(place.engine) as session:
        count = tell_that_it_is_back(session, moment=place.present)
        session.commit()
    return count


def _foresee_that_it_is_back(place: Workplace, _moment: Moment) -> int:
    with reading(place.engine) as session:
        return int(stood_still_since(session, moment=place.present) is not None)


def _deliver(place: Workplace, _moment: Moment) -> int:
    # At the present moment, also where a sweep looks at one that is past: a letter goes out when it goes out.
    sent = deliver(place.settings, place.engine, moment=lambda: place.present).notices
    return _unless_left_undone(sent.notices, sent.troubles)


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
        JobName.ARRIVALS,
        "every night at 00:01",
        # Who comes on a day that was told before is there from its beginning on.
        daily(time(0, 1)),
        "tells whoever has come to a building with an open order, or begun to buy there, on a day that was told before",
        "once, for the last night: whoever is there by then",
        _tell_arrivals,
        _foresee_arrivals,
    ),
    Job(
        JobName.DIGESTS,
        "every day at 07:00",
        daily(time(7)),
        "writes to each person what waits for them and is not urgent, as often as they want to be told",
        "once, for the last day; a week that was missed on its Sunday is told of on a later day of it",
        _tell_what_waits,
        _foresee_digests,
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

BACK = Job(
    JobName.BACK,
    "every minute",
    minute,
    "writes to those who answer for it, once, that the clockwork stood still for more than five minutes",
    "at the next round: it stood still until then",
    _tell_that_it_is_back,
    _foresee_that_it_is_back,
    is_quiet=True,
)
"""Of the one who leads: whoever sweeps by hand, or by another timer, is no clockwork that runs again."""

LEADING = (*TABLE, BACK)
"""What the clockwork does in its rounds: last, it tells of what the others made up."""

ALL = (*LEADING, HEARTBEAT)
