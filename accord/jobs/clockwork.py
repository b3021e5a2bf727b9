"""The clockwork: one process that wakes each minute and has everything done that is due.

APScheduler wakes it and does nothing else: it remembers no jobs, for what is due follows from what is on record.
"""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event, Thread

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy.exc import SQLAlchemyError

from accord.jobs.leader import LEADER, Lock, TurnTaken, lock_named
from accord.jobs.running import tick
from accord.jobs.table import LEADING
from accord.jobs.workplace import Workplace

LOOK_SECONDS = 0.5
"""How soon it is noticed that it shall end, that the clock was put back, that the one who led is gone. Ours."""
PUT_BACK_SECONDS = 2.0
WAKING = "tick"
EACH_MINUTE = CronTrigger(second=0, timezone=UTC)

_log = logging.getLogger(__name__)
# It warns whenever a round takes longer than a minute; the next one makes up for it.
logging.getLogger("apscheduler").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Clockwork:
    """A clockwork on one installation, until it is stopped or until the process that started it is gone."""

    place: Workplace
    stopped: Event
    say: Callable[[str], None]
    parent: int | None = None
    wakes: BaseTrigger = EACH_MINUTE

    def keep_going(self) -> None:
        """Lead, or wait until nobody else does; return when it shall end, after the job in hand."""
        leader = lock_named(LEADER, self.place.settings, self.place.engine)
        has_said = False
        try:
            while not self.is_over():
                if self._takes(leader):
                    self.say(f"This clockwork leads (process {os.getpid()}): it looks each minute for what is due.")
                    self._lead(leader)
                    has_said = False
                    continue
                if not has_said:
                    who = f" ({leader.holder()})" if leader.holder() else ""
                    self.say(f"Another clockwork leads{who}: this one (process {os.getpid()}) waits to take over.")
                    has_said = True
                self.stopped.wait(LOOK_SECONDS)
        finally:
            leader.give()
        self.say("The clockwork has ended.")

    def is_over(self) -> bool:
        """Return whether it shall end."""
        return self.stopped.is_set() or (self.parent is not None and os.getppid() != self.parent)

    def _takes(self, leader: Lock) -> bool:
        try:
            return leader.take()
        except (SQLAlchemyError, OSError) as error:
            _log.error("Who leads cannot be found out, it is tried again: %s", error)
            self.stopped.wait(10 * LOOK_SECONDS)
            return False

    def _lead(self, leader: Lock) -> None:
        """Wake each minute for as long as this one leads."""
        is_lost = Event()
        scheduler = BlockingScheduler(timezone=UTC)
        scheduler.add_job(
            self._wake,
            self.wakes,
            args=(leader, is_lost),
            id=WAKING,
            next_run_time=datetime.now(UTC),  # at once, by the clock that the scheduler itself goes by
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        watching = Thread(target=self._watch, args=(scheduler, is_lost), daemon=True)
        watching.start()
        scheduler.start()
        watching.join()
        leader.give()

    def _wake(self, leader: Lock, is_lost: Event) -> None:
        if self.is_over():
            return
        if not leader.is_held():
            _log.error("The lock of the clockwork was lost; whoever takes it first leads.")
            is_lost.set()
            return
        try:
            tick(self.place, moment=self.place.present, jobs=LEADING, is_over=self.is_over)
        except (SQLAlchemyError, OSError, TurnTaken) as error:
            _log.error("What is due could not be looked at; the next minute tries again: %s", error)

    def _watch(self, scheduler: BlockingScheduler, is_lost: Event) -> None:
        """End the scheduler when it shall end, after the job in hand; wake it where the clock was put back.

        It would sleep until the hour that it had planned for.
        """
        last = self.place.now().timestamp() - time.monotonic()
        while not (self.is_over() or is_lost.is_set()):
            self.stopped.wait(LOOK_SECONDS)
            offset = self.place.now().timestamp() - time.monotonic()
            if last - offset > PUT_BACK_SECONDS:
                scheduler.modify_job(WAKING, next_run_time=self.place.now())
            last = offset
        while not scheduler.running:  # ended before it had begun
            time.sleep(LOOK_SECONDS / 10)
        scheduler.shutdown(wait=True)
