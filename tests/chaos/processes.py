"""The processes of a site, started and killed: each leads a group of its own, so that nothing of it outlives a kill."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
LOOK_SECONDS = 0.02


@dataclass
class Running:
    """A process that is started anew whenever it is gone."""

    module: str
    words: tuple[str, ...]
    environment: dict[str, str]
    port: int | None = None
    log: Path | None = None
    started: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def keep(self) -> None:
        """Start it unless it runs."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            self._bury()
        if self.port is not None and is_listening(self.port):
            return  # a worker of the one that was killed is just ending
        self.started += 1
        with open(self.log or os.devnull, "ab") as said:  # noqa: PTH123  the system's nothing is no path of ours
            self.process = subprocess.Popen(
                (sys.executable, "-m", self.module, *self.words),
                env=os.environ | self.environment | {"PYTHONPATH": str(HERE)},
                cwd=HERE,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def kill(self) -> bool:
        """Kill it with all its children, and return whether it was there."""
        if self.process is None or self.process.poll() is not None:
            return False
        self._bury()
        return True

    def kill_a_child(self) -> bool:
        """Kill its first child alone, and return whether there was one."""
        if self.process is None or self.process.poll() is not None:
            return False
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children[:1]:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        return bool(children)

    def _bury(self) -> None:
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def is_listening(port: int) -> bool:
    """Return whether somebody listens at the port of this machine."""
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(what: str, is_there: Callable[[], bool], *, seconds: float = 60) -> None:
    """Wait until it is so; raises TimeoutError."""
    until = time.monotonic() + seconds
    while not is_there():
        if time.monotonic() > until:
            raise TimeoutError(what)
        time.sleep(LOOK_SECONDS)
