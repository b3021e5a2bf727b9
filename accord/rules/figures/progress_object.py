"""The progress object: the same words and numbers in every command, file and API answer (CONTRACT.md section 4)."""

from typing import Any

from accord.rules.figures.progress import Progress, Tally


def progress_object(progress: Progress) -> dict[str, Any]:
    """Return the progress as plain words and numbers, ready for JSON."""
    return {
        "as_of": progress.as_of.isoformat(),
        "known_at": progress.known_at.isoformat(),
        "initial": _tally_object(progress.initial),
        "new": _tally_object(progress.new),
        "overdue": progress.overdue,
        "no_date": progress.no_date,
        "reopened": progress.reopened,
        "status": progress.status.value if progress.status else None,
    }


def _tally_object(tally: Tally) -> dict[str, int | float | None]:
    return {
        "applicable": tally.applicable,
        "corrected": tally.corrected,
        "pending_verification": tally.pending_verification,
        "in_progress": tally.in_progress,
        "withdrawn": tally.withdrawn,
        "unknown": tally.unknown,
        "verified_percent": None if tally.verified_percent is None else float(tally.verified_percent),
        "reported_percent": None if tally.reported_percent is None else float(tally.reported_percent),
    }
