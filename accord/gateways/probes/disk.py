"""How much room is left where an installation lies."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Space:
    """Free room for a program that is not the administrator's, in bytes and in inodes (0 of 0: none are counted)."""

    free_bytes: int
    total_bytes: int
    free_inodes: int
    total_inodes: int


def space_at(folder: Path) -> Space:
    """Return the room on the file system of the folder."""
    told = os.statvfs(folder)
    return Space(
        free_bytes=told.f_bavail * told.f_frsize,
        total_bytes=told.f_blocks * told.f_frsize,
        free_inodes=told.f_favail,
        total_inodes=told.f_files,
    )
