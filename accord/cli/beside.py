"""The processes beside the web server, for what no page waits for: photos of what was sent, and the clockwork."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from gunicorn.arbiter import Arbiter

from accord.config import Settings

ACCORD = (sys.executable, "-c", "from accord.cli import main; main()")
PHOTOS = (*ACCORD, "photos", "prepare", "--until-stopped")
CLOCKWORK = (*ACCORD, "clockwork")
AGAIN_AFTER_SECONDS = 30.0
"""Ours: a process that cannot even start must not take the machine from those who read."""
END_SECONDS = 10.0


class Beside:
    """A process of ours: started anew where it has ended, and ended with the server."""

    def __init__(self, settings: Settings, command: tuple[str, ...] = PHOTOS) -> None:
        self._command = command
        known = {"ACCORD_BASE_URL": settings.base_url} if settings.base_url else {}
        self._environment = os.environ | {"ACCORD_INSTANCE": str(settings.instance)} | known
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = -AGAIN_AFTER_SECONDS

    def keep_running(self) -> None:
        """Start the process unless it runs, or was started a moment ago."""
        if self._process is not None and self._process.poll() is None:
            return
        if time.monotonic() - self._started_at < AGAIN_AFTER_SECONDS:
            return
        self._started_at = time.monotonic()
        # A session of its own: Ctrl-C is for the server, which ends this one when its pages are answered.
        self._process = subprocess.Popen(  # noqa: S603  our own command
            # It is told whose it is: this process may be gone before the other one can ask.
            (*self._command, "--beside", str(os.getpid())),
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def ask_to_end(self) -> None:
        """Let the process end, which finishes what it is at."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def end(self) -> None:
        """End the process and wait for it, not for ever."""
        if self._process is None or self._process.poll() is not None:
            return
        self.ask_to_end()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class ArbiterWithBeside(Arbiter):  # type: ignore[misc]  # gunicorn tells no types
    """Gunicorn's parent, which sees to its children once a second, and to these too."""

    def __init__(self, app: Any, beside: Sequence[Beside]) -> None:
        self.beside = beside
        super().__init__(app)

    def manage_workers(self) -> None:
        """Keep as many workers as there should be, and the processes beside them."""
        super().manage_workers()
        for process in self.beside:
            process.keep_running()
