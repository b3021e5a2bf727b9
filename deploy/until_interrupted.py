"""Run a command until it ends or somebody presses Ctrl-C, and count Ctrl-C as a good end.

Ctrl-C reaches every process in the terminal's foreground, `make` included, which then reports an error although nothing
went wrong. So the command gets the foreground to itself, as a shell would give it.
"""

import os
import signal
import subprocess
import sys


def main(command: list[str]) -> int:
    """Return the exit status of the command, 0 if Ctrl-C ended it."""
    if not _owns_terminal():
        os.execvp(command[0], command)  # noqa: S606 - the command is written in the Makefile
    # Ignored by the command too: a stopped site (Ctrl-Z) would hold a terminal that the shell believes to be in use.
    for ignored in (signal.SIGTTOU, signal.SIGTSTP):
        signal.signal(ignored, signal.SIG_IGN)
    site = subprocess.Popen(command, process_group=0)  # noqa: S603 - the command is written in the Makefile
    signal.signal(signal.SIGINT, lambda *_: site.send_signal(signal.SIGINT))  # pressed before the next lines are done
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: site.terminate())
    os.tcsetpgrp(sys.stdin.fileno(), site.pid)
    try:
        status = site.wait()
    finally:
        os.tcsetpgrp(sys.stdin.fileno(), os.getpgrp())
    if status in (-signal.SIGINT, 128 + signal.SIGINT):
        return 0
    return status if status >= 0 else 128 - status


def _owns_terminal() -> bool:
    return sys.stdin.isatty() and os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
