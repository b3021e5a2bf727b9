"""Whether something keeps the clock of this machine right."""

import shutil
import subprocess

from accord.gateways.probes import TIMEOUT_SECONDS


def is_kept_right() -> bool | None:
    """Return whether the clock is set by a time service; None where that cannot be told."""
    program = shutil.which("timedatectl")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - the path comes from `which`, the arguments are constant
            [program, "show", "--property=NTPSynchronized", "--value"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(done.stdout.strip())
