"""`accord clockwork` does each minute what is due; `accord sweep` does so once."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event
from typing import Any

import click

from accord.app import clock
from accord.casework.refusals import Refused
from accord.cli.base import Installation, installation_in_place, print_json, refuse, refusing
from accord.jobs.clockwork import Clockwork
from accord.jobs.running import Outcome, foreseen, tick
from accord.jobs.table import HEARTBEAT
from accord.jobs.workplace import Workplace
from accord.rules.clockwork import MOST_TIMES, Turn
from accord.rules.moments import Moment

FIRST_YEAR, LAST_YEAR = 2000, 2199

WORDS = {
    Turn.DONE: "was done before",
    Turn.IDLE: "has nothing to do",
    Turn.WAITS: "failed a moment ago and is tried again later",
    Turn.GIVEN_UP: f"was begun {MOST_TIMES} times in vain and is left to people",
}


class NotYet(Refused):
    """What is due in the future can be foreseen and not be done."""


class Instant(click.ParamType[datetime]):
    """An instant, typed as 2026-11-25T11:07, with its distance from UTC or in the programme's time zone."""

    name = "datetime"

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the instant or refuse with its form."""
        if isinstance(value, datetime):
            return value
        try:
            told = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no instant; expected the form 2026-11-25T11:07 or 2026-11-25T11:07+06:00", param)
        if not FIRST_YEAR <= told.year <= LAST_YEAR:
            self.fail(f"{value!r} is not of the years {FIRST_YEAR} to {LAST_YEAR}", param)
        return told


@click.command()
@click.option("--beside", type=int, hidden=True, help="Number of the process with which this one ends.")
@refusing
def clockwork(beside: int | None) -> None:
    """Do each minute what is due, until stopped; a second clockwork waits until the first one ends."""
    here = installation_in_place()
    with _workplace(here) as place:
        Clockwork(place, _stopped_by_signals(), click.echo, parent=beside).keep_going()


@click.command()
@click.option("--now", "at", type=Instant(), help="Look at this instant; one to come only with --dry-run.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def sweep(at: datetime | None, dry_run: bool, as_json: bool) -> None:
    """Do once what is due, as the clockwork does each minute."""
    here = installation_in_place()
    moment = _moment(here, at)
    if moment.now > here.moment.now and not dry_run:
        msg = f"{moment.now.isoformat()} is yet to come: add --dry-run to see what would be done then"
        raise NotYet(msg)
    with _workplace(here) as place:
        outcomes = foreseen(place, moment=moment) if dry_run else tick(place, moment=moment)
    if as_json:
        print_json(_said(outcomes, moment, dry_run=dry_run))
    else:
        for outcome in outcomes:
            click.echo(_sentence(outcome, dry_run=dry_run))
    if failed := [outcome for outcome in outcomes if outcome.said]:
        refuse([f"the job {outcome.job} failed: {outcome.said}" for outcome in failed])


def _moment(here: Installation, at: datetime | None) -> Moment:
    if at is None:
        return here.moment
    zoned = at if at.tzinfo else at.replace(tzinfo=here.settings.zone)
    return Moment(zoned.astimezone(UTC), here.settings.zone)


@contextmanager
def _workplace(here: Installation) -> Iterator[Workplace]:
    engine = here.engine()
    try:
        yield Workplace(here.settings, engine, clock)
    finally:
        engine.dispose()


def _stopped_by_signals() -> Event:
    stopped = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda _number, _frame: stopped.set())
    return stopped


def _said(outcomes: list[Outcome], moment: Moment, *, dry_run: bool) -> dict[str, Any]:
    return {
        "now": moment.now.isoformat(),
        "dry_run": dry_run,
        "decided": sum(outcome.decided for outcome in outcomes if not _is_beat(outcome)),
        "jobs": [
            {
                "job": outcome.job.value,
                "period": outcome.period,
                "due": outcome.is_due,
                "turn": outcome.turn.value,
                "decided": outcome.decided,
                "failed": outcome.said,
            }
            for outcome in outcomes
        ],
    }


def _is_beat(outcome: Outcome) -> bool:
    return outcome.job is HEARTBEAT.name


def _sentence(outcome: Outcome, *, dry_run: bool) -> str:
    about = f"{outcome.job} for {outcome.period}"
    if outcome.said:
        return f"{about}: failed"
    if not outcome.is_due:
        return f"{about}: {WORDS[outcome.turn]}"
    return f"{about}: {'would be done, deciding' if dry_run else 'done, decided'} {outcome.decided}"
