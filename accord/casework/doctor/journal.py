"""The journal: whether its chain is whole, and whether it still holds what the last backup saw."""

from accord.casework.doctor.examination import Examination, Finding, broken, fine
from accord.casework.journal import FIRST_HASH, hash_of_line, lost_roots
from accord.casework.upkeep import last_backup
from accord.gateways.notes import NoteUnreadable

SOMEBODY = "somebody has written to the database past the program: keep a copy of it, and compare with a backup"


def journal(examined: Examination) -> Finding:
    """Judge the chain from its first line to its last, and that no end was cut off since the last backup."""
    state = examined.state
    if state.first_broken_line is not None:
        return broken(f"line {state.first_broken_line} was altered, or lines before it are gone", SOMEBODY)
    if said := _lost_since_backup(examined):
        return broken(said, f"{SOMEBODY}; after a restore of an older backup, take a new one")
    if lost := lost_roots(examined.database):
        factory, edition = lost[0]
        said = f"it lacks lines that it had when edition {edition} of factory {factory} was published"
        return broken(said, SOMEBODY)
    return fine(f"chain whole, {state.journal_lines:,} lines up to {state.journal_root}")


def _lost_since_backup(examined: Examination) -> str | None:
    # A chain from which the last lines were taken is whole in itself; only who knew its end before can tell.
    try:
        last = last_backup(examined.settings)
    except NoteUnreadable:  # the check of the backup says so
        return None
    if last is None or not last.journal_lines:
        return None
    if (hash_of_line(examined.database, last.journal_lines) or FIRST_HASH) == last.journal_root:
        return None
    return (
        f"the {last.journal_lines:,} lines that the backup of {examined.moment.civil_date(last.at)} saw "
        f"are not the beginning of it any more"
    )
