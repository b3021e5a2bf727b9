"""Notes when an installation was last backed up, and when a backup of it was last restored to see whether it can be.

Kept as files of the instance folder and not in the database: they are no part of a backup, so a restored installation
does not claim to have been backed up where it stands now; and they can be read while the database cannot.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from accord.casework.backup import UPKEEP_NAMES, Backup
from accord.config import Settings
from accord.gateways.archive import Manifest
from accord.gateways.notes import NoteUnreadable, keep_note, read_note
from accord.rules.moments import Moment

BACKUP_NOTE, REHEARSAL_NOTE = UPKEEP_NAMES


@dataclass(frozen=True)
class BackedUp:
    """The last backup: when, where to, and what the journal came to."""

    at: datetime
    file: Path
    journal_root: str
    journal_lines: int
    has_damage: bool


@dataclass(frozen=True)
class Rehearsed:
    """The last rehearsal of a restore; `trouble` says why the backup could not be restored, None if it could."""

    at: datetime
    file: Path
    trouble: str | None


def note_backup(settings: Settings, taken: Backup, file: Path, *, moment: Moment) -> None:
    """Note that a backup was taken."""
    said = {
        "at": moment.now.isoformat(),
        "file": str(file.absolute()),
        "journal_root": taken.manifest.journal_root,
        "journal_lines": taken.manifest.journal_lines,
        "damage": list(taken.manifest.damage),
    }
    keep_note(settings.instance / BACKUP_NOTE, said)


def note_rehearsal(
    settings: Settings, file: Path, *, moment: Moment, manifest: Manifest | None, trouble: str | None
) -> None:
    """Note how the rehearsal of a restore ended; without a manifest the archive could not even be read."""
    said = {
        "at": moment.now.isoformat(),
        "file": str(file.absolute()),
        "made_at": manifest.made_at.isoformat() if manifest else None,
        "journal_root": manifest.journal_root if manifest else None,
        "journal_lines": manifest.journal_lines if manifest else None,
        "trouble": trouble,
    }
    keep_note(settings.instance / REHEARSAL_NOTE, said)


def last_backup(settings: Settings) -> BackedUp | None:
    """Return the last backup, or None if none was ever noted here; raises NoteUnreadable."""
    note = settings.instance / BACKUP_NOTE
    told = read_note(note)
    if told is None:
        return None
    try:
        return BackedUp(
            at=_instant(told["at"]),
            file=Path(told["file"]),
            journal_root=str(told["journal_root"]),
            journal_lines=int(told["journal_lines"]),
            has_damage=bool(told["damage"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _not_ours(note) from error


def last_rehearsal(settings: Settings) -> Rehearsed | None:
    """Return the last rehearsal, or None if none was ever noted here; raises NoteUnreadable."""
    note = settings.instance / REHEARSAL_NOTE
    told = read_note(note)
    if told is None:
        return None
    try:
        trouble = told["trouble"]
        return Rehearsed(
            at=_instant(told["at"]), file=Path(told["file"]), trouble=None if trouble is None else str(trouble)
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _not_ours(note) from error


def _instant(told: str) -> datetime:
    instant = datetime.fromisoformat(told)
    if instant.tzinfo is None:
        msg = f"{told} has no time zone"
        raise ValueError(msg)
    return instant


def _not_ours(note: Path) -> NoteUnreadable:
    return NoteUnreadable(f"{note} is not as this version writes it")
