"""Where the snapshot stands: one process at a time writes there, and drafts get names of their own."""

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone_at(snapshot: Path) -> Iterator[None]:
    """Wait until no other process writes the snapshot, and keep the others out meanwhile; readers never wait."""
    with snapshot.with_name(f"{snapshot.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def draft_of(snapshot: Path) -> Iterator[Path]:
    """Give the path of a new draft beside the snapshot; if it is still there afterwards it is removed.

    Ask for it within `alone_at`: what another process left behind when it was killed is removed too.
    """
    for left in snapshot.parent.glob(f"{snapshot.name}.*.part*"):
        left.unlink(missing_ok=True)
    draft = snapshot.with_name(f"{snapshot.name}.{secrets.token_hex(4)}.part")
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)
