"""Which state of the snapshot a file is in, told without opening it as a database."""

import os
from pathlib import Path

Version = tuple[int, int, bytes]

COUNTER_AT = 24
"""Where SQLite counts the transactions that changed the file, in four bytes. Source: its file format, section 1.3."""


def version_of(path: Path) -> Version | None:
    """Return what changes with every write to the file and with every file put in its place; None: there is none."""
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        about = os.fstat(file)
        return about.st_ino, about.st_mtime_ns, os.pread(file, 4, COUNTER_AT)
    finally:
        os.close(file)
