"""A clock that stands in a file: whoever simulates a month puts it forward, and the processes of the site read it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path


def put(file: Path, now: datetime) -> None:
    """Let the clock show this instant."""
    draft = file.with_suffix(".part")
    draft.write_text(now.isoformat(), "ascii")
    draft.replace(file)


def clock_in(file: Path) -> Callable[[], datetime]:
    """Return what reads the clock."""
    return lambda: datetime.fromisoformat(file.read_text("ascii"))
