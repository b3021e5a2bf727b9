"""Copies of the snapshot to be downloaded: whole, at rest, and without a trace of what was taken out of it.

The snapshot itself is written in place, and SQLite leaves the bytes of what was deleted where they stood: somebody who
downloads it must get neither half a transaction nor a text that has been withdrawn. A copy holds the rows alone.
"""

import fcntl
import hashlib
import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from accord.gateways.snapshot.version import Version

ENDING = ".sqlite"


@dataclass(frozen=True)
class SnapshotCopy:
    """A copy of one state of the snapshot, with the SHA-256 of its bytes."""

    path: Path
    sha256: str
    size_bytes: int


def copy_of(snapshot: Path, version: Version, folder: Path) -> SnapshotCopy:
    """Return a copy of this state of the snapshot, made in the folder if it is not there yet; older ones are removed.

    Several processes may ask at once: one of them makes it. Whoever reads an older copy meanwhile reads it to its end.
    """
    state = hashlib.sha256(repr(version).encode()).hexdigest()[:16]
    if found := _found(folder, state):
        return found
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _found(folder, state) or _made(snapshot, state, folder)


def _found(folder: Path, state: str) -> SnapshotCopy | None:
    for path in folder.glob(f"{state}-*{ENDING}"):
        return SnapshotCopy(path, path.stem.partition("-")[2], path.stat().st_size)
    return None


def _made(snapshot: Path, state: str, folder: Path) -> SnapshotCopy:
    old = [path for path in folder.iterdir() if path.name != "lock"]
    draft = folder / f"{secrets.token_hex(8)}.part"
    try:
        # Should the snapshot change meanwhile, the copy is of the newer state, and nobody asks for this one again.
        with closing(sqlite3.connect(f"{snapshot.absolute().as_uri()}?mode=ro", uri=True, timeout=15)) as connection:
            connection.execute("VACUUM INTO ?", (str(draft),))
        with draft.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        place = draft.rename(folder / f"{state}-{sha256}{ENDING}")
    finally:
        draft.unlink(missing_ok=True)
    for path in old:
        path.unlink(missing_ok=True)
    return SnapshotCopy(place, sha256, place.stat().st_size)
