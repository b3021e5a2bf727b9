"""Re-encodes photos in processes apart, so that a file made to do harm takes nothing down but its own upload."""

import logging
import os
import signal
import subprocess
import sys
from contextlib import suppress
from queue import LifoQueue
from threading import Timer
from types import TracebackType
from typing import IO, Self
from zoneinfo import ZoneInfo

from accord.gateways.pictures.answer import ANSWER, MAX_ANSWER_BYTES, NO_ANSWER, QUESTION, Nonsense, understood
from accord.gateways.pictures.look import refuse_heavy_photo
from accord.gateways.pictures.picture import Picture
from accord.gateways.pictures.refusal import Reason, UploadRefused

WORKERS = 2
"""Ours: as many as a small server has cores. Together they may need twice `child.MAX_MEMORY_BYTES`."""
MAX_SECONDS = 40
"""On the clock, from when the worker has it: twice its own limit of processor time, for a busy machine."""

_COMMAND = (sys.executable, "-I", "-m", "accord.gateways.pictures.child")
_log = logging.getLogger(__name__)


class Processor:
    """At most so many worker processes, each started when it is first needed; safe to be asked by several threads.

    Close it, or use it as a context, and its processes end; they end too when the server dies.
    """

    def __init__(self, *, workers: int = WORKERS, seconds: float = MAX_SECONDS) -> None:
        self._seconds = seconds
        self._count = workers
        # The one that was used last comes first: one photo at a time keeps one process warm, not two.
        self._free: LifoQueue[_Worker] = LifoQueue()
        for _ in range(workers):
            self._free.put(_Worker())

    def reencode_safely(self, raw: bytes, *, zone: ZoneInfo, file_name: str = "") -> Picture:
        """Return the photo made anew (see `reencoded`), or raise UploadRefused; waits until a worker is free.

        A photo over which a worker dies, or which takes too long, is refused as one that cannot be read.
        """
        try:
            refuse_heavy_photo(raw)
            result = self._reencoded(raw, zone)
        except UploadRefused as refused:
            raise refused.named(file_name) from None
        if isinstance(result, UploadRefused):
            raise result.named(file_name)
        return result

    def close(self) -> None:
        """End the worker processes, each when it is done; a later photo would start them anew."""
        workers = [self._free.get() for _ in range(self._count)]
        for worker in workers:
            worker.stop()
            self._free.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _reencoded(self, raw: bytes, zone: ZoneInfo) -> Picture | UploadRefused:
        worker = self._free.get()
        try:
            return worker.reencode(raw, zone, seconds=self._seconds)
        finally:
            self._free.put(worker)


class _Worker:
    """One process of `child`, or none yet; asked by one thread at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def reencode(self, raw: bytes, zone: ZoneInfo, *, seconds: float) -> Picture | UploadRefused:
        """Return what the process answers; where it does not, the photo is refused and a new process comes next."""
        process = self._started()
        alarm = Timer(seconds, _kill, [process])
        alarm.start()
        try:
            return _answer(process, raw, zone)
        except (OSError, EOFError, Nonsense) as error:
            self.stop()
            _log.warning("A worker was lost over a photo of %d bytes: %s", len(raw), error)
            return UploadRefused(Reason.UNREADABLE)
        finally:
            alarm.cancel()

    def stop(self) -> None:
        """End the process and the copies it made of itself."""
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # what could not be sent any more
                _open(pipe).close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process and self._process.poll() is not None:
            self.stop()
        if self._process is None:
            # Nothing of the environment: no settings, no secrets. A group of its own, so that its copies end with it.
            self._process = subprocess.Popen(  # noqa: S603  our own module
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={},
                start_new_session=True,
            )
        return self._process


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _answer(process: subprocess.Popen[bytes], raw: bytes, zone: ZoneInfo) -> Picture | UploadRefused:
    """Send the photo and return the answer; raises OSError or EOFError where none comes, Nonsense where it is none."""
    questions, answers = _open(process.stdin), _open(process.stdout)
    name = str(zone).encode()
    questions.write(QUESTION.pack(len(name), len(raw)) + name)
    questions.write(raw)
    questions.flush()
    head = _exactly(answers, ANSWER.size)
    if head == NO_ANSWER:
        _log.warning("A photo of %d bytes ended the process that read it.", len(raw))
        return UploadRefused(Reason.UNREADABLE)
    lengths = ANSWER.unpack(head)
    if sum(lengths) > MAX_ANSWER_BYTES:
        msg = f"an answer of {sum(lengths):,} bytes"
        raise Nonsense(msg)
    told, jpeg, thumbnail = (_exactly(answers, length) for length in lengths)
    return understood(told, jpeg, thumbnail)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    found = pipe.read(length)
    if len(found) < length:
        msg = "it ended, or had no time left"
        raise EOFError(msg)
    return found


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        msg = "started without pipes"
        raise ValueError(msg)
    return pipe
