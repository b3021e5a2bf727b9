"""Who on this machine may do what with the files of an installation: its owner, and nobody else."""

import os
import stat
from pathlib import Path

from accord.config import Settings


def close_to_others(settings: Settings) -> None:
    """Take from all other users of the machine what they may do with the instance folder and the files that are ours.

    What somebody else owns is left alone, and so is a folder that many share, such as /tmp.
    """
    folder = settings.instance.stat()
    if folder.st_uid == os.geteuid() and not folder.st_mode & stat.S_ISVTX:
        _leave_to_owner(settings.instance)
    database = settings.database_file
    beside = (
        [database.with_name(f"{database.name}{end}") for end in ("", "-wal", "-shm", "-journal")] if database else []
    )
    for file in (*beside, settings.instance / "secret-key", settings.instance / "config.toml"):
        if file.is_file() and file.stat().st_uid == os.geteuid():
            _leave_to_owner(file)


def _leave_to_owner(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        path.chmod(mode & ~0o077)
