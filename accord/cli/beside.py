"""The one process beside the web server: it makes photos of what was sent, so that no page waits for a decoder."""

import os
import subprocess
import sys
import time
from typing import Any

from gunicorn.arbiter import Arbiter

from accord.config import Settings

COMMAND = (sys.executable, "-c", "from accord.cli import main; main()", "photos", "prepare", "--until-stopped")
AGAIN_AFTER_SECONDS = 30.0
"""Ours: a process that cannot even start must not take the machine from those who read."""
END_SECONDS = 10.0


class Beside:
    """The process that prepares photos: started anew where it has ended, and ended with the server."""

    def __init__(self, settings: Settings) -> None:
        self._environment = os.environ | {"ACCORD_INSTANCE": str(settings.instance)}
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
            (*COMMAND, "--beside", str(os.getpid())),
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def end(self) -> None:
        """End the process, which finishes the photos that it is at."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class ArbiterWithBeside(Arbiter):  # type: ignore[misc]  # gunicorn tells no types
    """Gunicorn's parent, which sees to its children once a second, and to this one too."""

    def __init__(self, app: Any, beside: Beside) -> None:
        self.beside = beside
        super().__init__(app)

    def manage_workers(self) -> None:
        """Keep as many workers as there should be, and the process beside them."""
        super().manage_workers()
        self.beside.keep_running()
