"""Small notes of an installation about itself, one JSON object in a file of the instance folder."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class NoteUnreadable(Exception):
    """A note is there, but is not what was written."""


def keep_note(file: Path, told: Mapping[str, Any]) -> None:
    """Put the note in the place of the one before, whole or not at all, for its owner alone."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as kept:
            json.dump(told, kept, ensure_ascii=False, indent=1)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def read_note(file: Path) -> dict[str, Any] | None:
    """Return the note, or None if there is none; raises NoteUnreadable."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:  # ValueError: no JSON, no UTF-8
        msg = f"{file} cannot be read: {error}"
        raise NoteUnreadable(msg) from error
    if not isinstance(told, dict):
        msg = f"{file} holds no note"
        raise NoteUnreadable(msg)
    return told
