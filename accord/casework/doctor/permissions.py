"""Who else on this machine could read what is private, or keep the site from writing it."""

import stat
from collections.abc import Iterator
from pathlib import Path

from accord.casework.backup import KEPT_NAMES, UPKEEP_NAMES
from accord.casework.doctor.examination import Examination, Finding, broken, fine
from accord.config import SHORTEST_SECRET, Settings

OTHERS = 0o077
"""What a mode grants to anybody but the owner."""


def folder(examined: Examination) -> Finding:
    """Judge whether the instance folder and the private files in it are their owner's alone, and all of one owner."""
    settings = examined.settings
    private = [settings.instance, *_private_files(settings)]
    open_to_others = [path for path in private if path.stat().st_mode & OTHERS]
    if open_to_others:
        said = ", ".join(str(path) for path in open_to_others)
        return broken(f"other users of this machine may look into {said}", f"chmod go= {said}")
    owner = settings.instance.stat().st_uid
    foreign = [path for path in private if path.stat().st_uid != owner]
    if foreign:
        said = " ".join(str(path) for path in foreign)
        return broken(
            f"not of the owner of {settings.instance}, so that the site may not write it: {said}",
            f"chown --reference={settings.instance} {said}",
        )
    return fine(f"{settings.instance} and its private files are their owner's alone")


def secret_key(examined: Examination) -> Finding:
    """Judge whether the key that signs sessions is secret and long enough."""
    file = examined.settings.instance / "secret-key"
    length = len(examined.settings.secret_key)
    if length < SHORTEST_SECRET:
        return broken(
            f"{length} characters, which can be guessed", f"remove {file} and run “accord init”: all sign in anew"
        )
    if not file.is_file():
        return fine("kept outside the instance folder, in a setting")
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & OTHERS:
        return broken(f"others may read {file} (mode {mode:o})", f"chmod 600 {file}")
    return fine(f"its owner's alone (mode {mode:o})")


def _private_files(settings: Settings) -> Iterator[Path]:
    database = settings.database_file
    beside = [Path(f"{database}{ending}") for ending in ("", "-wal", "-shm")] if database else []
    named = [settings.instance / name for name in (*KEPT_NAMES, *UPKEEP_NAMES) if name != "secret-key"]
    yield from (file for file in (*beside, *named, settings.photos) if file.exists())
