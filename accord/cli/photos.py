"""`accord photos`: makes photos of what was sent, and sweeps away what was sent and never kept.

The first is run beside the web server, or now and then by hand; the second whenever the first begins, or by hand.
"""

import logging
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

import click
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from accord.app import clock
from accord.casework.desk import kept_photos, preparing, sweeping
from accord.casework.desk.preparing import Waiting
from accord.cli.base import Installation, installation_in_place, refusing
from accord.gateways.files import FileStore
from accord.gateways.pictures import Picture, Processor, UploadRefused
from accord.gateways.pictures.work import WORKERS
from accord.records.base import reading
from accord.rules.moments import Moment

PAUSE_SECONDS = 1.0
"""Ours: what somebody waits for a picture who has just sent it; to ask the database costs a tenth of a millisecond."""
BATCH = 8
"""Uploads that are begun at once: so many are counted as tried where the process is ended in the middle."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Preparer:
    """What is needed to make photos: the database, the two stores, the processes that decode, and a clock."""

    engine: Engine
    uploads: FileStore
    photos: FileStore
    processor: Processor
    moment: Callable[[], Moment]

    def prepare_all(self) -> tuple[int, int]:
        """Deal with every upload that waits, each once; return how many became photos and how many did not.

        Of photos that are kept for a form a small copy is drawn, for whoever is given the form back.
        """
        made = self._prepare_uploads()
        self._draw_small_copies()
        return made

    def _prepare_uploads(self) -> tuple[int, int]:
        ready = others = last = 0
        while batch := self._begun(after=last):
            last = max(each.id for each in batch)
            with ThreadPoolExecutor(WORKERS) as threads:
                for waiting, outcome in zip(batch, threads.map(self._outcome, batch), strict=True):
                    is_ready = self._finished(waiting, outcome)
                    ready, others = ready + is_ready, others + (not is_ready)
        return ready, others

    def _begun(self, *, after: int) -> list[Waiting]:
        # Asked without the pen: most of the time there is nothing to do, and others write.
        with reading(self.engine) as session:
            if not preparing.is_anything_waiting(session):
                return []
        with Session(self.engine) as session:
            begun = preparing.begin(session, after=after, most=BATCH, moment=self.moment())
            session.commit()
        return list(begun)

    def _draw_small_copies(self) -> None:
        last = 0
        while batch := self._kept_begun(after=last):
            last = max(each.id for each in batch)
            with ThreadPoolExecutor(WORKERS) as threads:
                for waiting, outcome in zip(batch, threads.map(self._outcome, batch), strict=True):
                    self._draw(waiting, outcome)

    def _kept_begun(self, *, after: int) -> list[Waiting]:
        with reading(self.engine) as session:
            if not kept_photos.is_any_waiting(session):
                return []
        with Session(self.engine) as session:
            begun = kept_photos.begin(session, after=after, most=BATCH)
            session.commit()
        return list(begun)

    def _draw(self, waiting: Waiting, outcome: Picture | str) -> None:
        try:
            with Session(self.engine) as session:
                kept_photos.finish(session, waiting.id, outcome, uploads=self.uploads)
                session.commit()
        except OSError as error:
            _log.warning("Kept photo %d waits on, its small copy cannot be written: %s", waiting.id, error)
            with Session(self.engine) as session:
                kept_photos.give_back(session, waiting.id)
                session.commit()

    def _outcome(self, waiting: Waiting) -> Picture | str:
        """Return the photo made anew, or why there is none; safe in a thread, for it asks no database."""
        try:
            raw = self.uploads.path_of(waiting.sha256).read_bytes()
        except FileNotFoundError:
            return preparing.in_both(preparing.LOST)
        try:
            return self.processor.reencode_safely(raw, zone=self.moment().zone, file_name=waiting.file_name)
        except UploadRefused as refused:
            return preparing.refusal_in_both(refused)

    def _finished(self, waiting: Waiting, outcome: Picture | str) -> bool:
        try:
            with Session(self.engine) as session:
                photo = preparing.finish(session, waiting.id, outcome, photos=self.photos, moment=self.moment())
                session.commit()
        except OSError as error:
            _log.warning("Upload %d waits on, its photo cannot be written: %s", waiting.id, error)
            with Session(self.engine) as session:
                preparing.give_back(session, waiting.id)
                session.commit()
            return False
        with Session(self.engine) as session:
            preparing.forget_file(session, waiting.sha256, uploads=self.uploads)
            session.commit()
        return photo is not None


@click.group()
def photos() -> None:
    """Photos that people sent."""


@photos.command()
@click.option("--until-stopped", is_flag=True, help="Go on, until stopped or until whoever started it ends.")
@click.option("--beside", type=int, hidden=True, help="Number of the process with which this one ends.")
@refusing
def prepare(until_stopped: bool, beside: int | None) -> None:
    """Make photos of what was sent and waits; “accord serve” does so by itself."""
    here = installation_in_place()
    try:
        _sweep(here)
    except (SQLAlchemyError, OSError) as error:
        # Whoever waits for a photo does not wait for this: the next start sweeps.
        _log.warning("Files that nobody kept were not swept away: %s", error)
    with _preparer(here) as preparer:
        if until_stopped:
            _go_on(preparer, _stopped_by_signals(), parent=beside or os.getppid())
            return
        ready, others = preparer.prepare_all()
    click.echo(f"Photos made: {ready}; refused or left waiting: {others}.")


@photos.command()
@refusing
def sweep() -> None:
    """Remove files that were sent and never kept; what stands on record is not touched."""
    click.echo(f"Files removed that nobody kept: {_sweep(installation_in_place())}.")


def _sweep(here: Installation) -> int:
    with here.writing() as session:
        count = sweeping.sweep(
            session, uploads=here.uploads, documents=here.documents, actor=here.actor, moment=here.moment
        )
        session.commit()
    return count


@contextmanager
def _preparer(here: Installation) -> Iterator[Preparer]:
    engine = here.engine()
    try:
        with Processor() as processor:
            zone = here.settings.zone
            yield Preparer(engine, here.uploads, here.photos, processor, lambda: Moment(clock(), zone))
    finally:
        engine.dispose()


def _stopped_by_signals() -> Event:
    stopped = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda _number, _frame: stopped.set())
    return stopped


def _go_on(preparer: Preparer, stopped: Event, *, parent: int) -> None:
    """Look again and again; whatever the database or the disk refuses is tried anew a little later."""
    while not stopped.wait(PAUSE_SECONDS) and os.getppid() == parent:
        try:
            preparer.prepare_all()
        except (SQLAlchemyError, OSError) as error:
            _log.warning("Photos wait: %s", error)
